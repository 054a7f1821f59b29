"""Small envelopes into the list of what waits, by the way that peers use: eight of them, each with a folder that is full."""
import base64
import hashlib
import os
import random
import re
import shutil
import time

from cpu import Window
from envelope import HEAD, REFERENCE, ATTACHMENT, TAIL
from figures import against, turns
from load import cost
from statements import Recorder, Script

PEERS = 8
MOST_OUT = 10_001  # with so many files in it a folder takes no more: sending waits while receiving is measured


def receiving(office, load, figures):
    """From the peers' files to rows that waited for nobody, against the same statements in one pipeline."""
    spools = Spools(office, load)
    office.stop()
    office.start("--config", spools.settings)
    try:
        script = recorded(office, spools)
        ours, limit = turns(lambda: spools.drain(load), lambda: load.pgbench(PEERS, script))
        against(figures, f"receiving small envelopes, {PEERS} peers", ours, limit)
    finally:
        office.stop()
        spools.remove()
        office.start()


class Spools:
    def __init__(self, office, load):
        self.office = office
        self.root = office.folder / "spools"
        self.stage = office.folder / "spools-to-come"
        self.settings = load.scratch / "settings.yaml"
        shutil.rmtree(self.root, ignore_errors=True)
        for folder in [self.root, *(self.folder(peer) for peer in range(PEERS))]:
            self.own(folder)
        for peer in range(PEERS):
            for part in ("in", "out", "aside"):
                self.own(self.folder(peer) / part)
            for number in range(MOST_OUT):
                (self.folder(peer) / "out" / f"old-{number}.edxml").touch()
        peers = load.scratch / "peers.yaml"
        peers.write_text("peers:\n" + "".join(
            f"  - {{name: p{peer}, agency: H01.01, transport: spool, folder: {self.folder(peer)}}}\n"
            for peer in range(PEERS)))
        self.settings.write_text(f"exchange:\n  peers: {peers}\n  poll-seconds: 1\n")

    def folder(self, peer):
        return self.root / f"p{peer}"

    def own(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, self.office.cluster.owner(), self.office.cluster.group())

    def waiting(self):
        return sum(len(os.listdir(self.folder(peer) / "in")) for peer in range(PEERS))

    def put(self, peer, text, number):
        """As a carrier does: the name comes when the bytes are there."""
        name = f"{number}.{hashlib.sha256(text).hexdigest()}.edxml"
        part = self.folder(peer) / "in" / f".{name}"
        part.write_bytes(text)
        part.rename(part.with_name(name))
        return name

    def drain(self, load):
        """Fills the folders and lets the service take from them for a while: answers its rate."""
        for number in range(PEERS * load.seconds * 150):
            self.put(number % PEERS, small(f"{random.randrange(10**15)}"), number)
        before = self.waiting()
        while self.waiting() > before - 100:  # it has noticed
            time.sleep(0.01)
        first, begin = self.waiting(), time.monotonic()
        with Window(self.office) as window:
            time.sleep(load.seconds)
        done, seconds = first - self.waiting(), time.monotonic() - begin
        for peer in range(PEERS):
            for file in (self.folder(peer) / "in").iterdir():
                file.unlink(missing_ok=True)
        time.sleep(2)  # what was taken is kept
        return {"rate": done / seconds, "requests": done, "seconds": seconds} | cost(window, done)

    def remove(self):
        shutil.rmtree(self.root)


def small(mark):
    """An envelope of some kilobytes with one file, as most are; no other has the same bytes anywhere."""
    number = mark[-6:].lstrip("0") or "1"
    pdf = base64.b64encode(b"%PDF-1.7\n" + mark.encode() + b"\n" + os.urandom(1500)).decode()
    head = (HEAD % (REFERENCE % (1, 1))).replace("H01.02.2026.11.20.12", f"H01.02.{mark}").replace(
        "<edXML:CodeNumber>12<", f"<edXML:CodeNumber>{number}<")
    return (head + ATTACHMENT % (1, 1) + pdf + "</edXML:ContentTransferEncoded></Attachment>" + TAIL).encode()


def recorded(office, spools):
    """Takes one envelope in and keeps the transaction that did it, as a script that takes in others."""
    mark, intake = str(random.randrange(10**14, 10**15)), str(random.randrange(10**8, 10**9))
    text = small(mark)
    # A number that stands for nothing else in the statements.
    office.psql("--command", f"SELECT setval('intake_id_seq', {intake}, false)")
    office.psql("--command", "GRANT USAGE ON SEQUENCE intake_id_seq TO congvan_service")

    def one():
        spools.put(0, text, 0)
        while spools.waiting():
            time.sleep(0.01)
    with Recorder(office) as recorder:
        statements = transaction(recorder.statements(one), "INSERT INTO intake ")
    attached = base64.b64decode(re.search(rb"Encoded [^>]*>([A-Za-z0-9+/=]+)<", text)[1])
    told = next(values for text, values in statements if "INSERT INTO outgoing_envelope" in text)
    name = next(value for value in told if value and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value))
    varying = {
        mark: ":number", intake: "(SELECT currval('intake_id_seq'))", name: "gen_random_uuid()::text",
        rf"\\x{hashlib.sha256(text).hexdigest()}": "sha256((:number)::text::bytea)",
        rf"\\x{hashlib.sha256(attached).hexdigest()}": "sha256(('a' || (:number)::text)::bytea)",
    }
    return Script(statements, varying, head="\\set number random(1, 1000000000000000)")


def transaction(statements, wanted):
    """The statements from the BEGIN before one that contains `wanted` to its COMMIT."""
    place = next(place for place, (text, _) in enumerate(statements) if wanted in text)
    begin = max(place for place, (text, _) in enumerate(statements[:place]) if text.startswith("BEGIN"))
    end = next(end for end, (text, _) in enumerate(statements) if end > place and text.startswith("COMMIT"))
    return statements[begin:end + 1]
