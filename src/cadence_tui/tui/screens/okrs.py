"""The OKRs of a cycle: what must change, how far it has come, and whether it will."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.cycle import cycle_verdict
from cadence_tui.domain.okr import PHASE_OF_LEVEL, next_cycle
from cadence_tui.tui import ink
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.cards import Cards
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from cadence_tui.domain.cycle import ObjectiveLine
    from cadence_tui.domain.suggestion import Suggestion
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows


class OkrsScreen(Place):
    """The objectives of a cycle, as cards or as a tree."""

    SCOPE = "okrs"
    TITLE_TEXT = "OKRs"
    CSS_PATH = "okrs.tcss"
    AUTO_FOCUS = "#cards"
    HELP_TEXT = (
        "An objective says what must change in a quarter, its key results whether it has. The bar is how far a key "
        "result has come, ╋ where it was expected to be by now; the weakest stands first. A team’s objective stands "
        "below the company’s that it serves."
    )

    def __init__(self) -> None:
        """Show the cycle that it is."""
        super().__init__()
        self._cycle = ""
        self._cycles: list[str] = []
        self._lines: list[ObjectiveLine] = []

    def body(self) -> ComposeResult:
        yield Said(id="cycle")
        yield Cards(id="cards")

    def show(self, view: View) -> None:
        from cadence_tui.services import okrs, suggesting

        now, self._lines = okrs.current_cycle(view), okrs.lines(view)
        known = {one.objective.cycle for one in self._lines}
        self._cycles = sorted({*known, now, next_cycle(now)})
        self._cycle = self._cycle or now
        shown = [one for one in self._lines if one.objective.cycle == self._cycle]
        self.query_one("#cycle", Said).update(self._heading(view, shown, now))
        cards = self.query_one(Cards)
        cards.cycle = self._cycle if self._cycle >= now else ""
        cards.fill(view, shown, self._nothing(view, now), suggesting.look(view) if self._cycle == now else ())
        self.refresh_bindings()

    def _heading(self, view: View, shown: Sequence[ObjectiveLine], now: str) -> Content:
        """Name the cycle, how far it is on, and what its scores said once it is over."""
        from cadence_tui.services.okrs import span_of_cycle

        first, last = span_of_cycle(view, self._cycle)
        if self._cycle == now:
            week = (view.today - first).days // 7 + 1
            where = f"week {week} of {(last - first).days // 7 + 1}"
        else:
            where = "past" if self._cycle < now else "to come"
        parts: list[str | tuple[str, str]] = [
            (formatting.period_label(self._cycle), ink.STRONG),
            (f"  {formatting.day_label(first)} – {formatting.day_label(last)} · {where}", ink.MUTED),
        ]
        company = [one for one in shown if one.objective.team is None and one.objective.activated_at is not None]
        if said := cycle_verdict(company):
            parts.append((f"  {formatting.VERDICTS[said]}", ink.MUTED))
        return ink.line(*parts)

    def _nothing(self, view: View, now: str) -> list[str]:
        """Say what objectives are for, and what opens them."""
        if self._cycle < now:
            return ["There were no objectives in this cycle."]
        opens = PHASE_OF_LEVEL["company"]
        said = [
            "An objective says in words what must change this quarter; two to five key results say whether it has.",
            "KPIs keep watch meanwhile: only what must move becomes a key result.",
        ]
        if view.company.phase < opens:
            said.append(f"Phase {opens} activates the first one; until then objectives can be drafted.")
        return [*said, f"Press {self.app.key('okr.new')} to draft one."]

    # --- What the keys do ---------------------------------------------------------------------------------------------

    def _turn(self, by: int) -> None:
        """Go to another cycle."""
        at = self._cycles.index(self._cycle) + by if self._cycle in self._cycles else -1
        if 0 <= at < len(self._cycles):
            self._cycle = self._cycles[at]
            self.look_anew()

    def action_before(self) -> None:
        self._turn(-1)

    def action_after(self) -> None:
        self._turn(1)

    def action_tree(self) -> None:
        cards = self.query_one(Cards)
        cards.is_tree = not cards.is_tree
        cards.rebuild()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        found = self.query_one(Cards).suggestions.get(event.key)
        if found is None:
            self.app.open("objective", event.key)
        else:
            self._take_up(found)

    def on_okr_steps_drafted(self, event: Cards.Drafted) -> None:
        """Go to what was drafted, in whichever cycle it is."""
        self._cycle = event.objective.cycle
        self.look_anew()
        self.query_one(Cards).cursor = event.objective.id

    def _take_up(self, one: Suggestion) -> None:
        """Open what a suggestion leads to, filled in as far as it is known."""
        from cadence_tui.tui.dialogs.raising import draft_candidate, raise_kpi

        view = self.app.view()
        if view is None:
            return
        if one.kind == "raise":
            raise_kpi(self.app, view, one.subject)
        elif one.kind == "candidate":
            draft_candidate(self.app, view, one.subject)
        elif one.kind == "unlinked":
            from cadence_tui.tui.dialogs.edit_objective import EditObjective

            objective = view.repository.objective(one.subject)
            self.app.push_screen(EditObjective(view, self.app.host.playbook(), objective, None))
        else:
            self.app.open("objective", one.subject)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer the cycles that there are."""
        if action in ("before", "after") and self._cycle in self._cycles:
            at = self._cycles.index(self._cycle)
            return at > 0 if action == "before" else at + 1 < len(self._cycles)
        return True
