#!/usr/bin/env python3
"""What papers cost: a stamped PDF, a printed book, a converted document. Run alone, or as figures of deploy/bench.

Each is the program as the service starts it, from its start to its end; memory is the most that it held at any time,
of its largest process.
"""
import json
import os
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE.parent / "pdf"
TEMPLATES = HERE.parent.parent / "config" / "templates"

MAKE_PDF = """
import sys, weasyprint
words = "Văn bản hành chính của cơ quan nhà nước được quản lý tập trung. " * 40
pages = "".join(f"<p>Trang {number}. {words}" for number in range(int(sys.argv[1])))
style = "<style>@page { size: A4; margin: 20mm } p { break-after: page; font: 13pt 'Liberation Serif' }</style>"
weasyprint.HTML(string=style + pages).write_pdf(sys.argv[2])
"""


def run(folder, *command):
    """Seconds, and megabytes of the largest process, of a program that must end well."""
    begun = time.monotonic()
    # By env, which looks where the service does and not where whoever measures has another python3.
    child = os.posix_spawn("/usr/bin/env", ("env", *command), {"PATH": "/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8"}, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{command[0]} ended with {status}")
    return time.monotonic() - begun, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def stamping(folder, figures):
    source, job = f"{folder}/300.pdf", f"{folder}/job.json"
    run(folder, "python3", "-I", "-c", MAKE_PDF, "300", source)
    pathlib.Path(job).write_text(json.dumps({
        "arrival": {"agency": "Hội Liên hiệp Phụ nữ", "number": "1234", "day": "22/11/2026", "forward": "Ban", "dossier": "01"},
        "copy": ["SAO Y", "Sở Nội vụ", "Số: 05/SY-SNV", "2026-11-22T10:11:12+07:00"],
        "watermark": ["Nguyễn Thị Vân", "22/11/2026 10:11"], "link": "https://a.example/1", "caption": "x"}))
    command = ("python3", "-I", str(PROGRAMS / "stamp.py"), job, source, f"{folder}/stamped.pdf")
    seconds, memory, processor = min(run(folder, *command) for _ in range(3))
    figures.add("stamping 300 pages", round(seconds, 2), "s", "3 s", seconds < 3, processor=round(processor, 2))
    figures.add("memory of that", round(memory), "MB", "200 MB", memory < 200)


def printing(folder, figures, count):
    widths = [19, 15, 38, 30, 19, 66, 34, 19, 17, 20]
    style = """<title>x</title><style>@page { size: A4 landscape; margin: 15mm 10mm 18mm } html { font: 9.5pt/12pt 'Liberation Serif' }
        table { table-layout: fixed; width: 277mm; border-collapse: collapse } td, th { border: .2mm solid; padding: .7mm 1mm;
        vertical-align: top; overflow-wrap: anywhere } tr { break-inside: avoid }</style>"""
    head = "".join(f"<col style='width:{width}mm'>" for width in widths)
    pathlib.Path(f"{folder}/job.json").write_text(json.dumps({
        "title": "Sổ", "head": style, "cover": "<h1>SỔ ĐĂNG KÝ VĂN BẢN ĐẾN</h1>", "closing": "<p>Hết",
        "table": f"<table><colgroup>{head}</colgroup><thead><tr>{'<th>Cột</th>' * 10}</tr></thead>"}))
    cells = ["22/11/2026", "{}", "Ủy ban nhân dân tỉnh Quảng Nam", "{}/QĐ-UBND", "20/11/2026",
             "Quyết định về việc phê duyệt kế hoạch kiểm tra công tác văn thư, lưu trữ năm 2026 trên địa bàn tỉnh",
             "Ban Tổ chức – Kiểm tra", "22/11/2026", "", ""]
    row = "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
    pathlib.Path(f"{folder}/rows.html").write_text("".join(row.format(number, number) for number in range(count)))
    command = ("python3", "-I", str(PROGRAMS / "book.py"), f"{folder}/job.json", f"{folder}/rows.html", f"{folder}/book.pdf")
    seconds, memory, processor = run(folder, *command)
    figures.add(f"printing a register of {count} rows", round(seconds), "s", "300 s", seconds < 300, processor=round(processor))
    figures.add("memory of its largest process", round(memory), "MB", "500 MB", memory < 500)


def converting(folder, figures):
    def convert(profile):
        return run(folder, "soffice", "--headless", f"-env:UserInstallation=file://{folder}/{profile}", "--convert-to", "pdf",
                   "--outdir", folder, str(TEMPLATES / "cong-van.docx"))
    convert("warm")
    seconds, memory, processor = min(convert(f"profile{number}") for number in range(3))
    figures.add("converting a letter, under a profile of its own", round(seconds, 2), "s", "10 s", seconds < 10,
                processor=round(processor, 2))
    figures.add("memory of that", round(memory), "MB", "400 MB", memory < 400)


def papers(figures, rows=10_000):
    with tempfile.TemporaryDirectory(prefix="congvan-bench-") as folder:
        stamping(folder, figures)
        converting(folder, figures)
        printing(folder, figures, rows)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.dont_write_bytecode = True
    from figures import Figures
    papers(Figures(), int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
