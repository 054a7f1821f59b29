import unittest

import books
import documents
import papers
import setting


class Copying(unittest.TestCase):
    """Copies and the archive copy:"""

    @classmethod
    def setUpClass(cls):
        _, cls.path = documents.issued("Thành lập tổ giúp việc đại hội", text=documents.SCAN)

    def row(self, clerk, book, words):
        """The line of a book that has certain words."""
        clerk.open("/registers")
        clerk.follow(book, "td.main")
        found = [row for row in books.shown(clerk) if words.replace(" ", "") in "".join(row)]
        self.assertEqual(len(found), 1, books.shown(clerk))
        return found[0]

    def test_copies(self):
        """each kind of copy gets its mark and the next number of one sequence, and its line in the register of copies"""
        clerk = documents.step("van", self.path, "makeCopy", kind="Trích sao", recipient="Tỉnh đoàn Lam Sơn")
        self.assertIn("Trang trích: Không được để trống", clerk.text("#makeCopy .notice.alarm"))
        setting.picture(clerk, "copying-fault")
        for number, (kind, mark, symbol, fields) in enumerate([
            ("Sao y", "SAO Y", "SY", {"recipient": "Sở Nội vụ", "copies": "3"}),
            ("Sao lục", "SAO LỤC", "SL", {"recipient": "Kho lưu trữ"}),
            ("Trích sao", "TRÍCH SAO", "TrS", {"recipient": "Tỉnh đoàn Lam Sơn", "pages": "1"}),
        ], 1):
            clerk = documents.step("van", self.path, "makeCopy", kind=kind, **fields)
            copy = clerk.find("#copies li a")
            self.assertEqual(copy.text, f"{kind} {number:02}/{symbol}-BTV")
            pdf = papers.fetched(clerk, copy.get_attribute("href"))
            for words in [mark, f"{number:02}/{symbol}-BTV", str(papers.today())]:
                self.assertIn(words, papers.read(pdf))
        setting.picture(clerk, "copying-copies", whole=True)
        papers.picture(pdf, "copying-extract")
        line = self.row(clerk, "Sổ đăng ký bản sao", "Tỉnh đoàn Lam Sơn")
        self.assertEqual(line[:2], ["03/TrS-BTV", papers.written(papers.today())])
        setting.picture(clerk, "copying-register")
        self.assertEqual(clerk.complaints(), [])

    def test_archive_copy(self):
        """who uses the archive copy stands in its book until it is back, and after; on a phone without script too"""
        clerk = setting.browser(script=False, phone=True).sign_in("van", self.path)
        clerk.unfold("Ghi sử dụng bản lưu")
        clerk.press("Ghi sử dụng bản lưu", "#lendArchive")
        self.assertEqual(len(clerk.all("#lendArchive .field .fault")), 2)
        clerk.fill("user", "Bùi Trung Hiếu", within="#lendArchive")
        clerk.fill("permittedBy", "Đặng Phương Thảo", within="#lendArchive")
        setting.picture(clerk, "copying-lend-phone", whole=True)
        clerk.press("Ghi sử dụng bản lưu", "#lendArchive")
        self.assertIn("Bùi Trung Hiếu", clerk.text("#copies"))
        line = self.row(clerk, "Sổ sử dụng bản lưu", "Bùi Trung Hiếu")
        self.assertEqual([line[0], line[6], line[7]], [papers.written(papers.today()), "", "ĐặngPhươngThảo"])
        clerk.open(self.path)
        clerk.press("Đã trả", "#copies")
        self.assertIn("đã trả " + papers.written(papers.today()), clerk.text("#copies"))
        setting.picture(clerk, "copying-lent-phone", whole=True)
        self.assertEqual(
            self.row(clerk, "Sổ sử dụng bản lưu", "Bùi Trung Hiếu")[6], papers.written(papers.today()))


if __name__ == "__main__":
    unittest.main()
