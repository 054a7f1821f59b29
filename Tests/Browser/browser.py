"""Chromium with the verbs of a person at a desk."""
import base64

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from office import PASSWORD

DESK = (1366, 768)
PHONE = (390, 844)

_sessions = {}


class Browser:
    def __init__(self, address, script):
        self.address = address
        self.script = script
        options = Options()
        for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                         "--hide-scrollbars"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        blocked = {} if script else {"profile.managed_default_content_settings.javascript": 2}
        options.add_experimental_option("prefs", {"intl.accept_languages": "vi", **blocked})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(30)

    def quit(self):
        self.driver.quit()

    # ---- the desk it stands on ----

    def look_like_desk(self):
        self._look_like(*DESK, phone=False)

    def look_like_phone(self):
        self._look_like(*PHONE, phone=True)

    def look_like_narrow_phone(self):
        self._look_like(360, 740, phone=True)

    def _look_like(self, width, height, phone):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone})

    def dark(self, dark):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def forget(self):
        """Signs out by losing the session."""
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.driver.get_log("browser")
        self.dark(False)

    def save(self, path, whole=False):
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": whole})
        path.write_bytes(base64.b64decode(shot["data"]))

    def complaints(self):
        """What the console says is wrong, apart from pages that answer with a refusal."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] == "SEVERE" and "the server responded with a status of 4" not in entry["message"]]

    # ---- going places ----

    def open(self, path):
        self.driver.get(self.address + path)
        return self

    def sign_in(self, login, path="/"):
        """Signs in with name and password; once that was done, the session is used again, which is faster."""
        session = _sessions.get(login)
        if session:
            self.driver.execute_cdp_cmd("Network.setCookie", {
                "url": self.address, "name": session["name"], "value": session["value"], "httpOnly": True})
            return self.open(path)
        self.open("/sign-in")
        self.fill("login", login)
        self.fill("password", PASSWORD)
        self.press("Đăng nhập")
        _sessions[login] = next(cookie for cookie in self.driver.get_cookies() if "congvan" in cookie["name"])
        return self.open(path) if path != "/" else self

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.address).split("?")[0]

    @property
    def title(self):
        return self.driver.title

    # ---- reading ----

    def find(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def has(self, css):
        return bool(self.all(css))

    def text(self, css="body"):
        return self.find(css).text

    def value(self, field):
        return self.find(f"[name='{field}']").get_attribute("value")

    def wait(self, condition, what, seconds=30):
        going = [NoSuchElementException, StaleElementReferenceException]  # a page on its way out
        return WebDriverWait(self.driver, seconds, poll_frequency=0.05, ignored_exceptions=going).until(
            lambda _: condition(), what)

    # ---- doing ----

    def fill(self, field, text, within=""):
        found = self.find(f"{within} [name='{field}']")
        found.clear()
        found.send_keys(text)

    def choose(self, field, label=None, value=None, within=""):
        options = Select(self.find(f"{within} select[name='{field}']"))
        if value is not None:
            options.select_by_value(value)
        else:
            options.select_by_visible_text(next(o.text for o in options.options if label in o.text))

    def tick(self, label):
        self.driver.find_element(By.XPATH, f"//label[contains(., '{label}')]//input").click()

    def tick_in(self, group, label):
        """Ticks a person in one of the lists of people."""
        self.driver.find_element(
            By.XPATH, f"//fieldset[@id='{group}']//label[contains(., '{label}')]/input").click()

    def click(self, css):
        """Clicks what may still be on its way, such as a line of a list that follows what is typed."""
        self.wait(lambda: self.find(css).click() is None, css)

    def unfold(self, summary):
        self.driver.find_element(By.XPATH, f"//summary[contains(., '{summary}')]").click()

    def give(self, field, *files):
        self.find(f"input[type=file]{field}").send_keys("\n".join(str(file) for file in files))

    def press(self, label, within=""):
        """Presses a button and waits until another page is there."""
        buttons = [b for b in self.all(f"{within} button") if b.text.strip() == label and b.is_displayed()]
        assert buttons, f"there is no button “{label}”"
        self.leave(buttons[0].click)

    def follow(self, label, within=""):
        links = [a for a in self.all(f"{within} a") if label in a.text and a.is_displayed()]
        assert links, f"there is no link “{label}”"
        self.leave(links[0].click)

    def type(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def tab_to(self, css, most=200):
        """Walks with the Tab key until the focus is on an element."""
        for _ in range(most):
            active = self.driver.switch_to.active_element
            if active in self.all(css):
                return active
            ActionChains(self.driver).send_keys(Keys.TAB).perform()
        raise AssertionError(f"Tab never reaches {css}")

    def leave(self, action):
        """Does what leads to another page, and waits until that is there."""
        page = self.find("html")
        action()
        self.wait(lambda: self.find("html") != page and self.has("main"), "the page did not change")
