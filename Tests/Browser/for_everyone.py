import unittest

import checks
import setting

PAGES = {
    "": ["/sign-in", "/problems/stale"],
    "van": ["/intakes", "/intakes?state=faulty", "/incoming", "/incoming/new", "/dossiers?document=1", "/help", "/work", "/account",
            "/incoming/1/readers", "/outgoing", "/outgoing/new", "/outgoing/1", "/outgoing/3", "/recipient-groups",
            "/recipient-groups/new"],
    "lan": ["/work", "/incoming", "/help/leader"],
    "thuy": ["/work?box=lead", "/dossiers"],
    "anh": ["/work?box=lead", "/khong-co"],
    "dung": ["/audit", "/help", "/audit?question=q1&number=1", "/audit?question=q12", "/audit?question=q13",
             "/audit?question=q7&from=31/02/2026&kind=offHours"],
}


class ForEveryone(unittest.TestCase):
    """Contrast, labels and width, in every dress and width, for"""

    def look(self, person, login, path):
        """What is wrong with a page at a desk, in dark colours, on a phone and on the narrowest one."""
        person.look_like_desk()
        person.open(path)
        wrong = []
        for dress, put_on in {"desk": person.look_like_desk, "dark": lambda: None, "phone": person.look_like_phone,
                              "narrow": person.look_like_narrow_phone}.items():
            put_on()
            person.dark(dress == "dark")
            wrong += [f"{login} {path} ({dress}): {fault}" for fault in checks.all_of(person)]
            name = path.strip("/").translate(str.maketrans("/?=", "---"))
            setting.picture(person, f"{dress}-{login}-{name}")
        return wrong + [f"{login} {path}: {complaint}" for complaint in person.complaints()]

    def check(self, login):
        person = setting.browser()
        if login:
            person.sign_in(login)
        pages = [*PAGES[login], *(self.documents(person, login) if login not in ("", "dung") else [])]
        self.assertEqual([fault for path in pages for fault in self.look(person, login, path)], [])

    def documents(self, person, login):
        """One waiting file, and one document of each state that the person can see."""
        found = []
        for path in ["/incoming?state=received", "/incoming?state=assigned", "/incoming?state=archived", "/intakes"]:
            if path == "/intakes" and login != "van":
                continue
            person.open(path)
            found += [link.get_attribute("href").removeprefix(person.address) for link in person.all("tbody a")[:1]]
        return found

    def test_stranger(self):
        """whoever has not signed in"""
        self.check("")

    def test_clerk(self):
        """the clerk"""
        self.check("van")

    def test_leader(self):
        """the leader"""
        self.check("lan")

    def test_head(self):
        """the head of a unit"""
        self.check("thuy")

    def test_specialist(self):
        """a specialist"""
        self.check("anh")

    def test_auditor(self):
        """the auditor"""
        self.check("dung")
