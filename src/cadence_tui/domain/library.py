"""The KPI library as it is used: KPIs to begin with, found by stage, function and name; its data is library.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cadence_tui.domain.text import fold

if TYPE_CHECKING:
    from cadence_tui.domain.company import Stage
    from cadence_tui.domain.kpi import Cadence, Direction, Kind, Perspective

_FILLERS = {
    "the",
    "our",
    "a",
    "an",
    "of",
    "in",
    "per",
    "number",
    "total",
    "count",
    "rate",
    "current",
    "average",
    "avg",
    "#",
}
FUNCTIONS = ("finance", "sales", "marketing", "customers", "product", "engineering", "operations", "people")


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryKpi:
    """A KPI that many companies keep: how it is measured, and a target to begin with, written as one types it.

    `stages` are those that it fits, `starts` those to which it is proposed unasked; `also` holds its other names.
    """

    key: str
    name: str
    function: str
    unit: str
    direction: Direction
    target: str = ""
    alert: str = ""
    cadence: Cadence
    kind: Kind
    perspective: Perspective
    stages: tuple[Stage, ...]
    starts: tuple[Stage, ...] = ()
    measure: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Give every name that it goes by, folded."""
        return tuple(fold(name) for name in (self.name, self.key.replace("-", " "), *self.also))


@dataclass(frozen=True, slots=True)
class Library:
    """All of them, in the order in which they are offered."""

    kpis: tuple[LibraryKpi, ...]

    def find(self, words: str, stage: Stage | None = None) -> list[LibraryKpi]:
        """List what fits some words, by name, other names, function or measure: the nearest, and the stage's, first."""
        wanted = fold(words).split()
        ranked = [
            (rank, stage not in kpi.stages, at, kpi)
            for at, kpi in enumerate(self.kpis)
            if (rank := _rank(kpi, wanted)) is not None
        ]
        return [kpi for *_, kpi in sorted(ranked, key=lambda one: one[:3])]

    def named(self, name: str) -> LibraryKpi | None:
        """Find the one that goes by a name."""
        wanted = fold(name)
        return next((kpi for kpi in self.kpis if wanted in kpi.names), None)

    def near(self, name: str) -> LibraryKpi | None:
        """Find the one that a name means, though it is written a little otherwise: Cash in bank, our churn rate."""
        wanted = _bare(name)
        exact = self.named(name)
        return exact or next((kpi for kpi in self.kpis if wanted and wanted in map(_bare, kpi.names)), None)

    def proposed(self, stage: Stage, most: int) -> list[LibraryKpi]:
        """List what a stage is proposed to begin with."""
        return [kpi for kpi in self.kpis if stage in kpi.starts][:most]


def _bare(name: str) -> frozenset[str]:
    """Give the words of a name that say which KPI it is."""
    return frozenset(fold(name).replace("-", " ").split()) - _FILLERS


def _rank(kpi: LibraryKpi, wanted: list[str]) -> int | None:
    """Say how near a KPI is to what was typed: 0 begins so, 1 is called so, 2 is about it; None is not."""
    if not wanted:
        return 0
    whole = " ".join(wanted)
    if any(name.startswith(whole) for name in kpi.names):
        return 0
    if all(any(word in name for name in kpi.names) for word in wanted):
        return 1
    about = f"{' '.join(kpi.names)} {kpi.function} {fold(kpi.measure)} {kpi.perspective} {kpi.kind}"
    return 2 if all(word in about for word in wanted) else None
