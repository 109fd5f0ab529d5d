"""Measures cadence: each figure a ratio of what was run in turn, in one table and in results.json.

    python tests/bench/run.py [--quick] [--only NAME]…

The parts are commands, start, keys, set-up, idle, places, okrs, log, import, export and catch-up. Nothing here passes
or fails: a machine has good and bad days, and the ratios say more than the times.
"""

from __future__ import annotations

import argparse
import compileall
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.figures import Figure

PARTS = ("commands", "start", "keys", "set-up", "idle", "places", "okrs", "log", "import", "export", "catch-up")
RESULTS = Path(__file__).with_name("results.json")


def parts(folder: Path, *, quick: bool, wanted: set[str]) -> dict[str, Callable[[], list[Figure]]]:
    """Give what measures each part; the companies that the wanted ones need are made first."""
    from tests.bench import bulk, commands, companies

    sizes = {
        "small": (companies.SMALL, {"commands", "start", "keys", "idle", "places", "okrs"}),
        "middle": (companies.MIDDLE, {"commands", "places"}),
        "long": (companies.LONG, {"commands", "start"}),
        "wide": (companies.WIDE, {"commands", "places"}),
    }
    files = {
        name: companies.build(folder / f"{name}.db", size) for name, (size, users) in sizes.items() if users & wanted
    }
    few, many = (3, 7) if quick else (7, 25)
    found: dict[str, Callable[[], list[Figure]]] = {
        "commands": lambda: commands.measure(files, folder, many),
        "import": lambda: bulk.importing(folder, 1 if quick else 3),
        "catch-up": lambda: bulk.catching_up(folder, few),
    }
    if sys.platform != "win32":
        from tests.bench import app, log, okrs, setup

        found |= {
            "export": lambda: bulk.exporting(folder),
            "start": lambda: app.starting(files, folder, few),
            "keys": lambda: app.pressing(files, folder, few),
            "set-up": lambda: setup.measure(folder, few),
            "idle": lambda: app.idling(files, folder, 5 if quick else 60),
            "places": lambda: app.growing(files, folder, few),
            "log": lambda: log.measure(folder, few),
            "okrs": lambda: okrs.measure(files["small"], folder, few),
        }
    return {name: found[name] for name in PARTS if name in found and name in wanted}


def main() -> int:
    """Measure, print the table, and keep the results of a whole run, here and in the README."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds; results.json is left as it is")
    parser.add_argument(
        "--only", action="append", choices=PARTS, metavar="NAME", help="only this part; may be repeated"
    )
    arguments = parser.parse_args()
    from tests.bench.commands import BenchError
    from tests.bench.figures import keep, skipped, table
    from tests.bench.readme import publish

    compileall.compile_dir(ROOT / "src", quiet=2)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="cadence-bench-") as folder:
        for name, measure in parts(Path(folder), quick=arguments.quick, wanted=set(arguments.only or PARTS)).items():
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            try:
                figures += measure()
            except BenchError as error:
                figures.append(skipped(name, None, str(error)))
    print(table(figures))
    if not (arguments.quick or arguments.only):
        keep(figures, RESULTS)
        publish(RESULTS, ROOT / "README.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
