"""What the audit trail costs, how fast it is checked, and how fast it answers an auditor."""
import datetime
import http.client
import re
import subprocess
import time
import urllib.parse

from figures import recorded_registration, registrations, turns
from office import DEPLOY, PASSWORD

MONTHS = 36


def recording(office, load, figures):
    """Registering in the database with its events and without them: what writing events costs."""
    script = recorded_registration(office, registrations(office)[0])
    whole, silent = script(), script(lambda text: "audit.event" not in text)
    assert silent.text != whole.text, "the registration sends no event"

    def without():
        triggers(office, "DISABLE")
        try:
            return load.pgbench(16, silent)
        finally:
            triggers(office, "ENABLE")

    ours, limit = turns(lambda: load.pgbench(16, whole), without)
    ratio = ours["rate"] / limit["rate"]
    figures.add("registering in the database, with its events", ours["rate"], "/s", "0.9", ratio >= 0.9, limit["rate"],
                ratio, foreign=max(ours["foreign"], limit["foreign"]))


def triggers(office, verb):
    """The triggers that refuse a change without an event would refuse all of these."""
    office.psql("--command", f"""
        DO $$ DECLARE t record; BEGIN
            FOR t IN SELECT tgrelid::regclass AS name FROM pg_trigger WHERE tgname = 'audit_event_required' LOOP
                EXECUTE format('ALTER TABLE %s {verb} TRIGGER audit_event_required', t.name);
            END LOOP;
        END $$""")


def verifying(office, load, figures):
    """The whole sealed trail, from the database and the log's files."""
    begin = time.monotonic()
    done = subprocess.run(
        [DEPLOY / "as-owner", office.cluster, office.program, "audit", "verify", "--as", "auditor", "--database",
         office.account, "--files", office.files], capture_output=True, text=True)
    seconds = time.monotonic() - begin
    match = re.search(r"whole\t(\d+) events", done.stdout)
    if not match:
        raise SystemExit(f"The trail is not whole: {done.stdout}{done.stderr[-500:]}")
    rate = int(match[1]) / seconds
    figures.add(f"verifying {match[1]} sealed events", rate, "/s", "200000/s", rate >= 200_000)


def questions(office, load, figures, events):
    """The first page of each question, as the auditor's browser asks for it, one after the other."""
    if office.psql("--command", "SELECT to_regclass('bench_trail') IS NULL").strip() == "t":
        seed(office, events)
    browser = Browser(office)
    for name, pages in asked(office).items():
        for page in pages[:15]:
            browser.get(page)  # each connection plans its statements once
        times = sorted(browser.get(page) for page in pages)
        p99 = times[min(len(times) - 1, len(times) * 99 // 100)]
        figures.add(f"{name}: p99 of {len(times)} first pages", p99, "ms", "50 ms", p99 < 50, p50=times[len(times) // 2],
                    rate=1000 * len(times) / sum(times))


def asked(office):
    """The addresses of each question, with ever other people, documents and days."""
    def draw(query):
        return [row.split("|") for row in office.psql("--command", query).splitlines()]
    people = draw("SELECT id FROM officer WHERE roles <@ '{specialist,registrar,leader,unitHead}' ORDER BY random() LIMIT 60")
    documents = draw("SELECT number, year FROM incoming_document WHERE id IN "
                     "(SELECT 1 + floor(random() * 1000000)::bigint FROM generate_series(1, 60))")
    today = datetime.date.today()
    there = int(office.psql("--command", "SELECT count(DISTINCT date_trunc('month', hour)) FROM audit.hourly WHERE events > 1000"))
    months = [[(today - datetime.timedelta(days=31 * back + 30)).strftime("%d/%m/%Y"),
               (today - datetime.timedelta(days=31 * back)).strftime("%d/%m/%Y")] for back in range(there - 1)] * (70 // there)

    def pages(question, names, values):
        return ["/audit?" + urllib.parse.urlencode({"question": question} | dict(zip(names, value))) for value in values]
    window = ["from", "to"]
    return {
        "Q1 who saw a document": pages("q1", ["number", "year"], documents),
        "Q2 what a person did": pages("q2", ["officer"], people),
        "Q2 what a person did in a month": pages("q2", ["officer", *window], [p + m for p, m in zip(people, months)]),
        "Q3 failed sign-ins in a month": pages("q3", window, months),
        "Q4 changes of rights": pages("q4", window, months),
        "Q5 outside the hours": pages("q5", window, months),
        "Q5 outside the hours, a person": pages("q5", ["officer"], people),
        "Q6 who read and exported most in a month": pages("q6", window, months),
        "Q7 what was refused": pages("q7", window, months),
        "Q7 what was refused to a person": pages("q7", ["officer"], people),
        "Q8 sessions and networks in a month": pages("q8", window, months),
        "Q9 administrators and auditors": pages("q9", window, months),
    }


class Browser:
    """An auditor who has signed in."""

    def __init__(self, office):
        self.connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=60)
        form = urllib.parse.urlencode({"login": "auditor", "password": PASSWORD})
        self.connection.request("POST", "/sign-in", form, {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{office.port}"})
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]

    def get(self, path):
        """Milliseconds until the whole page is there."""
        begin = time.perf_counter()
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {text[:300]}")
        return (time.perf_counter() - begin) * 1000


def seed(office, events):
    print(f"Writing {events} events.", flush=True)
    agency = office.psql("--command", "SELECT min(id) FROM agency").strip()
    office.psql("--file", DEPLOY / "bench.d/trail.sql")
    for month in range(MONTHS):
        office.psql("--command", f"CALL bench_month({agency}, {month}, {events // MONTHS})")
    office.psql("--file", DEPLOY / "bench.d/trail_indexes.sql")
