import hashlib
import pathlib
import tempfile
import unittest

import documents
import papers
import setting

SUBJECT = "Tổ chức giải chạy “Vì sức khỏe phụ nữ” năm 2026"


class Electronic(unittest.TestCase):
    """An electronic document:"""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        setting.office.know(documents.AGENCIES)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_whole_path(self):
        """it is written on a template, sent back, signed with a token, sealed and issued, and anybody confirms it"""
        path = self.written_on_a_template()
        self.asked_about(path)
        self.sent_back(path)
        self.approved(path)
        self.signed_outside(path)
        reference = self.numbered(path)
        original = self.sealed(path, reference)
        self.issued(path, reference)
        self.delivered(path)
        self.confirmed(original, reference)

    def fetched(self, person, css, name):
        """A file of the page that the person sees, on their own disk."""
        path = pathlib.Path(self.folder.name) / name
        path.write_bytes(papers.fetched(person, person.find(css).get_attribute("href")))
        return path

    def written_on_a_template(self):
        """The specialist fills in the form, gets the template filled in with it, and brings back what Word saved."""
        drafter = documents.begin(SUBJECT, medium="electronic", agencies=["H38.21", "H38.22"])
        drafter.choose("leadUnits", "Ban Tổ chức - Kiểm tra")
        drafter.press("Lưu dự thảo")
        setting.picture(drafter, "electronic-no-text", whole=True)
        path = drafter.path
        drafter.follow("Tải mẫu đã điền sẵn")
        self.assertIn("Địa danh", drafter.text("main > .notice.alarm"))
        drafter.unfold("Sửa dự thảo")
        drafter.fill("place", "Lam Sơn")
        drafter.press("Lưu thay đổi")
        word = self.fetched(drafter, "a[href$='/template']", "quyet dinh.docx")
        drafter.unfold("Sửa dự thảo")
        setting.picture(drafter, "electronic-revise", whole=True)
        drafter.give("[name=text]", word)
        drafter.fill("changes", "Bản đầu")
        drafter.press("Lưu thay đổi")
        text = self.fetched(drafter, "a[href$='versions/1?pdf']", "du thao.pdf")
        for words in [SUBJECT, "Nguyễn Thị Ngọc Lan", "/QĐ-"]:
            self.assertIn(words, papers.read(text.read_bytes()))
        setting.picture(drafter, "electronic-draft", whole=True)
        return path

    def asked_about(self, path):
        """A colleague is asked, and says something else than yes or no."""
        drafter = setting.browser().sign_in("khanh", path)
        drafter.unfold("Lấy ý kiến")
        drafter.tick_in("officers", "Phan Quỳnh Anh")
        drafter.fill("question", "Kinh phí do ban nào lo?")
        drafter.fill("deadline", papers.written(papers.today()))
        setting.picture(drafter, "electronic-ask")
        drafter.press("Lấy ý kiến", "#askOpinion")
        colleague = setting.browser(phone=True).sign_in("anh", "/outgoing?box=opinions")
        colleague.follow(SUBJECT)
        setting.picture(colleague, "electronic-asked-phone", whole=True)
        documents.step("anh", path, "giveOpinion", answer="Ý kiến khác", text="Nên ghi rõ nguồn kinh phí tại Điều 2")
        drafter = setting.browser().sign_in("khanh", path)
        self.assertIn("Ý kiến khác Phan Quỳnh Anh Nên ghi rõ nguồn kinh phí", drafter.text("main"))

    def sent_back(self, path):
        """The head sends it back, which takes a reason; the drafter finds it among the drafts and submits it again."""
        documents.step("khanh", path, "submit")
        head = documents.step("thao", path, "returnDraft")
        self.assertIn("Không được để trống", head.text("#returnDraft"))
        setting.picture(head, "electronic-no-reason")
        documents.step("thao", path, "returnDraft", reason="Bổ sung nguồn kinh phí")
        drafter = setting.browser().sign_in("khanh", "/outgoing?box=drafts")
        drafter.follow(SUBJECT)
        self.assertIn("Bổ sung nguồn kinh phí", drafter.text("#returned"))
        setting.picture(drafter, "electronic-returned", whole=True)
        documents.step("khanh", path, "submit", note="Đã bổ sung")

    def approved(self, path):
        """Content and format are two people's; with the format, the file to sign is made."""
        documents.step("thao", path, "approveContent", note="Đồng ý nội dung")
        clerk = setting.browser().sign_in("van", "/outgoing?box=format")
        clerk.follow(SUBJECT)
        clerk = documents.step("van", path, "approveFormat")
        self.assertIn("Bản trình ký", clerk.text("main"))
        setting.picture(clerk, "electronic-to-sign", whole=True)

    def signed_outside(self, path):
        """The leader signs what she downloaded with her token; any other file is refused, and says what to do."""
        leader = setting.browser().sign_in("lan", "/outgoing?box=sign")
        leader.follow(SUBJECT)
        leader.unfold("Tải lên bản đã ký số")
        setting.picture(leader, "electronic-sign")
        paper = self.fetched(leader, "#sign a[download]", "trinh ky.pdf")
        papers.picture(paper.read_bytes(), "electronic-paper-to-sign")
        leader = documents.step("lan", path, "sign")
        self.assertIn("Không được để trống", leader.text("#sign .field.faulty"))
        signing = setting.office.certificates
        self.refused(path, "changed", signing.sign(signing.change(paper)), "Nội dung văn bản đã bị sửa ngoài việc ký")
        self.refused(path, "other-signer", signing.sign(paper, "second"), "Chứng thư số không mang tên bạn")
        leader = documents.step("lan", path, "sign", signing.sign(paper))
        self.assertIn("Chờ cấp số", leader.text("header.document"))
        setting.picture(leader, "electronic-signed", whole=True)

    def refused(self, path, name, file, why):
        leader = setting.browser().sign_in("lan", path)
        leader.find("#sign > summary").click()
        leader.give("#sign-files", file)
        leader.find("#sign button.strong").click()
        leader.wait(lambda: leader.has("main > .notice.alarm"), "the refusal")
        self.assertIn(why, leader.text("main > .notice.alarm"))
        self.assertIn("Chờ ký", leader.text("header.document"))
        setting.picture(leader, f"electronic-refused-{name}")

    def numbered(self, path):
        clerk = documents.step("van", path, "number")
        reference = clerk.text("header.document .number b")
        self.assertRegex(reference, r"^\d\d+/QĐ-\S+$")
        self.assertIn(papers.written(papers.today()), clerk.text("header.document"))
        return reference

    def sealed(self, path, reference):
        """The original has the number, and two signatures that hold for another verifier too."""
        clerk = documents.step("van", path, "seal")
        setting.picture(clerk, "electronic-sealed", whole=True)
        original = self.fetched(clerk, "a[href$='versions/4']", "ban goc.pdf")
        number, day = reference.split("/")[0], papers.today()
        self.assertRegex(papers.read(original.read_bytes()), rf"Số: *{number} */QĐ-")
        self.assertRegex(papers.read(original.read_bytes()), rf"ngày *{day:%d} *tháng *{day:%m} *năm *{day:%Y}")
        self.assertEqual(papers.signers(original), ["Nguyễn Thị Ngọc Lan", "Hội Liên hiệp Phụ nữ tỉnh Lam Sơn"])
        papers.picture(original.read_bytes(), "electronic-original")
        return original

    def issued(self, path, reference):
        clerk = documents.step("van", path, "issue")
        self.assertIn("Đã phát hành", clerk.text("header.document"))
        for recipient in ["Sở Nội vụ tỉnh Lam Sơn", "phường Ngọc Trạo", "Ban Tổ chức - Kiểm tra"]:
            self.assertIn(recipient, clerk.text("#recipients-list"))
        setting.picture(clerk, "electronic-issued", whole=True)
        head = setting.browser().sign_in("nga", "/work")
        head.follow(SUBJECT)
        self.assertIn(reference, head.text("main"))

    def delivered(self, path):
        """What each recipient says is seen beside its name: an agency by envelope, one's own unit by its work."""
        clerk = setting.browser().sign_in("van", path)
        dispatch = int(clerk.find("a[href^='/dispatches/']").get_attribute("href").split("/")[-1])
        setting.office.hear(dispatch, "H38.22", "03", "Đã vào sổ 15", f"{papers.today()} 08:30+07")
        head = setting.browser().sign_in("nga", "/work")
        head.follow(SUBJECT)
        head.unfold("Hoàn thành")
        head.fill("result", "Đã phân công vận động viên")
        head.press("Hoàn thành")
        clerk = setting.browser().sign_in("van", path)
        state = {line.find_element("css selector", "b").text: line.text for line in clerk.all("#recipients-list li")}
        self.assertRegex(state["Sở Nội vụ tỉnh Lam Sơn"], "Chờ gửi|Đã gửi")
        self.assertIn("Đã tiếp nhận", state["Ủy ban nhân dân phường Ngọc Trạo"])
        self.assertIn("Hoàn thành", state["Ban Tổ chức - Kiểm tra"])
        setting.picture(clerk, "electronic-delivered", whole=True)
        phone = setting.browser(phone=True).sign_in("van", path)
        setting.picture(phone, "electronic-delivered-phone", whole=True)
        self.assertEqual(phone.complaints(), [])

    def confirmed(self, original, reference):
        """Whoever holds the paper follows its code, and compares the file."""
        address = papers.code(original)
        self.assertTrue(address.startswith(setting.office.address + "/xac-nhan/"), address)
        visitor = setting.browser(phone=True).open(address.removeprefix(setting.office.address))
        for fact in [reference, papers.written(papers.today()), "Hội Liên hiệp Phụ nữ tỉnh Lam Sơn",
                     hashlib.sha256(original.read_bytes()).hexdigest(), "Còn hiệu lực"]:
            self.assertIn(fact, visitor.text("main"))
        visitor.give("#file", original)
        visitor.wait(lambda: "Trùng khớp" in visitor.text("main"), "the result")
        setting.picture(visitor, "electronic-confirmed-phone", whole=True)
        self.assertEqual(visitor.complaints(), [])


if __name__ == "__main__":
    unittest.main()
