import pathlib
import tempfile
import unittest

import documents
import office
import setting


class Drafting(unittest.TestCase):
    """An outgoing document:"""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.file = pathlib.Path(cls.folder.name) / "quyet dinh.pdf"
        cls.file.write_bytes((office.DEMO / "drafts/quyet-dinh-doan-kiem-tra.pdf").read_bytes())
        setting.office.know(documents.AGENCIES)
        cls.list = pathlib.Path(cls.folder.name) / "noi nhan.csv"
        cls.list.write_text("mã định danh,tên,địa chỉ\nH38.23,,\n,Bưu cục Lam Sơn,2 Lê Lợi\n")
        cls.wrong = pathlib.Path(cls.folder.name) / "sai.csv"
        cls.wrong.write_text("mã định danh\nH38.21\nH00.99\n")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_whole_path(self):
        """it goes from the draft to the posting book, each step by whom it is for"""
        drafter = documents.begin(
            "Ban hành quy chế tiếp công dân", post="Sở Nội vụ | 1 Lê Lợi", text=self.file)
        drafter.press("Lưu dự thảo")
        path = drafter.path
        setting.picture(drafter, "drafting-draft")
        drafter = documents.step("khanh", path, "submit")
        self.assertIn("Đã trình duyệt nội dung", drafter.text("main"))

        head = setting.browser().sign_in("thao", "/outgoing?box=content")
        self.assertIn("Ban hành quy chế tiếp công dân", head.text("main"))
        documents.step("thao", path, "returnDraft", reason="Bổ sung căn cứ")
        documents.step("khanh", path, "submit")
        documents.step("thao", path, "approveContent")

        clerk = documents.step("van", path, "approveFormat")
        setting.picture(clerk, "drafting-to-sign")
        documents.step("van", path, "recordSigned")
        clerk = documents.step("van", path, "number")
        number = clerk.text("header.document .number b")
        self.assertRegex(number, r"^\d\d+/QĐ-\S+$")
        setting.picture(clerk, "drafting-numbered")
        documents.step("van", path, "seal")
        clerk = documents.step("van", path, "issue")
        self.assertIn("Đã phát hành", clerk.text("main"))
        clerk.press("Ghi sổ bưu điện")
        self.assertIn("Đã ghi sổ gửi bưu điện", clerk.text("main"))
        setting.picture(clerk, "drafting-issued")

        drafter = setting.browser().sign_in("khanh", path)
        self.assertIn("Bổ sung căn cứ", drafter.text("main"))
        self.assertIn(number, drafter.text("main"))
        drafter.open("/outgoing?q=quy+che+tiep")
        self.assertIn(number, drafter.text("main"))
        self.assertEqual(drafter.complaints(), [])

    def test_recipients(self):
        """recipients are found as one types, taken from a list, kept as a group and left out, all within the form"""
        drafter = setting.browser().sign_in("khanh", "/outgoing/new")
        setting.picture(drafter, "recipients-empty", whole=True)
        drafter.fill("subject", "Thông báo lịch tiếp công dân")
        drafter.fill("find", "ubnd ngoc")
        drafter.wait(lambda: drafter.has("#found button[value='add:H38.22']"), "the agency while one types")
        setting.picture(drafter, "recipients-found")
        drafter.click("#found button[value='add:H38.22']")
        drafter.wait(lambda: drafter.has("button[value='drop:H38.22']"), "it is chosen")
        drafter.unfold("tệp CSV")
        drafter.give("[name=list]", self.wrong)
        drafter.click("button[value=list]")
        drafter.wait(lambda: "Dòng 3" in drafter.text("#recipients"), "the faulty line by its number")
        setting.picture(drafter, "recipients-list-refused")
        self.assertFalse(drafter.has("button[value='drop:H38.21']"))
        drafter.unfold("tệp CSV")
        drafter.give("[name=list]", self.list)
        drafter.click("button[value=list]")
        drafter.wait(lambda: drafter.has("button[value='drop:H38.23']"), "the list is taken")
        self.assertIn("Bưu cục Lam Sơn | 2 Lê Lợi", drafter.value("post"))
        drafter.unfold("thành nhóm")
        drafter.fill("groupName", "Các xã, phường")
        drafter.click("button[value=keep]")
        drafter.wait(lambda: "Đã lưu nhóm" in drafter.text("#recipients"), "the group is kept")
        drafter.click("button[value='drop:H38.23']")
        drafter.wait(lambda: not drafter.has("button[value='drop:H38.23']"), "it is left out")
        self.assertEqual("Thông báo lịch tiếp công dân", drafter.value("subject"))
        # A third signer is a press away.
        drafter.choose("signer1", "Nguyễn Thị Ngọc Lan")
        for _ in range(5):
            drafter.all("#signatories > button")[0].click()
        drafter.choose("signer6", "Lê Thu Hường")
        drafter.choose("typeName", value="Thông báo")
        setting.picture(drafter, "recipients-chosen", whole=True)
        drafter.press("Lưu dự thảo")
        self.assertIn("phường Ngọc Trạo", drafter.text("main"))
        self.assertIn("Bưu cục Lam Sơn", drafter.text("main"))
        self.assertIn("Lê Thu Hường", drafter.text("main"))
        setting.picture(drafter, "recipients-saved", whole=True)
        drafter.unfold("Sửa dự thảo")
        drafter.choose("group", "Các xã, phường")
        drafter.click("button[value=group]")
        drafter.wait(lambda: drafter.has("button[value='drop:H38.23']"), "the group is added")
        drafter.press("Lưu thay đổi")
        self.assertIn("xã Bến Lim", drafter.text("main"))

        drafter.open("/recipient-groups")
        setting.picture(drafter, "groups")
        drafter.follow("Các xã, phường")
        drafter.fill("name", "Xã, phường")
        drafter.click("button[value='drop:H38.22']")
        drafter.wait(lambda: not drafter.has("button[value='drop:H38.22']"), "it is left out of the group")
        setting.picture(drafter, "group")
        drafter.press("Lưu nhóm nơi nhận")
        self.assertIn("Xã, phường", drafter.text("main"))
        self.assertIn("1 cơ quan", drafter.text("main"))
        self.assertEqual(drafter.complaints(), [])

    def test_recipients_without_script(self):
        """recipients are chosen without script too, on a phone, and nothing typed is lost"""
        drafter = setting.browser(script=False, phone=True).sign_in("khanh", "/outgoing/new")
        drafter.fill("subject", "Thông báo nghỉ lễ")
        drafter.choose("typeName", value="Thông báo")
        drafter.fill("find", "so noi vu")
        drafter.press("Tìm", "#recipients")
        setting.picture(drafter, "recipients-phone", whole=True)
        drafter.press("Thêm", "#found")
        self.assertIn("Sở Nội vụ", drafter.text("#recipients"))
        self.assertEqual("Thông báo nghỉ lễ", drafter.value("subject"))
        drafter.press("Lưu dự thảo")
        self.assertIn("Sở Nội vụ", drafter.text("main"))
        setting.picture(drafter, "recipients-saved-phone", whole=True)
        drafter.open("/recipient-groups/new")
        drafter.press("Lưu nhóm nơi nhận")
        self.assertIn("Không được để trống", drafter.text("main"))
        setting.picture(drafter, "group-phone", whole=True)

    def test_without_script(self):
        """what is wrong is said beside each field, without script, on a phone"""
        drafter = setting.browser(script=False, phone=True).sign_in("khanh", "/outgoing/new")
        drafter.press("Lưu dự thảo")
        self.assertIn("Không được để trống", drafter.text("main"))
        setting.picture(drafter, "drafting-faults-phone")
        drafter.open("/outgoing")
        setting.picture(drafter, "drafting-list-phone")


if __name__ == "__main__":
    unittest.main()
