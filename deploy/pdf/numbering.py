"""Fills in number and date after the person has signed, as the filling of a form, so that the signature stays valid."""
import datetime

from answers import ORDER, Refusal
from drawing import Metrics, Text
from opening import Page, pages, reader
from preparing import TEXTS
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints

READ_ONLY = 1


def number(options):
    read = reader(options.file)
    fields = texts(read)
    if not fields:
        raise Refusal("noField", ORDER, "so")
    taken = sorted(name for name, field in fields.items() if field.get_object().get("/V"))
    if taken:
        raise Refusal("filledAlready", ORDER, ", ".join(taken))
    day = datetime.date.fromisoformat(options.date)
    written = {"ngay": f"{day.day:02}", "thang": f"{day.month:02}" if day.month < 3 else str(day.month),
               "nam": str(day.year), "so": options.number, "sokyhieu": f"Số: {options.reference}"}
    place = options.place + ", ngày" if options.place else "Ngày"
    written["ngaythangnam"] = f"{place} {written['ngay']} tháng {written['thang']} năm {day.year}"
    writer = IncrementalPdfFileWriter.from_reader(read)
    shown = pages(read)
    for name, reference in fields.items():
        fill(writer, shown, reference.reference, written[name], options.font)
    with open(options.out, "wb") as file:
        writer.write(file)
    return {"filled": {name: written[name] for name in fields}}


def texts(handler):
    """The fields of number and date that a paper has, by name."""
    # pyHanko's `get` answers with a reference where the form is an object of its own; [] follows it.
    form = handler.root["/AcroForm"] if "/AcroForm" in handler.root else {}
    if "/Fields" not in form:
        return {}
    found = {}
    for reference in form["/Fields"]:
        field = reference.get_object()
        if field.get("/FT") == "/Tx" and str(field.get("/T")) in TEXTS:
            found[str(field["/T"])] = reference
    return found


def fill(writer, shown, reference, text, font):
    field = writer.get_object(reference)
    x0, y0, x1, y1 = (float(value) for value in field["/Rect"])
    page = next((page for page in shown if _is_page(field, page)), shown[0])
    size = float(str(field["/DA"]).split()[1])
    upright = (y1 - y0, x1 - x0) if page.rotation in (90, 270) else (x1 - x0, y1 - y0)
    width = Metrics(font).width(text, size)
    if width > upright[0]:
        size = size * upright[0] / width
        if size < 7:
            raise Refusal("noRoom", ORDER, text)
    drawn = Text(
        writer, BoxConstraints(x1 - x0, y1 - y0), page.rotation, [text], font, size, middle=field.get("/Q") == 1,
        white=bool(field.get("/MK", {}).get("/BG")))
    field[pdf_name("/V")] = pdf_string(text)
    field[pdf_name("/AP")] = drawn.as_appearances().as_pdf_object()
    field[pdf_name("/Ff")] = generic.NumberObject(int(field.get("/Ff", 0)) | READ_ONLY)
    writer.mark_update(reference)


def _is_page(field, page: Page):
    own = field.raw_get("/P") if "/P" in field else None
    return isinstance(own, generic.IndirectObject) and isinstance(page.ref, generic.IndirectObject) and (
        own.idnum == page.ref.idnum)
