#!/usr/bin/python3
"""Checks an audit trail without trusting the program that wrote it, of which it shares no code.

    verify_trail.py --vkey KEY [--checkpoint OLD] [--events CSV] [--checkpoints CSV] [--archived CSV --archives DIR] FOLDER
    verify_trail.py --vkey KEY --proof FILE --entry FILE

The first form reads a whole log in the layout of C2SP tlog-tiles: that its checkpoint is signed, that every entry
hashes to the lowest tiles, and these, tile by tile, to the signed root. Where a log follows another (log-2 in FOLDER),
that it begins with the other's last checkpoint; give --vkey for each. With --checkpoint, also that the log still holds,
unchanged and in order, all that a checkpoint kept from earlier counted. With --events, also that the database has what
was sealed; `--statements` prints what psql needs to write the three CSV files. Months that were left out of the database
must be in their archives (--archived lists them, --archives is where they are; needs the program zstd). The second form
needs no log: a proof (C2SP tlog-proof) shows that one entry stands in it.

KEY is a verifier key, name+hash+base64, or a file with one. Take it from the log's owner by another way than the log.
Exit status: 0 all is as signed; 1 something is not, and the first event, entry or tile is named; 2 wrong use.
"""
import argparse
import base64
import csv
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
from collections import namedtuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("The Python package cryptography is needed (Debian: python3-cryptography).", file=sys.stderr)
    sys.exit(2)

Key = namedtuple("Key", "name id public")
Checkpoint = namedtuple("Checkpoint", "origin size root")

ED25519 = 1  # the type byte of C2SP signed-note
HASH = 32
TILE = 256  # hashes in a full tile, entries in a full bundle
LONGEST_ENTRY = 65535
LONGEST_BUNDLE = TILE * (2 + LONGEST_ENTRY)
LONGEST_NOTE = 1 << 20
MOST_SIGNATURES = 100
LARGEST = (1 << 63) - 1


class Untrue(Exception):
    """Something is not what it claims to be; the message says what and where."""


def read_file(path, limit):
    """The bytes of a plain file: a pipe would keep us waiting, and a device or a giant would fill the memory."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Untrue(f"{path!r} is no plain file")
        with open(handle, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    finally:
        os.close(handle)
    if len(data) > limit:
        raise Untrue(f"{path!r} is longer than {limit} bytes")
    return data


def exact_base64(text):
    """The bytes of a text in the one way that base64 may write them: no blanks, no bits that do not count."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Untrue("what should be base64 is none") from None
    if base64.b64encode(data).decode() != text:
        raise Untrue("what should be base64 is not written as it must be")
    return data


def exact_number(text):
    if not re.fullmatch("0|[1-9][0-9]{0,18}", text) or int(text) > LARGEST:
        raise Untrue("what should be a number is none, or not written as it must be")
    return int(text)


def is_name(name):
    return bool(name) and "+" not in name and not any(sign.isspace() for sign in name)


def read_key(text):
    """A verifier key: name, hash, and base64 of its type and the public key, with + between them."""
    name, written, data = (text.split("+", 2) + ["", ""])[:3]
    data = exact_base64(data)
    if not is_name(name) or len(data) != 1 + HASH or data[0] != ED25519:
        raise Untrue("not a verifier key for Ed25519, name+hash+base64")
    identifier = hashlib.sha256(name.encode("utf-8", "surrogateescape") + b"\n" + data).digest()[:4]
    if identifier.hex() != written:
        raise Untrue("the verifier key's hash is not that of its name and key")
    return Key(name, identifier, data[1:])


def open_note(note, keys):
    """The text of a C2SP signed note, and the names of the known keys that signed it.

    Signatures of unknown keys are passed over. One known key's wrong signature spoils the whole note.
    """
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        raise Untrue("the note is not UTF-8") from None
    text, blank, block = whole.rpartition("\n\n")
    if not blank or not block.endswith("\n") or any(sign < " " and sign != "\n" for sign in whole):
        raise Untrue("the note is no text with signatures below it")
    text, lines, signers = text + "\n", block[:-1].split("\n"), []
    if len(lines) > MOST_SIGNATURES:
        raise Untrue(f"the note has more than {MOST_SIGNATURES} signatures")
    for line in lines:
        dash, name, signature = (line.split(" ", 2) + ["", ""])[:3]
        data = exact_base64(signature)
        if dash != "\u2014" or not is_name(name) or len(data) < 5:
            raise Untrue("a line among the note's signatures is none")
        for key in keys:
            if (key.name, key.id) == (name, data[:4]):
                try:
                    Ed25519PublicKey.from_public_bytes(key.public).verify(data[4:], text.encode("utf-8"))
                except (InvalidSignature, ValueError):
                    raise Untrue(f"the note's signature by {name} is wrong") from None
                signers.append(name)
    if not signers:
        raise Untrue("the note is not signed by the key that was given")
    return text, signers


