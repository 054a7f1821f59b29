import unittest

import setting


class Asking(unittest.TestCase):
    """Asking the trail:"""

    def auditor(self, path="/audit", **looks):
        return setting.browser(**looks).sign_in("dung", path)

    def fetched(self, auditor, link):
        return auditor.driver.execute_async_script(
            "fetch(arguments[0]).then(r => r.text()).then(arguments[1])", link.get_attribute("href"))

    def test_every_question(self):
        """every question opens, says what it answers, and has no complaint"""
        auditor = self.auditor()
        questions = [link.text for link in auditor.all(".questions a")]
        self.assertEqual(len(questions), 14)
        for number, question in enumerate(questions):
            auditor.open("/audit").follow(question)
            self.assertEqual(auditor.text("h1"), question)
            self.assertTrue(auditor.text("p.lead"))
            setting.picture(auditor, f"question-{number + 1}")
        self.assertEqual(auditor.complaints(), [])

    def test_person(self):
        """what a person did is a list, a chart and a table of the chart"""
        auditor = self.auditor("/audit?question=q2")
        self.assertIn("Điền ô bên trên", auditor.text("main"))
        auditor.choose("officer", "Trần Thị Cẩm Vân")
        auditor.press("Hỏi")
        self.assertIn("Vào sổ văn bản đến", auditor.text("table.cards"))
        self.assertFalse(auditor.has("svg rect"))
        auditor.follow("Vẽ biểu đồ theo ngày và giờ")
        self.assertGreater(len(auditor.all("svg rect")), 24)
        auditor.unfold("Xem dạng bảng")
        self.assertIn("Theo ngày", auditor.text("figure table"))
        setting.picture(auditor, "asking-person")

    def test_combining(self):
        """filters combine, and what cannot be read is said beside its field"""
        auditor = self.auditor("/audit?question=q7")
        auditor.choose("officer", "Mai Thị Kim Dung")
        auditor.unfold("Lọc thêm")
        auditor.tick("Quản trị, kiểm tra")
        auditor.press("Hỏi")
        self.assertIn("kind=keepers", auditor.driver.current_url)
        auditor.fill("from", "31/02/2026")
        auditor.press("Hỏi")
        self.assertIn("Không phải ngày", auditor.text("#from-fault"))
        self.assertFalse(auditor.has("table.cards"))

    def test_exporting(self):
        """what is filtered leaves in any format"""
        auditor = self.auditor("/audit?question=q1&number=1")
        rows = len(auditor.all("table.cards tbody tr"))
        links = {link.text: link for link in auditor.all("a[download]")}
        self.assertEqual(list(links), ["CSV", "JSON Lines", "Syslog (RFC 5424)", "CEF", "OCSF", "ECS"])
        lines = self.fetched(auditor, links["JSON Lines"]).splitlines()
        self.assertGreaterEqual(len(lines), rows)
        self.assertTrue(all(line.startswith("{") for line in lines))

    def test_saving(self):
        """a question is kept under a name, asked again with one click, and removed"""
        auditor = self.auditor("/audit?question=q5&from=01/11/2026")
        auditor.unfold("Lưu câu hỏi này")
        auditor.fill("name", "Ngoài giờ tháng này")
        auditor.press("Lưu câu hỏi này")
        self.assertIn("Đã lưu câu hỏi", auditor.text("[role=status]"))
        auditor.open("/audit").follow("Ngoài giờ tháng này")
        self.assertEqual(auditor.value("from"), "01/11/2026")
        auditor.open("/audit").press("Bỏ")
        self.assertIn("Đã bỏ câu hỏi", auditor.text("[role=status]"))
        self.assertNotIn("Ngoài giờ tháng này", auditor.text("main"))

    def test_phone(self):
        """on a phone nothing is wider than the screen"""
        for path in ["/audit", "/audit?question=q2", "/audit?question=q6", "/audit?question=q12", "/audit?outcome=refused"]:
            auditor = self.auditor(path, phone=True)
            width = auditor.driver.execute_script("return document.documentElement.scrollWidth")
            self.assertLessEqual(width, 390, path)
            setting.picture(auditor, "phone-" + path.rsplit("=", 1)[-1].strip("/"))
