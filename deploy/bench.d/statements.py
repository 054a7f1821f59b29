"""The yardstick of a request: pgbench with the very statements that the service sends for it.

They are read from the server's log, not written down here, so the yardstick cannot fall behind the program. What is
sent alone stays alone; the rest, answers or not, travels in one pipeline: no client could ask for less.
"""
import json
import pathlib
import re
import time


class Recorder:
    def __init__(self, office):
        self.office = office

    def __enter__(self):
        self.set(log_statement="all", log_destination="jsonlog", log_parameter_max_length="-1")
        return self

    def __exit__(self, *_):
        self.set(log_statement=None, log_destination=None, log_parameter_max_length=None)

    def set(self, **settings):
        for name, value in settings.items():
            what = f"ALTER SYSTEM RESET {name}" if value is None else f"ALTER SYSTEM SET {name} = '{value}'"
            self.office.psql("--command", what)
        self.office.psql("--command", "SELECT pg_reload_conf()")
        time.sleep(0.5)

    def statements(self, request):
        """What the service's role sent during `request`, one connection after the other: (text, values)."""
        self.log_lines()  # from before
        request()
        time.sleep(0.5)
        connections = {}
        for line in self.log_lines():
            match = re.match(r"execute [^:]*: (.*)", line.get("message", ""), re.DOTALL)
            # The seal works beside every request, and for none.
            is_request = line.get("user") == "congvan_service" and line.get("application_name") != "congvan seal"
            if match and is_request:
                connections.setdefault(line["pid"], []).append((match[1], values(line.get("detail", ""))))
        return [statement for statements in connections.values() for statement in statements]

    def log_lines(self):
        lines = []
        self.seen = getattr(self, "seen", {})
        for log in pathlib.Path(self.office.cluster, "log").glob("*.json"):
            text = log.read_text()
            lines += [json.loads(line) for line in text[self.seen.get(log, 0):].splitlines()]
            self.seen[log] = len(text)
        return lines


def values(detail):
    found = re.findall(r"\$\d+ = (NULL|'(?:[^']|'')*')", detail)
    return [None if value == "NULL" else value[1:-1].replace("''", "'") for value in found]


class Script:
    """A pgbench script of recorded statements.

    `varying` maps what was marked in the recorded request to the variable or expression that stands for it.
    """

    def __init__(self, statements, varying, head=""):
        self.definitions = {}
        self.varying = varying
        bodies = [self.statement(number, *statement) for number, statement in enumerate(statements)]
        begins = [i for i, (text, _) in enumerate(statements) if text.startswith("BEGIN")]
        lines = [head, *bodies[:begins[0]]]
        # One pipeline for each transaction: none begins before the answer of the one before is there.
        for begin, end in zip(begins, [*begins[1:], len(bodies)]):
            lines += ["\\startpipeline", *bodies[begin:end], "\\endpipeline"]
        self.text = "\n".join(lines) + "\n"

    def statement(self, number, text, values):
        def parameter(match):
            return self.expression(f"p{number}_{match[1]}", values[int(match[1]) - 1])
        return re.sub(r"\$(\d+)", parameter, text) + ";"

    def expression(self, name, value):
        if not value:  # pgbench has no variables for these
            return "NULL" if value is None else "''"
        for mark, stand_in in self.varying.items():
            pieces = re.split(rf"(?<![0-9A-Za-z]){mark}(?![0-9A-Za-z])", value)
            if len(pieces) > 1:
                return self.joined(name, pieces, stand_in)
        self.definitions[name] = value
        return f":{name}"

    def joined(self, name, pieces, stand_in):
        if pieces == ["", ""]:
            return stand_in
        parts = []
        for index, piece in enumerate(pieces):
            if index:
                parts.append(f"({stand_in})::text")
            if piece:
                self.definitions[f"{name}_{index}"] = piece
                parts.append(f":{name}_{index}")
        return f"({' || '.join(parts)})"
