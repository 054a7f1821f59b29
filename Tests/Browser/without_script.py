import tempfile
import unittest

import papers
import setting


class WithoutScript(unittest.TestCase):
    """Without script, on a phone:"""

    def test_main_job(self):
        """the main job is done from the envelope to the result"""
        clerk = setting.browser(script=False, phone=True).sign_in("van", "/intakes")
        with tempfile.TemporaryDirectory() as folder:
            envelope, number = papers.envelope(folder, "twh-58-tb")
            clerk.give("[name=files]", envelope)
            clerk.press("Nhận tệp")
        self.assertEqual(clerk.value("number"), str(number))
        self.assertFalse(any(frame.is_displayed() for frame in clerk.all("iframe")), "a phone gets a link instead")
        self.assertTrue(clerk.has(".files a"))
        clerk.press("Vào sổ")
        path = clerk.path

        leader = setting.browser(script=False, phone=True).sign_in("lan", path)
        self.assertEqual(leader.all("#support input[type=search]"), [], "the filter needs script")
        leader.choose("lead", "Phan Quỳnh Anh")
        leader.fill("deadline", "31/02/2026")
        leader.press("Phân công")
        self.assertIn("Không phải ngày", leader.text("#deadline-fault"))
        leader.fill("deadline", papers.written(papers.today()))
        leader.press("Phân công")
        self.assertIn("Hạn hôm nay", leader.text(".tree"))

        specialist = setting.browser(script=False, phone=True).sign_in("anh", path)
        specialist.unfold("Hoàn thành")
        specialist.fill("result", "Đã thông báo đến các huyện.")
        specialist.press("Hoàn thành")
        self.assertIn("Đã xử lý", specialist.text(".document .tags"))

    def test_search(self):
        """searching and filtering work by their button"""
        clerk = setting.browser(script=False, phone=True).sign_in("van", "/incoming")
        clerk.fill("q", "cuoc thi")
        clerk.press("Tìm")
        self.assertIn("cuộc thi", clerk.text("#results").lower())
        clerk.unfold("Lọc thêm")
        clerk.choose("state", value="archived")
        clerk.press("Lọc")
        self.assertIn("state=archived", clerk.driver.current_url)
