"""Outgoing documents, as several stories take them from hand to hand."""
import office
import setting

AGENCIES = """code,name
H38.21,Sở Nội vụ tỉnh Lam Sơn
H38.22,Ủy ban nhân dân phường Ngọc Trạo
H38.23,Ủy ban nhân dân xã Bến Lim
"""
SCAN = office.DEMO / "attachments/ubnd-214-kh.pdf"


def begin(subject, kind="Quyết định", medium="paper", agencies=(), post="", text=None):
    """The drafter fills in a new draft, up to saving it; a leader signs it."""
    drafter = setting.browser().sign_in("khanh", "/outgoing/new")
    drafter.choose("typeName", value=kind)
    drafter.fill("subject", subject)
    drafter.choose("medium", value=medium)
    drafter.choose("signer1", "Nguyễn Thị Ngọc Lan")
    for code in agencies:
        drafter.fill("find", code)
        drafter.click(f"#found button[value='add:{code}']")
        drafter.wait(lambda: drafter.has(f"button[value='drop:{code}']"), "it is chosen")
    if post:
        drafter.fill("post", post)
    if text:
        drafter.give("[name=text]", text)
    return drafter


def step(login, path, act, *files, **fields):
    """Somebody opens the form of an act, fills it in and presses its button."""
    person = setting.browser().sign_in(login, path)
    person.find(f"#{act} > summary").click()
    for name, value in fields.items():
        if person.has(f"#{act} select[name={name}]"):
            person.choose(name, value, within=f"#{act}")
        else:
            person.fill(name, value, within=f"#{act}")
    if files:
        person.give(f"#{act}-files", *files)
    person.leave(person.find(f"#{act} button.strong").click)
    return person


def numbered(path):
    """Takes a draft on paper to its number."""
    step("khanh", path, "submit")
    step("thao", path, "approveContent")
    for act in ["approveFormat", "recordSigned", "number"]:
        clerk = step("van", path, act)
    return clerk


def sealed(path):
    """Takes a draft on paper to the seal, with a scan of the original."""
    numbered(path)
    return step("van", path, "seal", SCAN)


def issued(subject, **draft):
    """A document on paper that went out: the clerk at its page, and where that is."""
    drafter = begin(subject, **{"post": "Sở Nội vụ | 1 Lê Lợi", "text": SCAN} | draft)
    drafter.press("Lưu dự thảo")
    path = drafter.path
    sealed(path)
    return step("van", path, "issue"), path
