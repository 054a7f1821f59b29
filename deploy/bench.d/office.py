"""The office that is measured: a private cluster, years of documents, the service, and people signed in."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

DEPLOY = pathlib.Path(__file__).resolve().parent.parent
PASSWORD = "mat-khau-do-kiem-2026"
UNITS = [f"Ban số {number}" for number in range(1, 31)]
PEOPLE = {  # the role of each, and the unit
    "registrar": ("registrar", None), "leader": ("leader", None),
    "head": ("unitHead", UNITS[0]), "specialist": ("specialist", UNITS[0]),
    "auditor": ("auditor", None), "administrator": ("administrator", None),
}


def newest_postgresql():
    versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return versions[-1]


class Office:
    def __init__(self, folder, program):
        self.folder = pathlib.Path(folder)
        self.cluster = self.folder / "cluster"
        self.program = pathlib.Path(program)
        self.port = free_port()
        self.tokens = {}
        self.service = None

    # ------------------------------------------------------------ the database

    def start_cluster(self):
        run(DEPLOY / "cluster", "start", self.folder)
        self.owner = run(DEPLOY / "cluster", "owner", self.folder).strip()
        self.account = run(DEPLOY / "cluster", "service", self.folder).strip()
        self.files = self.folder / "files"
        self.files.mkdir(exist_ok=True)
        shutil.chown(self.files, self.cluster.owner(), self.cluster.group())
        self.copy_program()

    def copy_program(self):
        """The account that the office runs as may not enter the checkout."""
        copy = self.folder / "program"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        shutil.copy2(self.program, copy)
        for resources in self.program.parent.glob("*.resources"):
            shutil.copytree(resources, copy / resources.name)
        self.program = copy / self.program.name

    def psql(self, *arguments, database=None):
        program = newest_postgresql() / "psql"
        return run(program, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
                   "--dbname", database or self.owner, *arguments)

    def congvan(self, *arguments, stdin=None):
        return run(DEPLOY / "as-owner", self.cluster, self.program, *arguments,
                   "--database", self.account, "--files", self.files, stdin=stdin)

    def is_seeded(self, documents):
        there = self.psql("--command", "SELECT to_regclass('incoming_document')").strip()
        return there != "" and int(self.psql("--command", "SELECT count(*) FROM incoming_document")) >= documents

    def seed(self, documents):
        run(DEPLOY / "as-owner", self.cluster, self.program, "migrate", "--database", self.owner)
        units = [word for unit in UNITS for word in ("--unit", unit)]
        self.congvan("agency", "add", *units, "H01.01", "Hội Liên hiệp Phụ nữ tỉnh")
        for login, (role, unit) in PEOPLE.items():
            self.congvan("user", "add", "--role", role, *(["--unit", unit] if unit else []), login, f"Trần Thị {login}",
                         stdin=PASSWORD + "\n")
        self.psql("--variable", f"documents={documents}", "--file", DEPLOY / "bench.d/seed.sql")

    def stop_cluster(self):
        run(DEPLOY / "cluster", "stop", self.folder)

    # ------------------------------------------------------------ the service

    def start(self, *more):
        """Starts the service; answers the seconds until /health says that all is well."""
        begin = time.monotonic()
        log = open(self.folder / "service.log", "ab")
        self.service = subprocess.Popen(
            [DEPLOY / "as-owner", self.cluster, self.program, "serve", "--database", self.account,
             "--files", self.files, "--port", str(self.port), *more], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=1):
                    return time.monotonic() - begin
            except OSError:
                if self.service.poll() is not None or time.monotonic() - begin > 60:
                    raise SystemExit(f"The service did not start; see {log.name}.") from None
                time.sleep(0.005)

    def await_seal(self):
        """Waits until the trail that was seeded is sealed, which takes a while once."""
        for _ in range(600):
            time.sleep(1.5)
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as answer:
                lines = dict(line.rsplit(" ", 1) for line in answer.read().decode().splitlines() if line[:1] not in "#")
            if float(lines["congvan_trail_sealed_events"]) > 0 and float(lines["congvan_trail_lag_seconds"]) < 5:
                return
        raise SystemExit("The trail is not sealed.")

    def stop(self):
        if self.service and self.service.poll() is None:
            self.service.terminate()
            self.service.wait(timeout=30)

    def sign_in(self):
        for login in PEOPLE:
            self.tokens[login] = self.call("POST", "/sessions", json={"login": login, "password": PASSWORD})["token"]

    def call(self, method, path, login=None, **options):
        body = json.dumps(options["json"]).encode() if "json" in options else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1{path}", body, method=method)
        request.add_header("Content-Type", "application/json")
        if login:
            request.add_header("Authorization", f"Bearer {self.tokens[login]}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def memory(self):
        """Resident memory in megabytes: the most there was, and now."""
        status = dict(line.split(":", 1) for line in open(f"/proc/{self.service.pid}/status"))
        return [int(status[key].split()[0]) / 1024 for key in ("VmHWM", "VmRSS")]


def run(*command, stdin=None):
    done = subprocess.run([str(word) for word in command], input=stdin, text=True, capture_output=True)
    if done.returncode:
        report = "\n".join((done.stdout + done.stderr).splitlines()[:20])
        raise SystemExit(f"{' '.join(str(word) for word in command[:4])} …\n{report}")
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
