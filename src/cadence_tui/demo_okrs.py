"""The demo company's objectives: one cycle lived through and closed, one under way, and a draft of the next.

Told in demo_okrs.toml by the Mondays of a cycle, since quarters and the demo's open week end at different times.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calendar import WEEKDAYS, instant, quarter_days, quarter_of
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.okr import next_cycle
from cadence_tui.services import checkins, decisions, drafting, key_results, objectives, retrospective, rollout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Desk

Told = dict[str, Any]
Deed = tuple[datetime, str, "Callable[[Desk], object]"]
_WEEK = timedelta(weeks=1)
_WHY_NEXT = "We have kept to it, and the next step cannot wait for the calendar."


class Quarters:
    """What is done for the objectives, planned as deeds at moments."""

    def __init__(self, text: str, today: date, zone: ZoneInfo, at_week: Callable[[str], datetime]) -> None:
        """Read the story; `at_week` finds a moment that is told by the demo's own weeks."""
        self.story: Told = tomllib.loads(text)
        self.zone, self.at_week = zone, at_week
        now = quarter_of(today, 1)
        before = quarter_of(quarter_days(now, 1)[0] - timedelta(days=1), 1)
        self.cycles = {-1: before, 0: now, 1: next_cycle(now)}
        self.ids = dict[str, str]()

    def plan(self, founder: str, playbook: Playbook) -> Iterator[Deed]:
        """Plan all of it."""
        for told in self.story["phases"]:
            yield self.at(told["at"]), founder, partial(_advance, playbook)
        for told in self.story["objectives"]:
            yield self.at(told["at"]), told["by"], partial(self._draft, playbook, told)
            if "active" in told:
                yield self.at(told["active"]), founder, partial(self._activate, playbook, told["label"])
            yield from self._plan_parts(playbook, told)
        closing = self.story["closing"]
        yield self.at(closing["at"]), founder, partial(self._close, closing)
        action, decision = self.story["action"], self.story["decision"]
        yield self.at(action["at"]), action["by"], partial(self._act, action)
        yield self.at(decision["at"]), decision["by"], partial(self._decide, decision)

    def at(self, text: str) -> datetime:
        """Find a moment: “-1 4 mon 11:20” by the Mondays of a cycle, “week 27 thu 16:30” by the demo's weeks."""
        if text.startswith("week "):
            return self.at_week(text.removeprefix("week "))
        cycle, week, day, clock = text.split()
        first = quarter_days(self.cycles[int(cycle)], 1)[0]
        monday = first + timedelta(days=-first.weekday() % 7) + int(week) * _WEEK
        return instant(monday + timedelta(days=WEEKDAYS.index(day)), time.fromisoformat(clock), self.zone)

    def _plan_parts(self, playbook: Playbook, told: Told) -> Iterator[Deed]:
        """Plan the check-ins, the initiatives' states, and what was changed on the way."""
        cycle, label = told["cycle"], told["label"]
        for number, part in enumerate(told["key_results"], 1):
            for week, said in enumerate(part.get("check_ins", ()), part.get("first", 1)):
                yield (
                    self.at(f"{cycle} {week} mon 10:2{number}"),
                    told["by"],
                    partial(self._check_in, label, number, said),
                )
        for number, turns in told.get("states", {}).items():
            for state, at in zip(turns[::2], turns[1::2], strict=True):
                name = f"{label}.i{number}"
                yield self.at(at), told["by"], partial(self._edit, playbook, name, {"state": state}, "")
        for change in told.get("changes", ()):
            name = f"{label}.{change['part']}"
            yield (
                self.at(change["at"]),
                told["by"],
                partial(self._edit, playbook, name, change["fields"], change["why"]),
            )

    # --- Deeds --------------------------------------------------------------------------------------------------------

    def _id(self, name: str) -> str:
        """Find the id of “easy”, “easy.2” or “easy.i1”."""
        label, dot, part = name.partition(".")
        return f"{self.ids[label]}{dot}{part}"

    def _draft(self, playbook: Playbook, told: Told, desk: Desk) -> None:
        """Draft an objective, or go on with the draft that a retrospective has left."""
        parts = [part["fields"] for part in told["key_results"] if "fields" in part]
        if follows := told.get("follows"):
            before = desk.repository.objective(self.ids[follows])
            after = next(
                one for one in desk.repository.objectives(self.cycles[told["cycle"]]) if one.title == before.title
            )
            self.ids[told["label"]] = after.id
            for fields in parts:
                key_results.add_key_result(desk, playbook, after.id, fields)
            for fields in told["initiatives"]:
                key_results.add_initiative(desk, playbook, after.id, fields)
            return
        fields = {**told["fields"], "cycle": self.cycles[told["cycle"]]}
        if "serves" in told:
            fields["serves"] = self.ids[told["serves"]]
        made = drafting.draft(desk, drafting.ObjectiveDraft(fields, parts, told["initiatives"]))
        self.ids[told["label"]] = made.id

    def _activate(self, playbook: Playbook, label: str, desk: Desk) -> None:
        objectives.activate(desk, playbook, self.ids[label])

    def _check_in(self, label: str, number: int, said: list[Any], desk: Desk) -> None:
        value, confidence, progressed, blocked = said
        name = self._id(f"{label}.{number}")
        checkins.check_in(desk, name, value or None, confidence=confidence, progressed=progressed, blocked=blocked)

    def _edit(self, playbook: Playbook, name: str, fields: Told, why: str, desk: Desk) -> None:
        objectives.edit(desk, playbook, self._id(name), fields, why=why)

    def _close(self, closing: Told, desk: Desk) -> None:
        """Hold the retrospective: a score and an end for each key result, and what was learned."""
        for told in self.story["objectives"]:
            if told["cycle"] != -1:
                continue
            for number, part in enumerate(told["key_results"], 1):
                name = self._id(f"{told['label']}.{number}")
                retrospective.score(desk, name, part["score"][0], note=part["score"][1])
                how, *why = part["ends"]
                if how == "kept":
                    retrospective.keep(desk, name)
                else:
                    retrospective.drop(desk, name, why[0])
        retrospective.close_cycle(desk, self.cycles[-1], learned=closing["learned"])

    def _act(self, told: Told, desk: Desk) -> None:
        due = desk.view().today + timedelta(days=told["due"])
        draft = decisions.ActionDraft(told["text"], told["owner"], due.isoformat())
        decisions.add_action(desk, draft, serves=[self._id(told["serves"])] if "stay" in self.ids else [])

    def _decide(self, told: Told, desk: Desk) -> None:
        answers = [self._id(told["answers"])] if "stay" in self.ids else []
        decisions.decide(
            desk,
            decisions.DecisionDraft(
                title=told["title"], why=told["why"], answers=answers, kind="fix", options=told["options"]
            ),
        )


def _advance(playbook: Playbook, desk: Desk) -> None:
    """Go on to the next phase, over its gate where a week of the demo's did not keep to it."""
    try:
        rollout.advance(desk, playbook)
    except RefusedError:
        rollout.advance(desk, playbook, _WHY_NEXT)
