import pathlib
import tempfile
import unittest

import papers
import setting

AGENCIES = """code,name,linked,largest
H38.01,Sở Nội vụ tỉnh Lam Sơn,000.00.01.H38,
H38.12,Ủy ban nhân dân phường Ngọc Trạo,,
H38.13,Ủy ban nhân dân xã Bến Lim,,20480
"""


class Sending(unittest.TestCase):
    """Sending to other agencies:"""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        setting.office.know(AGENCIES)
        cls.file = pathlib.Path(cls.folder.name) / "ke hoach.pdf"
        cls.file.write_bytes(b"%PDF-1.4 ke hoach")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def draft(self, clerk, number):
        clerk.open("/dispatches/new")
        clerk.fill("number", number)
        clerk.fill("notation", "KH-BTV")
        clerk.fill("issuedOn", papers.written(papers.today()))
        clerk.choose("typeName", value="Kế hoạch")
        clerk.fill("subject", f"Kế hoạch tập huấn cán bộ Hội, lần {number}")
        clerk.fill("signerName", "Nguyễn Thị Ngọc Lan")
        clerk.give("[name=files]", self.file)
        clerk.press("Tiếp tục: chọn nơi nhận")

    def test_sending(self):
        """recipients are found as one types, and what each of them says is seen with its time"""
        clerk = setting.browser().sign_in("van", "/dispatches")
        self.draft(clerk, "501")
        clerk.fill("q", "ubnd ngoc")
        clerk.wait(lambda: clerk.has("#found:not([aria-busy]) input[value='H38.12']"), "the agency while one types")
        self.assertIn("/dispatches/", clerk.path)
        clerk.find("#found input[value='H38.12']").click()
        clerk.press("Thêm vào nơi nhận")
        setting.picture(clerk, "sending-draft")
        self.assertIn("phường Ngọc Trạo", clerk.text("#recipients"))
        clerk.press("Gửi tới 1 nơi nhận")
        self.assertRegex(clerk.text("main"), "Chờ gửi|Đã gửi")
        dispatch = int(clerk.path.split("/")[-1])
        setting.office.hear(dispatch, "H38.12", "03", "Đã vào sổ 77", "2026-11-21 08:30+07")
        clerk.open(f"/dispatches/{dispatch}")
        self.assertIn("Đã tiếp nhận", clerk.text("main"))
        self.assertIn("08:30", clerk.text("main"))
        self.assertIn("Đã vào sổ 77", clerk.text("main"))
        setting.picture(clerk, "sending-statuses")
        self.assertEqual(clerk.complaints(), [])

    def test_without_script(self):
        """it works without script, on a phone"""
        clerk = setting.browser(script=False, phone=True).sign_in("van", "/dispatches")
        self.draft(clerk, "502")
        clerk.fill("q", "000.00.01")
        clerk.press("Tìm")
        clerk.find("input[value='H38.01']").click()
        setting.picture(clerk, "sending-directory-phone")
        clerk.press("Thêm vào nơi nhận")
        setting.picture(clerk, "sending-draft-phone")
        clerk.press("Gửi tới 1 nơi nhận")
        self.assertIn("Sở Nội vụ tỉnh Lam Sơn", clerk.text("main"))
        setting.picture(clerk, "sending-sent-phone")
