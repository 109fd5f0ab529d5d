"""The playbook as it is used: stages with their ranges, phases, limits, lint's checks and words.

Its data is one readable file, playbook.toml, which settings reads; nothing here knows a number of it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from cadence_tui.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cadence_tui.domain.company import Stage

CheckLevel = Literal["error", "warning"]

RANGES = ("company_kpis", "team_kpis", "company_okrs", "team_okrs")
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Range:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRules:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One phase of the rollout: when it is scheduled, what it installs, and why it comes where it does (seed 003)."""

    number: int
    name: str
    months: Range
    installs: str
    why: str
    weeks_on_time: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What holds at every stage."""

    key_results: Range
    initiatives: Range
    team_kpis_to_leave: Range
    okrs_in_phase_3: int
    okrs_a_team: int
    on_time_percent: int
    stale_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One of lint's checks: its stable id, its level, the sentence that says what to do instead, and its source."""

    id: str
    level: CheckLevel
    says: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The English words that lint goes by; verbs in all their forms where `VERBS` names the list."""

    measures: frozenset[str]
    counts: frozenset[str]
    results: frozenset[str]
    labels: frozenset[str]
    pickers: frozenset[str]
    best: frozenset[str]
    months: frozenset[str]
    comparators: frozenset[str]
    connectors: frozenset[str]
    reach: frozenset[str]
    short_units: frozenset[str]
    long_units: frozenset[str]
    magnitudes: frozenset[str]
    numerals: frozenset[str]
    currencies: frozenset[str]
    percents: frozenset[str]
    segments: frozenset[str]
    stops: frozenset[str]
    moves: frozenset[str]
    guides: frozenset[str]
    keeps: frozenset[str]
    holds: frozenset[str]
    steady: frozenset[str]
    level_words: frozenset[str]
    bounds: frozenset[str]
    no_change: frozenset[str]
    falls: frozenset[str]
    shields: frozenset[str]
    work: frozenset[str]
    either: frozenset[str]
    particles: frozenset[str]
    needs_particle: frozenset[str]
    contact: frozenset[str]
    samples: frozenset[str]
    finished: frozenset[str]
    participles: frozenset[str]
    amounts: frozenset[str]
    nominal: frozenset[str]
    nominal_of: frozenset[str]
    deliverables: frozenset[str]
    lead_ins: frozenset[str]
    given: frozenset[str]
    own: frozenset[str]
    personal: frozenset[str]
    helped: frozenset[str]


VERBS = ("reach", "moves", "keeps", "holds", "work", "either", "needs_particle", "contact", "helped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
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

    def phase(self, number: int) -> Phase:
        """Give a phase by its number."""
        return next(phase for phase in self.phases if phase.number == number)

    def with_ranges(self, ranges: Mapping[str, Range]) -> Playbook:
        """Give the playbook with a company's own ranges in place of its stage's."""
        if not ranges:
            return self
        changes: dict[str, Any] = dict(ranges)
        return replace(self, stages={name: replace(rules, **changes) for name, rules in self.stages.items()})


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


def read_words(lists: Mapping[str, str]) -> Words:
    """Read the word lists, with every form of each verb."""
    found = {name: frozenset(" ".join(word.split()) for word in text.split(",")) for name, text in lists.items()}
    for name in VERBS:
        found[name] = frozenset(form for verb in found[name] for form in verb_forms(verb))
    return Words(**{field.name: found[field.name] for field in fields(Words)})


def verb_forms(verb: str) -> set[str]:
    """Give a verb with its s, its ing and its ed, as it is spelled with and without a doubled consonant."""
    forms = {verb, f"{verb}s", f"{verb}es", f"{verb}ing", f"{verb}ed"}
    if verb.endswith("e"):
        forms |= {f"{verb}d", f"{verb[:-1]}ing"}
    if verb.endswith("y"):
        forms |= {f"{verb[:-1]}ies", f"{verb[:-1]}ied"}
    if verb[-1] not in _VOWELS and verb[-2:-1] and verb[-2] in _VOWELS:
        forms |= {f"{verb}{verb[-1]}ing", f"{verb}{verb[-1]}ed"}
    return forms | _IRREGULAR.get(verb, set())


_IRREGULAR = {
    "keep": {"kept"},
    "hold": {"held"},
    "stay": {"stayed"},
    "build": {"built"},
    "rebuild": {"rebuilt"},
    "write": {"wrote", "written"},
    "rewrite": {"rewrote", "rewritten"},
    "run": {"ran"},
    "send": {"sent"},
    "teach": {"taught"},
    "meet": {"met"},
    "buy": {"bought"},
    "begin": {"began", "begun"},
    "speak": {"spoke", "spoken"},
    "win": {"won"},
    "grow": {"grew", "grown"},
    "bring": {"brought"},
    "get": {"got"},
    "go": {"went", "gone", "goes"},
    "make": {"made"},
    "sell": {"sold"},
    "rise": {"rose", "risen"},
    "fall": {"fell", "fallen"},
    "spin": {"spun"},
    "take": {"took", "taken"},
}
