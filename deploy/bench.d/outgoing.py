"""Numbers of outgoing documents, and issuing them, by the registrar's clerks."""
import json
import random
import time
import urllib.error
import urllib.request

from figures import against, turns
from office import UNITS
from statements import Recorder, Script

CLIENTS = 16
SIGNED, SEALED = 5, 7  # the versions of a document that waits for its number, and of one that waits to be issued

# More than either side takes of them in a second.
OURS, LIMIT = 1500, 2400

# Rows like those of the first document; triggers ask for events, which copies have none of.
COPIES = """
    SET session_replication_role = replica;
    SET synchronous_commit = off;
    INSERT INTO outgoing_document (agency_id, step, version, medium, type_name, subject, urgency, details, unit_id, drafted_by,
        revision, round, content_by, format_by)
    SELECT agency_id, step, version, medium, type_name, subject || ' ' || copy, urgency, details, unit_id, drafted_by,
           revision, round, content_by, format_by
    FROM outgoing_document, generate_series(1, :count) AS copy WHERE id = :first;
    INSERT INTO outgoing_words (agency_id, document_id, words)
    SELECT w.agency_id, d.id, w.words FROM outgoing_words w, outgoing_document d
    WHERE w.document_id = :first AND d.id > :first;
    INSERT INTO outgoing_version (document_id, ordinal, agency_id, kind, name, media_type, digest, size, made_by)
    SELECT d.id, v.ordinal, v.agency_id, v.kind, v.name, v.media_type, v.digest, v.size, v.made_by
    FROM outgoing_version v, outgoing_document d WHERE v.document_id = :first AND d.id > :first;
    INSERT INTO outgoing_signatory (document_id, round, ordinal, agency_id, officer_id, kind, competence, signed_at, revision,
        recorded_by)
    SELECT d.id, s.round, s.ordinal, s.agency_id, s.officer_id, s.kind, s.competence, s.signed_at, s.revision, s.recorded_by
    FROM outgoing_signatory s, outgoing_document d WHERE s.document_id = :first AND d.id > :first;
    INSERT INTO outgoing_remark (document_id, agency_id, kind, revision, made_by)
    SELECT d.id, r.agency_id, r.kind, r.revision, r.made_by
    FROM outgoing_remark r, outgoing_document d WHERE r.document_id = :first AND d.id > :first;
    RESET session_replication_role;
"""
# Those that nobody numbered are numbered here, so that all can be issued.
SEAL = """
    SET session_replication_role = replica;
    SET synchronous_commit = off;
    UPDATE register_year y SET last_number = last_number + n.count
    FROM (SELECT count(*) FROM outgoing_document WHERE step = 'numbering') n,
         (SELECT register_id, year FROM outgoing_document WHERE number IS NOT NULL LIMIT 1) r
    WHERE y.register_id = r.register_id AND y.year = r.year;
    WITH given AS (SELECT register_id, year, notation, issued_on, numbered_by, max(number) OVER () AS last
                   FROM outgoing_document WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1),
         waiting AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM outgoing_document WHERE step = 'numbering')
    UPDATE outgoing_document d SET step = 'sealing', version = 6, register_id = given.register_id, year = given.year,
        number = given.last + n, notation = given.notation, issued_on = given.issued_on, numbered_by = given.numbered_by,
        numbered_at = clock_timestamp(), reference_key = (given.last + n) || 'x'
    FROM waiting, given WHERE d.id = waiting.id;
    INSERT INTO outgoing_version (document_id, ordinal, agency_id, kind, name, media_type, digest, size, made_by)
    SELECT d.id, v.ordinal + 1, v.agency_id, 'sealed', v.name, v.media_type, v.digest, v.size, v.made_by
    FROM outgoing_document d JOIN outgoing_version v ON v.document_id = d.id AND v.ordinal = d.revision
    WHERE d.step = 'sealing';
    UPDATE outgoing_document SET step = 'issuing', version = 7, revision = revision + 1, sealed_by = numbered_by, sealed_at = now()
    WHERE step = 'sealing';
    RESET session_replication_role;
"""


def outgoing(office, load, figures):
    """Numbers into one register and documents to a unit and by post, against the same statements in one pipeline."""
    waiting = Waiting(office, load)
    measure(office, load, figures, waiting, "number", SIGNED, "numbering, 16 clients into one register")
    time.sleep(3)  # what was asked for and not waited for is done
    office.psql("--command", SEAL)
    office.psql("--command", "VACUUM (ANALYZE) outgoing_document")
    measure(office, load, figures, waiting, "issue", SEALED, "issuing to a unit and by post, 16 clients")


