#!/usr/bin/python3
"""Draws an office's marks on a copy of a PDF: stamp.py JOB INPUT OUTPUT

JOB is a file of JSON with any of these members; who calls has checked what they say:

    arrival    {"agency", "number", "day", "forward", "dossier"}: the stamp "ĐẾN" of Decree 30/2020, Appendix IV, on page 1
    copy       [line, …]: the mark of a copy (SAO Y, SAO LỤC, TRÍCH SAO), top right of page 1
    watermark  [line, …]: pale and slanting, on every page
    link       what a QR code at the foot of the last page holds, with "caption" beside it
    pages      [number, …]: the pages that the copy has, counted from 1; all of them where left out
    note       one line at the foot of page 1 where the input was signed: a rewritten file cannot carry a signature on

The input is never changed. Prints {"pages": N, "signed": true|false}; a PDF that it will not take ends it with 65 and
one word: encrypted, damaged, pages or range. Runs in a process with limits: nothing here defends against a bomb but those.
"""
import copy
import html
import io
import json
import os
import re
import subprocess
import sys

import pikepdf
import qrcode
import weasyprint
from pikepdf import Array, Dictionary, Name

MM = 72 / 25.4
MOST_PAGES = 5000
FONT = "'Times New Roman', 'Liberation Serif', serif"


def refuse(word):
    print(word)
    sys.exit(65)


def fetch_nothing(url, *_):
    raise ValueError("a mark refers to nothing")


def drawing(width, height, body, style=""):
    """One page of HTML, in millimetres, as a PDF in memory."""
    page = f"""<!DOCTYPE html><meta charset="utf-8"><style>
        @page {{ size: {width}mm {height}mm; margin: 0 }}
        html, body {{ margin: 0; font-family: {FONT}; overflow-wrap: anywhere }}
        {style}</style>{body}"""
    return weasyprint.HTML(string=page, url_fetcher=fetch_nothing).write_pdf()


def short(text, most):
    """What has room in its line; WeasyPrint breaks a page rather than keep to a greatest height."""
    return text if len(text) <= most else text[:most - 1].rstrip() + "…"


def arrival(mark):
    fields = [("Số:", short(mark["number"], 22)), ("Ngày:", short(mark["day"], 20)), ("Chuyển:", short(mark["forward"], 20)),
              ("Số và ký hiệu HS:", short(mark["dossier"], 12))]
    agency = short(mark["agency"], 84)
    size = 8 if len(agency) <= 40 else 6
    lines = "".join(f"<p><span>{label}</span> <b>{html.escape(value)}</b></p>" for label, value in fields)
    # Appendix IV, part V: 35 mm by 50 mm.
    return 50, 35, drawing(50, 35, f"<div><h1 style='font-size: {size}pt'>{html.escape(agency)}</h1><h2>ĐẾN</h2>{lines}</div>", """
        div { box-sizing: border-box; width: 49.4mm; height: 34.4mm; margin: .3mm; border: .45mm solid; overflow: hidden;
              color: #c00000; padding: .8mm 1.5mm 0 }
        h1 { line-height: 1.1; height: 18pt; overflow: hidden; text-align: center; margin: 0;
             text-transform: uppercase }
        h2 { font-size: 13pt; line-height: 14pt; text-align: center; margin: .4mm 0 .3mm }
        p { font-size: 9pt; line-height: 11.5pt; height: 11.5pt; overflow: hidden; margin: 0; border-bottom: .1mm dotted }
        p + p { margin-top: .4mm }
        b { font-weight: bold; color: #1f3a93 }""")


def copy_mark(lines):
    body = "".join(f"<p>{html.escape(short(line, 90))}</p>" for line in lines[:5])
    # Appendix I, part II, point 8.a: Times New Roman, upright, size 10, black, without a picture.
    return 72, 24, drawing(72, 24, body, "p { font-size: 10pt; line-height: 12pt; margin: 0; text-align: right }")


def watermark(lines):
    body = "".join(f"<tspan x='100' dy='10'>{html.escape(short(line, 60))}</tspan>" for line in lines[:3])
    return 200, 200, drawing(200, 200, f"""<svg xmlns="http://www.w3.org/2000/svg" width="200mm" height="200mm"
        viewBox="0 0 200 200"><g opacity=".17" transform="rotate(-45 100 100)"><text y="{95 - 5 * len(lines[:3])}"
        text-anchor="middle" font-family="Liberation Serif" font-size="9">{body}</text></g></svg>""")


