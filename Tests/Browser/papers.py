"""Documents as they arrive: the demonstration's, changed so that each is another."""
import base64
import datetime
import itertools
import pathlib
import re
import subprocess
import urllib.request

import setting
from office import DEMO

_numbers = itertools.count(9001)


def written(day):
    return day.strftime("%d/%m/%Y")


def today():
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)).date()


def envelope(folder, source="snv-1204-cv"):
    """An envelope that was issued two days ago and wants an answer in nine, with its number."""
    number = next(_numbers)
    issued, due = today() - datetime.timedelta(days=2), today() + datetime.timedelta(days=9)
    text = (DEMO / "envelopes" / f"{source}.edxml").read_text()
    text = re.sub("<edXML:CodeNumber>[^<]*", f"<edXML:CodeNumber>{number}", text)
    text = re.sub("<edXML:PromulgationDate>[^<]*", f"<edXML:PromulgationDate>{issued:%Y/%m/%d}", text)
    text = re.sub("<edXML:DueDate>[^<]*", f"<edXML:DueDate>{due:%Y/%m/%d}", text)
    text = re.sub("<edXML:DocumentId>.{8}", f"<edXML:DocumentId>{number:08}", text)
    text = re.sub("(<edXML:ContentTransferEncoded[^>]*>)([^<]*)", lambda found: found[1] + another(found[2], number), text)
    path = pathlib.Path(folder) / f"{source}-{number}.edxml"
    path.write_text(text)
    return path, number


def another(encoded, number):
    """An attachment with a remark after its end, so that its bytes are its own."""
    return base64.b64encode(base64.b64decode(encoded) + f"% {number}\n".encode()).decode()


def scan(folder, source="ubnd-214-kh"):
    """A PDF whose bytes nobody has seen before."""
    number = next(_numbers)
    path = pathlib.Path(folder) / f"{source}-{number}.pdf"
    path.write_bytes((DEMO / "attachments" / f"{source}.pdf").read_bytes() + f"% {number}\n".encode())
    return path, number


def fetched(chosen, address):
    """The bytes of a file, with the session of a browser."""
    session = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in chosen.driver.get_cookies())
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": session}), timeout=60) as answer:
        return answer.read()


def read(pdf):
    """The words of a PDF."""
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()


def signers(path):
    """Whose signatures a PDF has that hold, by poppler; in order."""
    told = subprocess.run(["pdfsig", path], check=True, capture_output=True).stdout.decode()
    return [re.search("Certificate Common Name: (.*)", one)[1] for one in told.split("Signature #")[1:]
            if "Signature is Valid" in one]


def code(path):
    """What the QR code on the first page of a PDF says."""
    page = subprocess.run(["pdftoppm", "-r", "200", "-f", "1", "-l", "1", "-singlefile", "-png", path], check=True,
                          capture_output=True).stdout
    return subprocess.run(["zbarimg", "--raw", "-q", "-"], input=page, check=True, capture_output=True).stdout.decode().strip()


def ink(pdf, page):
    """How much of a page is dark when it is drawn: words may be there and hidden."""
    drawn = subprocess.run(["pdftoppm", "-r", "50", "-gray", "-f", str(page), "-l", str(page), "-singlefile", "-"],
                           input=pdf, check=True, capture_output=True).stdout
    return sum(shade < 128 for shade in drawn) / len(drawn)


def picture(pdf, name, page=1):
    """Keeps a page of a PDF, where pictures were asked for."""
    if setting.screenshots:
        subprocess.run(["pdftoppm", "-r", "70", "-f", str(page), "-l", str(page), "-singlefile", "-png", "-",
                        str(setting.screenshots / name)], input=pdf, check=True)
