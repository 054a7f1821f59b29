"""Answers many questions in one process: a line of JSON with arguments in, a line of JSON with status and text out."""
import contextlib
import io
import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "deploy" / "auditor"))

import verify_trail  # noqa: E402

for line in sys.stdin:
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        status = verify_trail.main(json.loads(line))
    print(json.dumps([status, text.getvalue()]), flush=True)
