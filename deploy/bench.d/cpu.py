"""Who used the processors during a window: the service, PostgreSQL, the load, and strangers who spoil the figures."""
import os
import pathlib
import resource
import time

TICK = os.sysconf("SC_CLK_TCK")


class Window:
    """Measures from `with` to its end."""

    def __init__(self, office):
        self.office = office

    def __enter__(self):
        self.before = self.read()
        self.begin = time.monotonic()
        return self

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self.begin
        after = self.read()
        spent = {name: after[name] - self.before[name] for name in after}
        self.service, self.postgresql, self.load = spent["service"], spent["postgresql"], spent["load"]
        total = spent["idle"] + spent["busy"]
        ours = self.service + self.postgresql + self.load
        # The two clocks tick apart by a little.
        self.foreign = max(0, (spent["busy"] - ours) / total) if total else 0

    def read(self):
        user, nice, system, idle, iowait, irq, softirq, steal = (
            int(word) / TICK for word in open("/proc/stat").readline().split()[1:9])
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {
            "idle": idle + iowait, "busy": user + nice + system + irq + softirq + steal,
            "load": children.ru_utime + children.ru_stime,
            "service": spent_by(self.office.service.pid) if self.office and self.office.service else 0,
            "postgresql": spent_in(self.office.cluster) if self.office else 0,
        }


def spent_by(process, with_children=False):
    try:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1].split()
    except OSError:
        return 0
    return sum(int(ticks) for ticks in fields[11:15 if with_children else 13]) / TICK


def spent_in(cluster):
    """By PostgreSQL: each of its processes stands in its folder, and the first knows what those that ended have spent."""
    total = 0
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(folder / "cwd") == str(cluster):
                total += spent_by(folder.name, with_children=True)
        except OSError:
            continue
    return total
