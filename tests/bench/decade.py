"""A company that has lived for ten years: 200 KPIs, 104,000 values each with its entry, 5,000 decisions, their actions.

Everything stands in the file as a founder's own deeds would have left it, but is written by its rows: living ten years
through the services would take hours.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import shift, week_id
from cadence_tui.domain.course import Move
from cadence_tui.domain.decision import Action, Decision, Expectation
from cadence_tui.domain.judgement import Judgement
from cadence_tui.domain.ladder import Cause, Escalation, Event, Rung
from tests.bench import companies

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cadence_tui.storage.repository import Repository

DECISIONS, ACTIONS = 5_000, 10_000
RARE = "zeppelin"
"""A word that stands in the oldest decision alone."""
RUNGS = (Rung("Owner", "owner", "action", 48), Rung("Founder", "founder", "decision"))
_TITLES = ("Call every churned customer", "Hire a second driver", "Raise the price of the small plan", "Write to all")
_TEXTS = ("Call the first ten", "Write the text", "Ask three customers what they would miss", "Fix the export")


def build(path: Path, size: companies.Size = companies.WIDE, decisions: int = DECISIONS) -> Path:
    """Make it."""
    company = companies.Company(path, size, companies.NOW - timedelta(weeks=companies.LIVED))
    past = size.weeks - companies.LIVED
    with company.desk.repository.database.transaction():
        _Past(company.desk.repository, company.now, size.kpis).write(past, decisions)
    company.live(companies.LIVED)
    company.close()
    return path


class _Past:
    """The years before the weeks that are really lived."""

    def __init__(self, repository: Repository, until: datetime, kpis: int) -> None:
        self.repository, self.until, self.kpis = repository, until, kpis
        self.goals = {key: kpi.goal for key, kpi in repository.kpis().items()}
        self.decided = self.acted = 0

    def write(self, weeks: int, decisions: int) -> None:
        """Write week after week, with its share of the decisions."""
        first = week_id(self.until.date())
        for back in range(weeks, 0, -1):
            at = self.until - timedelta(weeks=back)
            week = shift(first, -back)
            self._values(week, at, back)
            wanted = decisions * (weeks - back + 1) // weeks
            while self.decided < wanted:
                self._decide(at, week)
            with self.repository.entry(at=at, recorded_at=at, who="Ada", verb="closed", subject=week) as entry:
                self.repository.add_meeting(
                    "weekly", week, held_at=at, held_by="Ada", rating=8, remark="", report={"lines": {}}
                )
                entry.after = {"rating": 8}

    def _values(self, week: str, at: datetime, back: int) -> None:
        """Record every KPI, one in a hundred of them again with a reason, and judge them."""
        repository = self.repository
        amounts = {number: companies.value(number, back) for number in range(self.kpis)}
        for number, amount in amounts.items():
            key = companies.key(number)
            why = "counted twice" if (number + back) % 100 == 0 else None
            with repository.entry(
                at=at, recorded_at=at, who="Ada", verb="recorded", subject=key, why=why, touches=[key]
            ) as entry:
                repository.add_readings([(key, week, amount, "", "typed", "Ada", at)])
                entry.after = {week: str(amount)}
        with repository.entry(at=at, recorded_at=at, who=None, verb="judged", subject=week):
            repository.add_judgements([
                Judgement(
                    companies.key(number),
                    week,
                    "on_track" if amount >= 50 else "watch" if amount >= 45 else "breach",
                    at,
                    self.goals[companies.key(number)],
                    amount,
                )
                for number, amount in amounts.items()
            ])  # fmt: skip

    def _decide(self, at: datetime, week: str) -> None:
        """Log a decision that answered an escalation, its two actions, and what came of them."""
        repository = self.repository
        self.decided += 1
        number, owner = self.decided, companies.OWNERS[self.decided % len(companies.OWNERS)]
        kpi, then = companies.key(number % self.kpis), Decimal(40 + number % 9)
        decision = Decision(
            f"D-{number}",
            f"{_TITLES[number % len(_TITLES)]} ({number})" + (f", by {RARE}" if number == 1 else ""),
            f"It fell for {number % 7 + 2} weeks, and nobody knew why. Those who left said that it was the price.",
            "fix",
            owner,
            at,
            (at + timedelta(weeks=4)).date(),
            answers=(f"E-{number}",),
            options=("Wait another week", "Ask an agency"),
            expect=Expectation(kpi, Decimal(55), (at + timedelta(weeks=4)).date()),
            then={kpi: then},
            outcome="worked" if number % 3 else "failed",
            checked_at=at + timedelta(weeks=4),
            checked_note="It did as we thought." if number % 3 else "Nothing moved.",
        )
        actions = [
            Action(
                f"A-{self.acted + part}",
                f"{_TEXTS[(number + part) % len(_TEXTS)]} ({self.acted + part})",
                owner,
                (at + timedelta(days=9)).date(),
                at,
                "verified",
                decision.id,
                done_at=at + timedelta(days=6),
                verified_at=at + timedelta(days=7),
                verified_by="Ada",
            )
            for part in (1, 2)
        ]
        self.acted += len(actions)
        self._escalate(f"E-{number}", kpi, at, week, then, decision.id)
        names = [decision.id, *decision.answers, kpi, *(one.id for one in actions)]
        with repository.entry(
            at=at, recorded_at=at, who=owner, verb="decided", subject=decision.id, why=decision.why, touches=names
        ) as entry:
            repository.put_decision(decision)
            for action in actions:
                repository.put_action(action)
            entry.after = {"title": decision.title, "kind": decision.kind, "answers": list(decision.answers)}
        for action in actions:
            for verb in ("done", "verified"):
                self._mark(at, owner, verb, action.id)
        self._mark(at, owner, "checked", decision.id)

    def _mark(self, at: datetime, who: str, verb: str, subject: str) -> None:
        """Add an entry that tells of something which the rows tell already."""
        with self.repository.entry(at=at, recorded_at=at, who=who, verb=verb, subject=subject, touches=[subject]) as e:
            e.after = {"state": verb}

    def _escalate(self, id_: str, kpi: str, at: datetime, week: str, value: Decimal, decision: str) -> None:
        """Write an escalation that was answered and verified, with its events."""
        owner = companies.OWNERS[int(kpi[-3:]) % len(companies.OWNERS)]
        begun = at - timedelta(days=1)
        ended = Escalation(
            id_,
            kpi,
            RUNGS,
            begun,
            1,
            "resolved",
            (Cause(begun, "breach", 1, week, value),),
            ended_at=at + timedelta(days=8),
            recovered_at=at + timedelta(days=7),
            outcome="verified",
            decisions=(decision,),
            answered=True,
            asked=owner,
        )
        events = (
            Event("miss", begun, week, "breach", value),
            Event("response", at, decision=decision),
            Event("recovery", at + timedelta(days=7), shift(week, 1)),
            Event("end", at + timedelta(days=8), outcome="verified"),
        )
        with self.repository.entry(at=begun, recorded_at=begun, who=None, verb="judged", subject=week) as entry:
            self.repository.put_escalation(ended)
            self.repository.add_events([Move(event, ended, owner) for event in events])
            entry.touches = [id_, kpi]
