import tempfile
import unittest

import papers
import setting


class Registering(unittest.TestCase):
    """Registering:"""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def fill_in(self, clerk, number):
        clerk.fill("senderName", "Hội Chữ thập đỏ tỉnh Lam Sơn")
        clerk.fill("number", str(number))
        clerk.fill("notation", "CTĐ-VP")
        clerk.fill("issuedOn", papers.written(papers.today()))
        clerk.choose("typeName", value="Công văn")
        clerk.fill("subject", "V/v phối hợp hiến máu tình nguyện")

    def test_scan(self):
        """the fields of a PDF are proposed, each marked as proposed, with where it was read"""
        scan, _ = papers.scan(self.folder.name)
        clerk = setting.browser().sign_in("van", "/intakes")
        clerk.give("[name=files]", scan)
        clerk.press("Nhận tệp")
        self.assertEqual(clerk.value("number"), "214")
        self.assertIn("KH-UBND", clerk.value("notation"))
        self.assertIn(scan.name, clerk.text("#proposal"))
        proposed = clerk.all(".field.proposed")
        self.assertGreaterEqual(len(proposed), 4)
        for field in proposed:
            self.assertIn("đề xuất", field.text)
        setting.picture(clerk, "registering-scan")

    def test_picture(self):
        """a scan that is a picture stands beside the empty form"""
        picture = papers.pathlib.Path(self.folder.name) / "scan.png"
        clerk = setting.browser().sign_in("van", "/help")
        clerk.save(picture)
        clerk.open("/intakes").give("[name=files]", picture)
        clerk.press("Nhận tệp")
        self.assertEqual(clerk.value("subject"), "")
        clerk.driver.switch_to.frame(clerk.find(".viewer iframe"))
        clerk.wait(lambda: clerk.find("img").is_displayed(), "the picture")
        clerk.driver.switch_to.default_content()
        setting.picture(clerk, "registering-picture")
        self.assertEqual(clerk.complaints(), [])

    def test_duplicate(self):
        """a document that is here already is shown before saving, and goes in only when the clerk has looked"""
        scan, _ = papers.scan(self.folder.name)
        clerk = setting.browser().sign_in("van", "/intakes")
        clerk.give("[name=files]", scan)
        clerk.press("Nhận tệp")
        self.assertIn("cùng số, ký hiệu", clerk.text("section.notice.warn"))
        clerk.press("Vào sổ")
        self.assertIn("Có thể trùng", clerk.text("section.notice.warn"))
        self.assertEqual(clerk.value("number"), "214")
        clerk.tick("không trùng")
        clerk.press("Vào sổ")
        self.assertIn("Đã vào sổ", clerk.text(".notice"))

    def test_paper(self):
        """a paper document without a scan is entered by hand, days typed in a hurry"""
        clerk = setting.browser().sign_in("van", "/incoming/new")
        self.fill_in(clerk, 9801)
        clerk.fill("issuedOn", papers.today().strftime("%d%m%Y"))
        clerk.find("[name=number]").click()
        self.assertEqual(clerk.value("issuedOn"), papers.written(papers.today()))
        clerk.press("Vào sổ")
        self.assertIn("9801/CTĐ-VP", clerk.text(".document"))

    def test_wrong_values(self):
        """a form with wrong values comes back filled in, every fault beside its field and at the top"""
        clerk = setting.browser().sign_in("van", "/incoming/new")
        clerk.fill("number", "12")
        clerk.fill("notation", "K" * 80)
        clerk.fill("issuedOn", "31/02/2026")
        clerk.fill("dueOn", "01/01/2020")
        clerk.fill("pages", "ba tờ")
        clerk.fill("signerName", "<b>Người ký</b>")
        clerk.press("Vào sổ")
        faulty = {field.get_attribute("name") for field in clerk.all("[aria-invalid=true]")}
        self.assertEqual(faulty, {"senderName", "notation", "issuedOn", "typeName", "subject", "dueOn", "pages"})
        self.assertEqual(len(clerk.all(".notice.alarm li")), len(faulty))
        self.assertEqual(clerk.value("issuedOn"), "31/02/2026")
        self.assertEqual(clerk.value("pages"), "ba tờ")
        self.assertEqual(clerk.value("signerName"), "<b>Người ký</b>")
        self.assertIn("Không phải ngày", clerk.text("#issuedOn-fault"))
        clerk.find(".notice.alarm a[href='#subject']").click()
        self.assertEqual(clerk.driver.switch_to.active_element.get_attribute("name"), "subject")
        setting.picture(clerk, "registering-faults")

    def test_classified(self):
        """a classified document is refused, with the law and what to do instead"""
        clerk = setting.browser().sign_in("van", "/incoming/new")
        self.fill_in(clerk, 9802)
        clerk.choose("secrecy", value="secret")
        clerk.press("Vào sổ")
        self.assertIn("sổ văn bản mật riêng", clerk.text("#secrecy-fault"))
        self.assertIn("117/2025/QH15", clerk.text("#secrecy-fault"))

    def test_faulty_envelope(self):
        """an envelope that cannot be read is kept, says what is wrong, and can be refused with a reason"""
        broken = papers.pathlib.Path(self.folder.name) / "hong.edxml"
        envelope, _ = papers.envelope(self.folder.name)
        broken.write_bytes(envelope.read_bytes()[:3000])
        clerk = setting.browser().sign_in("van", "/intakes")
        clerk.give("[name=files]", broken)
        clerk.press("Nhận tệp")
        self.assertIn("Không đọc được gói tin", clerk.text(".notice.alarm"))
        setting.picture(clerk, "registering-faulty")
        clerk.press("Từ chối tiếp nhận")
        self.assertIn("Không được để trống", clerk.text("#reason-fault"))
        clerk.fill("reason", "Gói tin bị cắt, đề nghị gửi lại.")
        clerk.press("Từ chối tiếp nhận")
        self.assertIn("Đã từ chối", clerk.text(".notice"))
        clerk.open("/intakes?state=refused")
        self.assertIn("hong.edxml", clerk.text("table"))

    def test_many_files(self):
        """several files at once become several lines"""
        first, one = papers.envelope(self.folder.name)
        second, two = papers.envelope(self.folder.name, "twh-58-tb")
        clerk = setting.browser().sign_in("van", "/intakes")
        clerk.give("[name=files]", first, second)
        clerk.press("Nhận tệp")
        self.assertEqual(clerk.path, "/intakes")
        self.assertIn(f"{one}/SNV-XDCQ", clerk.text("table"))
        self.assertIn(f"{two}/", clerk.text("table"))
