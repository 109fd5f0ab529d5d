"""The playbook as it is used: stages with their ranges, phases, limits, lint's checks and words.

Its data is one readable file, playbook.toml, which settings reads; nothing here knows a number of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cadence_tui.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cadence_tui.domain.company import Stage
    from cadence_tui.domain.words import Words

CheckLevel = Literal["error", "warning"]
Part = Literal["kpis", "okrs"]

_LEADS: dict[str, tuple[Part, ...]] = {"KPIs": ("kpis",), "OKRs": ("okrs",), "both": ("kpis", "okrs")}
RANGES = ("company_kpis", "team_kpis", "company_okrs", "team_okrs")


class Range(NamedTuple):
    """From how many to how many; `high` is None where there is no end."""

    low: int
    high: int | None

    def holds(self, count: int) -> bool:
        """Say whether a number is within it."""
        return self.low <= count and (self.high is None or count <= self.high)

    def __str__(self) -> str:
        if self.high is None:
            return f"{self.low} and more"
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


class StageRules(NamedTuple):
    """What a stage sets: what leads, how many KPIs and objectives, and what it means in a sentence (seed 001)."""

    name: Stage
    people: Range
    leads_with: str
    focus: str
    means: str
    company_kpis: Range
    company_okrs: Range
    team_kpis: Range | None = None
    team_okrs: Range | None = None
    first_cycle_okrs: int | None = None

    @property
    def leads(self) -> tuple[Part, ...]:
        """Give what leads, and so stands first in the week, in the meeting and in the notes."""
        return _LEADS[self.leads_with]

    @property
    def leads_words(self) -> str:
        """Say what leads: “OKRs lead”."""
        return "KPIs and OKRs lead" if len(self.leads) > 1 else f"{self.leads_with} lead"


class Phase(NamedTuple):
    """One phase of the rollout: when it is scheduled, what it installs, and why it comes where it does (seed 003)."""

    number: int
    name: str
    months: Range
    installs: str
    why: str
    weeks_on_time: int = 0


class Limits(NamedTuple):
    """What holds at every stage."""

    key_results: Range
    initiatives: Range
    team_kpis_to_leave: Range
    okrs_in_phase_3: int
    okrs_a_team: int
    on_time_percent: int
    stale_days: int


class Check(NamedTuple):
    """One of lint's checks: its stable id, its level, the sentence that says what to do instead, and its source."""

    id: str
    level: CheckLevel
    says: str
    source: str


class Playbook(NamedTuple):
    """The whole of it; the words, which are most of it, are read when a check first asks for them."""

    stages: Mapping[str, StageRules]
    phases: tuple[Phase, ...]
    limits: Limits
    checks: Mapping[str, Check]
    read_words: Callable[[], Words]

    @property
    def words(self) -> Words:
        """Give the words that lint goes by."""
        return self.read_words()

    def stage(self, name: Stage) -> StageRules:
        """Give what a stage sets."""
        return self.stages[name]

    def leads(self, stage: str | None) -> tuple[Part, ...]:
        """Give what leads at a stage, as the facts of a meeting name it; old ones name none, when KPIs led."""
        return self.stages[stage].leads if stage is not None and stage in self.stages else ("kpis",)

    def phase(self, number: int) -> Phase:
        """Give a phase by its number."""
        return next(phase for phase in self.phases if phase.number == number)

    def with_ranges(self, ranges: Mapping[str, Range]) -> Playbook:
        """Give the playbook with a company's own ranges in place of its stage's."""
        if not ranges:
            return self
        changes: dict[str, Any] = dict(ranges)
        return self._replace(stages={name: rules._replace(**changes) for name, rules in self.stages.items()})


def read_range(text: str) -> Range:
    """Read a range as people write it: 4..8, 4-8, 4–8, or one number.

    Raises:
        InvalidError: where it is none, or its ends are the wrong way round.
    """
    low, _, high = text.strip().replace("–", "..").replace("-", "..").partition("..")
    try:
        found = Range(int(low), int(high or low))
    except ValueError as error:
        raise InvalidError(f"“{text[:40]}” is no range; write it as 4..8.") from error
    if found.low < 0 or found.high is None or found.high < found.low:
        raise InvalidError(f"The range {text[:40]} has its ends the wrong way round; write it as 4..8.")
    return found
