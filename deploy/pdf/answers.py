"""What the program answers with."""
import json
import sys

# The classes of refusals, as exit statuses; words within a class stand in the answer.
BROKEN = 10  # no PDF, or a damaged one, or one of a kind that is not taken
LOCKED = 11  # encrypted
TOO_MUCH = 12  # more than the limits allow
ORDER = 13  # not now, not there, not twice
KEY = 14  # the key, its secret or its token
STAMPS = 15  # the server of time stamps


class Refusal(Exception):
    """Why what was asked is not done: a word for programs, and what it is about."""

    def __init__(self, word, status, detail=""):
        super().__init__(word)
        self.word, self.status, self.detail = word, status, detail

    def told(self):
        answer({"refused": self.word, "detail": self.detail[:500]})
        return self.status


def answer(value):
    json.dump(value, sys.stdout, ensure_ascii=False, sort_keys=True)
    sys.stdout.write("\n")
    return 0
