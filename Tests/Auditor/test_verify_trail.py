"""Tests the auditor's verifier: python3 -m unittest discover --start-directory Tests/Auditor

Data from outside lies beside the repository, in ../shared/testdata; what needs it is skipped where it does not. Needs
Debian's python3-cryptography.
"""
import base64
import contextlib
import hashlib
import io
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.dont_write_bytecode = True
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = REPOSITORY / "deploy" / "auditor" / "verify_trail.py"
sys.path.insert(0, str(PROGRAM.parent))

import verify_trail  # noqa: E402
from verify_trail import Untrue  # noqa: E402

DATA = REPOSITORY.parent / "shared" / "testdata" / "transparency"
LOG = DATA / "tessera-testdata-log"
LOG_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
with_data = unittest.skipUnless(DATA.is_dir(), "the test data is not beside the repository")


def run(*arguments):
    """Exit status and text of the verifier."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        try:
            status = verify_trail.main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code
    return status, text.getvalue()


def probes(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def is_true(check, *arguments):
    try:
        check(*arguments)
        return True
    except Untrue:
        return False


def flipped(data, bit):
    return data[:bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1:]


def tree_root(leaves):
    """RFC 6962 section 2.1, word by word and not as the verifier does it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree_root(leaves[:split]) + tree_root(leaves[split:])).digest()


