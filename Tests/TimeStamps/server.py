#!/usr/bin/env python3
"""A server of time stamps (RFC 3161) for tests: server.py FOLDER

FOLDER has what make_authority made. Listens on any free port of this machine, prints it, and serves until its standard
input ends. Below /honest it answers as it should; each other path is a lie of its own.
"""
import http.server
import os
import subprocess
import sys
import tempfile
import threading
import time

FOLDER = sys.argv[1]


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], cwd=FOLDER, check=True, capture_output=True).stdout


def make_authority(name):
    """A root, and a certificate below it for time stamps alone."""
    with open(f"{FOLDER}/{name}.ext", "w") as file:
        file.write("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", f"/CN=Root {name}", "-keyout", f"{name}.ca.key", "-out", f"{name}.ca.pem")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN=TSA {name}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{name}.ca.pem", "-CAkey", f"{name}.ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", f"{name}.ext", "-out", f"{name}.pem")
    with open(f"{FOLDER}/{name}.serial", "w") as file:
        file.write("01\n")
    with open(f"{FOLDER}/{name}.cnf", "w") as file:
        file.write(f"""[tsa]
default_tsa = t
[t]
serial = {FOLDER}/{name}.serial
signer_cert = {FOLDER}/{name}.pem
signer_key = {FOLDER}/{name}.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
""")


LOCK = threading.Lock()


def reply(query, authority="honest"):
    with LOCK, tempfile.NamedTemporaryFile(dir=FOLDER) as file:
        file.write(query)
        file.flush()
        return openssl("ts", "-reply", "-queryfile", file.name, "-config", f"{authority}.cnf")


def bent(query, after, offset):
    """The query with one bit changed so many bytes behind a mark."""
    place = query.index(after) + len(after) + offset
    return query[:place] + bytes([query[place] ^ 1]) + query[place + 1:]


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        digest_end = query.index(b"\x04\x20") + 34
        lies = {
            "/honest": lambda: reply(query),
            "/other-digest": lambda: reply(bent(query, b"\x04\x20", 5)),
            # The nonce follows the digest: 02, its length, its bytes.
            "/other-nonce": lambda: reply(query[:digest_end + 3] + bytes([query[digest_end + 3] ^ 1]) + query[digest_end + 4:]),
            "/stranger": lambda: reply(query, "stranger"),
            "/bent": lambda: (lambda good: good[:-9] + bytes([good[-9] ^ 1]) + good[-8:])(reply(query)),
            "/cut": lambda: reply(query)[:-40],
            "/nothing": lambda: b"",
            "/page": lambda: b"<html>Sign in</html>",
            "/refusal": lambda: bytes.fromhex("30053003020102"),
        }
        if self.path == "/slow":
            time.sleep(8)
        if self.path == "/drip":
            self.answer(None)
            try:
                for _ in range(100):
                    self.wfile.write(b"0")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                pass
            return
        if self.path == "/endless":
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(1 << 30))
            self.end_headers()
            try:
                for _ in range(1 << 14):
                    self.wfile.write(bytes(1 << 16))
            except OSError:
                pass
            return
        if self.path == "/away":
            self.send_error(503)
            return
        self.answer(lies.get(self.path, lies["/honest"])())

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if self.path == "/page" else "application/timestamp-reply")
        self.send_header("Content-Length", str(1000 if body is None else len(body)))
        self.end_headers()
        if body:
            self.wfile.write(body)


for authority in ["honest", "stranger"]:
    make_authority(authority)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
os._exit(0)
