"""Makes papers for tests, and does to them what must be found: papers.py WHAT FILE [MORE]

Run with the Python of the PDF tools. FILE is what is made; MORE is what it is made from, or how large it gets.
"""
import pathlib
import sys
import zlib

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "deploy/pdf"))

from PIL import Image, ImageDraw
from drawing import engine as font_engine
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter, copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
HEAD = [
    (85, 780, "ỦY BAN NHÂN DÂN"), (95, 765, "XÃ BẾN LIM"), (300, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (330, 765, "Độc lập - Tự do - Hạnh phúc"),
]
LINE = [(90, 735, "Số:"), (145, 735, "/QĐ-UBND"), (310, 735, "Bến Lim, ngày"), (415, 735, "tháng"), (470, 735, "năm 2026")]
DOTS = [(90, 735, "Số: ………/QĐ-UBND"), (310, 735, "Bến Lim, ngày …… tháng …… năm 2026")]
END = [
    (85, 400, "Nơi nhận:"), (85, 385, "- Lưu: VT, VP (02)."), (370, 400, "CHỦ TỊCH"), (355, 300, "Trần Thị Lan"),
    (85, 440, "Quyết định này có hiệu lực kể từ ngày ký./."),
]


def page(writer, placed, rotation=0):
    engine = font_engine(writer, FONT, "".join(text for _, _, text in placed) + " ", 13)
    drawn = b" ".join(
        b"BT /F1 13 Tf 1 0 0 1 %d %d Tm " % (left, up) + engine.shape(text, with_actual_text=False).graphics_ops + b" ET"
        for left, up, text in placed)
    resources = generic.DictionaryObject(
        {pdf_name("/Font"): generic.DictionaryObject({pdf_name("/F1"): engine.as_resource()})})
    made = PageObject(
        contents=writer.add_object(generic.StreamObject(stream_data=drawn)), media_box=(0, 0, 595, 842),
        resources=resources)
    if rotation:
        made[pdf_name("/Rotate")] = generic.NumberObject(rotation)
    writer.insert_page(made)


def document(file, *pages, **options):
    writer = PdfFileWriter(stream_xrefs=False)
    for placed in pages:
        page(writer, placed, **options)
    save(writer, file)


def save(writer, file):
    with open(file, "wb") as out:
        writer.write(out)


def draft(file, count="1"):
    """A decision that awaits signature and number, on so many pages."""
    middle = [[(85, 780 - 20 * line, f"Trang {number}, dòng {line}: nội dung của quyết định") for line in range(35)]
              for number in range(2, int(count))]
    if count == "1":
        document(file, HEAD + LINE + END)
    else:
        document(file, HEAD + LINE, *middle, END)


def dotted(file):
    document(file, HEAD + DOTS + END)


def narrow(file):
    """One that leaves no room for a number."""
    document(file, HEAD + [(90, 735, "Số: /QĐ-UBND")] + END)


def joint(file):
    """One that ten people sign, their names in two columns."""
    names = [(80 + 275 * (place % 2), 640 - 120 * (place // 2), f"Người ký {place + 1}") for place in range(10)]
    document(file, HEAD + LINE, [(*place, words) for *place, words in names])


def listed(file):
    """Minutes that ten people sign beside their names, a line each."""
    document(file, HEAD + LINE, [(85, 700 - 22 * place, f"{place + 1}. Người ký {place + 1}") for place in range(10)])


def unnamed(file):
    """One whose last page says nothing of who signs, below a paragraph."""
    document(file, HEAD + LINE, [(85, 780, "Điều 2. Các thành viên hội đồng cùng ký nghị quyết này./.")])


def crowded(file):
    """One that is written full, and names nobody who signs."""
    document(file, HEAD + LINE, [(85, 800 - 16 * line, f"Dòng {line} của một trang kín chữ từ trên xuống dưới") for line in range(48)])


def cornered(file):
    """One with words in both lower corners of each page, where a QR code would stand."""
    feet = [(25, 30, "Bản số 1"), (520, 30, "Trang 1")]
    document(file, HEAD + LINE + feet, END + feet)


def plain(file, rotation="0"):
    """An appendix, or a scan."""
    document(file, [(85, 700, "PHỤ LỤC I")], rotation=int(rotation))


def changed(file, source):
    """The first page shows something else, by an incremental update."""
    with open(source, "rb") as data:
        writer = IncrementalPdfFileWriter(data)
        first = writer.root["/Pages"]["/Kids"][0].get_object()
        reference = first.raw_get("/Contents").reference
        writer.objects[(0, reference.idnum)] = generic.StreamObject(stream_data=b"0 0 300 300 re f")
        save(writer, file)


def replaced(file, source):
    """A page was added in place of the first one."""
    with open(source, "rb") as data:
        writer = IncrementalPdfFileWriter(data)
        page(writer, [(85, 700, "Một trang khác")])
        pages = writer.root["/Pages"]
        pages["/Kids"] = generic.ArrayObject([*list(pages["/Kids"])[1:-1], pages["/Kids"].raw_get(-1)])
        writer.update_container(pages)
        save(writer, file)


def covered(file, source):
    """A note lies over the text."""
    with open(source, "rb") as data:
        writer = IncrementalPdfFileWriter(data)
        first = writer.root["/Pages"]["/Kids"].raw_get(0)
        form = RawContent(b"1 g 0 0 400 400 re f", box=BoxConstraints(400, 400)).as_form_xobject()
        note = generic.DictionaryObject({
            pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Stamp"),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(value) for value in (80, 350, 480, 750)]),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(form)}),
        })
        writer.register_annotation(first.reference, writer.add_object(note))
        save(writer, file)


def with_fields(file, source, **boxes):
    """Adds empty signature fields to the first page, by an incremental update."""
    with open(source, "rb") as data:
        writer = IncrementalPdfFileWriter(data)
        for name, box in boxes.items():
            append_signature_field(writer, SigFieldSpec(name, on_page=0, box=box))
        save(writer, file)


def hiding(file, source):
    """A signature field, still empty, that covers half of the page."""
    with_fields(file, source, to=(50, 100, 550, 600))


def several(file, source):
    """Two signature fields, still empty, each small enough by itself."""
    with_fields(file, source, them0=(50, 100, 550, 180), them1=(50, 190, 550, 270))


def noted(file):
    """A draft with a field of an earlier form, a note for paper alone, and one that is seen everywhere."""
    writer = PdfFileWriter(stream_xrefs=False)
    page(writer, HEAD + LINE + END)
    first = writer.root["/Pages"]["/Kids"].raw_get(0)
    for kind, flags, words in [("/Widget", 4, "o cu"), ("/FreeText", 36, "chi tren giay"), ("/FreeText", 4, "ca hai")]:
        note = generic.DictionaryObject({
            pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name(kind),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(at) for at in (100, 600, 300, 620)]),
            pdf_name("/F"): generic.NumberObject(flags), pdf_name("/NM"): pdf_string(words)})
        writer.register_annotation(first.reference, writer.add_object(note))
    save(writer, file)


def taken(file, source):
    """An appendix with a field of its author's that has the name of the agency's."""
    with_fields(file, source, phuluc=(100, 100, 200, 150))


def filled(file, source):
    """Somebody typed a number of their own."""
    with open(source, "rb") as data:
        writer = IncrementalPdfFileWriter(data)
        for reference in writer.root["/AcroForm"]["/Fields"]:
            field = reference.get_object()
            if field["/T"] == "so":
                field[pdf_name("/V")] = pdf_string("999")
                writer.mark_update(reference.reference)
        save(writer, file)


def rewritten(file, source):
    """The same paper, saved as a whole instead of extended."""
    with open(source, "rb") as data:
        save(copy_into_new_writer(PdfFileReader(data)), file)


def appended(file, source):
    """A comment after the end."""
    with open(source, "rb") as data, open(file, "wb") as out:
        out.write(data.read() + b"\n% after the end\n")


def uncovered(file, source):
    """The signature's range stops early: bytes before its end may be anything."""
    data = bytearray(open(source, "rb").read())
    at = data.rindex(b"/ByteRange")
    start, end = data.index(b"[", at) + 1, data.index(b"]", at)
    numbers = data[start:end].split()
    numbers[3] = str(int(numbers[3]) - 40).encode()
    data[start:end] = b" ".join(numbers).ljust(end - start)
    open(file, "wb").write(data)


def tampered(file, source):
    """One byte of what was signed is another."""
    data = bytearray(open(source, "rb").read())
    at = data.index(b" Tm ") - 1
    data[at] = data[at] ^ 1
    open(file, "wb").write(data)


def forged(file, source):
    """One bit of the signature itself is another."""
    data = bytearray(open(source, "rb").read())
    at = data.rindex(b"/Contents <") + len(b"/Contents <")
    end = len(data[at:data.index(b">", at)].rstrip(b"0")) + at
    data[end - 9] = ord("1") if data[end - 9] != ord("1") else ord("2")
    open(file, "wb").write(data)


def encrypted(file):
    writer = PdfFileWriter(stream_xrefs=False)
    page(writer, HEAD)
    writer.encrypt(owner_pass="a", user_pass="b")
    save(writer, file)


def scripted(file):
    writer = PdfFileWriter(stream_xrefs=False)
    page(writer, HEAD + LINE + END)
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")})
    save(writer, file)


def bomb(file):
    """An object stream that unpacks to four gigabytes."""
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(b"0 " * (1 << 20)) for _ in range(2048)) + squeeze.flush()
    _stream_file(file, packed, b"/Type /ObjStm /N 1000000 /First 100000")


def nested(file):
    """A file whose objects lie in each other ten thousand deep."""
    _raw_file(file, b"<< /Type /Catalog /Pages 2 0 R /Deep " + b"[" * 100_000 + b"]" * 100_000 + b" >>")


def loop(file):
    """A tree of pages that is its own child."""
    _raw_file(file, b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>")


def many(file):
    """A tree of pages of which each node names the next one a thousand times."""
    nodes = [b"<< /Type /Pages /Count 1 /Kids [%s] >>" % (b"%d 0 R " % (number + 1) * 1000) for number in range(2, 12)]
    _raw_file(file, b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< /Type /Page /Parent 2 0 R >>")


def _raw_file(file, *objects):
    if len(objects) == 1:
        objects += (b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    open(file, "wb").write(data)


def _stream_file(file, packed, kind):
    data = b"%PDF-1.7\n"
    place = len(data)
    data += b"4 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        kind, len(packed), packed)
    start = len(data)
    rows = b"".join([
        b"\x00\x00\x00\x00\x00\xff", b"\x02\x00\x00\x00\x04\x00", b"\x02\x00\x00\x00\x04\x01",
        b"\x02\x00\x00\x00\x04\x02", b"\x01" + place.to_bytes(4, "big") + b"\x00",
        b"\x01" + start.to_bytes(4, "big") + b"\x00"])
    data += b"5 0 obj\n<< /Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        len(rows), rows)
    data += b"startxref\n%d\n%%%%EOF\n" % start
    open(file, "wb").write(data)


def handwriting(file):
    image = Image.new("RGBA", (400, 160), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(20, 120), (120, 30), (200, 130), (380, 40)], fill=(20, 40, 200, 255), width=8)
    image.save(file)


def seal(file):
    image = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse([10, 10, 590, 590], outline=(220, 0, 0, 255), width=14)
    image.save(file)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
