"""The company: who is in it, what stage it is at, and how it writes numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from cadence_tui.domain.ladder import Roles

Stage = Literal["solo", "traction", "alignment", "scaling"]
NumberFormat = Literal["1,234.50", "1.234,50", "1 234,50"]

STAGES: tuple[Stage, ...] = ("solo", "traction", "alignment", "scaling")
NUMBER_FORMATS: tuple[NumberFormat, ...] = ("1,234.50", "1.234,50", "1 234,50")
PHASES = {1: "company KPIs", 2: "team KPIs", 3: "company OKRs", 4: "team OKRs", 5: "rhythm"}


class Company(NamedTuple):
    """The company as it is now.

    `start` is the first day of the rollout, `phase` the rollout's current phase (1 to 5), `fiscal_start` the month in
    which a fiscal year begins; `self_verify` says whether, in a company of one, done also means verified;
    `checkin_weeks` is how many weeks lie from one check-in on an objective to the next, one or two.
    """

    name: str
    founder: str
    stage: Stage
    start: date
    created_at: datetime
    people_count: int | None = None
    number_format: NumberFormat = "1,234.50"
    fiscal_start: int = 1
    phase: int = 1
    self_verify: bool = True
    checkin_weeks: int = 1

    @property
    def is_solo(self) -> bool:
        """Say whether this is a company of one, where what can say only one thing is neither shown nor asked."""
        return self.stage == "solo"


class Team(NamedTuple):
    """A team, its lead and its members."""

    name: str
    lead: str | None = None
    members: tuple[str, ...] = ()


def roles(company: Company, teams: Iterable[Team]) -> Roles:
    """Say who stands behind the roles that a ladder names."""
    from cadence_tui.domain.ladder import Roles

    return Roles(company.founder, {team.name: team.lead for team in teams}, solo=company.is_solo)