def read_checkpoint(text):
    """Origin, size and root, a line each (C2SP tlog-checkpoint)."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise Untrue("a checkpoint is three lines: origin, size and root")
    return Checkpoint(lines[0], exact_number(lines[1]), exact_base64(lines[2]))


def signed_checkpoint(note, key):
    checkpoint = read_checkpoint(open_note(note, [key])[0])
    if checkpoint.origin != key.name:
        raise Untrue("the checkpoint is of another log than the key")
    return checkpoint


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of_perfect(hashes):
    """The root over hashes whose number is a power of two (RFC 6962 section 2.1)."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
    return hashes[0]


def root_of(levels):
    """The root of a tree, from the hashes in the unfilled last tile of each level, the lowest level first.

    Each 1 in the binary size is a perfect subtree; they are joined from the smallest, on the right, to the largest.
    """
    root = None
    for hashes in levels:
        end = len(hashes)
        while end:
            width = end & -end
            subtree = root_of_perfect(hashes[end - width:end])
            root = subtree if root is None else node_hash(subtree, root)
            end -= width
    return hashlib.sha256(b"").digest() if root is None else root


def verify_path(start, end, size, part_root, root, proof):
    """Checks that the entries from `start` up to `end` have the root `part_root` in a tree of that size and root.

    One entry is an inclusion proof, all entries from 0 on are a consistency proof (RFC 9162 sections 2.1.3.2 and
    2.1.4.2); the form for any subtree is that of draft-ietf-plants-merkle-tree-certs.
    """
    if not 0 <= start < end <= size <= LARGEST or start % (1 << (end - start - 1).bit_length()):
        raise Untrue("the proof does not fit the index and size")
    if any(len(part) != HASH for part in [part_root, root, *proof]):
        raise Untrue("a hash of the proof has not the length of one")
    first, last, edge = start, end - 1, size - 1
    while first != last and (last == edge or last & 1):
        first, last, edge = first >> 1, last >> 1, edge >> 1
    rest = list(proof)
    if first != last and not rest:
        raise Untrue("the proof is too short")
    part = whole = part_root if first == last else rest.pop(0)
    for sibling in rest:
        if edge == 0:
            raise Untrue("the proof is too long")
        if last & 1 or last == edge:
            part = node_hash(sibling, part) if first < last else part
            whole = node_hash(sibling, whole)
            while last and not last & 1:
                first, last, edge = first >> 1, last >> 1, edge >> 1
        else:
            whole = node_hash(whole, sibling)
        first, last, edge = first >> 1, last >> 1, edge >> 1
    if edge or part != part_root or whole != root:
        raise Untrue("the proof does not lead to the root")


def tile_path(level, number, width=TILE):
    """Tile 1234067 is x001/x234/067; a part of it has a folder of its own."""
    digits = f"{number % 1000:03d}"
    while number >= 1000:
        number //= 1000
        digits = f"x{number % 1000:03d}/{digits}"
    return f"tile/{level}/{digits}" if width == TILE else f"tile/{level}/{digits}.p/{width}"


def read_tile(folder, level, number, width):
    """The hashes of a tile, or the entries of a bundle, which each have their length in two bytes before them."""
    path = tile_path(level, number, width)
    data = read_file(os.path.join(folder, path), LONGEST_BUNDLE if level == "entries" else TILE * HASH)
    if level != "entries":
        if len(data) != width * HASH:
            raise Untrue(f"{path} has {len(data)} bytes and not {width * HASH}")
        return [data[i:i + HASH] for i in range(0, len(data), HASH)]
    entries, place = [], 0
    for index in range(number * TILE, number * TILE + width):
        start = place + 2
        place = start + int.from_bytes(data[place:start], "big")
        if max(start, place) > len(data):
            raise Untrue(f"entry {index} is cut off in {path}")
        entries.append(data[start:place])
    if place != len(data):
        raise Untrue(f"{path} goes on after entry {number * TILE + width - 1}")
    return entries


