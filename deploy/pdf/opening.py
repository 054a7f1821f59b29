"""Opens a PDF that a stranger may have made."""
import os

from answers import BROKEN, LOCKED, TOO_MUCH, Refusal
from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader

MIB = 1 << 20
MOST_PAGES = 5000
MOST_OBJECTS = 500_000
MOST_REVISIONS = 100
LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=64 * MIB),
    document_budget=DocumentDecodeBudget(base_allowance=256 * MIB, max_ratio=20))


def reader(path, strict=True):
    """A reader of the file, within limits; refused where it is encrypted or no PDF."""
    file = open(path, "rb")  # stays open as long as the reader
    start = file.read(1024)
    if b"%PDF-" not in start:
        raise Refusal("noPDF", BROKEN)
    try:
        read = PdfFileReader(file, strict=strict, decode_limits=LIMITS)
        if read.encrypted:
            raise Refusal("encrypted", LOCKED)
        if read.xrefs.total_revisions > MOST_REVISIONS:
            raise Refusal("tooMuch", TOO_MUCH, "revisions")
        if len(read.xrefs.explicit_refs_in_revision(0)) > MOST_OBJECTS:
            raise Refusal("tooMuch", TOO_MUCH, "objects")
        read.root  # noqa: B018 what cannot be found is told here
        return read
    except misc.PdfDecodeLimitError as error:
        raise Refusal("tooMuch", TOO_MUCH, str(error)) from error
    except misc.PdfReadError as error:
        raise Refusal("damaged", BROKEN, str(error)) from error


def tolerant(path):
    """A strict reader where the file allows it; whether it did is told beside it."""
    try:
        return reader(path), True
    except Refusal as refusal:
        if refusal.word != "damaged":
            raise
        return reader(path, strict=False), False


class Page:
    """A page as it is shown: its box, and how points of what is shown lie in the file."""

    def __init__(self, index, ref, box, rotation):
        self.index, self.ref, self.box, self.rotation = index, ref, box, rotation % 360
        across, up = box[2] - box[0], box[3] - box[1]
        self.width, self.height = (up, across) if self.rotation in (90, 270) else (across, up)

    def rectangle(self, left, top, right, bottom):
        """The box in the file of one that is measured from the shown page's upper left corner."""
        return self._box([self._point(left, top), self._point(right, bottom)])

    def shown(self, rectangle):
        """The other way round: left, top, right, bottom of a box in the file."""
        x0, y0, x1, y1 = (float(value) for value in rectangle)
        return self._box([self._back(x0, y0), self._back(x1, y1)])

    @staticmethod
    def _box(points):
        xs, ys = zip(*points)
        return min(xs), min(ys), max(xs), max(ys)

    def _point(self, x, y):
        x0, y0, x1, y1 = self.box
        return {0: (x0 + x, y1 - y), 90: (x0 + y, y0 + x), 180: (x1 - x, y0 + y), 270: (x1 - y, y1 - x)}[self.rotation]

    def _back(self, x, y):
        x0, y0, x1, y1 = self.box
        return {0: (x - x0, y1 - y), 90: (y - y0, x - x0), 180: (x1 - x, y - y0), 270: (y1 - y, x1 - x)}[self.rotation]


def pages(handler):
    """Every page, from the first to the last."""
    found = []
    open_nodes = [(handler.root.raw_get("/Pages"), {}, 0)]
    seen = set()
    while open_nodes:
        raw, inherited, depth = open_nodes.pop()
        node = raw.get_object()
        key = (raw.idnum, raw.generation) if isinstance(raw, generic.IndirectObject) else id(node)
        if depth > 100 or key in seen or not isinstance(node, generic.DictionaryObject):
            raise Refusal("damaged", BROKEN, "the tree of pages")
        seen.add(key)
        held = {**inherited, **{name: node[name] for name in ("/MediaBox", "/CropBox", "/Rotate") if name in node}}
        if "/Kids" in node:
            kids = list(node["/Kids"])
            if len(kids) + len(found) + len(open_nodes) > MOST_PAGES:
                raise Refusal("tooMuch", TOO_MUCH, "pages")
            open_nodes += [(kid, held, depth + 1) for kid in reversed(kids)]
        else:
            found.append(Page(len(found), raw, _shown_box(held), int(held.get("/Rotate", 0))))
    if not found:
        raise Refusal("damaged", BROKEN, "no page")
    return found


def _shown_box(held):
    def box(name):
        x0, y0, x1, y1 = (float(value) for value in held[name])
        return [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]

    media = box("/MediaBox") if "/MediaBox" in held else [0.0, 0.0, 595.0, 842.0]
    if "/CropBox" not in held:
        return media
    crop = box("/CropBox")
    cut = [max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])]
    return cut if cut[0] < cut[2] and cut[1] < cut[3] else media


def size(path):
    return os.stat(path).st_size
