"""Adds to a draft, before anybody signs it, the fields that are filled and signed later.

What is added is said as JSON: {"number": true, "signers": [{"field", "name", "image"}], "initials": [{"field", "for":
"content" or "format"}], "seal": {"field", "millimetres"}, "link": what a QR code leads to}; each of a signer, an initial and the seal may carry its own
"box": [page from 0, left, top, right, bottom], in points from the shown page's upper left corner.
"""
import json

import places
import signatories
from answers import BROKEN, ORDER, Refusal
from drawing import POINTS, Metrics, Text
from inspecting import ACTIVE, contents
from linking import draw
from opening import pages, reader
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import (
    FieldMDPAction, FieldMDPSpec, SigFieldSpec, append_signature_field, enumerate_sig_fields,
)

# The fields of the number and the date, with what a reader of screens says of each.
TEXTS = {
    "so": "Số", "sokyhieu": "Số và ký hiệu", "ngay": "Ngày", "thang": "Tháng", "nam": "Năm",
    "ngaythangnam": "Địa danh, ngày tháng năm",
}
LETTERS = "".join(chr(code) for code in range(32, 127)) + "ĐđƯưƠơ"
# What a note may be, by its flags (ISO 32000-2, table 167).
HIDDEN, PRINTED, UNSEEN = 2, 4, 32
LEAST_WIDTH = {"so": "000", "ngay": "00", "thang": "00", "nam": "0000"}


def prepare(path, out, fields, font):
    wanted = json.loads(fields)
    read = reader(path, strict=False)
    if next(enumerate_sig_fields(read, filled_status=True), None):
        raise Refusal("signedAlready", ORDER)
    active = sorted(contents(read) & ACTIVE)
    if active:
        raise Refusal("active", BROKEN, ", ".join(active))
    # A new file without what earlier revisions hid; what is signed is what can be seen.
    writer = copy_into_new_writer(read)
    writer.root.pop("/OpenAction", None)
    writer.root.pop("/AA", None)
    leave_out_what_differs(writer)
    writer.root[pdf_name("/AcroForm")] = generic.DictionaryObject(
        {pdf_name("/Fields"): generic.ArrayObject(), pdf_name("/SigFlags"): generic.NumberObject(3)})
    paper = Paper(path, writer, font)
    if wanted.get("number", True):
        paper.add_texts()
    for initial in wanted.get("initials", []):
        paper.add_signature(initial["field"], initial.get("box") or paper.initial(initial.get("for")), "Ký nháy")
    signers, seal = wanted.get("signers", []), wanted.get("seal")
    if seal and not signers:
        raise Refusal("noSigner", ORDER)
    size = float(seal.get("millimetres", 36)) if seal else 0
    boxes = signatories.signing(paper, signers, size)
    for signer, box in zip(signers, boxes):
        paper.add_signature(signer["field"], box, signer.get("name", "Người ký"))
    if seal:
        box = seal.get("box") or signatories.sealing(boxes[-1], size)
        paper.add_signature(seal["field"], box, "Chữ ký số của cơ quan", locks=True)
    linked = draw(paper, wanted["link"]) if wanted.get("link") else None
    with open(out, "wb") as file:
        writer.write(file)
    return {"pages": len(paper.pages), "fields": paper.added, "link": linked}


def leave_out_what_differs(writer):
    """Leaves out fields, whose form is another now, and whatever is seen on a screen or on paper alone."""
    for page in pages(writer):
        held = page.ref.get_object()
        if "/Annots" not in held:
            continue
        listed = held["/Annots"]
        held[pdf_name("/Annots")] = generic.ArrayObject(
            [listed.raw_get(index) for index in range(len(listed)) if _is_seen_alike(listed[index])])
        writer.update_container(held)


def _is_seen_alike(annotation):
    flags = int(annotation.get("/F", 0))
    if annotation.get("/Subtype") == "/Link":
        return True
    return annotation.get("/Subtype") != "/Widget" and bool(flags & PRINTED) and not flags & (HIDDEN | UNSEEN)


