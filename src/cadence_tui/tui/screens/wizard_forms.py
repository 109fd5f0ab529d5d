"""The steps that are forms: the company, the weekly review, people and teams, the stage, the ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from cadence_tui import formatting
from cadence_tui.domain.calendar import WEEKDAYS
from cadence_tui.domain.company import NUMBER_FORMATS
from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.ladder import ADVISER, stage_ladder
from cadence_tui.services import wizard_month
from cadence_tui.services import wizard_plan as plan
from cadence_tui.tui import ink
from cadence_tui.tui.screens.wizard_reads import (
    a_person,
    clock,
    headcount,
    hours_text,
    is_several,
    time_text,
    zone,
    zones,
)
from cadence_tui.tui.screens.wizard_step import FormStep
from cadence_tui.tui.widgets.field import Field, a_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXAMPLES = {"1,234.50": "1,234.50", "1.234,50": "1.234,50", "1 234,50": "1 234,50"}
_STAGES = {
    "solo": "solo: 1",
    "traction": "traction: 2–20",
    "alignment": "alignment: 21–100",
    "scaling": "scaling: 101 and up",
}
_OWES = {"action": "a corrective action", "decision": "a decision"}
_WHO = {"owner": "the KPI’s owner", "lead": "the team’s lead", "founder": "the founder"}


class CompanyStep(FormStep):
    """Who you are, and how you write numbers."""

    NAME, TITLE = "company", "Your company"

    def teaches(self) -> str:
        return (
            "A few numbers, each with one owner and a target, looked at every week: that is all there is to it. "
            "{wizard.next} goes on; an empty field takes what stands in it in grey, unless that is an example."
        )

    def fields(self) -> list[Field]:
        typed = self.answers.typed
        return [
            Field(
                "name",
                "Company",
                value=typed.get("name", ""),
                placeholder=plan.NAME,
                read=a_line("company name"),
                hint="As it stands above every screen and in the notes.",
            ),
            Field(
                "you",
                "Your name",
                value=typed.get("you", ""),
                placeholder=plan.FOUNDER,
                read=a_person("founder"),
                hint="You are the founder here: whom a miss reaches last.",
            ),
            Field(
                "number_format",
                "You write",
                "choice",
                value=plan.number_format(self.answers),
                choices=tuple((one, _EXAMPLES[one]) for one in NUMBER_FORMATS),
                hint="Space or an arrow chooses how numbers are read and shown: one thousand two hundred and a half.",
            ),
        ]


class RhythmStep(FormStep):
    """The weekly review, and the close that follows from it."""

    NAME, TITLE = "rhythm", "Your weekly review"

    def teaches(self) -> str:
        return (
            "Twenty minutes a week at a time that stays, on a day when last week’s numbers are known. "
            "The week closes that evening, so that nobody who is on time is late."
        )

    def fields(self) -> list[Field]:
        typed = self.answers.typed
        return [
            Field(
                "review_day",
                "Review on",
                "choice",
                value=typed.get("review_day", WEEKDAYS[0]),
                choices=tuple((day, name) for day, name in zip(WEEKDAYS, formatting.DAYS, strict=True)),
                hint="Monday to Wednesday look back on the week before; Thursday to Sunday close the week they are in.",
            ),
            Field("review", "At", value=typed.get("review", ""), placeholder=plan.REVIEW, read=clock),
            Field(
                "close",
                "Week closes",
                value=typed.get("close", ""),
                placeholder=f"{plan.CLOSE} that day, or 23:00 after a late review",
                read=lambda text, now: time_text(plan.read_close(text, now.get("review", ""))),
                hint="What has no value by then counts as late.",
            ),
            Field(
                "zone",
                "Time zone",
                value=typed.get("zone", ""),
                placeholder=self.ground.zone,
                known=zones(),
                read=zone,
            ),
        ]

    def tell(self) -> Content:
        try:
            at = wizard_month.first_close(self.answers, self.ground.zone, self.ground.now)
        except CadenceError:
            return ink.text("")
        named = self.answers.get("zone", self.ground.zone)
        return ink.line("Your first week closes on ", (formatting.moment(at), ink.STRONG), f" ({named}).")


class PeopleStep(FormStep):
    """How many you are, who, and in which teams."""

    NAME, TITLE = "people", "People and teams"

    def teaches(self) -> str:
        return (
            "Every number gets one owner, since what two people own nobody does. "
            "Alone, you are spared all that: press {wizard.next}."
        )

    def fields(self) -> list[Field]:
        typed = self.answers.typed
        return [
            Field(
                "count",
                "How many",
                value=typed.get("count", ""),
                placeholder="1",
                read=lambda text, _: headcount(plan.read_count(text)),
                hint="Everyone who works in the company, you too.",
            ),
            Field(
                "people",
                "The others",
                "text",
                value=typed.get("people", ""),
                placeholder="for example Mateus",
                when=is_several,
                read=lambda text, _: str(len(plan.read_people(text))),
                hint="Those who will own a number, one a line; ⏎ on an empty line goes on.",
            ),
            Field(
                "teams",
                "Teams",
                "text",
                value=typed.get("teams", ""),
                placeholder="for example Growth: Mateus, Yuki",
                when=is_several,
                read=self._read_teams,
                hint="One a line, with its people; the first of them leads it. Teams get numbers in month 2.",
            ),
        ]

    def _read_teams(self, text: str, typed: Mapping[str, str]) -> str:
        """Read the teams, whose people are named above."""
        known = [plan.founder(self.answers), *plan.read_people(typed.get("people", ""))]
        return str(len(plan.read_teams(text, known)))


class StageStep(FormStep):
    """The stage, and what it changes."""

    NAME, TITLE = "stage", "Your stage"

    def teaches(self) -> str:
        return (
            "What a company needs from its numbers changes as it grows, so the stage sets how many there are and "
            "what leads. It follows from your headcount; choose another if it does not fit."
        )

    def fields(self) -> list[Field]:
        return [
            Field(
                "stage",
                "Stage",
                "choice",
                value=plan.stage(self.answers),
                choices=tuple(_STAGES.items()),
                hint="Space or an arrow chooses another.",
            )
        ]

    def take(self, typed: dict[str, str]) -> None:
        """Remember for which headcount it was chosen: another one asks anew."""
        from cadence_tui.services.wizard import Answers

        self.answers.typed.update(typed)
        bare = Answers(typed={k: v for k, v in self.answers.typed.items() if k not in ("stage", "stage_for")})
        self.answers.typed["stage_for"] = plan.stage(bare)

    def tell(self) -> Content:
        rules = self.ground.playbook.stage(plan.stage(self.answers))
        is_solo = rules.name == "solo" or self.ground.is_solo
        ladder = " → ".join(
            f"{rung.name} {f'({hours_text(rung.hours)})' if rung.hours else ''}".strip()
            for rung in stage_ladder(is_solo=is_solo)
        )
        leads = "KPIs and OKRs side by side" if rules.leads_with == "both" else rules.leads_with
        rows = [
            ("Leads", f"{leads}: {rules.focus}"),
            (
                "KPIs",
                f"{rules.company_kpis} for the company" + (f", {rules.team_kpis} a team" if rules.team_kpis else ""),
            ),
            ("Objectives", f"{rules.company_okrs} a quarter, from month 3 on"),
            ("A miss", f"climbs {ladder}"),
        ]
        lines = [ink.text(rules.means, ink.STRONG), ink.text("")]
        lines += [ink.line((f"{name:<16}", ink.MUTED), words) for name, words in rows]
        return Content("\n").join(lines)


class LadderStep(FormStep):
    """The ladder that a miss climbs."""

    NAME, TITLE = "ladder", "When a number misses"

    @property
    def _is_alone(self) -> bool:
        """Say whether nobody stands above the founder but somebody from outside."""
        return self.ground.stage == "solo" or self.ground.is_solo

    def teaches(self) -> str:
        if self._is_alone:
            return (
                "A miss asks you for an action first, and someone outside for a decision when you leave it open. "
                "Nobody has to be chased: it climbs by itself."
            )
        return (
            "A miss asks its owner first and climbs to the next person when there is no answer in time. "
            "Nobody has to be chased, and nothing is forgotten."
        )

    def fields(self) -> list[Field]:
        typed, solo = self.answers.typed, self._is_alone
        found = [
            Field(
                name := f"{'solo' if solo else 'team'}_hours_{number}",
                f"{'You' if solo and number == 1 else rung.name}, hours",
                value=typed.get(name, ""),
                placeholder="no limit" if rung.hours is None else str(rung.hours),
                read=lambda text, _: hours_text(plan.read_hours(text)),
                hint="Within how many hours they answer; “none” for no limit.",
            )
            for number, rung in enumerate(stage_ladder(is_solo=solo), 1)
        ]
        if solo:
            found.append(
                Field(
                    "adviser",
                    f"{ADVISER}’s name",
                    value=typed.get("adviser", ""),
                    placeholder="to be named later",
                    read=a_person("adviser"),
                    hint="Who asks you about it: a partner, an adviser, your board. They need not use this.",
                )
            )
        return found

    def tell(self) -> Content:
        try:
            rungs = plan.rungs(self.answers)
        except CadenceError:
            return ink.text("")
        lines = []
        for number, rung in enumerate(rungs, 1):
            who = f"{_WHO.get(rung.who, rung.who)} owes"
            if self._is_alone and rung.who == "owner":
                who = "you owe"
            within = f"within {hours_text(rung.hours)}" if rung.hours else "with no limit"
            lines.append(ink.line((f"{number}  ", ink.ACCENT), f"{who} {_OWES[rung.owes]} {within}"))
        if not self._is_alone:
            once = "Nobody is asked twice: a company KPI of your own asks you for a decision right away."
            lines += [ink.text(""), ink.text(once, ink.MUTED)]
        return Content("\n").join(lines)
