import tempfile
import unittest

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import papers
import setting
from office import PASSWORD


class ByKeyboard(unittest.TestCase):
    """By keyboard alone:"""

    def sign_in(self, person, login):
        person.open("/sign-in")
        person.type(login, Keys.TAB, PASSWORD, Keys.ENTER)
        person.wait(lambda: person.path != "/sign-in", "signing in")

    def test_registering_and_assigning(self):
        """the clerk registers and the leader assigns, without touching the mouse"""
        with tempfile.TemporaryDirectory() as folder:
            envelope, number = papers.envelope(folder)
            clerk = setting.browser()
            self.sign_in(clerk, "van")
            clerk.tab_to("input[type=file]").send_keys(str(envelope))
            clerk.tab_to("form.upload button").send_keys(Keys.ENTER)
            clerk.wait(lambda: clerk.has("[name=senderName]"), "the form")
        clerk.tab_to("[name=copies]").send_keys("1")
        clerk.tab_to("form[action='/incoming'] button").send_keys(Keys.ENTER)
        clerk.wait(lambda: clerk.has(".document"), "the document")
        path = clerk.path

        leader = setting.browser()
        self.sign_in(leader, "lan")
        leader.type("/")
        leader.type(f"{number}/SNV", Keys.ENTER)
        leader.wait(lambda: leader.path == "/incoming" and leader.has("#results tbody a"), "the search")
        leader.tab_to("#results tbody a").send_keys(Keys.ENTER)
        leader.wait(lambda: leader.path == path, "the document")
        lead = leader.tab_to("#lead")
        lead.send_keys("Ban Hỗ")
        self.assertIn("Ban Hỗ trợ", Select(lead).first_selected_option.text)
        leader.tab_to("#support input[type=checkbox]").send_keys(Keys.SPACE)
        leader.tab_to("#instruction").send_keys("Giao Ban thực hiện.")
        leader.tab_to("#assign button").send_keys(Keys.ENTER)
        leader.wait(lambda: leader.has(".notice.good"), "the assignment")
        self.assertIn("Giao Ban thực hiện.", leader.text(".tree"))

    def test_skip(self):
        """the first stop leads past the menu, and every stop can be seen"""
        clerk = setting.browser().sign_in("van", "/incoming")
        clerk.find("body").send_keys(Keys.TAB)
        first = clerk.driver.switch_to.active_element
        self.assertIn("skip", first.get_attribute("class"))
        first.send_keys(Keys.ENTER)
        self.assertEqual(clerk.driver.switch_to.active_element.get_attribute("id"), "main")
        for _ in range(12):
            clerk.type(Keys.TAB)
            width = clerk.driver.execute_script("return getComputedStyle(document.activeElement).outlineWidth")
            self.assertEqual(width, "3px")

    def test_shortcuts(self):
        """n begins a registration, / goes to the search box"""
        clerk = setting.browser().sign_in("van", "/incoming")
        clerk.type("/")
        self.assertEqual(clerk.driver.switch_to.active_element.get_attribute("id"), "q")
        clerk.open("/incoming")
        clerk.find("body").send_keys("n")
        clerk.wait(lambda: clerk.path == "/incoming/new", "the registration form")
