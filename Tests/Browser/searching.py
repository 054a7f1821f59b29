import unittest

import setting


class Searching(unittest.TestCase):
    """Searching:"""

    def results(self, clerk):
        return clerk.text("#results").lower()

    def test_as_one_types(self):
        """the list follows what is typed, without tones too, and the address with it"""
        clerk = setting.browser().sign_in("van", "/incoming")
        before = len(clerk.all("#results tbody tr"))
        clerk.find("#q").send_keys("phat dong cuoc thi")
        clerk.wait(lambda: 0 < len(clerk.all("#results:not([aria-busy]) tbody tr")) < before, "the list did not follow")
        self.assertIn("phát động cuộc thi", self.results(clerk))
        self.assertIn("q=phat", clerk.driver.current_url)
        setting.picture(clerk, "searching")

    def test_number(self):
        """a piece of the number and symbol finds the document"""
        clerk = setting.browser().sign_in("van", "/incoming?q=412/%C4%90CT")
        self.assertIn("412/đct-tg", self.results(clerk))

    def test_nothing(self):
        """where nothing is found the page says what to do"""
        clerk = setting.browser().sign_in("van", "/incoming?q=khongcotunay")
        self.assertIn("bỏ bớt từ", self.results(clerk))
        clerk.follow("Xóa bộ lọc")
        self.assertTrue(clerk.has("#results tbody tr"))

    def test_pages(self):
        """the next page goes on where this one ends, with the same filter"""
        clerk = setting.browser().sign_in("van", "/incoming?state=archived")
        seen = [row.text for row in clerk.all("#results tbody tr td:first-child b")]
        if clerk.has("a[rel=next]"):
            clerk.leave(clerk.find("a[rel=next]").click)
            more = [row.text for row in clerk.all("#results tbody tr td:first-child b")]
            self.assertFalse(set(seen) & set(more))
        self.assertTrue(all("Đã lưu hồ sơ" in row.text for row in clerk.all("#results tbody tr")))

    def test_people(self):
        """the list of people to inform is narrowed down by name"""
        clerk = setting.browser().sign_in("van")
        document = clerk.open("/incoming?state=received").find("#results tbody a").get_attribute("href")
        leader = setting.browser().sign_in("lan")
        leader.driver.get(document)
        box = leader.find("#informed input[type=search]")
        box.send_keys("hai yen")
        shown = [label.text for label in leader.all("#informed label.check") if label.is_displayed()]
        self.assertEqual(len(shown), 1)
        self.assertIn("Trịnh Hải Yến", shown[0])

    def test_english(self):
        """the switch turns the page to English where it stands, and back"""
        clerk = setting.browser().sign_in("van", "/incoming?q=cuoc+thi")
        clerk.press("English")
        self.assertEqual(clerk.text("h1"), "Incoming documents")
        self.assertEqual(clerk.value("q"), "cuoc thi")
        clerk.press("Tiếng Việt")
        self.assertEqual(clerk.text("h1"), "Văn bản đến")
