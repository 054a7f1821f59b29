import unittest

import books
import documents
import papers
import setting

PAST = papers.today().year - 1


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
        setting.picture(clerk, "registers-prints-waiting")
        self.printed(clerk)
        self.assertIn("SHA-256", clerk.text("main"))
        setting.picture(clerk, "registers-prints")
        self.assertEqual(clerk.complaints(), [])
        clerk.open("/registers")
        clerk.follow("Sổ theo dõi giải quyết", "td.main")
        setting.picture(clerk, "registers-follow-up")

    def printed(self, clerk):
        """Waits for the print that was asked for, on the page that comes anew by itself; its bytes."""
        self.assertEqual(clerk.path, "/registers/prints")
        clerk.wait(lambda: "Đã xong" in clerk.text("td[data-label='Trạng thái']"), "the print is done", seconds=300)
        pdf = papers.fetched(clerk, clerk.find("td.main a").get_attribute("href"))
        self.assertTrue(pdf.startswith(b"%PDF"))
        return pdf

    def register_of_last_year(self):
        """A register of its own, with a document that went out and a number that was cancelled, as if a year had passed."""
        office = setting.office
        office.congvan(
            "register", "keep", "--database", office.service, "--files", office.files, "--as", "tin", "--type",
            "Thông báo", "Sổ thông báo")
        documents.issued("Thông báo kết luận giao ban quý", kind="Thông báo")
        drafter = documents.begin(
            "Thông báo nghỉ Tết “Dương lịch” & trực cơ quan", kind="Thông báo", post="Bưu cục 1 | 2 Lê Lợi",
            text=documents.SCAN)
        drafter.press("Lưu dự thảo")
        path = drafter.path
        documents.numbered(path)
        documents.step("van", path, "cancel", reason="Trùng với thông báo số 01")
        register = "(SELECT id FROM register WHERE name = 'Sổ thông báo')"
        office.psql(f"""
            BEGIN;
            SET LOCAL session_replication_role = replica;
            UPDATE register_year SET year = year - 1 WHERE register_id = {register};
            UPDATE outgoing_document SET year = year - 1, issued_on = issued_on - interval '1 year'
            WHERE register_id = {register};
            COMMIT;""")

    def test_closed(self):
        """are closed when their year is over; the print has what the page shows, column by column, and the same digest"""
        self.register_of_last_year()
        clerk = setting.browser().sign_in("van", f"/registers?year={PAST}")
        clerk.follow("Sổ thông báo", "td.main")
        clerk.follow("Đối soát số")
        self.assertIn("Trùng với thông báo số 01", clerk.text("main"))
        clerk.unfold("Khóa sổ")
        setting.picture(clerk, "registers-to-close")
        clerk.press("Khóa sổ", "#close")
        self.assertIn("Hãy đánh dấu ô xác nhận", clerk.text("main"))
        clerk.unfold("Khóa sổ")
        clerk.tick("Tôi đã đối soát")
        clerk.press("Khóa sổ", "#close")
        setting.picture(clerk, "registers-closed-proof")
        self.assertFalse(clerk.has("#close"))
        clerk.follow("Sổ thông báo")
        digest = clerk.text("p.digest").removeprefix("SHA-256 ")
        self.assertRegex(digest, "^[0-9a-f]{64}$")
        setting.picture(clerk, "registers-closed")
        rows = books.shown(clerk)
        self.assertEqual([row[0].split("/")[0] for row in rows], ["01", "02"])
        clerk.press("In sổ (PDF)")
        pdf = self.printed(clerk)
        self.assertEqual(books.PrintedBook(pdf).rows(counted=1), rows)
        self.assertIn(digest, "".join(papers.read(pdf).split()))
        self.assertGreater(papers.ink(pdf, page=2), 0.01)
        papers.picture(pdf, "registers-closed-cover")
        papers.picture(pdf, "registers-closed-page", page=2)
        self.assertEqual(clerk.complaints(), [])

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
        number = clerk.text("header.document .number b").split("/")[0]
        self.assertRegex(papers.read(stamped), rf"ĐẾN[\s\S]*Số: *{number}")
        papers.picture(stamped, "incoming-stamped")


if __name__ == "__main__":
    unittest.main()
