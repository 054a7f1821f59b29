"""An office of its own for the suite: a database, the demonstration agency, and the service on a free port."""
import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from certificates import Certificates

DEMO = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "demo"
AGENCY = json.loads((DEMO / "agency.json").read_text())
PASSWORD = AGENCY["password"]


class Office:
    def __init__(self, program, conninfo):
        self.program = program
        self.conninfo = conninfo
        self.database = f"congvan_browser_{os.getpid()}"
        self.owner = f"{conninfo} dbname={self.database}"
        self.service = f"{self.owner} user=congvan_service"
        self.folder = tempfile.mkdtemp(prefix="congvan-browser-")
        self.files = f"{self.folder}/files"
        self.log = open(f"{self.folder}/log", "w+")
        self.serving = None

    def __enter__(self):
        os.mkdir(self.files, 0o700)
        # What is sent needs a way; nobody carries it further here.
        self.peers = f"{self.folder}/peers.yaml"
        pathlib.Path(self.peers).write_text(
            f"peers:\n  - {{name: truc, agency: H99.18, transport: spool, folder: {self.folder}/spool}}\n")
        self.psql(f"CREATE DATABASE {self.database}", self.conninfo)
        try:
            self.certificates = Certificates(f"{self.folder}/certificates", AGENCY["agency"]["name"])
            self.congvan("migrate", "--database", self.owner)
            self.congvan("demo", "load", "--database", self.service, "--files", self.files, str(DEMO))
            self.serve()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        subprocess.run(
            ["psql", "-X", "-q", "-d", self.conninfo, "-c", f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)"],
            check=False)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def serve(self):
        """Starts the service and waits until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.serving = subprocess.Popen(
            [self.program, "serve", "--database", self.service, "--files", self.files, "--port", str(port)],
            env=os.environ | self.certificates.settings | {
                "CONGVAN_EXCHANGE_PEERS": self.peers, "CONGVAN_OUTGOING_CONFIRMATION": self.address,
                "CONGVAN_OUTGOING_PROGRAMS": str(DEMO.parent / "pdf"),
                "CONGVAN_OUTGOING_TEMPLATES": str(DEMO.parents[1] / "config/templates")},
            stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(300):
            if self.serving.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.address + "/health", timeout=2).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise RuntimeError("The service did not start:\n" + self.told())

    def stop(self):
        if self.serving and self.serving.poll() is None:
            self.serving.terminate()
            try:
                self.serving.wait(30)
            except subprocess.TimeoutExpired:
                self.serving.kill()

    def told(self):
        """What the service wrote."""
        self.log.flush()
        return pathlib.Path(self.log.name).read_text()[-4000:]

    def know(self, agencies):
        """Puts agencies that are reached by envelope into the directory: lines of `code,name`."""
        listed = pathlib.Path(f"{self.folder}/agencies.csv")
        listed.write_text(agencies)
        self.congvan(
            "directory", "import", "--database", self.service, "--files", self.files, "--as", "tin", "--peer", "truc",
            str(listed))

    def hear(self, dispatch, agency, code, words, at):
        """A recipient says how far it is with what was sent to it; nobody carries such words here."""
        self.psql(f"""
            BEGIN;
            INSERT INTO audit.event (agency_id, actor_roles, channel, action, outcome, object_kind)
                SELECT agency_id, 'service', 'service', 'dispatch.status-entered', 'allowed', 'dispatch'
                FROM dispatch WHERE id = {dispatch};
            WITH came AS (
                INSERT INTO exchange_status_received (agency_id, peer, digest, from_code, code, description, told_at, entered_at)
                SELECT agency_id, 'truc', digest, '{agency}', '{code}', '{words}', '{at}', now()
                FROM dispatch WHERE id = {dispatch} RETURNING id, agency_id)
            INSERT INTO delivery_status (received_id, agency_id, dispatch_id, ordinal)
                SELECT came.id, came.agency_id, r.dispatch_id, r.ordinal FROM came, dispatch_recipient r
                WHERE r.dispatch_id = {dispatch} AND r.code = '{agency}';
            UPDATE dispatch_recipient SET status = '{code}', status_at = '{at}'
            WHERE dispatch_id = {dispatch} AND code = '{agency}';
            COMMIT;""")

    def congvan(self, *arguments):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"congvan {arguments[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")

    @contextlib.contextmanager
    def database_away(self):
        """For a while nobody can connect to the database, and whoever was connected is thrown out."""
        self.psql(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS false", self.conninfo)
        try:
            self.psql(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.database}'", self.conninfo)
            yield
        finally:
            self.psql(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS true", self.conninfo)

    def psql(self, statement, conninfo=None):
        """What a statement answers, one line a row."""
        return subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo or self.owner, "-c", statement],
            check=True, capture_output=True, text=True).stdout.strip()
