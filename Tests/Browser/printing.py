import time
import unittest

import papers
import setting


class Printing(unittest.TestCase):
    """The registers:"""

    def test_book(self):
        """are read page by page with the decree's columns, printed in the background, and accounted for"""
        clerk = setting.browser().sign_in("van", "/registers")
        self.assertIn("Sổ văn bản đến", clerk.text("main"))
        self.assertIn("Sổ theo dõi giải quyết văn bản đến", clerk.text("main"))
        setting.picture(clerk, "registers-list")
        clerk.follow("Sổ văn bản đi", "td.main")
        for heading in ("Người ký", "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "(10)"):
            self.assertIn(heading, clerk.text("main"))
        setting.picture(clerk, "registers-book")
        clerk.follow("Đối soát số")
        self.assertIn("Không thiếu số nào", clerk.text("main"))
        setting.picture(clerk, "registers-proof")
        clerk.open("/registers")
        clerk.press("In sổ (PDF)")
        self.assertEqual(clerk.path, "/registers/prints")
        deadline = time.monotonic() + 300
        while "Đã xong" not in clerk.text("main"):
            self.assertLess(time.monotonic(), deadline, clerk.text("main"))
            time.sleep(1)
        self.assertIn("SHA-256", clerk.text("main"))
        setting.picture(clerk, "registers-prints")
        link = clerk.find("td.main a").get_attribute("href")
        self.assertTrue(papers.fetched(clerk, link).startswith(b"%PDF"))
        self.assertEqual(clerk.complaints(), [])
        clerk.open("/registers")
        clerk.follow("Sổ theo dõi giải quyết", "td.main")
        setting.picture(clerk, "registers-follow-up")

    def test_auditor_on_a_phone(self):
        """are an auditor's to read, also on a phone and without script"""
        auditor = setting.browser(script=False, phone=True).sign_in("dung", "/registers")
        self.assertIn("Sổ văn bản đến", auditor.text("main"))
        setting.picture(auditor, "registers-list-phone")
        auditor.follow("Sổ văn bản đến", "td.main")
        setting.picture(auditor, "registers-book-phone")

    def test_stamp(self):
        """an incoming document's PDF is had with the stamp ĐẾN"""
        clerk = setting.browser().sign_in("van", "/incoming")
        for link in [one.get_attribute("href") for one in clerk.all("td.main > a")]:
            clerk.open(link.removeprefix(clerk.address))
            buttons = [one for one in clerk.all("a.button") if one.text == "Đóng dấu ĐẾN"]
            if buttons:
                break
        self.assertTrue(buttons, "no document with a PDF")
        setting.picture(clerk, "incoming-stamp-button")
        stamped = papers.fetched(clerk, buttons[0].get_attribute("href"))
        self.assertTrue(stamped.startswith(b"%PDF"))
        self.assertIn("ĐẾN", papers.read(stamped))
        papers.picture(stamped, "incoming-stamped")


if __name__ == "__main__":
    unittest.main()
