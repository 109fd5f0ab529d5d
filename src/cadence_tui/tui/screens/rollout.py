"""The rollout: the road with where the company is, its gate, what comes next and why, and what lint found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container
from textual.content import Content

from cadence_tui.domain.text import clean_line
from cadence_tui.services.ranges import own_playbook
from cadence_tui.tui import ink
from cadence_tui.tui.commands import spoken
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.places import PLACES
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.screens.rollout_rows import (
    ADVANCE,
    GATE,
    PHASE,
    Steps,
    finding_words,
    item_words,
    phase_words,
)
from cadence_tui.tui.told import finding_name
from cadence_tui.tui.widgets.reading import Detail
from cadence_tui.tui.widgets.road import RoadMap, schedule
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.domain.rollout import GateItem, Road
    from cadence_tui.services.linting import Linted
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows

TEAM_KPIS = 2
_FOCUS_FROM = 100
WHY_ORDER = (
    "Everything at once makes paperwork and no habit. So it comes in an order: numbers that are measured the same way "
    "each week, then teams that own theirs, then what has to change, company first."
)
WHY_ORDER_ALONE = (
    "Everything at once makes paperwork and no habit. So it comes in an order: numbers that are measured the same way "
    "each week, and only then what has to change."
)


class RolloutScreen(Place):
    """The place that says where the company is on its way, and what opens the next stretch."""

    SCOPE = "rollout"
    TITLE_TEXT = "Rollout"
    CSS_PATH = "rollout.tcss"
    HELP_TEXT = (
        f"{WHY_ORDER} Each phase is left through its gate, or before it with a reason that becomes a decision. "
        "Lint says what the playbook would do otherwise; a warning can be waived with a reason."
    )

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__()
        self._view: View | None = None

    def body(self) -> ComposeResult:
        with Container(id="road"):
            yield Said(id="schedule")
            yield RoadMap()
        with Container(id="rollout"):
            yield Steps(id="steps")
            with Detail(id="detail"):
                yield Said(id="words")

    @property
    def _steps(self) -> Steps:
        return self.query_one(Steps)

    def show(self, view: View) -> None:
        from cadence_tui.services import linting, rollout

        playbook = self.app.host.playbook()
        self._view = view
        road = rollout.look(view, playbook)
        rules = own_playbook(view.repository, playbook).stage(view.company.stage)
        self.query_one(RoadMap).fill(road)
        self.query_one("#schedule", Said).update(
            ink.line(
                (schedule(road), ink.WARN if road.weeks_behind > 0 else ink.PLAIN),
                (f" · {view.company.stage}: {rules.leads_words}", ink.MUTED),
                (f", for {rules.focus}" if self.app.size.width >= _FOCUS_FROM else "", ink.MUTED),
            )
        )
        self._steps.fill(view, road, linting.look(view, playbook))
        self._explain()
        self.refresh_bindings()

    # --- The line under the cursor, in full ---------------------------------------------------------------------------

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._explain()
        self.refresh_bindings()

    def _explain(self) -> None:
        """Say in full what the line under the cursor is about."""
        self.query_one("#words", Said).update(Content("\n").join(self._words(self._steps.cursor)))
        self.query_one("#detail").scroll_home(animate=False)

    def _words(self, key: str) -> list[Content]:
        """Write a line in full."""
        road = self._steps.road
        if road is None:
            return []
        if key in self._steps.found:
            return finding_words(self._steps.found[key], self.app.key("rollout.waive"))
        if key.startswith(PHASE):
            stop = next(one for one in road.stops if f"{PHASE}{one.phase.number}" == key)
            return [*phase_words(road, stop), ink.text(""), ink.text(self._why_order(road), ink.MUTED)]
        if (item := self._item(key)) is not None:
            words = item_words(item, spoken(_how(item, self._place_for(item)), self.app.commands), road)
            return [*words, ink.text(""), ink.text(self._why_order(road), ink.MUTED)]
        return [*phase_words(road, road.next or road.here), ink.text(""), ink.text(self._why_order(road), ink.MUTED)]

    @staticmethod
    def _why_order(road: Road) -> str:
        """Say why the order is what it is; where no phase is the teams', without them."""
        return WHY_ORDER if any(stop.phase.number == TEAM_KPIS for stop in road.stops) else WHY_ORDER_ALONE

    def _item(self, key: str) -> GateItem | None:
        """Find an item of the gate by its line."""
        road = self._steps.road
        return road.here.gate[int(key.removeprefix(GATE))] if road and key.startswith(GATE) else None

    def _place_for(self, item: GateItem) -> str:
        """Name the place where an item of the gate is worked on, where it exists."""
        what = item.what.casefold()
        of_okrs = any(word in what for word in ("okr", "objective", "key result"))
        place = "week" if "on time" in what else "okrs" if of_okrs else "kpis"
        return place if place in PLACES and "retrospective" not in what else ""

    # --- What the keys do ---------------------------------------------------------------------------------------------

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Go where a line is dealt with; a phase is told in full."""
        event.stop()
        key = event.key
        if key == ADVANCE:
            self.action_advance()
        elif (item := self._item(key)) is not None and (place := self._place_for(item)):
            self.app.action_go(place)
        elif not (key in self._steps.found and self._open_subject(self._steps.found[key])):
            from cadence_tui.tui.dialogs.telling import Telling

            self.app.push_screen(Telling("", self._words(key)))

    def _open_subject(self, one: Linted) -> bool:
        """Open what a finding is about, where it has a page."""
        view, subject = self._view, one.finding.subject
        if view is None or not (subject in view.kpis or subject.startswith("O-")):
            return False
        return self.app.open("kpi" if subject in view.kpis else None, subject)

    def action_advance(self) -> None:
        from cadence_tui.tui.dialogs.advance import open_advance

        road = self._steps.road
        if road is not None and road.next is not None:
            open_advance(self.app, road)

    def action_lint(self) -> None:
        found = list(self._steps.found)
        if found:
            self._steps.focus()
            self._steps.cursor = found[0]

    def action_waive(self) -> None:
        from cadence_tui.tui.dialogs.ask import Ask

        one = self._steps.found.get(self._steps.cursor)
        if one is not None:
            title = f"Why is it right as it is? {one.finding.message}"
            ask = Ask(title, check=lambda text: clean_line(text, "reason"))
            self.app.push_screen(ask, lambda why: self._waive(one.finding.key, why) if why else None)

    def _waive(self, finding: str, why: str) -> None:
        """Wave a warning through."""
        from cadence_tui.services import linting

        undo = self.app.key("app.undo")
        attempt(
            self,
            lambda desk: linting.waive(desk, self.app.host.playbook(), finding, why),
            done=lambda one: self.app.say(
                f"Waived what lint found about {finding_name(self.app.desk.view(), one.finding.key)}: {why}. "
                f"{undo} takes it back."
            ),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer waiving on a warning, and advancing before the last phase."""
        steps = self.query(Steps)
        if not steps:
            return action not in ("advance", "waive")
        here = steps.first().found.get(steps.first().cursor)
        road = steps.first().road
        if action == "waive":
            return here is not None and here.finding.level == "warning" and here.waived is None
        return action != "advance" or (road is not None and road.next is not None)


def _how(item: GateItem, place: str) -> str:
    """Say how to get to what an item asks for."""
    if "on time" in item.what.casefold():
        return "Whatever the value is, it counts when it is in before the close. {rows.open} goes to this week."
    if place == "kpis":
        return "{rows.open} goes to the KPIs: add one there, or give one what it lacks."
    if place == "okrs":
        return "{rows.open} goes to the OKRs: draft one there, activate it, and hold its check-in."
    return "It is held once the quarter ends: scores, then keep, drop or promote."
