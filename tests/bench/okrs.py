"""The OKRs' screen with 12 objectives and 60 key results over 8 cycles, in turn with one that has none."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import quarter_days
from cadence_tui.domain.okr import CheckIn, KeyResult, Objective
from tests.bench import companies
from tests.bench.app import FIRST, SOON_S, app_environment, showing, words
from tests.bench.figures import Figure, compared
from tests.bench.terminal import started

if TYPE_CHECKING:
    from pathlib import Path

NOW_CYCLE = "2026-Q4"
CYCLES = (*(f"{year}-Q{quarter}" for year in (2025, 2026) for quarter in range(1, 5)), *[NOW_CYCLE] * 4)
PARTS, WEEKS = 5, 13
LIMIT = 2.0


def fill(path: Path) -> Path:
    """Give a company its objectives: one in each of seven cycles that are past, five in the one under way."""
    company = companies.Company(path, companies.SMALL, companies.NOW - timedelta(weeks=companies.LIVED))
    company.fill()
    company.live(companies.LIVED)
    with company.desk.change("added objective", "bench") as change:
        for number, cycle in enumerate(CYCLES, 1):
            change.repository.put_objective(_objective(number, cycle), at=change.now)
            for week in range(WEEKS if cycle != NOW_CYCLE else WEEKS // 2):
                for part in range(1, PARTS + 1):
                    at = change.now - timedelta(weeks=WEEKS - week)
                    value = Decimal(week * part)
                    check_in = CheckIn(f"O-{number}.{part}", at, "Ada", week % 10, value, "It moved.", "Nothing is.")
                    change.repository.add_check_in(check_in)
    company.close()
    return path


def _objective(number: int, cycle: str) -> Objective:
    """Make one up."""
    is_past = cycle != NOW_CYCLE
    parts = tuple(
        KeyResult(
            f"O-{number}.{part}",
            f"Result {part}",
            baseline=Decimal(0),
            target=Decimal(100),
            due=quarter_days(cycle, 1)[1],
            current=Decimal(part * 10),
        )
        for part in range(1, PARTS + 1)
    )
    return Objective(
        f"O-{number}",
        f"Change {number}",
        "Ada",
        cycle,
        companies.NOW - timedelta(weeks=WEEKS),
        state="closed" if is_past else "active",
        key_results=parts,
        activated_at=companies.NOW - timedelta(weeks=WEEKS),
        closed_at=companies.NOW - timedelta(weeks=1) if is_past else None,
    )


def measure(empty: Path, folder: Path, rounds: int) -> list[Figure]:
    """Open the OKRs for the first time in both, in turn."""
    env = app_environment(folder)
    sides = {"empty": (empty, "An objective says"), "full": (fill(folder / "okrs.db"), "Change 8")}
    took: dict[str, list[float]] = {side: [] for side in sides}
    for number in range(-1, rounds):
        for side, (path, shown) in sides.items():
            with started(words(path), env) as program:
                program.wait(showing(FIRST))
                program.settle()
                answered = program.answer_ms("3", showing(shown), SOON_S)
                if number >= 0:
                    took[side].append(answered)
    return [compared("OKRs, 60 key results over 8 cycles / none", LIMIT, took["full"], took["empty"])]
