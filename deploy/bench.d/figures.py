"""What is measured, one function for each demand of the project."""
import datetime
import json
import random
import urllib.parse

from load import together
from statements import Recorder, Script

ROUNDS = 2

# Pairs of words as a person types them: found on every page, on few, and common words that hardly ever meet.
SEARCHES = {
    "common": ["trien khai", "tang cuong", "nguyen thi", "phu nu", "tinh uy", "cong van"],
    "rare": ["trieu nghia", "xuyen quyen", "ngoc cam", "uyen vy", "ha lam", "nguyet xoan"],
    "apart": ["ocop vung", "tong duc", "hien dien", "bau thong", "mai bac", "ma tuyen"],
}


class Figures:
    def __init__(self):
        self.rows = []

    def add(self, name, value, unit, target, met, limit=None, ratio=None, **details):
        self.rows.append({"figure": name, "value": value, "unit": unit, "limit": limit, "ratio": ratio, "target": target,
                          "met": met, **details})
        print(line(self.rows[-1]), flush=True)


def registering(office, load, figures):
    """Through HTTP at 16 clients, against the same statements in one pipeline."""
    texts = registrations(office)
    file = load.scratch / "registrations.json"
    file.write_text("\n".join(texts) + "\n")
    script = recorded_registration(office, texts[0])()
    ours, limit = turns(lambda: load.wrk("registrar", 16, "register", file), lambda: load.pgbench(16, script))
    against(figures, "registering, 16 clients", ours, limit)
    figures.add("registering into one register", ours["rate"], "/s", "300/s", ours["rate"] >= 300, foreign=ours["foreign"])


def opening(office, load, figures, documents):
    """A document with all that hangs on it, at 32 clients; that it was looked at is durable before the answer."""
    mark = documents // 2 + 1
    with Recorder(office) as recorder:
        statements = recorder.statements(lambda: office.call("GET", f"/incoming/{mark}", "registrar"))
    script = Script(statements, {str(mark): ":document"}, head=f"\\set document random(1, {documents})")
    ours, limit = turns(lambda: load.wrk("registrar", 32, "documents", documents), lambda: load.pgbench(32, script))
    against(figures, "opening a document, 32 clients", ours, limit)


def work(office, load, figures):
    for login, box, name in [("specialist", "lead", "a specialist's work"), ("head", "lead", "a unit head's work"),
                             ("leader", "decide", "what a leader decides")]:
        pages = follow(office, login, f"/work/{box}")
        paths = load.paths("work", pages)
        title = f"{name}, any of {len(pages)} pages"
        load.wrk(login, 16, *paths, seconds=2)  # each connection plans its statements once
        within(figures, f"{title}, 16 clients, 10/s each", 20, load.wrk(login, 16, *paths, 100))
        within(figures, f"{title}, 16 clients without pause", None, load.wrk(login, 16, *paths))


def searching(office, load, figures):
    """Four at once without a pause: more than a whole province searches."""
    for login in ("registrar", "specialist"):
        for kind, texts in SEARCHES.items():
            paths = load.paths("search", [f"/api/v1/incoming?q={urllib.parse.quote(text)}" for text in texts])
            load.wrk(login, 4, *paths, seconds=2)
            within(figures, f"{login} searches two {kind} words", 100, load.wrk(login, 4, *paths))


def memory(office, load, figures):
    pages = [f"/api/v1/incoming/{number * 31 + 1}" for number in range(500)] + follow(office, "registrar", "/incoming", 5)
    paths = load.paths("mixed", pages)
    while load.requests < 100_000:
        load.wrk("registrar", 32, *paths)
    most, now = office.memory()
    figures.add(f"resident memory after {load.requests} requests", most, "MB", "100 MB", most < 100, now=now)


def starting(office, figures):
    seconds = []
    for _ in range(3):
        office.stop()
        seconds.append(office.start())
    figures.add("start until /health is well, the slowest of 3", max(seconds), "s", "1 s", max(seconds) < 1)


# ---------------------------------------------------------------- parts

