import unittest

import papers
import setting
from office import PASSWORD


class StandingInTheWay(unittest.TestCase):
    """Where something stands in the way:"""

    def registered(self, number):
        """A new document, entered by the clerk, and its path."""
        clerk = setting.browser().sign_in("van", "/incoming/new")
        clerk.fill("senderName", "Tỉnh đoàn Lam Sơn")
        clerk.fill("number", str(number))
        clerk.fill("notation", "CV-TĐTN")
        clerk.fill("issuedOn", papers.written(papers.today()))
        clerk.choose("typeName", value="Công văn")
        clerk.fill("subject", f"V/v phối hợp tổ chức ngày hội số {number}")
        clerk.press("Vào sổ")
        return clerk.path

    def test_stale(self):
        """a stale form shows what changed, keeps what was typed, and lets the leader decide"""
        path = self.registered(9901)
        leader = setting.browser().sign_in("lan", path)
        leader.choose("lead", "Văn phòng")
        leader.fill("instruction", "Chữ đã gõ của Chủ tịch")
        leader.driver.switch_to.new_window("tab")
        leader.open(path)
        leader.choose("lead", "Ban Tuyên giáo - Chính sách")
        leader.press("Phân công")
        leader.driver.close()
        leader.driver.switch_to.window(leader.driver.window_handles[0])
        leader.look_like_desk()
        leader.press("Phân công")
        self.assertIn("đã thay đổi", leader.text(".notice.warn"))
        self.assertIn("Nguyễn Thị Ngọc Lan", leader.text(".notice.warn"))
        self.assertEqual(leader.value("instruction"), "Chữ đã gõ của Chủ tịch")
        setting.picture(leader, "stale")
        leader.press("Phân công")
        self.assertIn("Chữ đã gõ của Chủ tịch", leader.text(".tree"))

    def test_twice(self):
        """the same form sent twice does once"""
        clerk = setting.browser().sign_in("van", "/incoming/new")
        send = """
            const form = document.querySelector("form[action='/incoming']");
            const set = (name, value) => { form.elements[name].value = value; };
            set("senderName", "Sở Y tế tỉnh Lam Sơn"); set("number", "9902"); set("notation", "SYT-NV");
            set("issuedOn", arguments[0]); set("typeName", "Công văn"); set("subject", "Gửi hai lần");
            const body = () => new FormData(form);
            Promise.all([1, 2].map(() => fetch(form.action, { method: "POST", body: body() }).then((r) => r.url)))
              .then(arguments[1]);
        """
        first, second = clerk.driver.execute_async_script(send, papers.written(papers.today()))
        self.assertEqual(first, second)
        clerk.open("/incoming?q=9902%2FSYT")
        self.assertEqual(len(clerk.all("#results tbody tr")), 1)

    def test_reasons(self):
        """acts that are not offered are listed with the reason"""
        path = self.registered(9903)
        clerk = setting.browser().sign_in("van", path)
        clerk.unfold("Vì sao")
        reasons = clerk.text("details.plain dl")
        self.assertIn("Phân công", reasons)
        self.assertIn("Lãnh đạo cơ quan", reasons)
        clerk.follow("Ai xem được")
        self.assertIn("Trần Thị Cẩm Vân", clerk.text("main section"), "who has seen it")
        self.assertIn("mọi văn bản của cơ quan", clerk.text("main"))

    def test_hidden(self):
        """a document of others is not there, for whoever may not know of it"""
        path = self.registered(9904)
        specialist = setting.browser().sign_in("anh", path)
        self.assertIn("Không tìm thấy", specialist.text("h1"))
        specialist.open("/incoming?q=9904")
        self.assertIn("Không tìm thấy", specialist.text("#results"))

    def test_role(self):
        """a page of another role says whose it is"""
        specialist = setting.browser().sign_in("anh", "/audit")
        self.assertIn("Kiểm tra", specialist.text(".problem"))
        self.assertNotIn("Nhật ký", specialist.text(".menu"))

    def test_wrong_password(self):
        """a wrong password says so and keeps the name"""
        stranger = setting.browser().open("/sign-in")
        stranger.fill("login", "linh")
        stranger.fill("password", "khong phai")
        stranger.press("Đăng nhập")
        self.assertIn("không đúng", stranger.text(".notice"))
        self.assertEqual(stranger.value("login"), "linh")

    def test_signed_out(self):
        """whoever is not signed in is led to sign in, and from there to the page that was asked for"""
        clerk = setting.browser().open("/incoming?q=tap+huan")
        self.assertEqual(clerk.path, "/sign-in")
        clerk.fill("login", "van")
        clerk.fill("password", PASSWORD)
        clerk.press("Đăng nhập")
        self.assertEqual(clerk.path, "/incoming")
        self.assertEqual(clerk.value("q"), "tap huan")

    def test_database_away(self):
        """with the database away pages say so, and come back by themselves"""
        clerk = setting.browser().sign_in("van", "/incoming")
        with setting.office.database_away():
            clerk.open("/incoming")
            self.assertIn("Chưa có gì được lưu", clerk.text(".problem"))
            setting.picture(clerk, "database-away")
        clerk.wait(lambda: clerk.has("#results tbody tr"), "the page did not come back")

    def test_unknown_page(self):
        """an address that does not exist leads back"""
        clerk = setting.browser().sign_in("van", "/khong-co")
        self.assertIn("Không tìm thấy", clerk.text("h1"))
        clerk.follow("Về trang đầu")
        self.assertEqual(clerk.path, "/intakes")
