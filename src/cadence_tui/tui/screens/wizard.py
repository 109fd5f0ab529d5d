"""A run of steps, listed down the side, in which nothing typed is lost; and the set-up of a company, which is one."""

from __future__ import annotations

import asyncio
import gc
import threading
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.style import Style

from cadence_tui import formatting
from cadence_tui.domain.errors import BusyError, CadenceError
from cadence_tui.services import wizard, wizard_month, wizard_plan
from cadence_tui.tui import ink
from cadence_tui.tui.commands import spoken
from cadence_tui.tui.dialogs.kpi_words import first_close
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.screens.wizard_audit import AuditStep, CutStep, SortStep
from cadence_tui.tui.screens.wizard_forms import CompanyStep, LadderStep, PeopleStep, RhythmStep, StageStep
from cadence_tui.tui.screens.wizard_kpis import KpisStep
from cadence_tui.tui.screens.wizard_preview import PreviewStep
from cadence_tui.tui.screens.wizard_reads import zones
from cadence_tui.tui.screens.wizard_step import Ground, Step
from cadence_tui.tui.widgets.links import LinkedText
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from cadence_tui.services.wizard import Answers, Store

KEEP_AFTER, AHEAD_AFTER = 0.3, 0.1


class Run(Place):
    """A run of steps, which resumes where it was left."""

    SCOPE = "wizard"
    CSS_PATH = "wizard.tcss"
    STEPS: ClassVar[tuple[type[Step], ...]] = ()
    HEADINGS: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        """Go on where somebody stopped."""
        super().__init__()
        self.store = self.make_store()
        self.answers, self.problem = wizard.resume(self.store)
        self._is_as_left = bool(self.answers.step)
        self._kept = self.answers.write()
        self._timer: Timer | None = None
        self.step: Step | None = None
        self._ahead: Step | None = None
        self._said = ("", False)

    # --- For those that are made from this ----------------------------------------------------------------------------

    @abstractmethod
    def make_store(self) -> Store:
        """Say where answers are kept."""

    @abstractmethod
    def ground(self) -> Ground:
        """Say what the steps stand on, as it follows from the answers."""

    @abstractmethod
    def finish(self) -> None:
        """Do what the run is for."""

    # --- What stands on it --------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        with Horizontal(id="run"):
            yield LinkedText(id="rail")
            with Vertical(id="side"):
                yield Said(id="progress")
                yield Said(id="teaches")
                with Vertical(id="step"):
                    yield self._open(self._left_at())
                yield Said(id="hint")

    def _left_at(self) -> type[Step]:
        """Give the step in which somebody stopped."""
        return next((step for step in self.STEPS if self.answers.step == step.NAME), self.STEPS[0])

    def on_mount(self) -> None:
        self.call_next(self._begin)

    async def _begin(self) -> None:
        """Show the step that is there, and make ready for what comes."""
        await self._show()
        self._is_as_left = False
        if self.problem:
            self.app.say(self.problem, "warning")
        self.call_after_refresh(threading.Thread(target=_warm, daemon=True).start)
        self.set_timer(AHEAD_AFTER, self._look_ahead)

    def asked(self) -> list[type[Step]]:
        """List the steps that are asked, as the answers are."""
        ground = self.ground()
        return [step for step in self.STEPS if step.is_asked(self.answers, ground)]

    async def go(self, wanted: type[Step]) -> None:
        """Show a step in the place of the one before, which goes away once the new one is seen."""
        before = self.step
        with self.app.batch_update():
            if before is not None:
                before.display = False
            step = self._open(wanted)
            if step.is_attached:
                step.display = True
            else:
                await self.query_one("#step", Vertical).mount(step)
            await self._show()
        if before is not None:
            self.call_after_refresh(before.remove)
        self.set_timer(AHEAD_AFTER, self._look_ahead)
        self.keep_soon()

    def _open(self, wanted: type[Step]) -> Step:
        """Make a step, or take the one that was made ahead where it is as it would be made now.

        One that is not asked any more gives way to the one before it.
        """
        asked = self.asked()
        at = self.STEPS.index(wanted)
        chosen = next((step for step in reversed(self.STEPS[: at + 1]) if step in asked), asked[0])
        if self.answers.step != chosen.NAME:
            self.answers.step, self.answers.spot = chosen.NAME, ""
        self.step = chosen(self.answers, self.ground())
        if self._ahead is not None and self._ahead.is_as(self.step):
            self._ahead.ground, self._ahead.is_ahead = self.step.ground, False
            self.step, self._ahead = self._ahead, None
        return self.step

    async def _show(self) -> None:
        """Say what belongs to the step, and have it take the focus."""
        if self.step is None:
            return
        self.step.begin()
        self._draw()
        self.query_one("#teaches", Said).update(ink.text(spoken(self.step.teaches(), self.app.commands), ink.MUTED))
        self._say(*self.step.hint())
        if self.focused is not None:
            # Its focus is to be seen at once, and not in a frame of its own.
            has_taken_it = asyncio.Event()
            self.focused.call_later(has_taken_it.set)
            await has_taken_it.wait()

    async def _look_ahead(self) -> None:
        """Put the step after this one together, unseen, while somebody reads this one."""
        asked = self.asked()
        at = next((n for n, step in enumerate(asked) if step is type(self.step)), len(asked))
        after = asked[at + 1](self.answers, self.ground()) if at + 1 < len(asked) else None
        if self._ahead is not None:
            if after is not None and self._ahead.is_as(after):
                return
            self._ahead.remove()
        self._ahead = after
        if after is not None:
            after.is_ahead, after.display = True, False
            await self.query_one("#step", Vertical).mount(after)

    def _draw(self) -> None:
        """Show where one is: in a list down the side, or in one line."""
        if self.step is None:
            return
        headings = list(self.HEADINGS)
        here = headings.index(self._heading(type(self.step)))
        lines = []
        for at, heading in enumerate(headings):
            glyph, style = ("✓", ink.GOOD) if at < here else ("▸", ink.ACCENT) if at == here else ("·", ink.MUTED)
            words = ink.line((f"{glyph} ", style), (self.HEADINGS[heading], ink.STRONG if at == here else ink.MUTED))
            lines.append(
                words.stylize(Style.from_meta({"@click": f"screen.step('{heading}')"})) if at < here else words
            )
        self.query_one("#rail", Said).update(Content("\n").join(lines))
        where = ink.line((f"{here + 1} of {len(headings)}  ", ink.ACCENT), (self.step.TITLE, ink.STRONG))
        as_left = ink.text("  as you left it" if self._is_as_left else "", ink.MUTED)
        self.query_one("#progress", Said).update(ink.line(where, as_left), layout=False)

    def _heading(self, step: type[Step]) -> str:
        """Say under which heading a step stands: its own, or that of the one before it."""
        at = self.STEPS.index(step)
        return next(one.NAME for one in reversed(self.STEPS[: at + 1]) if one.NAME in self.HEADINGS)

    # --- Coming and going ---------------------------------------------------------------------------------------------

    async def on_step_next(self, event: Step.Next) -> None:
        event.stop()
        asked = self.asked()
        at = next((n for n, step in enumerate(asked) if step is type(self.step)), 0)
        if at + 1 < len(asked):
            await self.go(asked[at + 1])
        else:
            self.keep()
            self.finish()

    def action_back(self) -> None:
        self.call_later(self._go_back)

    async def _go_back(self) -> None:
        """Go back a step; from the first one leave, with everything kept."""
        asked = self.asked()
        at = next((n for n, step in enumerate(asked) if step is type(self.step)), 0)
        if at:
            await self.go(asked[at - 1])
            return
        self.keep()
        self.dismiss()

    async def action_step(self, name: str) -> None:
        """Go back to a step that is done, by the mouse."""
        await self.go(next(step for step in self.STEPS if name == step.NAME))

    def action_next(self) -> None:
        if self.step is not None:
            self.step.accept()

    def on_step_said(self, event: Step.Said) -> None:
        if event.step is self.step:  # a step that was left meanwhile has nothing to say to the one after it
            self._say(event.words, event.is_wrong)

    def _say(self, words: str, is_wrong: bool) -> None:  # noqa: FBT001 (as a step hands it over)
        """Say something below the step."""
        if (words, is_wrong) == self._said:
            return
        self._said = (words, is_wrong)
        self.query_one("#hint", Said).update(ink.text(words, ink.WARN if is_wrong else ink.MUTED), layout=False)

    # --- Keeping ------------------------------------------------------------------------------------------------------

    def on_step_typed(self, event: Step.Typed) -> None:
        event.stop()
        self.keep_soon()

    def keep_soon(self) -> None:
        """Keep the answers once the keys rest for a moment, or half a second has gone."""
        if self._timer is None:
            self._timer = self.set_timer(KEEP_AFTER, self._rest)

    async def _rest(self) -> None:
        """Keep the answers, and go by them in what comes next."""
        self.keep()
        await self._look_ahead()

    def keep(self) -> None:
        """Keep the answers now."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        text = self.answers.write()
        if text == self._kept:
            return
        try:
            self.store.save(text)
            self._kept = text
        except BusyError:
            self.keep_soon()
        except CadenceError as error:
            self._kept = text
            self.app.say(str(error), "warning")


class WizardScreen(Run):
    """The set-up of a company."""

    TITLE_TEXT = "Set up your company"
    HELP_TEXT = (
        "Eight short steps, and your company stands. {wizard.next} goes on from everywhere, {wizard.back} goes back, "
        "and nothing that you typed is lost: close the terminal and come back whenever you like."
    )
    STEPS = (
        CompanyStep,
        RhythmStep,
        PeopleStep,
        StageStep,
        AuditStep,
        SortStep,
        CutStep,
        KpisStep,
        LadderStep,
        PreviewStep,
    )
    HEADINGS: ClassVar[dict[str, str]] = {
        "company": "Company",
        "rhythm": "Weekly review",
        "people": "People and teams",
        "stage": "Stage",
        "audit": "What you track",
        "kpis": "KPIs",
        "ladder": "The ladder",
        "preview": "Your first month",
    }

    def make_store(self) -> Store:
        return wizard.FileStore.beside(self.app.host.path)

    def ground(self) -> Ground:
        return ground_of(self.answers, self)

    def finish(self) -> None:
        """Found the company, and go where a day begins."""
        from cadence_tui.services.audit import parked, survivors

        host, ground = self.app.host, self.ground()
        try:
            company = host.found(host.path, wizard_plan.company_text(self.answers, ground.zone, ground.now))
            self.app.sit_down(host.path)
        except CadenceError as error:
            from cadence_tui.tui.dialogs.telling import Telling

            told = [ink.text(one) for one in wizard_plan.problems(error)]
            self.app.push_screen(Telling("This does not fit together yet; nothing was founded", told))
            return
        if self.answers.things:
            from cadence_tui.services import audit

            audit.finish(self.app.desk, (), survivors(self.answers.things, "change"), parked(self.answers.things))
        self.store.drop()
        self._kept = self.answers.write()
        app, view = self.app, self.app.view()
        first = wizard_month.first_close(self.answers, ground.zone, ground.now)
        closes = (first_close(view) if view is not None else "") or (
            f"Its first week closes on {formatting.moment(first)}."
        )
        self.dismiss()
        app.switch_mode("week")
        app.say(f"{company.name} is founded. {closes}")


def ground_of(answers: Answers, screen: Run) -> Ground:
    """Say what a set-up stands on."""
    host = screen.app.host
    if host.beginning is None:
        raise TypeError(host)
    playbook, stage = host.playbook(), wizard_plan.stage(answers)
    rules = playbook.stage(stage)
    return Ground(
        founder=wizard_plan.founder(answers),
        people=tuple(wizard_plan.people(answers)),
        number_format=wizard_plan.number_format(answers),
        stage=stage,
        is_solo=wizard_plan.count(answers) == 1,
        fits=rules.company_kpis,
        rules=rules,
        playbook=playbook,
        library=host.beginning.library(),
        zone=host.beginning.zone(),
        now=host.beginning.clock(),
    )


def _warm() -> None:
    """Load what later steps need while somebody reads the first one."""
    import cadence_tui.services.setup
    import cadence_tui.services.wizard_kpis

    zones()
    cadence_tui.services.wizard_kpis.check({"name": "x"}, "x", "1,234.50")
    gc.freeze()  # it stays: looking for garbage in it takes longer than drawing a step