def read_items(folder, level, number, width):
    """As many hashes or entries as a tree needs of a tile: once it is full, its parts may be gone."""
    for have in [width, TILE]:
        try:
            return read_tile(folder, level, number, have)[:width]
        except (FileNotFoundError, NotADirectoryError):
            continue
    raise Untrue(f"{tile_path(level, number, width)} is missing")


def check_tile(folder, level, number, hashes):
    """Compares a tile with what was computed from below."""
    for place, stored in enumerate(read_items(folder, level, number, len(hashes))):
        index = number * TILE + place
        if stored != hashes[place] and level == 0:
            raise Untrue(f"entry {index} does not hash to what {tile_path(0, number, len(hashes))} has for it")
        if stored != hashes[place]:
            raise Untrue(f"{tile_path(level, number, len(hashes))}: not the hash of {tile_path(level - 1, index)}")


def verify_log(folder, key, kept=None, wanted=()):
    """Checks a whole log and returns its checkpoint and its roots at the sizes `wanted`; it must extend `kept`."""
    checkpoint = signed_checkpoint(read_file(os.path.join(folder, "checkpoint"), LONGEST_NOTE), key)
    if kept and kept.size > checkpoint.size:
        raise Untrue(f"the log has shrunk: {kept.size} entries were signed before, {checkpoint.size} are now")
    levels = [[]]  # what was computed and is not yet in a full tile, by level
    roots, sizes = {}, {}
    for size in [*wanted, *([kept.size] if kept else [])]:
        sizes.setdefault(size // TILE, []).append(size)
    for first in range(0, checkpoint.size, TILE):
        entries = read_items(folder, "entries", first // TILE, min(TILE, checkpoint.size - first))
        levels[0] = [leaf_hash(entry) for entry in entries]
        for size in sizes.get(first // TILE, []):
            roots[size] = root_of([levels[0][:size - first], *levels[1:]])
        level, number = 0, first // TILE
        while len(levels[level]) == TILE:
            check_tile(folder, level, number, levels[level])
            if level + 1 == len(levels):
                levels.append([])
            levels[level + 1].append(root_of_perfect(levels[level]))
            levels[level] = []
            level, number = level + 1, number // TILE
    for level, hashes in enumerate(levels):
        if hashes:
            check_tile(folder, level, checkpoint.size >> 8 * level + 8, hashes)
    roots[checkpoint.size] = root_of(levels)
    if kept and roots[kept.size] != kept.root:
        raise Untrue(f"the log was rewritten: its first {kept.size} entries have another root than was signed before")
    if roots[checkpoint.size] != checkpoint.root:
        raise Untrue(f"the {checkpoint.size} entries have another root than the checkpoint")
    return checkpoint, roots


def place_of(path):
    """Level, number and width of a tile, from its path; nothing for another file."""
    pattern = r"tile/(entries|[0-7])/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
    match = re.fullmatch(pattern, path)
    if not match:
        return None
    level = "entries" if match[1] == "entries" else int(match[1])
    number, width = int(re.sub("[x/]", "", match[2])), int(match[3] or TILE)
    return (level, number, width) if width <= TILE and tile_path(level, number, width) == path else None


def verify_leftovers(folder, size):
    """Compares parts of tiles that are left from smaller trees with the tree; returns how many files are no part of it.

    Such are tiles that are written and not yet signed.
    """
    unknown = 0
    for parent, _, names in os.walk(os.path.join(folder, "tile")):
        for path in [os.path.relpath(os.path.join(parent, name), folder) for name in names]:
            level, number, width = place_of(path) or (0, LARGEST, 0)
            needed = min(TILE, (size if level == "entries" else size >> 8 * level) - number * TILE)
            both = min(width, needed)
            if both <= 0:
                unknown += 1
            elif width != needed:
                tile = read_tile(folder, level, number, width)
                if tile[:both] != read_items(folder, level, number, needed)[:both]:
                    raise Untrue(f"{path} is not a part of the tree")
    return unknown


def verify_proof(proof, entry, key):
    """Checks by a proof file alone that an entry stands in a log; returns its index and the checkpoint."""
    head, _, note = proof.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    if len(lines) > 1 and lines[1].startswith("extra "):
        exact_base64(lines.pop(1)[len("extra "):])
    if lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 2 or not lines[1].startswith("index "):
        raise Untrue("not a proof file of the form c2sp.org/tlog-proof@v1")
    index = exact_number(lines[1][len("index "):])
    checkpoint = signed_checkpoint(note, key)
    path = [exact_base64(line) for line in lines[2:]]
    verify_path(index, index + 1, checkpoint.size, leaf_hash(entry), checkpoint.root, path)
    return index, checkpoint


def entries_of(folder, size):
    """The entries of a log that was found good, one after the other."""
    for first in range(0, size, TILE):
        yield from read_items(folder, "entries", first // TILE, min(TILE, size - first))


# ---- the database, as psql wrote it down

EVENTS = """\\copy (SELECT e.log_id, e.xid, e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at, \
e.agency_id, e.actor_id, e.actor_roles, e.channel, e.network, e.session, e.request, e.action, e.outcome, e.reason, \
e.object_kind, e.object_id, e.document_id, e.version, e.detail, encode(e.commitment, 'hex') AS commitment, e.behalf, \
e.off_hours, array_to_json(e.sought) AS sought, p.event_id AS apart, p.agency_id AS apart_agency, \
encode(p.salt, 'hex') AS salt, p.text FROM audit.event e LEFT JOIN audit.particulars p ON p.event_at = e.at \
AND p.event_id = e.id ORDER BY e.log_id, e.xid, e.id) TO 'events.csv' (FORMAT csv, HEADER)"""
CHECKPOINTS = """\\copy (SELECT log_id, size, encode(root, 'hex') AS root, through_log, through_xid, through_id, note \
FROM audit.checkpoint ORDER BY log_id, size) TO 'checkpoints.csv' (FORMAT csv, HEADER)"""
ARCHIVED = """\\copy (SELECT to_char(month, 'YYYY-MM') AS month, file, encode(digest, 'hex') AS digest, events \
FROM audit.archive WHERE left_out_at IS NOT NULL ORDER BY month) TO 'archived.csv' (FORMAT csv, HEADER)"""

ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def read_rows(path):
    """The rows of a CSV file with a head, as psql writes it."""
    csv.field_size_limit(1 << 24)
    with open(path, newline="", encoding="utf-8") as file:
        try:
            yield from csv.DictReader(file, strict=True)
        except (csv.Error, UnicodeDecodeError) as error:
            raise Untrue(f"{path!r} is no CSV file: {error}") from None


def quoted(text):
    """A string of JSON as leaves have it: escaped is what must be, and what ends a line for some reader."""
    escape = lambda sign: ESCAPES.get(sign[0]) or f"\\u{ord(sign[0]):04x}"  # noqa: E731
    return '"' + re.sub('["\\\\\x00-\x1f\x7f\u2028\u2029]', escape, text) + '"'


def leaf_of(row):
    """What must have been sealed of an event."""
    moment, _, fraction = row["at"].partition(".")
    fraction = fraction.rstrip("0")
    named = [("id", row["id"]), ("at", moment + ("." + fraction if fraction else "") + "Z")]
    columns = ["agency_id", "actor_id", "actor_roles", "channel", "network", "session", "request", "action", "outcome",
               "reason", "object_kind", "object_id", "document_id", "version"]
    names = ["agency", "actor", "roles", "channel", "network", "session", "request", "event", "outcome", "reason",
             "object", "objectId", "document", "version"]
    named += [(name, row[column]) for name, column in zip(names, columns)]
    members = ['"v":1'] + [f'"{name}":{quoted(text)}' for name, text in named if text]
    if row["detail"] != "{}":
        members.append(f'"detail":{row["detail"]}')
    members += [f'"{name}":{quoted(row[column])}' for name, column in [("blind", "commitment"), ("behalf", "behalf")]
                if row[column]]
    if row["off_hours"] == "t":
        members.append('"offHours":true')
    if row["sought"]:
        words = [quoted(word) if word is not None else "null" for word in json.loads(row["sought"])]
        members.append('"sought":[' + ",".join(words) + "]")
    return ("{" + ",".join(members) + "}").encode()


def id_of(entry):
    match = re.match(rb'\{"v":1,"id":"([0-9]{1,19})"', entry)
    return int(match[1]) if match else None


def are_particulars_right(row):
    """Whether what stands apart of an event is what the event committed to; what was erased is not there to compare."""
    if not row["apart"]:
        return True
    salted = bytes.fromhex(row["salt"]) + row["text"].encode()
    return hashlib.sha256(salted).hexdigest() == row["commitment"] and row["apart_agency"] == row["agency_id"]


class Comparison:
    """Goes through the events of the database and the entries of the logs side by side."""

    def __init__(self, events, archived):
        self.path, self.archived = events, archived
        self.rows = read_rows(events)
        self.row = next(self.rows, None)
        self.place = None  # of the event that was compared last
        self.compared = 0

    def compare(self, number, folder, size, ends):
        """Compares one log. `ends` has the place of the last event that each checkpoint names, by size."""
        for index, entry in enumerate(entries_of(folder, size)):
            if number > 1 and index == 0:
                continue
            if not self.is_next(entry):
                if (number, index) in self.archived and (self.row is None or id_of(entry) != int(self.row["id"])):
                    continue
                self.name(folder, size, index, entry)
            if not are_particulars_right(self.row):
                raise Untrue(f"event {self.row['id']} (entry {index}) was particulars altered")
            self.place = tuple(int(self.row[column]) for column in ["log_id", "xid", "id"])
            if ends.get(index + 1, self.place) != self.place:
                raise Untrue(f"the checkpoint at {index + 1} of log {number} names another last event")
            self.compared += 1
            self.row = next(self.rows, None)

    def is_next(self, entry):
        return self.row is not None and leaf_of(self.row) == entry

    def name(self, folder, size, index, entry):
        """Says what happened to the first event that is not as it was sealed."""
        wanted, found = id_of(entry), int(self.row["id"]) if self.row else None
        if wanted is None:
            raise Untrue(f"entry {index} is no event")
        if found == wanted:
            raise Untrue(f"event {wanted} (entry {index}) was altered")
        if not any(int(row["id"]) == wanted for row in read_rows(self.path)):
            raise Untrue(f"event {wanted} (entry {index}) was removed")
        later = {id_of(entry) for place, entry in enumerate(entries_of(folder, size)) if place >= index}
        if found in later:
            raise Untrue(f"event {found} (entry {index}) was reordered")
        following = next((int(row["id"]) for row in self.rows if int(row["id"]) in later), None)
        if found is None or following != wanted:
            raise Untrue(f"event {wanted} (entry {index}) was reordered")
        raise Untrue(f"event {found} (entry {index}) was inserted")


def check_checkpoints(rows, key, number, checkpoint, roots):
    """Checks what the database keeps of a log's checkpoints against its tree; returns the last events they name."""
    ends = {}
    for row in rows:
        size = int(row["size"])
        try:
            signed = signed_checkpoint(row["note"].encode(), key)
        except Untrue as error:
            raise Untrue(f"the checkpoint at {size} of log {number}: {error}") from None
        if (signed.size, signed.root.hex()) != (size, row["root"]):
            raise Untrue(f"the checkpoint at {size} of log {number} is not what its row says")
        if size <= checkpoint.size and roots[size] != signed.root:
            raise Untrue(f"the first {size} entries of log {number} have another root than was signed")
        ends[size] = tuple(int(row[column]) for column in ["through_log", "through_xid", "through_id"])
    return ends


# ---- archives

def read_archive(path):
    """The lines of an archive, each a JSON object."""
    if path.endswith(".zst"):
        with subprocess.Popen(["zstd", "-q", "-d", "-c", "--memory=134217728", path], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as process:
            yield from map(json.loads, process.stdout)
        if process.returncode:
            raise ValueError("zstd")
    else:
        with open(path, encoding="utf-8") as file:
            yield from map(json.loads, file)


def check_archive(folder, archives, row, sizes):
    """Checks one archive against the log; returns (log, index) of its events that need not be in the database."""
    name, absent, count = row["file"], set(), 0
    if "/" in name or not name or name.startswith("."):
        raise Untrue(f"the archive of {row['month']} has a name that is none")
    path = os.path.join(archives, name)
    if not os.path.isfile(path):
        raise Untrue(f"the archive {name} is missing")
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
    if digest.hexdigest() != row["digest"]:
        raise Untrue(f"the archive {name} was altered or cut off")
    bundle = (None, None, [])
    try:
        for line in read_archive(path):
            if "entry" not in line:
                if line.get("archive", row["month"]) != row["month"]:
                    raise Untrue(f"the archive {name} is of another month")
                continue
            log, index, entry = line["log"], line["index"], line["entry"].encode()
            if not 0 <= index < sizes.get(log, 0):
                raise Untrue(f"the archive {name} has an event that was not sealed")
            if bundle[:2] != (log, index // TILE):
                width = min(TILE, sizes[log] - index // TILE * TILE)
                bundle = (log, index // TILE, read_items(log_folder(folder, log), "entries", index // TILE, width))
            if bundle[2][index % TILE] != entry:
                raise Untrue(f"the archive {name} has another event than was sealed as entry {index}")
            if "particulars" in line:
                salted = bytes.fromhex(line["salt"]) + line["particulars"].encode()
                if f',"blind":"{hashlib.sha256(salted).hexdigest()}"'.encode() not in entry:
                    raise Untrue(f"the archive {name} has other particulars than entry {index} committed to")
            count += 1
            if b',"document":"' not in entry:
                absent.add((log, index))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Untrue(f"the archive {name} was altered or cut off") from None
    if count != int(row["events"]):
        raise Untrue(f"the archive {name} does not have all of its events")
    return absent


# ---- logs that follow each other

def key_of_note(note, keys):
    """The one of the keys whose name the note's first line is."""
    origin = note.split(b"\n", 1)[0].decode("utf-8", "replace")
    key = next((key for key in keys if key.name == origin), None)
    if key is None:
        raise Untrue(f"the checkpoint of {origin!r} has none of the keys")
    return key


def verify_any_proof(proof, entry, keys):
    note = proof.partition(b"\n\n")[2]
    return verify_proof(proof, entry, keys[0] if len(keys) == 1 else key_of_note(note, keys))


def log_folder(folder, number):
    return folder if number == 1 else os.path.join(folder, f"log-{number}")


def key_of_log(folder, keys):
    """The one of the keys that the log's checkpoint names."""
    return keys[0] if len(keys) == 1 else key_of_note(read_file(os.path.join(folder, "checkpoint"), LONGEST_NOTE), keys)


def check_opening(folder, number, checkpoint, before, key_before):
    """Checks that a log begins with the last checkpoint of the one before."""
    try:
        opening = json.loads(next(entries_of(folder, min(1, checkpoint.size))))
        if opening["v"] != 1 or opening["opens"] != checkpoint.origin:
            raise ValueError
        follows = signed_checkpoint(opening["follows"].encode(), key_before)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        raise Untrue(f"the opening of log {number} is none") from None
    if (follows.size, follows.root) != (before.size, before.root):
        raise Untrue(f"the opening of log {number} does not follow log {number - 1}")


def verify_trail(asked, kept):
    """Checks all logs and, where it was asked for, the database; returns each log's checkpoint."""
    rows = list(read_rows(asked.checkpoints)) if asked.checkpoints else []
    found, number = [], 1
    while number == 1 or os.path.exists(os.path.join(log_folder(asked.folder, number), "checkpoint")):
        folder = log_folder(asked.folder, number)
        key = key_of_log(folder, asked.keys)
        own = [row for row in rows if int(row["log_id"]) == number]
        checkpoint, roots = verify_log(folder, key, kept if kept and kept.origin == key.name else None,
                                       [int(row["size"]) for row in own])
        if found:
            check_opening(folder, number, checkpoint, found[-1][0], found[-1][1])
        ends = check_checkpoints(own, key, number, checkpoint, roots)
        found.append((checkpoint, key, ends))
        number += 1
    sizes = {number + 1: checkpoint.size for number, (checkpoint, _, _) in enumerate(found)}
    archived = set()
    for row in read_rows(asked.archived) if asked.archived else []:
        archived |= check_archive(asked.folder, asked.archives, row, sizes)
    if asked.events:
        comparison = Comparison(asked.events, archived)
        for number, (checkpoint, _, ends) in enumerate(found, 1):
            # A database that went back before the next log was opened has less than was signed.
            size = checkpoint.size
            if number < len(found) and asked.checkpoints:
                size = min(size, max(ends, default=0))
            if number == len(found) and asked.checkpoints and max(ends, default=0) < checkpoint.size:
                raise Untrue(f"the database went back: {checkpoint.size} entries were signed, it has the checkpoint at "
                             f"{max(ends, default=0)}")
            comparison.compare(number, log_folder(asked.folder, number), size, ends)
        print(f"OK: {comparison.compared} events of the database are as they were sealed, {len(archived)} are in archives")
    return [checkpoint for checkpoint, _, _ in found]


class Statements(argparse.Action):
    """Prints what psql needs, and ends."""

    def __call__(self, parser, *_):
        print(EVENTS, CHECKPOINTS, ARCHIVED, sep="\n")
        parser.exit()


def read_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="the log")
    parser.add_argument("--vkey", required=True, action="append", metavar="KEY",
                        help="the log's verifier key, or a file with it; once for each log")
    parser.add_argument("--checkpoint", metavar="OLD", help="a checkpoint kept from earlier")
    parser.add_argument("--events", metavar="CSV", help="the database's events")
    parser.add_argument("--checkpoints", metavar="CSV", help="the database's checkpoints")
    parser.add_argument("--archived", metavar="CSV", help="the database's list of archives")
    parser.add_argument("--archives", metavar="DIR", help="where the archives are")
    parser.add_argument("--statements", nargs=0, action=Statements, help="print the psql commands for the CSV files")
    parser.add_argument("--proof", metavar="FILE", help="a .tlog-proof")
    parser.add_argument("--entry", metavar="FILE", help="the entry that the proof is of")
    asked = parser.parse_args(arguments)
    if bool(asked.proof) != bool(asked.entry) or bool(asked.proof) == bool(asked.folder):
        parser.error("give either FOLDER, or --proof and --entry")
    if asked.checkpoint and not asked.folder:
        parser.error("--checkpoint goes with FOLDER")
    if (asked.events or asked.checkpoints or asked.archived) and not asked.folder:
        parser.error("--events, --checkpoints and --archived go with FOLDER")
    if bool(asked.archived) != bool(asked.archives):
        parser.error("--archived and --archives go together")
    if asked.folder and not os.path.isdir(asked.folder):
        parser.error(f"{asked.folder!r} is no folder")
    for path in filter(None, [asked.checkpoint, asked.proof, asked.entry, asked.events, asked.checkpoints,
                               asked.archived]):
        if not os.path.isfile(path):
            parser.error(f"{path!r} is no file")
    try:
        asked.keys = []
        for key in asked.vkey:
            if os.path.isfile(key):
                key = read_file(key, LONGEST_NOTE).decode("utf-8").rstrip("\n")
            asked.keys.append(read_key(key))
    except (Untrue, OSError, ValueError) as error:
        parser.error(f"--vkey: {error}")
    return asked


def main(arguments=None):
    asked = read_arguments(arguments)
    try:
        if asked.proof:
            proof, entry = read_file(asked.proof, LONGEST_NOTE), read_file(asked.entry, LONGEST_ENTRY)
            index, checkpoint = verify_any_proof(proof, entry, asked.keys)
            print(f"OK: entry {index} of {checkpoint.size} in {checkpoint.origin!r}")
            return 0
        kept = None
        if asked.checkpoint:
            note = read_file(asked.checkpoint, LONGEST_NOTE)
            kept = signed_checkpoint(note, asked.keys[0] if len(asked.keys) == 1 else key_of_note(note, asked.keys))
        checkpoints = verify_trail(asked, kept)
        unknown = sum(verify_leftovers(log_folder(asked.folder, number), checkpoint.size)
                      for number, checkpoint in enumerate(checkpoints, 1))
    except (Untrue, OSError) as error:
        print(f"NOT OK: {error}")
        return 1
    for checkpoint in checkpoints:
        print(f"OK: {checkpoint.size} entries in {checkpoint.origin!r}, root "
              f"{base64.b64encode(checkpoint.root).decode()}")
    if kept:
        print(f"OK: extends the checkpoint kept at {kept.size} entries")
    if unknown:
        print(f"Not looked at: {unknown} files in tile/ of which the checkpoint does not speak")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
