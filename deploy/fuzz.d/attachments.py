"""Seeds for the fuzzing of attachments: what is in the base64 of envelopes. attachments.py TO FOLDER…"""
import base64
import binascii
import hashlib
import pathlib
import re
import sys

target = pathlib.Path(sys.argv[1])
for folder in sys.argv[2:]:
    for path in sorted(pathlib.Path(folder).glob("*ml")):
        for text in re.findall(rb"<[^<>/]*ContentTransferEncoded[^>]*>([^<]+)<", path.read_bytes()):
            try:
                content = base64.b64decode(text, validate=True)
            except binascii.Error:
                content = None
            # The first byte chooses a name, and whether the rest is base64 already.
            for seed in [b"\x03" + content if content else None, b"\x83" + text]:
                if seed and len(seed) < 30_000:
                    (target / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
