import hashlib
import pathlib
import unittest

import documents
import setting


class AfterIssue(unittest.TestCase):
    """What was issued:"""

    @classmethod
    def setUpClass(cls):
        setting.office.know(documents.AGENCIES)

    def issued(self, subject):
        clerk, path = documents.issued(subject, agencies=["H38.21"])
        clerk.press("Ghi sổ bưu điện")
        return clerk, path

    def test_recall(self):
        """it is recalled from a page that says what will happen to whom, and says so to everybody afterwards"""
        clerk, path = self.issued("Phân công nhiệm vụ Ban Thường vụ")
        setting.picture(clerk, "after-issued")
        clerk.leave(clerk.find("#recall").click)
        self.assertIn("Gửi yêu cầu lấy lại qua liên thông", clerk.text("#consequences"))
        self.assertIn("hãy gửi thư yêu cầu trả lại bản giấy", clerk.text("#consequences"))
        setting.picture(clerk, "after-recall-preview")
        clerk.press("Thu hồi")
        self.assertIn("Không được để trống", clerk.text("main"))
        clerk.fill("reason", "Sai căn cứ ban hành")
        clerk.press("Thu hồi")
        self.assertEqual(clerk.path, path)
        self.assertIn("Đã thu hồi", clerk.text("#ended"))
        self.assertIn("Sai căn cứ ban hành", clerk.text("#ended"))
        self.assertIn("Lấy lại: chờ trả lời", clerk.text("main"))
        self.assertIn("Cần thu lại bản giấy", clerk.text("main"))
        setting.picture(clerk, "after-recalled")
        self.assertIn("Bản giấy đã thu lại: 0/1", clerk.text("#ended"))
        clerk.fill("returnedOn", "01/01/2020")
        clerk.press("Đã nhận lại bản giấy")
        self.assertIn("Không được trước ngày thu hồi", clerk.text("main"))
        clerk.fill("returnedOn", "")
        clerk.press("Đã nhận lại bản giấy")
        self.assertIn("Bản giấy đã thu lại: 1/1", clerk.text("#ended"))
        self.assertNotIn("Cần thu lại bản giấy", clerk.text("main"))
        setting.picture(clerk, "after-paper-returned")
        clerk.open(path + "/recall")
        self.assertIn("văn bản đã thu hồi", clerk.text("main"))
        phone = setting.browser(phone=True).sign_in("van", path)
        setting.picture(phone, "after-recalled-phone")
        self.assertEqual(clerk.complaints(), [])

    def test_replacing(self):
        """another one takes its place when that one is issued, after a look at what that does"""
        clerk, path = self.issued("Kiện toàn tổ tư vấn pháp luật")
        clerk.find("#amend > summary").click()
        setting.picture(clerk, "after-change")
        drafter = setting.browser().sign_in("khanh", path)
        drafter.find("#amend > summary").click()
        drafter.leave(drafter.find("#amend a[href$='replace']").click)
        self.assertEqual(drafter.value("agencies"), "H38.21")
        setting.picture(drafter, "after-replacement-draft")
        drafter.give("[name=text]", documents.SCAN)
        drafter.press("Lưu dự thảo")
        clerk = documents.sealed(drafter.path)
        clerk.leave(clerk.find("a[href$='/issue']").click)
        self.assertIn("để thay văn bản cũ", clerk.text("#consequences"))
        setting.picture(clerk, "after-issue-preview")
        clerk.press("Phát hành")
        clerk.open(path)
        self.assertIn("Được thay thế bởi", clerk.text("#followers"))
        setting.picture(clerk, "after-replaced")
        self.assertEqual(clerk.complaints(), [])

    def test_confirmation(self):
        """it is confirmed to a visitor, who compares a file without giving it away"""
        _, path = self.issued("Ban hành quy chế chi tiêu nội bộ")
        code = setting.office.psql(
            f"SELECT replace(confirmation::text, '-', '') FROM outgoing_document WHERE id = {path.split('/')[-1]}")
        visitor = setting.browser(phone=True).open(f"/xac-nhan/{code}")
        digest = hashlib.sha256(documents.SCAN.read_bytes()).hexdigest()
        self.assertIn(digest, visitor.text("main"))
        self.assertIn("Còn hiệu lực", visitor.text("main"))
        self.assertNotIn("chi tiêu", visitor.text())
        visitor.give("#file", documents.SCAN)
        visitor.wait(lambda: "Trùng khớp" in visitor.text("main"), "the result")
        setting.picture(visitor, "after-confirmation-phone")
        visitor.give("#file", pathlib.Path(__file__))
        visitor.wait(lambda: "Không trùng" in visitor.text("main"), "the result")
        visitor.look_like_desk()
        setting.picture(visitor, "after-confirmation")
        self.assertEqual(visitor.complaints(), [])

        plain = setting.browser(script=False).open(f"/xac-nhan/{code}")
        plain.fill("digest", digest.upper())
        plain.press("So sánh")
        self.assertIn("Trùng khớp", plain.text("main"))
        plain.open("/xac-nhan/" + "0" * 32)
        self.assertIn("Không tìm thấy", plain.text("main"))
        setting.picture(plain, "after-confirmation-unknown")


if __name__ == "__main__":
    unittest.main()
