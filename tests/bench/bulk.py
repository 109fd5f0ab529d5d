"""Work in bulk: a long import, and weeks in which nobody was there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from tests.bench import companies, plain
from tests.bench.commands import CADENCE, BenchError, Task, environment, interleaved
from tests.bench.figures import Figure, compared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PLAIN = (sys.executable, str(Path(plain.__file__)))
IMPORT_LIMIT = 8.0
CATCH_UP_LIMIT = 10.0
MEMORY_LIMIT = 200
# What catching up reads and writes: values in, judgements and the ladder's events out.
CAUGHT_UP = ["readings", "judgements", "escalations", "escalation_events", "history"]


_MEASURING = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""


def importing(folder: Path, rounds: int) -> list[Figure]:
    """Import 104,000 rows into a fresh company, against executemany of the same."""
    size = companies.WIDE
    fresh, source, target = folder / "fresh.db", folder / "values.csv", folder / "target.db"
    companies.Company(fresh, size, companies.NOW).close()
    lines = [",".join(row) for row in companies.rows(size)]
    source.write_text("\n".join(["kpi,period,value", *lines, ""]), "utf-8")
    tasks = {
        "executemany": Task((*PLAIN, "write", str(source), str(folder / "plain.db"))),
        "import": Task(lambda _: (CADENCE, "import", str(source), "--db", _copied(fresh, target))),
    }
    found = interleaved(tasks, environment(folder), rounds, warmup=0)
    return [compared("import of 104,000 rows / executemany alone", IMPORT_LIMIT, found["import"], found["executemany"])]


def exporting(folder: Path) -> list[Figure]:
    """Export 104,000 values, and restore them: the most memory that each takes, against what it may take."""
    source, document, target = folder / "export.db", folder / "export.json", folder / "restored.db"
    companies.build(source, companies.WIDE)
    runs = {
        "export of 104,000 values": ("export", "-o", str(document), "--db", str(source)),
        "export of them as a page": ("export", "--format", "html", "-o", str(folder / "o.html"), "--db", str(source)),
        "export of them as Markdown": ("export", "--format", "md", "-o", str(folder / "o.md"), "--db", str(source)),
        "backup of them": ("backup", str(folder / "backup.db"), "--db", str(source)),
        "export of them as tables": ("export", "--format", "csv", "-o", str(folder / "all.zip"), "--db", str(source)),
        "restore of them": ("restore", str(document), "--db", str(target)),
    }
    return [
        Figure(f"memory, {name} / {MEMORY_LIMIT} MiB", 1.0, most / MEMORY_LIMIT, most, "MiB")
        for name, words in runs.items()
        for most in [_memory_mib((CADENCE, *words), environment(folder))]
    ]


def _memory_mib(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Run a command, and give the most memory that it had; a small process starts it, for what starts one counts in."""
    done = subprocess.run(
        (sys.executable, "-c", _MEASURING, *command), env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchError(f"{' '.join(command)} failed: {done.stderr.strip()}")
    return int(done.stdout) / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def catching_up(folder: Path, rounds: int) -> list[Figure]:
    """Catch up three years of forty KPIs, against reading the same rows with sqlite3 alone."""
    unattended = companies.build_unattended(folder / "unattended.db")
    done = Path(_copied(unattended, folder / "caught-up.db"))
    _catch_up(done)
    target = folder / "catch-up.db"
    storing, reading = list[float](), list[float]()
    for _ in range(rounds):
        reading.append(_timed(lambda: plain.read(done, CAUGHT_UP)))
        _copied(unattended, target)
        storing.append(_timed(lambda: _catch_up(target)))
    tasks = {
        "read": Task((*PLAIN, "read", str(done), *CAUGHT_UP)),
        "status": Task((CADENCE, "status", "--db", str(unattended))),
        "record": Task(lambda _: (CADENCE, "record", companies.key(0), "61", "--db", _copied(unattended, target))),
    }
    found = interleaved(tasks, environment(folder), rounds)
    return [
        compared("catching up 156 weeks of 40 KPIs / reading the rows", CATCH_UP_LIMIT, storing, reading),
        compared(
            "status after those weeks / a process reading the rows", CATCH_UP_LIMIT, found["status"], found["read"]
        ),
        compared("record after those weeks / a process reading the rows", None, found["record"], found["read"]),
    ]


def _copied(source: Path, target: Path) -> str:
    """Copy a file that is about to be changed; returns the copy's path."""
    shutil.copyfile(source, target)
    return str(target)


def _catch_up(path: Path) -> None:
    """Store everything that has come due."""
    with companies.sitting(path) as desk:
        desk.catch_up()


def _timed(work: Callable[[], object]) -> float:
    """Give the milliseconds that something takes."""
    begin = perf_counter()
    work()
    return (perf_counter() - begin) * 1000
