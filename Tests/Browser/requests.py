import re
import tempfile
import unittest

import papers
import setting


class Requests(unittest.TestCase):
    """What a sender asks about its document:"""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def registered(self, clerk):
        """An envelope that was taken in and registered, and the path of its document."""
        path, _ = papers.envelope(self.folder.name)
        clerk.open("/intakes").give("[name=files]", path)
        clerk.press("Nhận tệp")
        self.assertIn("Nguồn gói tin", clerk.text(".origin"))
        clerk.press("Vào sổ")
        return path, clerk.path

    def ask(self, clerk, path, kind, **changes):
        """The same envelope again, which asks something about the document that it brought."""
        text = re.sub("<edXML:BussinessDocType>.", f"<edXML:BussinessDocType>{kind}", path.read_text())
        text = re.sub("<edXML:BussinessDocReason>[^<]*", "<edXML:BussinessDocReason>Gửi nhầm", text)
        for element, value in changes.items():
            text = re.sub(f"<edXML:{element}>[^<]*", f"<edXML:{element}>{value}", text)
        asked = path.with_name(f"{kind}-{path.name}")
        asked.write_text(text)
        clerk.open("/intakes").give("[name=files]", asked)
        clerk.press("Nhận tệp")

    def test_recall(self):
        """a recall is agreed to beside the document, which is marked as withdrawn everywhere"""
        clerk = setting.browser().sign_in("van", "/intakes")
        path, document = self.registered(clerk)
        self.ask(clerk, path, 1)
        self.assertIn("Yêu cầu thu hồi", clerk.text("h1"))
        self.assertIn("Gửi nhầm", clerk.text("main"))
        setting.picture(clerk, "recall")
        clerk.press("Đồng ý thu hồi")
        self.assertIn("Đã thu hồi văn bản", clerk.text(".notice"))
        clerk.open(document)
        self.assertIn("Đã thu hồi", clerk.text("header.document"))
        setting.picture(clerk, "withdrawn")
        self.assertEqual(clerk.complaints(), [])

    def test_update(self):
        """an update shows what it changes; declining it wants a reason, and the document stays as it was"""
        clerk = setting.browser().sign_in("van", "/intakes")
        path, document = self.registered(clerk)
        self.ask(clerk, path, 2, Subject="Trích yếu đã sửa")
        self.assertIn("Trích yếu đã sửa", clerk.text(".compare ins"))
        setting.picture(clerk, "update")
        clerk.look_like_phone()
        setting.picture(clerk, "update-phone")
        clerk.look_like_desk()
        clerk.find("#decline summary").click()
        clerk.fill("reason", "Đã xử lý xong theo bản cũ")
        clerk.press("Từ chối yêu cầu")
        self.assertIn("Đã từ chối yêu cầu", clerk.text(".notice"))
        clerk.open(document)
        self.assertNotIn("Trích yếu đã sửa", clerk.text("header.document"))
        self.assertEqual(clerk.complaints(), [])
