#!/usr/bin/python3
"""Prints a book of an office (a register, a list) as a PDF: book.py JOB ROWS OUTPUT

JOB is a file of JSON with finished HTML: "head" (title and style), "cover", "table" (the opening tag, columns and head of
the table) and "closing"; ROWS has one <tr> a line. The book is laid out in pieces, because WeasyPrint keeps a whole
document in memory: a piece ends where a page ends, and the rows of its last page begin the next one, so that pages are
full as if it had been one. Long books are laid out by several processes, each from a page of its own. Page numbers
come last, when it is known how many pages there are.

<img src="qr:…"> is a QR code; nothing else is fetched from anywhere. Prints {"pages": N}; meanwhile the files
progress-* beside OUTPUT hold how many rows each process has laid out.
"""
import gc
import io
import json
import multiprocessing
import os
import sys
import urllib.parse

import pikepdf
import qrcode
import weasyprint

# What one piece holds: more takes more memory, fewer lays out more rows twice.
ROWS_AT_A_TIME = 300
ROWS_FOR_ANOTHER_PROCESS = 1000


def fetch(url, *_):
    """Draws a QR code; everything else stays where it is."""
    if not url.startswith("qr:"):
        raise ValueError("a book refers to nothing")
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(urllib.parse.unquote(url[3:]))
    code.make(fit=True)
    rows = code.get_matrix()
    ink = "".join(f"M{x} {y}h1.02v1.02h-1.02z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    drawn = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><rect width="{size}" height="{size}" '
             f'fill="#fff"/><path d="{ink}"/></svg>')
    return {"string": drawn.encode(), "mime_type": "image/svg+xml"}


def laid_out(job, body):
    page = f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{job["head"]}</head><body>{body}</body></html>'
    return weasyprint.HTML(string=page, url_fetcher=fetch).render()


def written(document, pages, path):
    document.copy(pages).write_pdf(path)
    return path


def clean_cut(pages):
    """How many pages end where a row ends, and the row that begins the next; the last page is never among them."""
    for count in range(len(pages) - 1, 0, -1):
        here = [int(name[1:]) for name in pages[count].anchors if name.startswith("r")]
        before = {int(name[1:]) for name in pages[count - 1].anchors if name.startswith("r")}
        if here and min(here) not in before:
            return count, min(here)
    return None


def tell(folder, run, rows):
    """How far a run is, whole or not at all."""
    path = os.path.join(folder, f"progress-{run}")
    with open(path + ".new", "w", encoding="ascii") as file:
        file.write(str(rows))
    os.replace(path + ".new", path)


def segment(arguments):
    """Lays out some of the rows, and what closes the book after the last; the paths of the pieces, in order."""
    job, rows, first, last, folder = arguments
    pieces, begin = [], first
    # The boxes of a page are alive until it is written, so looking for rubbish among them finds none and takes a fifth longer.
    gc.disable()
    while True:
        gc.collect()
        end = min(begin + ROWS_AT_A_TIME, last)
        is_whole = end == last
        here = enumerate(rows[begin - first:end - first], begin)
        body = "".join(row.replace("<tr", f'<tr id="r{number}"', 1) for number, row in here)
        closing = job["closing"] if is_whole and job["isLast"] else ""
        document = laid_out(job, f'{job["table"]}<tbody>{body}</tbody></table>{closing}')
        cut = None if is_whole else clean_cut(document.pages)
        count, following = cut or (len(document.pages), end)
        tell(folder, first, following - first)
        pieces.append(written(document, document.pages[:count], os.path.join(folder, f"{begin:08}.pdf")))
        if is_whole:
            return pieces
        begin = following


def segments(job, rows, folder):
    """The rows in as many runs as there are processors for; a run begins on a new page."""
    workers = max(1, min(os.cpu_count() or 1, 4, len(rows) // ROWS_FOR_ANOTHER_PROCESS))
    edges = [len(rows) * part // workers for part in range(workers + 1)]
    return [({**job, "isLast": last == len(rows)}, rows[first:last], first, last, folder)
            for first, last in zip(edges, edges[1:])]


def numbers(job, count):
    """A page for each page of the book that has nothing but its number on it."""
    pages = "".join(f"<p>Trang {number}/{count}</p>" for number in range(1, count + 1))
    # Nothing behind it: a ground, even a white one, would hide the page that the number is laid on.
    style = ("<style>@page { margin: 0 } html, body { background: none } "
             "p { break-after: page; text-align: right; margin: 0 10mm; padding-top: 196mm }</style>")
    document = weasyprint.HTML(string=f"<!DOCTYPE html>{job['head']}{style}{pages}", url_fetcher=fetch).render()
    return pikepdf.open(io.BytesIO(document.write_pdf()))


def joined(job, cover, pieces, target):
    book = pikepdf.Pdf.new()
    for piece in pieces:
        with pikepdf.open(piece) as source:
            book.pages.extend(source.pages)
    count = len(book.pages)
    with numbers(job, count) as overlay:
        for page, number in zip(book.pages, overlay.pages):
            pikepdf.Page(page).add_overlay(pikepdf.Page(number))
    with pikepdf.open(cover) as source:
        for position, page in enumerate(source.pages):
            book.pages.insert(position, page)
    with book.open_metadata() as metadata:
        metadata["dc:title"] = job["title"]
        metadata["dc:language"] = {"vi"}
    book.Root.Lang = "vi"
    book.save(target)
    return count


def main():
    os.umask(0o077)
    job_path, rows_path, target = sys.argv[1:]
    folder = os.path.dirname(os.path.abspath(target))
    with open(job_path, encoding="utf-8") as file:
        job = json.load(file)
    with open(rows_path, encoding="utf-8", newline="\n") as file:
        rows = file.read().split("\n")[:-1]
    work = segments(job, rows, folder)
    if len(work) == 1:
        runs = [segment(work[0])]
    else:
        with multiprocessing.get_context("fork").Pool(len(work)) as pool:
            runs = pool.map(segment, work, chunksize=1)
    front = laid_out(job, job["cover"])
    cover = written(front, front.pages, os.path.join(folder, "cover.pdf"))
    print(json.dumps({"pages": joined(job, cover, [piece for run in runs for piece in run], target)}))


if __name__ == "__main__":
    main()
