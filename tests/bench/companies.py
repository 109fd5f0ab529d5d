"""The companies that are measured: weekly KPIs, years of values, and a few weeks that were really lived."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import shift, week_id
from cadence_tui.services import setup
from cadence_tui.services.desk import Desk
from cadence_tui.storage.database import Database
from cadence_tui.storage.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
THIS_WEEK = week_id(NOW.date())
LIVED = 6
OWNERS = ("Ada", "Ben", "Cleo", "Dov", "Eva", "Finn", "Gro", "Hugo", "Ida", "Jon")


class Size(NamedTuple):
    """How many weekly KPIs a company has, and how many weeks of values each of them."""

    kpis: int
    weeks: int

    @property
    def values(self) -> int:
        """Count the values."""
        return self.kpis * self.weeks


SMALL = Size(20, 52)
MIDDLE = Size(60, 173)
LONG = Size(20, 5_200)
WIDE = Size(200, 520)
UNATTENDED = Size(40, 156)


def key(number: int) -> str:
    """Give a KPI's key."""
    return f"kpi-{number:03d}"


def kpi_name(number: int) -> str:
    """Give a KPI's name."""
    return f"Measure {number:03d}"


def value(number: int, week: int) -> Decimal:
    """Make a value up: every fifth KPI misses its target in every week, the others in none."""
    return Decimal(40 if number % 5 == 4 else 60) + Decimal((number * 7 + week * 3) % 90) / 10


def toml(kpis: int) -> str:
    """Write the company.toml."""
    head = '[company]\nname = "Bench"\ntimezone = "Europe/Oslo"\nclose_day = "mon"\nclose_time = "09:00"\n'
    tables = [
        f'[[kpis]]\nkey = "{key(n)}"\nname = "{kpi_name(n)}"\nowner = "{OWNERS[n % len(OWNERS)]}"\n'
        f'direction = "at_least"\ntarget = "50"\nalert = "45"\nmeasure = "Counted at {key(n)}"\n'
        for n in range(kpis)
    ]
    return "\n".join([f'{head}founder = "Ada"\npeople_count = 12\nstart = 2026-01-01\n', *tables])


class Company:
    """A company's file with a clock that can be set."""

    def __init__(self, path: Path, size: Size, founded: datetime) -> None:
        """Found it."""
        self.path, self.size, self.now = path, size, founded
        plan = setup.read_plan(toml(size.kpis), zone="UTC", today=founded)
        self._database = Database(path, create=True)
        repository = Repository(self._database)
        setup.found(repository, plan, founded)
        self.desk = Desk(repository, lambda: self.now)

    def fill(self) -> None:
        """Give every KPI its values for the weeks before it was founded, as an import would leave them."""
        first = shift(week_id(self.now.date()), -1)
        weeks = [shift(first, -back) for back in range(self.size.weeks - LIVED)]
        with self.desk.change("imported", "history") as change:
            change.repository.add_readings(
                (key(number), week, value(number, back), "", "imported", change.who, self.now)
                for back, week in enumerate(weeks)
                for number in range(self.size.kpis)
            )

    def live(self, weeks: int) -> None:
        """Live some weeks: every KPI is recorded, and judged as the next week begins."""
        for back in range(weeks, 0, -1):
            self.now = NOW - timedelta(weeks=back)
            week = week_id(self.now.date())
            with self.desk.change("imported", week) as change:
                change.repository.add_readings(
                    (key(number), week, value(number, back), "", "imported", change.who, self.now)
                    for number in range(self.size.kpis)
                )
        self.now = NOW
        self.desk.catch_up()

    def close(self) -> None:
        """Let the file go."""
        self._database.close()


def build(path: Path, size: Size) -> Path:
    """Make a company with years of values behind it, its last weeks lived, and a week that is just under way."""
    company = Company(path, size, NOW - timedelta(weeks=LIVED))
    company.fill()
    company.live(LIVED)
    company.close()
    return path


def build_unattended(path: Path, size: Size = UNATTENDED) -> Path:
    """Make a company with values for every week, and nobody there since the first of them: nothing is judged yet."""
    company = Company(path, size, NOW - timedelta(weeks=size.weeks))
    first = week_id(company.now.date())
    with company.desk.change("imported", "history") as change:
        change.repository.add_readings(
            (key(number), shift(first, week), value(number, week), "", "imported", change.who, company.now)
            for week in range(size.weeks)
            for number in range(size.kpis)
        )
    company.close()
    return path


@contextmanager
def sitting(path: Path) -> Iterator[Desk]:
    """Sit down at a company's file now."""
    database = Database(path)
    try:
        yield Desk(Repository(database), lambda: NOW)
    finally:
        database.close()


def rows(size: Size) -> list[tuple[str, str, str]]:
    """Give the rows of a file to import: KPI, week, value, for the weeks before this one."""
    weeks = [shift(THIS_WEEK, -1 - back) for back in range(size.weeks)]
    return [(key(n), week, f"{value(n, back)}") for back, week in enumerate(weeks) for n in range(size.kpis)]
