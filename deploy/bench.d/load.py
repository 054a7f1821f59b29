"""The two loads: wrk against the service, pgbench against PostgreSQL."""
import json
import re
import subprocess

from cpu import Window
from office import DEPLOY, newest_postgresql, run


class Load:
    def __init__(self, office, seconds):
        self.office = office
        self.seconds = seconds
        self.requests = 0  # so many has the service answered
        self.scratch = office.folder / "bench"
        self.scratch.mkdir(exist_ok=True)

    def wrk(self, login, clients, *what, seconds=None):
        """Answers requests per second, milliseconds, and microseconds of processor for each request."""
        office = self.office
        with Window(office) as window:
            output = run("wrk", "--threads", 1, "--connections", clients, "--duration", f"{seconds or self.seconds}s",
                         "--timeout", "20s", "--script", DEPLOY / "bench.d/requests.lua", f"http://127.0.0.1:{office.port}",
                         "--", office.tokens[login], *what)
        result = json.loads(re.search(r"^RESULT (.*)", output, re.MULTILINE)[1])
        self.requests += result["requests"]
        if result["refused"] or result["broken"]:
            ended = office.service.poll()
            state = "runs" if ended is None else f"ended with {ended}"
            raise SystemExit(f"The service ({state}) did not answer as it should: {result}; see {office.folder}/service.log")
        return result | {"rate": result["requests"] / result["seconds"]} | cost(window, result["requests"])

    def pgbench(self, clients, script):
        path = self.scratch / "script.sql"
        path.write_text(script.text)
        definitions = [word for name, value in script.definitions.items() for word in ("--define", f"{name}={value}")]
        with Window(self.office) as window:
            output = run(newest_postgresql() / "pgbench", "--no-vacuum", "--protocol", "prepared", "--client", clients,
                         "--jobs", 1, "--time", self.seconds, "--file", path, *definitions, self.office.account)
        done = int(re.search(r"actually processed: (\d+)", output)[1])
        if "number of failed transactions: 0 " not in output:
            raise SystemExit(output)
        rate = float(re.search(r"tps = ([\d.]+)", output)[1])
        return {"rate": rate, "requests": done, "seconds": done / rate} | cost(window, done)

    def paths(self, name, paths):
        file = self.scratch / name
        file.write_text("".join(path + "\n" for path in paths))
        return "paths", file


def cost(window, count):
    each = 1e6 / max(count, 1)
    return {"service_us": window.service * each, "postgresql_us": window.postgresql * each, "load_us": window.load * each,
            "foreign": window.foreign}


def together(runs):
    """Several runs as one: rates by all their time, the worst of everything else."""
    count = sum(run["requests"] for run in runs)
    total = {key: max(run[key] for run in runs) for key in runs[0]}
    total |= {key: sum(run[key] * run["requests"] for run in runs) / count for key in runs[0] if key.endswith("_us")}
    return total | {"requests": count, "rate": count / sum(run["seconds"] for run in runs)}