def note(text):
    return 150, 5, drawing(150, 5, f"<p>{html.escape(short(text, 110))}</p>", "p { font-size: 8pt; margin: 0; font-style: italic }")


def caption(text):
    return 85, 14, drawing(85, 14, f"<p>{html.escape(short(text, 260))}</p>", "p { font-size: 7.5pt; line-height: 8.5pt; margin: 0 }")


def form(pdf, made):
    """The drawing as an object that pages can share."""
    width, height, content = made
    with pikepdf.open(io.BytesIO(content)) as source:
        xobject = pdf.copy_foreign(pikepdf.Page(source.pages[0]).as_form_xobject())
    return width * MM, height * MM, pdf.make_indirect(xobject)


def qr(pdf, text, side):
    """A QR code with its quiet zone, drawn as squares."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    ink = "".join(
        f"{x} {size - 1 - y} 1.02 1.02 re " for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    scale = side * MM / size
    content = f"{scale:.5f} 0 0 {scale:.5f} 0 0 cm 1 g 0 0 {size} {size} re f 0 g {ink}f"
    xobject = pikepdf.Stream(pdf, content.encode(), Dictionary(
        Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, side * MM, side * MM]), Resources=Dictionary()))
    return side * MM, side * MM, pdf.make_indirect(xobject)


class Sheet:
    """A page as its reader sees it, whatever way round the file says it lies."""

    def __init__(self, page):
        self.page = page
        box = [float(edge) for edge in (page.cropbox if "/CropBox" in page.obj else page.mediabox)]
        self.left, self.right = sorted((box[0], box[2]))
        self.bottom, self.top = sorted((box[1], box[3]))
        turn, holder, depth = None, page.obj, 0
        while turn is None and holder is not None and depth < 50:
            turn, holder, depth = holder.get("/Rotate"), holder.get("/Parent"), depth + 1
        self.turn = int(turn or 0) % 360
        across, up = self.right - self.left, self.top - self.bottom
        self.width, self.height = (up, across) if self.turn in (90, 270) else (across, up)
        self.marks = []

    def put(self, mark, left, bottom, scale=1.0):
        """Draws a mark with its lower left corner there, counted from the lower left of what is seen."""
        s = scale
        matrix = {
            90: (0, s, -s, 0, self.right - bottom, self.bottom + left),
            180: (-s, 0, 0, -s, self.right - left, self.top - bottom),
            270: (0, -s, s, 0, self.left + bottom, self.top - left),
        }.get(self.turn, (s, 0, 0, s, self.left + left, self.bottom + bottom))
        self.marks.append((matrix, mark[2]))

    def finish(self, pdf, before, streams):
        if not self.marks:
            return
        resources = copy.copy(self.page.resources) if "/Resources" in self.page.obj or self.page.resources else Dictionary()
        objects = copy.copy(resources.get("/XObject", Dictionary()))
        lines = ["\nQ"]
        for number, (matrix, xobject) in enumerate(self.marks):
            objects[f"/CongVanMark{number}"] = xobject
            lines.append("q " + " ".join(f"{value:.4f}" for value in matrix) + f" cm /CongVanMark{number} Do Q")
        resources["/XObject"] = objects
        self.page.obj["/Resources"] = resources
        drawn = "\n".join(lines).encode()
        if drawn not in streams:
            streams[drawn] = pdf.make_indirect(pikepdf.Stream(pdf, drawn))
        contents = self.page.obj.get("/Contents")
        old = [] if contents is None else list(contents) if isinstance(contents, Array) else [contents]
        self.page.obj["/Contents"] = Array([before, *old, streams[drawn]])


def signature_fields(pdf):
    """The fields that hold a signature."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary):
        return []
    found, waiting, seen = [], list(form.get("/Fields", [])), 0
    while waiting and seen < 10_000:
        field, seen = waiting.pop(), seen + 1
        if not isinstance(field, Dictionary):
            continue
        if field.get("/FT") == Name.Sig and "/V" in field:
            found.append(field)
        waiting.extend(field.get("/Kids", []))
    return found


def lay_down_signatures(pdf):
    """Leaves of signatures what they look like: a field that says it is signed would show as broken in a copy.

    What is seen is what was signed, so what a page hides on screens and shows in print stays hidden.
    """
    pdf.flatten_annotations("screen")
    for key in ("/AcroForm", "/Perms", "/DSS"):
        if key in pdf.Root:
            del pdf.Root[key]