def measure(office, load, figures, waiting, act, version, name):
    script = recorded(office, load, waiting, act, version)

    def ours():
        return load.wrk("registrar", CLIENTS, "step", f"/api/v1/outgoing/%d/{act}", version, waiting.take(OURS))

    def limit():
        script.definitions["base"] = waiting.take(LIMIT)
        return load.pgbench(CLIENTS, script)
    waiting.begin()
    against(figures, name, *turns(ours, limit))


class Waiting:
    """Documents that wait for their numbers, each for one request: handed out in ranges."""

    def __init__(self, office, load):
        self.seconds = load.seconds
        # Numbers that stand for nothing else in the statements.
        last = int(office.psql("--command", "SELECT coalesce(max(id), 0) FROM outgoing_document"))
        first = last + random.randrange(10**8, 10**9)
        office.psql("--command", f"SELECT setval(pg_get_serial_sequence('outgoing_document', 'id'), {first}, false)")
        self.first = one(office)
        if self.first != first:
            raise SystemExit("Somebody else drafts documents here.")
        count = 2 * self.seconds * (OURS + LIMIT) + 10
        # Variables are read from standard input only; and what is not analysed is not found by its index.
        office.psql("--command", COPIES.replace(":count", str(count)).replace(":first", str(first)))
        office.psql("--command", "VACUUM (ANALYZE) outgoing_document, outgoing_version, outgoing_signatory, outgoing_words")
        self.begin()

    def begin(self):
        """From the first that was not used to record an act."""
        self.next = self.first + 10

    def take(self, rate):
        start = self.next
        self.next += rate * self.seconds
        return start


def one(office):
    """Brings a document through the office's acts to where it waits for its number."""
    people = office.call("GET", "/directory", "registrar")
    unit = next(unit["id"] for unit in people["units"] if unit["name"] == UNITS[0])
    signer = office.call("GET", "/me", "leader")["officer"]["id"]
    details = {
        "typeName": "Quyết định", "subject": "Về việc kiện toàn ban chỉ đạo cải cách hành chính", "medium": "paper",
        "signatories": [{"officer": signer, "kind": "sign"}],
        "recipients": [{"unit": unit, "role": "lead"}, {"post": "Công ty Một", "address": "1 Trần Phú"}]}
    document = drafted(office, details)
    for version, (login, step) in enumerate([("registrar", "submission"), ("leader", "content-approval"),
                                             ("registrar", "format-approval"), ("registrar", "paper-signatures")], 1):
        send(office, login, f"/outgoing/{document}/{step}", b"{}", "application/json", version)
    return document


def drafted(office, details):
    pdf = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
           b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    name = b'--part\r\nContent-Disposition: form-data; name="'
    form = (name + b'request"\r\n\r\n' + json.dumps(details).encode() + b"\r\n" + name
            + b'text"; filename="du-thao.pdf"\r\n\r\n' + pdf + b"\r\n--part--\r\n")
    return json.loads(send(office, "registrar", "/outgoing", form, "multipart/form-data; boundary=part"))["id"]


def send(office, login, path, body, kind, version=None):
    request = urllib.request.Request(f"http://127.0.0.1:{office.port}/api/v1{path}", body, method="POST")
    request.add_header("Content-Type", kind)
    request.add_header("Authorization", f"Bearer {office.tokens[login]}")
    if version:
        request.add_header("If-Match", f'"{version}"')
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise SystemExit(f"POST {path}: {error.code} {error.read().decode()}") from None


def recorded(office, load, waiting, act, version):
    """Does it with one document and keeps what the service sent, as a script that does it with another each time."""
    mark = str(waiting.first + 1)
    # A number that stands for nothing else in the statements.
    work = random.randrange(10**8, 10**9)
    office.psql("--command", f"SELECT setval('incoming_document_id_seq', greatest({work}, nextval('incoming_document_id_seq')))")
    office.psql("--command", "GRANT USAGE ON SEQUENCE incoming_document_id_seq TO congvan_service")
    with Recorder(office) as recorder:
        statements = recorder.statements(
            lambda: send(office, "registrar", f"/outgoing/{mark}/{act}", b"{}", "application/json", version))
    varying = {mark: ":document"}
    made = office.call("GET", f"/outgoing/{mark}", "registrar")["work"]
    if made:
        varying[str(made)] = "(SELECT currval('incoming_document_id_seq'))"
    head = f"\\set n :n + 1\n\\set document :base + :client_id * {load.seconds * LIMIT // CLIENTS} + :n"
    script = Script(statements, varying, head)
    script.definitions["n"] = -1
    return script