def tree_path(index, leaves):
    """RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return tree_path(index, leaves[:split]) + [tree_root(leaves[split:])]
    return tree_path(index - split, leaves[split:]) + [tree_root(leaves[:split])]


def proof_file(index, leaves, checkpoint):
    lines = ["c2sp.org/tlog-proof@v1", f"index {index}"]
    lines += [base64.b64encode(part).decode() for part in tree_path(index, leaves)]
    return "\n".join(lines).encode() + b"\n\n" + checkpoint


class Writer:
    """Writes logs, with a key of its own that is the same in every run."""

    def __init__(self, origin="example.vn/audit/2026"):
        self.origin = origin
        self.private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(origin.encode()).digest())
        public = self.private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        typed = b"\x01" + public
        self.id = hashlib.sha256(origin.encode() + b"\n" + typed).digest()[:4]
        self.key = f"{origin}+{self.id.hex()}+{base64.b64encode(typed).decode()}"

    def checkpoint(self, size, root, origin=None):
        text = f"{origin or self.origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        signature = base64.b64encode(self.id + self.private.sign(text.encode())).decode()
        return f"{text}\n\u2014 {self.origin} {signature}\n".encode()

    def write(self, folder, entries):
        leaves = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries]
        for first in range(0, len(entries), 256):
            part = entries[first:first + 256]
            content = b"".join(len(entry).to_bytes(2, "big") + entry for entry in part)
            self.tile(folder, "entries", first // 256, len(part), content)
        level, hashes = 0, leaves
        while hashes:
            for first in range(0, len(hashes), 256):
                part = hashes[first:first + 256]
                self.tile(folder, level, first // 256, len(part), b"".join(part))
            level, hashes = level + 1, [tree_root(hashes[i:i + 256]) for i in range(0, len(hashes) // 256 * 256, 256)]
        checkpoint = self.checkpoint(len(leaves), tree_root(leaves))
        (folder / "checkpoint").write_bytes(checkpoint)
        return leaves, checkpoint

    def tile(self, folder, level, number, width, content):
        assert number < 1000
        part = "" if width == 256 else f".p/{width}"
        path = folder / f"tile/{level}/{number:03d}{part}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.writer = Writer()

    def written(self, count, name="log"):
        """A log of so many entries: its folder, leaves and checkpoint."""
        folder = self.folder / name
        folder.mkdir()
        return folder, *self.writer.write(folder, [f"entry {index} of {name}".encode() for index in range(count)])

    def kept(self, checkpoint):
        path = self.folder / "kept"
        path.write_bytes(checkpoint)
        return path

    def refuses(self, word, *arguments):
        status, text = run(*arguments)
        self.assertEqual(status, 1, text)
        self.assertTrue(text.startswith("NOT OK: ") and word in text, text)


@with_data
class ThirdPartyLog(InFolder):
    """A log that another program wrote"""

    def setUp(self):
        super().setUp()
        self.log = self.folder / "log"
        shutil.copytree(LOG, self.log, copy_function=shutil.copyfile)
        for path in [self.log, *self.log.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)

    def test_is_as_signed(self):
        """is as signed, and extends every one of its earlier checkpoints."""
        status, text = run("--vkey", LOG_KEY, self.log)
        self.assertEqual((status, text.split()[:3]), (0, ["OK:", "15", "entries"]))
        for size in range(16):
            status, text = run("--vkey", LOG_KEY, "--checkpoint", self.log / f"checkpoint.{size}", self.log)
            self.assertEqual(status, 0, text)
            self.assertIn(f"extends the checkpoint kept at {size} entries", text)

    def test_one_bit(self):
        """is not as signed after any change of one bit, in whatever file."""
        files = [self.log / "checkpoint", *sorted(path for path in (self.log / "tile").rglob("*") if path.is_file())]
        bits = [(path, bit) for path in files for bit in range(path.stat().st_size * 8)]
        for path, bit in random.Random(2026).sample(bits, 200):
            whole = path.read_bytes()
            path.write_bytes(flipped(whole, bit))
            status, text = run("--vkey", LOG_KEY, self.log)
            self.assertEqual(status, 1, f"{path.relative_to(self.log)} bit {bit}: {text}")
            path.write_bytes(whole)
        self.assertEqual(run("--vkey", LOG_KEY, self.log)[0], 0)

    def test_one_bit_of_what_was_kept(self):
        """is not compared with a kept checkpoint of which one bit changed."""
        whole = (LOG / "checkpoint.7").read_bytes()
        for bit in random.Random(7).sample(range(len(whole) * 8), 100):
            status, text = run("--vkey", LOG_KEY, "--checkpoint", self.kept(flipped(whole, bit)), self.log)
            self.assertEqual(status, 1, f"bit {bit}: {text}")

    def test_proofs(self):
        """proves each entry without the folder, and no other entry, place or bit."""
        entries = verify_trail.read_tile(LOG, "entries", 0, 15)
        leaves = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries]
        proof, entry = self.folder / "proof", self.folder / "entry"
        asked = ["--vkey", LOG_KEY, "--proof", proof, "--entry", entry]
        for index in range(15):
            proof.write_bytes(proof_file(index, leaves, (LOG / "checkpoint").read_bytes()))
            entry.write_bytes(entries[index])
            status, text = run(*asked)
            self.assertEqual((status, text.split()[:5]), (0, ["OK:", "entry", str(index), "of", "15"]))
            entry.write_bytes(entries[index - 1])
            self.refuses("does not lead to the root", *asked)
        entry.write_bytes(entries[14])
        whole = proof.read_bytes()
        for bit in random.Random(1).sample(range(len(whole) * 8), 200):
            proof.write_bytes(flipped(whole, bit))
            self.assertEqual(run(*asked)[0], 1, f"bit {bit}")
        proof.write_bytes(whole.replace(b"@v1\n", b"@v1\nextra aGVsbG8=\n"))
        self.assertEqual(run(*asked)[0], 0)


class OwnLog(InFolder):
    """A log of any size"""

    def test_sizes(self):
        """is as signed, at the sizes where tiles begin and end."""
        for size in [0, 1, 2, 255, 256, 257, 511, 512, 513]:
            folder, _, _ = self.written(size, f"log-{size}")
            status, text = run("--vkey", self.writer.key, folder)
            self.assertEqual((status, text.split()[:2]), (0, ["OK:", str(size)]), text)

    def test_three_levels(self):
        """of three levels extends what was signed before, and says which tile is wrong."""
        folder, leaves, _ = self.written(66000)
        asked = ["--vkey", self.writer.key, folder]
        for size in [300, 65536, 65999]:
            kept = self.kept(self.writer.checkpoint(size, tree_root(leaves[:size])))
            self.assertEqual(run("--checkpoint", kept, *asked)[0], 0, size)
        for path, byte, word in [
            ("tile/entries/200", 2, "entry 51200 does not hash to what tile/0/200 "),
            ("tile/0/003", 9 * 32, "entry 777 does not hash to what tile/0/003 "),
            ("tile/1/000", 3 * 32 + 5, "tile/1/000: not the hash of tile/0/003"),
            ("tile/1/001.p/1", 0, "tile/1/001.p/1: not the hash of tile/0/256"),
            ("tile/2/000.p/1", 31, "tile/2/000.p/1: not the hash of tile/1/000"),
        ]:
            whole = (folder / path).read_bytes()
            (folder / path).write_bytes(flipped(whole, byte * 8))
            self.refuses(word, *asked)
            (folder / path).write_bytes(whole)
        (folder / "tile/2/000.p/1").unlink()
        self.refuses("tile/2/000.p/1 is missing", *asked)

    def test_kept_sizes(self):
        """extends a checkpoint of every size that it once had, and none with another root."""
        folder, leaves, _ = self.written(513)
        for size in [0, 1, 2, 127, 255, 256, 257, 300, 511, 512, 513]:
            kept = self.kept(self.writer.checkpoint(size, tree_root(leaves[:size])))
            status, text = run("--vkey", self.writer.key, "--checkpoint", kept, folder)
            self.assertEqual(status, 0, text)
            kept = self.kept(self.writer.checkpoint(size, tree_root(leaves[1:size + 2])))
            self.refuses(f"its first {size} entries", "--vkey", self.writer.key, "--checkpoint", kept, folder)

    def test_rewritten(self):
        """that was rewritten, cut or is another's is told from the one that was signed before."""
        _, _, before = self.written(300, "before")
        folder, leaves, now = self.written(400, "after")
        asked = ["--vkey", self.writer.key, folder]
        self.refuses("was rewritten: its first 300 entries", "--checkpoint", self.kept(before), *asked)
        later = self.writer.checkpoint(401, bytes(32))
        self.refuses("has shrunk: 401 entries were signed before, 400", "--checkpoint", self.kept(later), *asked)
        (folder / "checkpoint").write_bytes(self.writer.checkpoint(400, tree_root(leaves[:399])))
        self.refuses("have another root than the checkpoint", *asked)
        (folder / "checkpoint").write_bytes(self.writer.checkpoint(400, tree_root(leaves), "example.vn/other"))
        self.refuses("another log than the key", *asked)
        (folder / "checkpoint").write_bytes(now)
        self.refuses("not signed by the key", "--vkey", Writer("example.vn/other").key, folder)

    def test_beyond(self):
        """may have tiles that are not signed yet, and has lost parts of full ones."""
        folder, leaves, _ = self.written(300)
        (folder / "checkpoint").write_bytes(self.writer.checkpoint(256, tree_root(leaves[:256])))
        status, text = run("--vkey", self.writer.key, folder)
        self.assertEqual((status, text.splitlines()[1].split()[:4]), (0, ["Not", "looked", "at:", "2"]), text)
        (folder / "checkpoint").write_bytes(self.writer.checkpoint(200, tree_root(leaves[:200])))
        self.assertEqual(run("--vkey", self.writer.key, folder)[0], 0)
        self.writer.tile(folder, 0, 0, 9, b"".join(leaves[:8]) + bytes(32))
        self.refuses("tile/0/000.p/9 is not a part of the tree", "--vkey", self.writer.key, folder)


