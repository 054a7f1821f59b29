import tempfile
import unittest

import papers
import setting


class MainJob(unittest.TestCase):
    """The main job, on one document from its arrival to the archive:"""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_1_taking_in(self):
        """the clerk uploads an envelope and finds every field filled in"""
        envelope, number = papers.envelope(self.folder.name)
        clerk = setting.browser().sign_in("van", "/intakes")
        setting.picture(clerk, "1-intakes")
        clerk.give("[name=files]", envelope)
        clerk.press("Nhận tệp")
        self.assertIn("/intakes/", clerk.path)
        self.assertEqual(clerk.value("senderName"), "Sở Nội vụ")
        self.assertEqual(clerk.value("number"), str(number))
        self.assertEqual(clerk.value("notation"), "SNV-XDCQ")
        self.assertEqual(clerk.value("typeName"), "Công văn")
        self.assertEqual(clerk.value("signerName"), "Ninh Thị Thơm")
        self.assertEqual(clerk.value("dueOn"), papers.written(papers.today() + papers.datetime.timedelta(days=9)))
        self.assertIn("số liệu cán bộ nữ", clerk.value("subject"))
        self.assertTrue(clerk.find(".viewer iframe").is_displayed(), "the document stands beside the form")
        setting.picture(clerk, "2-register")

        clerk.press("Vào sổ")
        self.assertIn("Đã vào sổ", clerk.text(".notice"))
        self.assertRegex(clerk.text(".number"), r"\d+/\d{4}")
        type(self).document = clerk.path
        type(self).number = clerk.text(".number b")
        self.assertEqual(clerk.complaints(), [])

    def test_2_assigning(self):
        """the leader names lead, support, who is to know, deadline and instruction in one form"""
        leader = setting.browser().sign_in("lan")
        self.assertEqual(leader.path, "/work")
        self.assertIn("Chờ phân công", leader.text(".tabs [aria-current]"))
        setting.picture(leader, "3-work")
        leader.open(self.document)
        leader.choose("lead", "Ban Tổ chức - Kiểm tra")
        leader.tick_in("support", "Ban Tuyên giáo - Chính sách")
        leader.tick_in("informed", "Chánh Văn phòng")
        leader.fill("deadline", papers.written(papers.today() + papers.datetime.timedelta(days=2)))
        leader.fill("instruction", "Ban Tổ chức tổng hợp số liệu, trình Thường trực.")
        setting.picture(leader, "4-assign")
        leader.press("Phân công")
        self.assertIn("Đã phân công", leader.text(".notice"))
        work = leader.text(".tree")
        for said in ["Ban Tổ chức - Kiểm tra", "Xử lý chính", "Phối hợp", "Xem để biết", "Còn 2 ngày", "trình Thường trực"]:
            self.assertIn(said, work)
        self.assertEqual(leader.complaints(), [])

    def test_3_forwarding(self):
        """the head of the unit hands it on within the unit, and is offered nobody else"""
        head = setting.browser().sign_in("nga", "/work?box=lead")
        self.assertIn("số liệu cán bộ nữ", head.text("main"))
        head.open(self.document)
        head.unfold("Phân công xử lý")
        offered = head.text("#lead")
        self.assertIn("Trịnh Hải Yến", offered)
        self.assertNotIn("Phan Quỳnh Anh", offered)
        head.choose("lead", "Trịnh Hải Yến")
        head.fill("instruction", "Đồng chí Yến thực hiện.")
        head.press("Phân công")
        self.assertIn("Trịnh Hải Yến", head.text(".tree ul"))

    def test_4_working(self):
        """the specialist reports progress with a file, and completes"""
        scan, _ = papers.scan(self.folder.name)
        specialist = setting.browser().sign_in("yen", "/work")
        self.assertIn("số liệu cán bộ nữ", specialist.text("main"))
        specialist.open(self.document)
        specialist.unfold("Báo cáo tiến độ")
        specialist.fill("text", "Đã tổng hợp số liệu của 11 huyện.\nCòn thị xã Bến Lim.")
        specialist.give("#reportProgress-files", scan)
        specialist.press("Báo cáo tiến độ")
        self.assertIn("Còn thị xã Bến Lim", specialist.text(".note"))
        self.assertIn(scan.name, specialist.text(".note"))
        specialist.unfold("Hoàn thành")
        specialist.fill("result", "Đã gửi Báo cáo số 152/BC-BTV.")
        specialist.press("Hoàn thành")
        self.assertIn("Đã hoàn thành", specialist.text(".notice"))
        self.assertIn("Đã xử lý", specialist.text(".document .tags"))
        self.assertIn("152/BC-BTV", specialist.text(".tree"))
        setting.picture(specialist, "5-processed")
        self.assertEqual(specialist.complaints(), [])

    def test_5_filing(self):
        """the clerk files it in a dossier, found by its code"""
        clerk = setting.browser().sign_in("van", self.document)
        clerk.unfold("Lưu hồ sơ")
        clerk.fill("dossiers", "01.TCKT")
        clerk.press("Tìm", within="#file")
        clerk.choose("dossier", "01.TCKT")
        clerk.press("Lưu vào hồ sơ")
        self.assertIn("Đã lưu hồ sơ", clerk.text(".document .tags"))
        clerk.follow("01.TCKT")
        self.assertIn("số liệu cán bộ nữ", clerk.text("main"))
        setting.picture(clerk, "6-dossier")

    def test_6_auditing(self):
        """the auditor sees every act and every look, and exports them"""
        auditor = setting.browser().sign_in("dung")
        self.assertEqual(auditor.path, "/audit")
        number, year = self.number.split("/")
        auditor.follow("Ai đã xem văn bản này?")
        auditor.fill("number", f"{number}/{year}")
        auditor.press("Hỏi")
        told = auditor.text("table.cards")
        for act in ["Vào sổ văn bản đến", "Xem văn bản", "Mở tệp", "Phân công xử lý", "Báo cáo tiến độ", "Hoàn thành",
                    "Lưu vào hồ sơ"]:
            self.assertIn(act, told)
        for who in ["Trần Thị Cẩm Vân", "Nguyễn Thị Ngọc Lan", "Hoàng Thị Nga", "Trịnh Hải Yến"]:
            self.assertIn(who, told)
        self.assertIn("127.0.0.1", told)
        setting.picture(auditor, "7-audit")

        export = auditor.driver.execute_async_script(
            "fetch(arguments[0]).then(r => r.text()).then(arguments[1])",
            auditor.find("a[download]").get_attribute("href"))
        lines = export.strip().splitlines()
        self.assertTrue(lines[0].lstrip("\ufeff").startswith("id,at,"))
        self.assertGreater(len(lines), 8)
        self.assertTrue(all(self.number in line for line in lines[1:]), "the export keeps the filter")
        self.assertEqual(auditor.complaints(), [])

    def test_7_reading(self):
        """the auditor reads no document, and that was refused is on record"""
        auditor = setting.browser().sign_in("dung", self.document)
        self.assertNotIn("số liệu cán bộ nữ", auditor.text())
        auditor.open("/audit?outcome=refused")
        self.assertIn("Mai Thị Kim Dung", auditor.text("table.cards"))
