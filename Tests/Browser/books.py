"""A printed book, put back into rows and columns by the places of its words."""
import html
import re
import subprocess

MILLIMETRE = 72 / 25.4
LEFT = 10 * MILLIMETRE  # the margin in which the first column begins
WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')


class PrintedBook:
    """The one-page table of a short book: the second page of its print, behind the cover."""

    def __init__(self, pdf):
        told = subprocess.run(["pdftotext", "-bbox", "-f", "2", "-l", "2", "-", "-"], input=pdf, check=True,
                              capture_output=True).stdout.decode()
        self.words = [(*map(float, match.groups()[:4]), html.unescape(match[5])) for match in WORD.finditer(told)]
        self.numbers = sorted(
            (word for word in self.words if re.fullmatch(r"\(\d+\)", word[4])), key=lambda word: word[0])

    @property
    def edges(self):
        """Where columns begin and end: the number of each stands in its middle."""
        edges = [LEFT]
        for left, _, right, _, _ in self.numbers:
            edges.append(left + right - edges[-1])
        return edges

    def rows(self, counted):
        """The texts of all rows, without blanks; a row begins where column `counted`, which never wraps, has a word."""
        edges, head, end = self.edges, max(word[3] for word in self.numbers), self._end()
        placed = []
        for left, top, right, bottom, text in self.words:
            if top > head and bottom < end:
                column = sum(edge < (left + right) / 2 for edge in edges) - 1
                placed.append((top, left, min(column, len(self.numbers) - 1), text))
        starts = sorted({round(top) for top, _, column, _ in placed if column == counted})
        rows = [[""] * len(self.numbers) for _ in starts]
        for top, left, column, text in sorted(placed, key=lambda word: (round(word[0]), word[1])):
            row = sum(start <= top + 4 for start in starts) - 1  # another font stands a little higher
            rows[row][column] += text
        return rows

    def _end(self):
        """Where what closes the book begins: “Sổ này …”."""
        for one, other in zip(self.words, self.words[1:]):
            if (one[4], other[4]) == ("Sổ", "này"):
                return one[1]
        raise AssertionError("the table does not end on its first page")


def shown(page):
    """The rows of the book that a page shows, as the paper has them."""
    return [["".join(cell.text.split()) for cell in row.find_elements("css selector", "td")]
            for row in page.all("table.book tbody tr")]