class Hostile(InFolder):
    """A hostile log"""

    def test_files(self):
        """of pipes, devices, giants and folders is refused, in time and memory."""
        folder, _, _ = self.written(30)
        for name in ["checkpoint", "tile/0/000.p/30", "tile/entries/000.p/30"]:
            path = folder / name
            whole = path.read_bytes()
            for make, word in [
                (os.mkfifo, "no plain file"), (os.mkdir, "no plain file"),
                (lambda path: os.symlink("/dev/zero", path), "no plain file"),
                (lambda path: os.symlink(path, path), "symbolic links"), (lambda path: path.touch(), ""),
                (lambda path: (path.touch(), os.truncate(path, 1 << 40)), "is longer than"),
            ]:
                path.unlink()
                make(path)
                self.refuses(word, "--vkey", self.writer.key, folder)
                path.rmdir() if path.is_dir() else path.unlink()
                path.write_bytes(whole)
        self.assertEqual(run("--vkey", self.writer.key, folder)[0], 0)

    def test_sizes(self):
        """that claims to hold nearly endless entries is refused at the first that is not there."""
        folder, _, _ = self.written(256)
        for size in [257, 10 ** 9, (1 << 63) - 1]:
            (folder / "checkpoint").write_bytes(self.writer.checkpoint(size, bytes(32)))
            self.refuses("tile/entries/001", "--vkey", self.writer.key, folder)
        for size in [1 << 63, "9" * 5000, -1, "01", "1\u0661", "+1", "1_0"]:
            (folder / "checkpoint").write_bytes(self.writer.checkpoint(size, bytes(32)))
            self.refuses("a number", "--vkey", self.writer.key, folder)

    def test_hidden_bits(self):
        """that hides something in bits that do not count, behind the last entry or before its length is refused."""
        folder, _, checkpoint = self.written(3)
        asked = ["--vkey", self.writer.key, folder]
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        last = letters[letters.index(chr(checkpoint[-3])) ^ 1]
        self.assertEqual(checkpoint[-2:], b"=\n")
        for hidden in [last.encode() + b"=\n", chr(checkpoint[-3]).encode() + b"= \n"]:
            (folder / "checkpoint").write_bytes(checkpoint[:-3] + hidden)
            self.refuses("base64", *asked)
        (folder / "checkpoint").write_bytes(checkpoint)
        bundle = folder / "tile/entries/000.p/3"
        whole = bundle.read_bytes()
        bundle.write_bytes(whole + b"\0\0")
        self.refuses("tile/entries/000.p/3 goes on after entry 2", *asked)
        for length in [1, len(whole) // 3 + 1, len(whole) - 1]:
            bundle.write_bytes(whole[:length])
            self.refuses(f"entry {length // (len(whole) // 3)} is cut off", *asked)

    def test_noise(self):
        """of noise, cut or doubled texts is refused without a trace of the program."""
        folder, leaves, checkpoint = self.written(3)
        noise = random.Random(3)
        proof, entry = self.folder / "proof", self.folder / "entry"
        entry.write_bytes(b"entry 0 of log")
        good = proof_file(0, leaves, checkpoint)
        for _ in range(300):
            cut = noise.randrange(len(good))
            proof.write_bytes(noise.choice([
                noise.randbytes(noise.randrange(300)), good[:cut], good[cut:], good[:cut] + good,
                good[:cut] + noise.randbytes(3) + good[cut:], good[:cut] + b"\n\n" + good[cut:]]))
            self.refuses("", "--vkey", self.writer.key, "--proof", proof, "--entry", entry)
            (folder / "checkpoint").write_bytes(proof.read_bytes())
            self.refuses("", "--vkey", self.writer.key, folder)
        proof.write_bytes(good)
        self.assertEqual(run("--vkey", self.writer.key, "--proof", proof, "--entry", entry)[0], 0)

    def test_wrong_use(self):
        """is no matter of a wrong command, which has an exit status of its own and no trace either."""
        folder, _, checkpoint = self.written(1)
        key = self.writer.key
        for arguments in [
            [], [folder], ["--vkey", key], ["--vkey", "no key", folder], ["--vkey", folder / "checkpoint", folder],
            ["--vkey", key, folder / "none"], ["--vkey", key, "--proof", self.kept(checkpoint)],
            ["--vkey", key, "--checkpoint", folder / "none", folder], ["--vkey", "\udcff+\udcff+\udcff", folder],
            ["--vkey", key, "--proof", self.kept(checkpoint), "--entry", self.kept(checkpoint), folder],
        ]:
            done = subprocess.run(
                [sys.executable, PROGRAM, *arguments], capture_output=True, text=True, errors="replace", check=False)
            self.assertEqual(done.returncode, 2, done)
            self.assertNotIn("Traceback", done.stderr)
        (self.folder / "key").write_text(key + "\n")
        done = subprocess.run(
            [sys.executable, PROGRAM, "--vkey", self.folder / "key", folder], capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done)


@with_data
class Vectors(unittest.TestCase):
    """The vectors of others"""

    def test_proofs(self):
        """for proofs get the right verdict, all of them, but those that say nothing and are refused here."""
        seen = {True: 0, False: 0}
        for probe in probes("merkle-proof-probes.json"):
            proof = [base64.b64decode(part) for part in probe["proof"] or []]
            names = {"root", "root1", "root2", "leafHash"} & set(probe)
            hashes = {name: base64.b64decode(probe[name]) for name in names}
            if probe["kind"] == "inclusion":
                index, size = probe["leafIdx"], probe["treeSize"]
                asked = [index, index + 1, size, hashes["leafHash"], hashes["root"], proof]
            elif probe["kind"] == "consistency":
                asked = [0, probe["size1"], probe["size2"], hashes["root1"], hashes["root2"], proof]
            elif probe["kind"] == "subtreeinclusion":
                index, size = probe["leafIdx"] - probe["start"], probe["end"] - probe["start"]
                aligned = size > 0 and probe["start"] % (1 << (size - 1).bit_length()) == 0
                asked = [index if aligned else -1, index + 1, size, hashes["leafHash"], hashes["root"], proof]
            else:
                self.assertEqual(probe["kind"], "subtreeconsistency")
                asked = [probe["start"], probe["end"], probe["size"], hashes["root1"], hashes["root2"], proof]
            # Their reader holds that no entries at all are a part of any tree, and that equal roots may be any bytes.
            says_nothing = asked[0] == asked[1] or any(len(value) != 32 for value in hashes.values())
            verdict = is_true(verify_trail.verify_path, *asked)
            self.assertEqual(verdict, not probe["wantErr"] and not says_nothing, probe["path"])
            seen[verdict == (not probe["wantErr"])] += 1
        self.assertEqual(seen, {True: 510, False: 8})

    def test_notes(self):
        """for signed notes get the right verdict, with every key that signed."""
        vectors = probes("signed-note-checkpoint.json")
        for probe in vectors["valid"]:
            keys = [verify_trail.read_key(key) for key in probe["vkeys"]]
            self.assertEqual(verify_trail.open_note(probe["note"].encode(), keys)[1], probe["verified"], probe["name"])
        for probe in vectors["must_not_open"]:
            keys = [verify_trail.read_key(key) for key in probe["vkeys"]]
            self.assertFalse(is_true(verify_trail.open_note, probe["note"].encode(), keys), probe["name"])

    def test_keys(self):
        """for keys get the right verdict: no part of one and nothing beside one is one."""
        vectors = probes("signed-note-checkpoint.json")
        good = vectors["valid"][0]["vkeys"][0]
        wrong = [good[first:last] for first in range(len(good)) for last in range(first, len(good) + 1)]
        wrong += [good[:place] + chr(ord(good[place]) + 1) + good[place + 1:] for place in range(len(good))]
        for key in vectors["bad_vkeys"] + [key for key in wrong if key != good]:
            self.assertFalse(is_true(verify_trail.read_key, key), key)

    def test_checkpoints(self):
        """for the text of checkpoints and the paths of tiles are read as they are meant."""
        vectors = probes("signed-note-checkpoint.json")
        for probe in vectors["checkpoints_valid"]:
            checkpoint = verify_trail.read_checkpoint(probe["in"])
            self.assertEqual((checkpoint.origin, checkpoint.size), (probe["origin"], probe["size"]))
        for text in vectors["checkpoints_invalid"]:
            self.assertFalse(is_true(verify_trail.read_checkpoint, text), text)
        for probe in vectors["tile_paths_height8"]:
            width = probe.get("width", verify_trail.TILE)
            self.assertEqual(verify_trail.tile_path(0, probe["index"], width), probe["path"])
            self.assertEqual(verify_trail.place_of(probe["path"]), (0, probe["index"], width))

    def test_trees(self):
        """for trees have the roots and proofs that they should, to the verifier and to the writer of these tests."""
        vectors = probes("rfc6962-tree.json")
        leaves = [verify_trail.leaf_hash(bytes.fromhex(leaf)) for leaf in vectors["leaves_hex"]]
        roots = {int(size): bytes.fromhex(root) for size, root in vectors["roots"].items()}
        for size, root in roots.items():
            self.assertEqual((verify_trail.root_of([leaves[:size]]), tree_root(leaves[:size])), (root, root))
        for probe in vectors["inclusion"]:
            index, size, proof = probe["index"], probe["size"], [bytes.fromhex(part) for part in probe["proof"]]
            verify_trail.verify_path(index, index + 1, size, leaves[index], roots[size], proof)
            self.assertEqual(tree_path(index, leaves[:size]), proof)
        for probe in vectors["consistency"]:
            old, new, proof = probe["old"], probe["new"], [bytes.fromhex(part) for part in probe["proof"]]
            verify_trail.verify_path(0, old, new, roots[old], roots[new], proof)


if __name__ == "__main__":
    unittest.main()