def words_of_first_page(path):
    """Where words stand on page 1, counted from the upper left; none in a scan."""
    try:
        said = subprocess.run(["pdftotext", "-bbox", "-f", "1", "-l", "1", path, "-"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=20)
    except subprocess.TimeoutExpired:
        return []  # the stamp may cover something then, on a copy
    edges = re.findall(rb'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', said.stdout)
    return [tuple(float(edge) for edge in word) for word in edges[:20_000]]


def blank_place(sheet, words, mark):
    """The upper left corner for the arrival stamp: blank paper below the number or the date, as Appendix IV wants it.

    A scan has no words: there it comes below where the number stands by the layout of Appendix I.
    """
    width, height = mark[0], mark[1]
    lefts = [25 * MM, sheet.width - width - 15 * MM, (sheet.width - width) / 2, 3 * MM]
    tops = [46 * MM] + [top * MM for top in range(30, 110, 3)] + [2 * MM]
    best = None
    for top in tops:
        for left in lefts:
            if left < 0 or top + height > sheet.height:
                continue
            hidden = sum(
                max(0, min(w[2], left + width) - max(w[0], left)) * max(0, min(w[3], top + height) - max(w[1], top))
                for w in words)
            if not hidden:
                return left, top
            if best is None or hidden < best[0]:
                best = hidden, left, top
    if best:
        return best[1:]  # a full page: where it hides least
    return min(3 * MM, max(0, sheet.width - width)), min(2 * MM, max(0, sheet.height - height))


def place(pdf, job, signed, source):
    sheets = [Sheet(page) for page in pdf.pages]
    first, last = sheets[0], sheets[-1]
    if job.get("watermark"):
        mark = form(pdf, watermark(job["watermark"]))
        for sheet in sheets:
            scale = min(sheet.width, sheet.height) / mark[0] * 1.25
            sheet.put(mark, (sheet.width - mark[0] * scale) / 2, (sheet.height - mark[1] * scale) / 2, scale)
    if job.get("arrival"):
        mark = form(pdf, arrival(job["arrival"]))
        left, top = blank_place(first, words_of_first_page(source), mark)
        first.put(mark, left, first.height - top - mark[1])
    if job.get("copy"):
        mark = form(pdf, copy_mark(job["copy"]))
        first.put(mark, max(0, first.width - mark[0] - 5 * MM), first.height - mark[1] - 3 * MM)
    if signed and job.get("note"):
        first.put(form(pdf, note(job["note"])), 20 * MM, 3 * MM)
    if job.get("link"):
        mark = qr(pdf, job["link"], 18)
        last.put(mark, 12 * MM, 2 * MM)
        if job.get("caption"):
            last.put(form(pdf, caption(job["caption"])), 31 * MM, 3 * MM)
    before, streams = pdf.make_indirect(pikepdf.Stream(pdf, b"q\n")), {}
    for sheet in sheets:
        sheet.finish(pdf, before, streams)


def extract(pdf, numbers):
    """A document of some pages, which holds nothing of the others: not through links, structure or shared resources."""
    if not numbers or min(numbers) < 1 or max(numbers) > len(pdf.pages):
        refuse("range")
    part = pikepdf.Pdf.new()
    for number in numbers:
        page = pdf.pages[number - 1]
        for key in ("/Annots", "/AA", "/B", "/StructParents", "/PieceInfo", "/Metadata", "/Thumb"):
            if key in page.obj:
                del page.obj[key]
        part.pages.append(page)
    # Programs give all pages one dictionary of resources, and the pictures of pages that are left out stand in it.
    part.remove_unreferenced_resources()
    return part


def main():
    job_path, source, target = sys.argv[1:]
    with open(job_path, encoding="utf-8") as file:
        job = json.load(file)
    try:
        with pikepdf.open(source) as pdf:
            if pdf.is_encrypted:
                refuse("encrypted")
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                refuse("pages")
            signed = bool(signature_fields(pdf))
            if signed:
                lay_down_signatures(pdf)
            made = extract(pdf, job["pages"]) if job.get("pages") is not None else pdf
            place(made, job, signed, source)
            made.save(target, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=True)
            print(json.dumps({"pages": len(made.pages), "signed": signed}))
    except pikepdf.PasswordError:
        refuse("encrypted")
    except (pikepdf.PdfError, RuntimeError, OSError, subprocess.SubprocessError, ValueError, TypeError, KeyError, AttributeError) as fault:
        print(f"{type(fault).__name__}: {fault}"[:300], file=sys.stderr)
        refuse("damaged")




if __name__ == "__main__":
    os.umask(0o077)
    main()
