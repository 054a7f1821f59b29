"""What signatures and fields look like: pictures at their size, and text in the font of the decree."""
import io
import logging

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from PIL import Image
from answers import BROKEN, Refusal
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import AppearanceContent, ResourceType
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.layout import BoxConstraints

POINTS = 72 / 25.4  # in a millimetre
ROTATIONS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
Image.MAX_IMAGE_PIXELS = 20_000_000


def picture(path):
    """A PNG with its transparency."""
    try:
        image = Image.open(path, formats=["PNG"])
        if image.width * image.height > Image.MAX_IMAGE_PIXELS:
            raise Refusal("badImage", BROKEN, "too large")
        return image.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refusal("badImage", BROKEN, str(error)) from error


class Metrics:
    """How wide text is in a font, and how high it stands."""

    def __init__(self, path):
        font = TTFont(path, lazy=True)
        self._widths, self._names = font["hmtx"], font.getBestCmap()
        self._unit = font["head"].unitsPerEm
        self.ascent, self.descent = font["hhea"].ascent / self._unit, -font["hhea"].descent / self._unit

    def width(self, text, size):
        names = (self._names.get(ord(letter), ".notdef") for letter in text)
        return sum(self._widths[name][0] for name in names) * size / self._unit


def engine(writer, path, letters, size):
    """Shapes text in a font that is embedded with these letters alone.

    pyHanko 0.38 writes a font's widths as they stand in it, and PDF reads them in thousandths: the font is scaled so.
    """
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False)
    font = subset.load_font(path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    scale_upem(font, 1000)
    data = io.BytesIO()
    font.save(data)
    return GlyphAccumulator(writer, data, size)


class Appearance(AppearanceContent):
    """An appearance that stays upright on a rotated page."""

    def __init__(self, writer, box, rotation=0):
        self.rotation = rotation
        across, up = box.width, box.height
        super().__init__(writer, BoxConstraints(up, across) if rotation in (90, 270) else box)

    def as_form_xobject(self):
        form = super().as_form_xobject()
        if self.rotation:
            form[pdf_name("/Matrix")] = generic.ArrayObject(
                [generic.NumberObject(value) for value in (*ROTATIONS[self.rotation], 0, 0)])
        return form


class Picture(Appearance):
    def __init__(self, writer, box, rotation, image):
        super().__init__(writer, box, rotation)
        self.image = image

    def render(self):
        content = PdfImage(self.image, writer=self.writer, name="0")
        drawn = content.render()
        self.import_resources(content.resources)
        width, height = self.image.size
        scale = min(self.box.width / width, self.box.height / height)
        left, below = (self.box.width - width * scale) / 2, (self.box.height - height * scale) / 2
        return b"q %.4f 0 0 %.4f %.3f %.3f cm %s Q" % (scale, scale, left, below, drawn)


class Text(Appearance):
    """Lines in black, each at the left; or one in the middle, where `middle` says so, on white where `white` does."""

    def __init__(self, writer, box, rotation, lines, font, size, middle=False, white=False):
        super().__init__(writer, box, rotation)
        self.lines, self.font, self.size, self.middle, self.white = lines, font, size, middle, white

    def render(self):
        if not self.lines:
            return b"/Tx BMC q 1 g 0 0 %.3f %.3f re f Q EMC" % (self.box.width, self.box.height) if self.white else b""
        metrics = Metrics(self.font)
        shaper = engine(self.writer, self.font, "".join(self.lines) + " ", self.size)
        parts = [b"/Tx BMC q"]
        if self.white:
            parts.append(b"1 g 0 0 %.3f %.3f re f" % (self.box.width, self.box.height))
        parts.append(b"BT 0 g /F1 %g Tf" % self.size)
        height = self.size * (metrics.ascent + metrics.descent)
        first = (self.box.height + height * len(self.lines)) / 2 - self.size * metrics.ascent
        for index, line in enumerate(self.lines):
            left = (self.box.width - metrics.width(line, self.size)) / 2 if self.middle else 0
            parts.append(b"1 0 0 1 %.3f %.3f Tm" % (left, first - index * height))
            parts.append(shaper.shape(line, with_actual_text=False).graphics_ops)
        parts.append(b"ET Q EMC")
        self.set_resource(category=ResourceType.FONT, name=pdf_name("/F1"), value=shaper.as_resource())
        return b" ".join(parts)
