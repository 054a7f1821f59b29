"""Finds where on the pages the number, the date and the signatures belong (Nghị định 30/2020, Phụ lục I)."""
import html
import re
import subprocess
import unicodedata

from answers import TOO_MUCH, Refusal

WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
PAGE = re.compile(r"<page [^>]*>")
BLANKS = re.compile(r"^[.…_\s]+")
MILLIMETRE = 72 / 25.4


class Word:
    def __init__(self, left, top, right, bottom, text):
        self.left, self.top, self.right, self.bottom, self.text = left, top, right, bottom, text

    @property
    def height(self):
        return self.bottom - self.top

    def is_on_line_of(self, other):
        return abs((self.top + self.bottom) - (other.top + other.bottom)) < self.height


def words(path, first, last):
    """The words of these pages (from 0), each page in the order of reading."""
    said = subprocess.run(
        ["pdftotext", "-bbox", "-cropbox", "-enc", "UTF-8", "-f", str(first + 1), "-l", str(last + 1), path, "-"],
        capture_output=True, timeout=60, check=False)
    if said.returncode != 0:
        raise Refusal("tooMuch", TOO_MUCH, "pdftotext")
    found = []
    for line in said.stdout.decode("utf-8", "replace").splitlines():
        if PAGE.search(line):
            found.append([])
        elif found and (match := WORD.search(line)):
            text = unicodedata.normalize("NFC", html.unescape(match.group(5)))
            found[-1].append(Word(*(float(match.group(part)) for part in range(1, 5)), text))
    return found


class Gap:
    """Room on a line for what is filled in later."""

    def __init__(self, left, right, like, dotted, metrics):
        self.left, self.right, self.like, self.dotted, self.metrics = left, right, like, dotted, metrics

    @property
    def size(self):
        """The size of the font beside it; its words are as high as ascent and descent.

        LibreOffice writes fonts whose words seem a third higher: what is as wide as the word itself is right then.
        """
        across = self.metrics.width(self.like.text, 1)
        wide = (self.like.right - self.like.left) / across if across else self.like.height
        return round(min(self.like.height / 1.107, wide) * 2) / 2

    def box(self):
        return self.left, self.like.top, self.right, self.like.bottom


def _after(word, line, metrics, until=""):
    """The room behind a word of a line, up to the next that says something; `None` where there is none."""
    rest = [other for other in line if other.left >= word.right - 1]
    left, dotted = word.right + 1, False
    for other in rest:
        blank = BLANKS.match(other.text)
        dotted = dotted or blank is not None
        if blank and blank.end() == len(other.text):
            continue
        start = other.left
        if blank:  # dots and symbol in one word: "……/QĐ-UBND"
            whole = metrics.width(other.text, 10) or 1
            start += (other.right - other.left) * metrics.width(blank.group(), 10) / whole
        if until and not other.text[blank.end() if blank else 0:].lower().startswith(until):
            return None
        return Gap(left, start - 1, word, dotted, metrics)
    if until:
        return None
    ends = [other.right for other in rest]
    return Gap(left, max(ends) if ends else left, word, dotted, metrics)


def number(page, metrics):
    """The room behind “Số:” in the head of the first page."""
    for word in page:
        if word.text.rstrip(":").lower() == "số" and word.top < 250:
            gap = _after(word, _line(page, word), metrics)
            following = [other for other in _line(page, word) if other.left >= word.right - 1]
            has_symbol = any("/" in other.text for other in following)
            if has_symbol and not any(other.text[:1].isdigit() for other in following[:1]):
                return gap
    return None


def date(page, metrics):
    """The rooms behind “ngày”, “tháng” and, where no year is printed, “năm”; by field."""
    for word in page:
        if word.text.lower() != "ngày" or word.top > 300:
            continue
        line = _line(page, word)
        month = next((other for other in line if other.left > word.left and other.text.lower() == "tháng"), None)
        year = next((other for other in line if month and other.left > month.left and other.text.lower() == "năm"), None)
        if not year:
            continue
        found = {"ngay": _after(word, line, metrics, "tháng"), "thang": _after(month, line, metrics, "năm")}
        behind = [other for other in line if other.left >= year.right - 1 and not BLANKS.fullmatch(other.text)]
        if not behind:
            gap = _after(year, line, metrics)
            found["nam"] = Gap(gap.left, max(gap.right, gap.left + 2.4 * gap.size), year, gap.dotted, metrics)
        if all(found.values()):
            return found
    return None


def _line(page, word):
    return sorted((other for other in page if other.is_on_line_of(word)), key=lambda other: other.left)


def names(page, sought):
    """Where a person's name stands on a page, each time: left, top, right, bottom."""
    parts = [part.casefold() for part in unicodedata.normalize("NFC", sought).split()]
    found = []
    for start in range(len(page) - len(parts) + 1):
        run = page[start:start + len(parts)]
        if parts and [word.text.casefold().strip(".,;") for word in run] == parts and run[0].is_on_line_of(run[-1]):
            found.append((run[0].left, min(w.top for w in run), run[-1].right, max(w.bottom for w in run)))
    return found


def above(page, box):
    """Where the text above a box ends."""
    left, top, right, _ = box
    return max((word.bottom for word in page if word.bottom <= top + 1 and word.left < right and word.right > left),
               default=0.0)


def below(page, box, end):
    """Where the text below a box begins; `end` where there is none."""
    left, _, right, bottom = box
    return min((word.top for word in page if word.top >= bottom - 1 and word.left < right and word.right > left),
               default=end)


def content_end(page):
    """Behind the mark that ends the text, “./.”: the initial of who answers for the content."""
    marks = [word for word in page if word.text.endswith("./.")]
    return (marks[-1].right, marks[-1].bottom) if marks else None


def format_end(page):
    """Behind the last line of the recipients, “Lưu: …”: the initial of who answers for the format."""
    marks = [word for word in page if word.text.lstrip("-– ").startswith("Lưu")]
    if not marks:
        return None
    # The signature's block stands on the same lines, in the other half of the page.
    line = [word for word in _line(page, marks[-1]) if word.left < marks[-1].left + 60 * MILLIMETRE]
    return max(word.right for word in line), marks[-1].bottom
