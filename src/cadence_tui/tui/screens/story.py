"""One story, whole: of an escalation, a decision or an action, with every step that may come next on a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.errors import CadenceError
from cadence_tui.services import story
from cadence_tui.tui import ink
from cadence_tui.tui.places import kind_of
from cadence_tui.tui.screens import log_words, story_chart, story_words
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.rows import Row
from cadence_tui.tui.widgets.storyline import LINK, Storyline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.view import View
    from cadence_tui.tui.screens.story_chart import Mark
    from cadence_tui.tui.widgets.rows import Rows
    from cadence_tui.tui.widgets.storyline import Chain


class StoryScreen(Place):
    """The page of one escalation, decision or action."""

    SCOPE = "story"
    TITLE_TEXT = "Story"
    HELP_TEXT = (
        "What happened, who was asked, what they decided and why, who did what, and whether it worked. Below the chart "
        "stands what happened when: ✗ breach, ! late or no answer, → asked, ◆ decided, ✓ verified or worked, ● back on "
        "track, ? the day to ask."
    )

    def __init__(self, subject: str) -> None:
        """Tell of something by its id."""
        super().__init__()
        self.subject = subject.upper()
        self._kpi = ""

    @property
    def title_text(self) -> str:
        """Name what the story is of."""
        return kind_of(self.subject).capitalize()

    @property
    def name_above(self) -> str:
        return self.title_text

    def body(self) -> ComposeResult:
        yield Storyline(self._tell, id="story")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Storyline).focus()

    def show(self, view: View) -> None:
        line = self.query_one(Storyline)
        line.page = self.subject
        try:
            with view.repository.database.reading():
                things = self._things(view)
                line.stand(view, things)
                line.rebuild()
        except CadenceError as error:
            self.app.say(str(error), "warning")
            return
        self.refresh_bindings()

    # --- What it is about ---------------------------------------------------------------------------------------------

    def _things(self, view: View) -> dict[str, Escalation | Decision | Action]:
        """Gather everything in the story that steps can be taken on."""
        kind, repository = kind_of(self.subject), view.repository
        found: dict[str, Escalation | Decision | Action] = {}
        if kind == "escalation":
            escalation = view.escalation(self.subject)
            found[escalation.id], self._kpi = escalation, escalation.kpi
            decisions = list(escalation.decisions)
        elif kind == "decision":
            decisions = [self.subject]
        else:
            action = repository.action(self.subject)
            found[action.id] = action
            decisions = []
        for id_ in decisions:
            decision = repository.decision(id_)
            found[id_] = decision
            found |= {action.id: action for action in repository.actions(closed=True, decision=id_)}
            self._kpi = self._kpi or next((key for key in decision.then if key in view.kpis), "")
        return found

    def _tell(self, view: View, chain: Chain) -> None:
        """Tell the story."""
        one = self.query_one(Storyline).things.get(self.subject)
        kind = kind_of(self.subject)
        if one is None:
            return
        if kind == "escalation":
            self._tell_escalation(view, chain, view.escalation(self.subject))
        elif kind == "decision":
            self._tell_decision(view, chain, view.repository.decision(self.subject))
        else:
            self._tell_action(view, chain, view.repository.action(self.subject))

    def _tell_escalation(self, view: View, chain: Chain, one: Escalation) -> None:
        """Tell from the first miss to the end."""
        kpi, turns = view.kpis[one.kpi], story.of_escalation(view, one)
        chain.head(*story_words.escalation_head(view, one), story_words.kpi_line(view, one.kpi, bars=False), gap=False)
        self._draw(view, chain, kpi, story_chart.of_escalation(view, one, turns))
        chain.begin(one.opened_at)
        rung = 0
        for turn in turns:
            story_words.tell_turn(view, chain, one, turn, from_rung=rung)
            rung = turn.rung

    def _tell_decision(self, view: View, chain: Chain, one: Decision) -> None:
        """Tell from what it answers to whether it worked."""
        state = log_words.decision_state(one, view)
        expected = (one.expect.kpi,) if one.expect else ()
        kpis = [view.kpis[key] for key in dict.fromkeys((*expected, *one.then)) if key in view.kpis]
        lines = [story_words.kpi_line(view, kpi.key, bars=kpi is not kpis[0]) for kpi in kpis]
        chain.head(story_words.title(log_words.GLYPHS["decision"], one.id, one.title, state), *lines, gap=not lines)
        if kpis:
            marks = (*story_chart.answered(view, kpis[0], one), *story_chart.of_decision(view, kpis[0], one))
            self._draw(view, chain, kpis[0], marks)
        before = [view.escalation(id_).opened_at for id_ in one.answers if kind_of(id_) == "escalation"]
        old = view.repository.decision(one.supersedes) if one.supersedes else None
        chain.begin(min([one.at, *before, *([old.at] if old else [])]))
        for id_ in one.answers:
            if kind_of(id_) == "escalation":
                story_words.escalation_row(view, chain, view.escalation(id_))
        if old is not None:
            words = ink.line((f"{old.id}  ", ink.MUTED), old.title, ("  this takes its place", ink.MUTED))
            chain.link(old.at, (log_words.GLYPHS["decision"], ink.MUTED), words, key=old.id)
        story_words.tell_decision(view, chain, one, is_page=True)
        story_words.tell_check(view, chain, one)

    def _draw(self, view: View, chain: Chain, kpi: Kpi, marks: Iterable[Mark]) -> None:
        """Draw the KPI's chart with what happened marked on it."""
        is_tall = self.app.size.height >= story_chart.TALL
        chain.rows.append(Row("", tuple(story_chart.drawn(view, kpi, marks, chain.width, is_tall=is_tall))))

    def _tell_action(self, view: View, chain: Chain, one: Action) -> None:
        """Tell from when it was taken on to where it stands."""
        chain.head(story_words.title(log_words.GLYPHS["action"], one.id, one.text, log_words.action_state(one, view)))
        chain.begin(one.created_at)
        if one.decision is not None:
            of = view.repository.decision(one.decision)
            words = ink.line((f"{of.id}  ", ink.MUTED), of.title)
            why = [ink.text(part, ink.MUTED) for part in of.why.splitlines() if part.strip()]
            chain.link(of.at, (log_words.GLYPHS["decision"], ink.MUTED), words, *why, key=of.id)
        story_words.tell_action(view, chain, one, view.repository.entries_named(one.id))

    # --- Where it leads -----------------------------------------------------------------------------------------------

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Open what a row is about; what is open already is gone back to."""
        event.stop()
        about = event.key.partition(" ")[0]
        if not about or about.startswith(LINK) or about == self.subject:
            return
        before = self.app.screen_stack[-2:-1]
        if before and isinstance(before[0], StoryScreen) and before[0].subject == about:
            self.dismiss()
        else:
            self.app.open(None, about)

    def action_kpi(self) -> None:
        self.app.open("kpi", self._kpi)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer the KPI's page where there is one."""
        return action != "kpi" or bool(self._kpi)
