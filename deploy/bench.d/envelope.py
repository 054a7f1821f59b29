"""Large envelopes: reading one, its attachments decoded to disk, against a bare libxml2 parse of the same file; writing one."""
import base64
import json
import os
import shutil
import statistics
import subprocess
import time

from cpu import Window
from office import DEPLOY, run

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
<edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>H01.02</edXML:OrganId><edXML:OrganName>Sở Nội vụ</edXML:OrganName></edXML:From>
<edXML:To><edXML:OrganId>H01.01</edXML:OrganId><edXML:OrganName>Hội Liên hiệp Phụ nữ tỉnh</edXML:OrganName></edXML:To>
<edXML:DocumentId>H01.02.2026.11.20.12</edXML:DocumentId>
<edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber><edXML:CodeNotation>SNV-VP</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>Hà Nội</edXML:Place>
<edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
<edXML:Subject>Về việc gửi hồ sơ đại hội</edXML:Subject>
</edXML:MessageHeader></edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version="1.0">%s</edXML:edXMLManifest>
</edXML:edXMLBody></edXML:edXMLEnvelope><AttachmentEncoded>"""
TAIL = "</AttachmentEncoded></edXML>\n"
REFERENCE = """<edXML:Reference><edXML:ContentId>cid:%d</edXML:ContentId>
<edXML:ContentType>application/pdf</edXML:ContentType><edXML:AttachmentName>ho-so-%d.pdf</edXML:AttachmentName>
</edXML:Reference>"""
ATTACHMENT = """<Attachment><ContentId>cid:%d</ContentId><AttachmentName>ho-so-%d.pdf</AttachmentName>
<ContentType>application/pdf</ContentType>
<edXML:ContentTransferEncoded xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">"""
COUNT, PIECES = 5, 10  # attachments, and pieces of 3 MB in each: 200 MB in base64


def write(path):
    with open(path, "w") as file:
        numbers = range(1, COUNT + 1)
        file.write(HEAD % "".join(REFERENCE % (number, number) for number in numbers))
        for number in numbers:
            file.write(ATTACHMENT % (number, number))
            for piece in range(PIECES):
                head = b"%PDF-1.7\n" if piece == 0 else b""
                file.write(base64.b64encode(head + os.urandom(3_000_000 - len(head))).decode())
            file.write("</edXML:ContentTransferEncoded></Attachment>")
        file.write(TAIL)


def reading(office, load, figures):
    file, bare, folder = (load.scratch / name for name in ("large.edxml", "sax", "attachments"))
    write(file)
    flags = run("pkg-config", "--cflags", "--libs", "libxml-2.0").split()
    run("cc", "-O2", DEPLOY / "bench.d/sax.c", "-o", bare, *flags)
    ours, limits, most, foreign = [], [], 0, []
    for _ in range(5):
        with Window(None) as window:
            limits.append(timed(bare, file)[0])
        foreign.append(window.foreign)
        shutil.rmtree(folder, ignore_errors=True)
        with Window(None) as window:
            seconds, memory = timed(office.program, "envelope", "inspect", file, "--extract", folder)
        ours.append(seconds)
        most = max(most, memory)
        foreign.append(window.foreign)
    size = file.stat().st_size / 1e6
    value, limit = size / statistics.median(ours), size / statistics.median(limits)
    file.unlink()
    shutil.rmtree(folder)
    figures.add(f"reading an envelope of {size:.0f} MB, files to disk", value, "MB/s", "0.8", value / limit >= 0.8, limit,
                value / limit, foreign=statistics.mean(foreign))
    figures.add("resident memory of that", most, "MB", "64 MB", most < 64)


DESCRIPTION = {
    "kind": "new", "from": {"organID": "H01.02", "name": "Sở Nội vụ"},
    "to": [{"organID": "H01.01", "name": "Hội Liên hiệp Phụ nữ tỉnh"}], "codeNumber": "12", "codeNotation": "SNV-VP",
    "promulgatedOn": "2026-11-20", "documentType": {"name": "Công văn"}, "subject": "Về việc gửi hồ sơ đại hội",
    "signer": {"fullName": "Nguyễn Văn Mẫu"},
}


def writing(office, load, figures):
    """An attachment of 200 MB, as it is and packed, to a file that is durable when the command ends."""
    description, plain, packed, result = (
        load.scratch / name for name in ("description.json", "large.pdf", "large.p7m", "written.edxml"))
    description.write_text(json.dumps(DESCRIPTION))
    with open(plain, "wb") as file:
        file.write(b"%PDF-1.7\n")
        for _ in range(200):
            file.write(os.urandom(1_000_000))
    os.link(plain, packed)
    size = plain.stat().st_size / 1e6
    for name, attached, target in [("as it is", plain, 100), ("packed in a ZIP", packed, None)]:
        rates, most, foreign = [], 0, []
        for _ in range(3):
            with Window(None) as window:
                seconds, memory = timed(office.program, "envelope", "build", description, "--attach", attached, "--output", result)
            rates.append(size / seconds)
            most = max(most, memory)
            foreign.append(window.foreign)
        rate = statistics.median(rates)
        figures.add(f"writing an attachment of {size:.0f} MB, {name}", rate, "MB/s", f"{target} MB/s" if target else "",
                    target is None or rate >= target, foreign=statistics.mean(foreign))
        figures.add("resident memory of that", most, "MB", "64 MB", most < 64)
    for file in (description, plain, packed, result):
        file.unlink()


def timed(*command):
    """Seconds, and the most resident memory in megabytes."""
    begin = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}.")
    return time.monotonic() - begin, usage.ru_maxrss / 1024
