"""Draws a QR code into a paper before anybody signs it, where it covers nothing."""
import segno
from drawing import POINTS
from pyhanko.pdf_utils import generic

SIDE = 18 * POINTS  # with its quiet zone: a module is 0.4 mm then, which phones read from paper
MARGIN = 6 * POINTS
BORDER = 4


def draw(paper, link):
    """The code in a lower corner of the first page, or of the last; its place, or `None` where both are taken."""
    for index in dict.fromkeys((0, len(paper.pages) - 1)):
        for box in corners(paper.pages[index]):
            if is_free(paper, index, box):
                add(paper, index, box, link)
                return [index, *(round(value, 2) for value in box)]
    return None


def corners(page):
    top, bottom = page.height - MARGIN - SIDE, page.height - MARGIN
    return [
        (MARGIN, top, MARGIN + SIDE, bottom), (page.width - MARGIN - SIDE, top, page.width - MARGIN, bottom),
    ]


def is_free(paper, index, box):
    left, top, right, bottom = box
    taken = [(word.left, word.top, word.right, word.bottom) for word in paper.words(index)]
    taken += [place[1:] for place in paper.added.values() if place[0] == index]
    return not any(x0 < right and x1 > left and y0 < bottom and y1 > top for x0, y0, x1, y1 in taken)


def add(paper, index, box, link):
    page = paper.pages[index]
    x0, y0, x1, y1 = page.rectangle(*box)
    modules = [list(row) for row in segno.make(link, error="m", micro=False).matrix]
    size = (x1 - x0) / (len(modules) + 2 * BORDER)
    drawn = [b"Q q 1 g %.3f %.3f %.3f %.3f re f 0 g" % (x0, y0, x1 - x0, y1 - y0)]
    for row, line in enumerate(modules):
        for start, length in runs(line):
            drawn.append(b"%.3f %.3f %.3f %.3f re" % (
                x0 + (BORDER + start) * size, y1 - (BORDER + row + 1) * size, length * size, size))
    drawn.append(b"f Q")
    # What the page draws may leave the plane scaled or turned: ours begins as the page does.
    for content, first in ((b"q", True), (b"\n".join(drawn), False)):
        stream = paper.writer.add_object(generic.StreamObject(stream_data=content))
        paper.writer.add_stream_to_page(index, stream, prepend=first)


def runs(line):
    """Where dark modules begin in a row, and how many follow each other."""
    start = None
    for place, dark in enumerate([*line, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None