class Paper:
    """The draft with its words and what is added to it."""

    def __init__(self, path, writer, font):
        self.path, self.writer, self.font = path, writer, font
        self.pages = pages(writer)
        self.first = places.words(path, 0, 0)[0]
        self.metrics = Metrics(font)
        self.added = {}
        self._texts = []
        self._words = {0: self.first}

    def words(self, index):
        if index not in self._words:
            self._words[index] = places.words(self.path, index, index)[0]
        return self._words[index]

    # Number and date

    def add_texts(self):
        gap = places.number(self.first, self.metrics)
        if gap:
            self.add_text("so", gap.box(), gap.size, gap.dotted)
        else:
            self.add_text("sokyhieu", self.default(22, 30, 80), 13, False)
        found = places.date(self.first, self.metrics)
        for name, gap in (found or {}).items():
            self.add_text(name, gap.box(), gap.size, gap.dotted)
        if not found:
            self.add_text("ngaythangnam", self.default(95, 190, 80), 13, False)
        self.add_fonts()

    def default(self, left, right, width):
        """A line in the head of the first page, by the places of Phụ lục I; the margins are in millimetres."""
        start = left * POINTS
        end = min(max(right * POINTS, start + width * POINTS), self.pages[0].width - 15 * POINTS)
        return start, 40 * POINTS, end, 46 * POINTS

    def add_text(self, name, box, size, dotted):
        left, top, right, bottom = box
        needed = self.metrics.width(LEAST_WIDTH.get(name, ""), size)
        if right - left < needed:
            raise Refusal("noRoom", BROKEN, f"{TEXTS[name]}: {(right - left) / POINTS:.1f} < {needed / POINTS:.1f} mm")
        page = self.pages[0]
        rectangle = page.rectangle(left, top, right, bottom)
        blank = Text(
            self.writer, BoxConstraints(rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]), page.rotation, [],
            self.font, size, white=dotted)
        field = generic.DictionaryObject({
            pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): pdf_string(name), pdf_name("/TU"): pdf_string(TEXTS[name]),
            pdf_name("/F"): generic.NumberObject(4), pdf_name("/Ff"): generic.NumberObject(0),
            pdf_name("/Q"): generic.NumberObject(1 if name in LEAST_WIDTH else 0),
            pdf_name("/DA"): pdf_string(f"/F1 {size:g} Tf 0 g"), pdf_name("/P"): page.ref,
            pdf_name("/Rect"): generic.ArrayObject([generic.FloatObject(round(value, 2)) for value in rectangle]),
            pdf_name("/MK"): generic.DictionaryObject(
                {pdf_name("/BG"): generic.ArrayObject([generic.NumberObject(1)])} if dotted else {}),
            pdf_name("/AP"): blank.as_appearances().as_pdf_object(),
        })
        reference = self.writer.add_object(field)
        self.writer.root["/AcroForm"]["/Fields"].append(reference)
        self.writer.register_annotation(page.ref.reference if hasattr(page.ref, "reference") else page.ref, reference)
        self._note(name, page, box)

    def add_fonts(self):
        """A font for the fields' default appearance, which readers use that draw fields themselves."""
        shown = Text(self.writer, BoxConstraints(1000, 20), 0, [LETTERS], self.font, 10)
        form = shown.as_form_xobject()
        self.writer.root["/AcroForm"][pdf_name("/DR")] = generic.DictionaryObject(
            {pdf_name("/Font"): form["/Resources"]["/Font"]})
        self.writer.root["/AcroForm"][pdf_name("/DA")] = pdf_string("/F1 13 Tf 0 g")

    # Signatures

    def add_signature(self, name, box, spoken, locks=False):
        page = self.pages[box[0]]
        rectangle = tuple(round(value, 2) for value in page.rectangle(*box[1:]))
        lock = FieldMDPSpec(FieldMDPAction.ALL) if locks else None
        append_signature_field(self.writer, SigFieldSpec(
            name, on_page=box[0], box=rectangle, field_mdp_spec=lock, readable_field_name=spoken))
        self._note(name, page, box[1:])

    def initial(self, kind):
        """A small field behind the text or the list of recipients; without these, at the foot of the last page."""
        find = places.format_end if kind == "format" else places.content_end
        for index in reversed(range(max(0, len(self.pages) - 5), len(self.pages))):
            place = find(self.words(index))
            if place:
                left, bottom = min(place[0] + 2, self.pages[index].width - 18 * POINTS), place[1] + 2
                return [index, left, bottom - 8 * POINTS, left + 15 * POINTS, bottom]
        page = self.pages[-1]
        left = 30 * POINTS + (20 * POINTS if kind == "format" else 0)
        return [len(self.pages) - 1, left, page.height - 20 * POINTS, left + 15 * POINTS, page.height - 12 * POINTS]

    def _note(self, name, page, box):
        self.added[name] = [page.index, *(round(value, 2) for value in box)]