def recorded_registration(office, text):
    """Registers one document and keeps what the service sent for it: makes scripts of all of it, or of what is `wanted`."""
    mark, entry = str(random.randrange(10**8, 10**9)), {}
    body = json.loads(text.replace("NUMBER", mark))
    with Recorder(office) as recorder:
        statements = recorder.statements(
            lambda: entry.update(office.call("POST", "/incoming", "registrar", json=body)))
    office.psql("--command", "GRANT USAGE ON SEQUENCE incoming_document_id_seq TO congvan_service")
    varying = {mark: ":number", str(entry["document"]): "currval('incoming_document_id_seq')"}

    def script(wanted=lambda text: True):
        return Script([statement for statement in statements if wanted(statement[0])], varying,
                      head="\\set number random(1, 2000000000)")
    return script


def registrations(office):
    """What clerks enter: the texts of documents that are there, with numbers that are not."""
    day = datetime.date.today() - datetime.timedelta(days=1)
    rows = office.psql("--command", """
        SELECT json_build_object('senderName', sender_name, 'notation', code_notation, 'typeName', type_name,
            'subject', subject, 'signerName', signer_name, 'signerPosition', signer_position, 'pages', pages)
        FROM incoming_document WHERE id % 97 = 0 ORDER BY id LIMIT 500""")
    return [json.dumps(json.loads(row) | {"number": "NUMBER", "issuedOn": day.isoformat()}, ensure_ascii=False)
            for row in rows.splitlines()]


def follow(office, login, path, most=400):
    """The addresses of all pages of a list, from the first on."""
    pages = [f"/api/v1{path}"]
    while len(pages) < most:
        following = office.call("GET", pages[-1].removeprefix("/api/v1"), login)["next"]
        if not following:
            break
        pages.append(following)
    return pages


def turns(ours, limit):
    """Both in turns, the order reversed every time, so that a neighbour who wakes up disturbs both."""
    results = ([], [])
    for turn in range(ROUNDS):
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            results[side].append((ours, limit)[side]())
    return together(results[0]), together(results[1])


def against(figures, name, ours, limit):
    ratio = ours["rate"] / limit["rate"]
    figures.add(name, ours["rate"], "/s", "0.5", ratio >= 0.5, limit["rate"], ratio,
                foreign=max(ours["foreign"], limit["foreign"]), limit_postgresql_us=limit["postgresql_us"],
                limit_load_us=limit["load_us"], **{key: ours[key] for key in ours if key.endswith("_us") or key == "p99"})


def within(figures, name, milliseconds, result):
    """A p99 and what it shall be below; without that, it is for comparison."""
    target = f"{milliseconds} ms" if milliseconds else ""
    figures.add(f"{name}: p99", result["p99"], "ms", target, not milliseconds or result["p99"] < milliseconds,
                p50=result["p50"], rate=result["rate"], foreign=result["foreign"],
                **{key: result[key] for key in result if key.endswith("_us")})


def line(row):
    def number(value):
        return "" if value is None else f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    extra = []
    if "p50" in row:
        extra.append(f"p50 {number(row['p50'])} ms, {number(row['rate'])}/s")
    elif "p99" in row:
        extra.append(f"p99 {number(row['p99'])} ms")
    if "service_us" in row:
        extra.append(f"CPU us: service {row['service_us']:.0f}, PostgreSQL {row['postgresql_us']:.0f}, load {row['load_us']:.0f}")
    if "limit_postgresql_us" in row:
        extra.append(f"limit's: {row['limit_postgresql_us']:.0f} + {row['limit_load_us']:.0f}")
    if "processor" in row:
        extra.append(f"CPU {number(row['processor'])} s")
    if "now" in row:
        extra.append(f"now {number(row['now'])} MB")
    if "foreign" in row:
        extra.append(f"others {row['foreign']:.0%}")
    return (f"{row['figure']:<78} {number(row['value']):>6} {row['unit']:<4} {number(row['limit']):>6} {number(row['ratio']):>5}"
            f"  {row['target']:>6} {('met' if row['met'] else 'NOT') if row['target'] else '':<4} {'; '.join(extra)}")


HEADING = f"{'figure':<78} {'':>6} {'':<4} {'limit':>6} {'ratio':>5}  {'target':>6}"
