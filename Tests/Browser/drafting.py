import pathlib
import tempfile
import unittest

import office
import setting


class Drafting(unittest.TestCase):
    """An outgoing document:"""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.file = pathlib.Path(cls.folder.name) / "quyet dinh.pdf"
        cls.file.write_bytes((office.DEMO / "attachments/ubnd-214-kh.pdf").read_bytes())

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def draft(self, drafter, subject):
        drafter.open("/outgoing/new")
        drafter.choose("typeName", value="Quyết định")
        drafter.fill("subject", subject)
        drafter.choose("medium", value="paper")
        drafter.choose("signer1", "Nguyễn Thị Ngọc Lan")
        drafter.fill("post", "Sở Nội vụ | 1 Lê Lợi")
        drafter.give("[name=text]", self.file)
        drafter.press("Lưu dự thảo")
        return drafter.path

    def step(self, login, path, act, **fields):
        """Somebody opens the form of an act and presses its button."""
        person = setting.browser().sign_in(login, path)
        person.find(f"#{act} > summary").click()
        for name, value in fields.items():
            person.find(f"#{act} [name={name}]").send_keys(value)
        person.leave(person.find(f"#{act} button.strong").click)
        return person

    def test_whole_path(self):
        """it goes from the draft to the posting book, each step by whom it is for"""
        drafter = setting.browser().sign_in("khanh", "/outgoing")
        path = self.draft(drafter, "Ban hành quy chế tiếp công dân")
        setting.picture(drafter, "drafting-draft")
        drafter = self.step("khanh", path, "submit")
        self.assertIn("Đã trình duyệt nội dung", drafter.text("main"))

        head = setting.browser().sign_in("thao", "/outgoing?box=content")
        self.assertIn("Ban hành quy chế tiếp công dân", head.text("main"))
        self.step("thao", path, "returnDraft", reason="Bổ sung căn cứ")
        self.step("khanh", path, "submit")
        self.step("thao", path, "approveContent")

        clerk = self.step("van", path, "approveFormat")
        setting.picture(clerk, "drafting-to-sign")
        self.step("van", path, "recordSigned")
        clerk = self.step("van", path, "number")
        number = clerk.text("header.document .number b")
        self.assertRegex(number, r"^\d\d+/QĐ-\S+$")
        setting.picture(clerk, "drafting-numbered")
        self.step("van", path, "seal")
        clerk = self.step("van", path, "issue")
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
