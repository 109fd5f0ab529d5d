"""A meeting: a run of steps on a full screen, which can be left at any moment and goes on where it was left.

A new kind of meeting is a subclass with another list of steps:

    class MonthlyReview(Meeting):
        TITLE_TEXT = "Monthly review"
        STEPS = (FiguresStep, StaleStep, LearnedStep, MonthlyCloseStep)

        @classmethod
        def occasion_of(cls, view: View) -> Occasion:    # what it is about, as it stands when it is opened
            return Occasion("monthly", view.calendar.current_month(view.now))

It is opened with `open_meeting(app, MonthlyReview)`, which leads back to the one that is open already.

A new step is a subclass of `meeting_step.MeetingStep`, and its place in a list of steps:

    class LearnedStep(MeetingStep):
        NAME, TITLE, MINUTES = "learned", "What we learned", 10      # planned minutes; people may plan otherwise
        EMPTY = "What the month taught. Nothing yet."

        @classmethod
        def load(cls, view, occasion) -> Load:   # how much it holds and how much is left: its mark in the list of
            return Load(of=3, left=1)            # steps; a step with nothing in it is passed, and says so

        def compose(self) -> ComposeResult: ...  # any widgets; the first `Rows` takes the focus and keeps its cursor
        def show(self, view: View) -> None: ...  # draw what stands: at first, and after every change by whomever
        def begin(self, sitting): ...            # only where the focus goes elsewhere than to the first `Rows`
        spot                                     # only where more than the cursor of that list is to be found again

A step posts `MeetingStep.Done` (`self.done()`) when it is done with. It changes things through `deeds.attempt` as any
other widget does: each entry is saved when it is made. What is said in the meeting and waits for its end is kept as
minutes (`services.minutes`), what is half typed as a draft.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical

from cadence_tui import formatting
from cadence_tui.services import meeting, minutes
from cadence_tui.services.meeting import Sitting
from cadence_tui.tui import ink
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.agenda import Agenda, Item
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from textual.app import ComposeResult

    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.screens.meeting_step import Load, MeetingStep, Occasion, Spot

KEEP_EVERY = 0.4
CLOCK_KEPT_EVERY = 15
# Longer between two looks at the clock is no time spent: the machine slept, or the clock was set.
LONGEST_LOOK = 10


class Meeting(Place):
    """A run of steps, which resumes where it was left."""

    SCOPE = "meeting"
    CSS_PATH = "meeting.tcss"
    AUTO_FOCUS = None
    LABELS: ClassVar[dict[str, str]] = {"rows.open": "Next"}
    STEPS: ClassVar[tuple[type[MeetingStep], ...]] = ()

    def __init__(self, occasion: Occasion, sitting: Sitting) -> None:
        """Go on from where somebody stopped."""
        super().__init__()
        self.occasion, self.sitting = occasion, sitting
        self.spent: dict[str, float] = dict(sitting.spent)
        self.step: MeetingStep | None = None
        self.is_held = False
        self._view: View | None = None
        self._steps: list[type[MeetingStep]] = []
        self._loads: dict[str, Load] = {}
        self._looked: datetime | None = None
        self._kept: tuple[str, Spot] | None = None
        self._kept_spent = sum(self.spent.values())
        self._was_open: bool | None = None
        self._is_settled = False

    # --- For those that are made from this ----------------------------------------------------------------------------

    @classmethod
    @abstractmethod
    def occasion_of(cls, view: View) -> Occasion:
        """Say which meeting it is, as things stand."""

    @classmethod
    def refusal(cls, view: View) -> str:  # noqa: ARG003 (for those that override it)
        """Say why there is nothing to meet about yet, where that is so."""
        return ""

    def closes_at(self, view: View) -> datetime | None:  # noqa: ARG002 (for those that override it)
        """Say when what the meeting is about is judged, meeting or not; None where nothing is."""
        return None

    def held(self) -> None:
        """Take note that it was held: nothing is to be resumed any more."""
        self.is_held = True
        self._draw()

    # --- What stands on it --------------------------------------------------------------------------------------------

    @property
    def title_text(self) -> str:
        return f"{self.TITLE_TEXT}, {formatting.period_label(self.occasion.period)}"

    def body(self) -> ComposeResult:
        with Horizontal(id="run"):
            yield Agenda(id="agenda")
            with Vertical(id="side"):
                yield Said(id="heading")
                with Vertical(id="here"):
                    yield from self._first_step()

    def on_mount(self) -> None:
        super().on_mount()
        self._looked = self.app.desk.clock()
        self.set_interval(KEEP_EVERY, self._tick)

    def show(self, view: View) -> None:
        self._weigh(view)
        self._say_deadline(view)
        if self.step is None:  # another process had kept the file when the meeting was opened
            self.call_later(self.go, self._next_after(None) or self.steps[-1])
        elif self.step.is_mounted:
            self.step.see(view)
            self._head()
            self._settle()
        self._draw()

    def _say_deadline(self, view: View) -> None:
        """Say once that the deadline has passed while the meeting was open."""
        closes = self.closes_at(view)
        is_open = closes is not None and view.now < closes
        if self._was_open and not is_open:
            self.app.say(
                "The deadline has passed: what was in is judged, what was not is late. "
                "What you record now is a late submission.",
                "warning",
            )
        self._was_open = is_open

    @property
    def steps(self) -> list[type[MeetingStep]]:
        """List the steps that are in the meeting."""
        return self._steps

    def _draw(self) -> None:
        """Show where one is."""
        if self._view is None or self.step is None:
            return
        plan = minutes.planned(self._view.repository, self.occasion.kind)
        items = [
            Item(
                one.NAME,
                one.TITLE,
                *self._loads[one.NAME],
                plan.get(one.NAME, one.MINUTES),
                self.spent.get(one.NAME, 0),
            )
            for one in self.steps
            if one.NAME in self._loads
        ]
        is_solo = self._view.company.is_solo
        self.query_one(Agenda).fill(items, self.step.NAME, has_clock=not is_solo, is_paused=self.sitting.is_paused)

    def _head(self) -> None:
        """Say above the step what it is, and what it is for where there is nothing in it."""
        if self.step is None:
            return
        load = self._loads.get(self.step.NAME)
        is_empty = load is not None and not load.of
        what = ink.text(f"  {self.step.EMPTY}" if is_empty else "", ink.MUTED)
        heading = self.query_one("#heading", Said)
        heading.update(ink.line((self.step.TITLE, ink.STRONG), what))
        heading.set_class(is_empty, "-empty")

    # --- Coming and going ---------------------------------------------------------------------------------------------

    def _first_step(self) -> Iterator[MeetingStep]:
        """Open the step in which somebody stopped, else the first that holds something.

        It is there with the screen: a key that is pressed right after the one that opens the meeting is meant for it.
        """
        view = self.app.view()
        if view is None:
            return
        self._weigh(view)
        left = next((step for step in self.steps if self.sitting.step == step.NAME), None)
        self.step = (left or self._next_after(None) or self.steps[-1])(self.occasion)
        yield self.step

    def _weigh(self, view: View) -> None:
        """Take what stands now, and how much there is in each step."""
        self._view = view
        self._steps = [step for step in self.STEPS if step.is_in(view)]
        self._loads = {step.NAME: step.load(view, self.occasion) for step in self.steps}

    def _settle(self) -> None:
        """Give the focus to the step that was gone to."""
        if self.step is not None and not self._is_settled:
            self.step.begin(self.sitting)
            self._is_settled = True
            self.refresh_bindings()

    def _next_after(self, step: type[MeetingStep] | None, by: int = 1) -> type[MeetingStep] | None:
        """Find the next step that holds something; those that hold nothing are passed."""
        steps = self.steps
        if step is None:
            order = steps
        elif by > 0:
            order = steps[steps.index(step) + 1 :]
        else:
            order = steps[: steps.index(step)][::-1]
        return next((one for one in order if self._loads[one.NAME].of), None)

    async def go(self, wanted: type[MeetingStep]) -> None:
        """Show a step."""
        self.sitting = self.sitting._replace(step=wanted.NAME, spot="", text="", cursor=0)
        self.step, self._is_settled = wanted(self.occasion), False
        place = self.query_one("#here", Vertical)
        await place.remove_children()
        await place.mount(self.step)
        if self._view is not None:
            self.step.see(self._view)
        self._head()
        self._draw()
        self._settle()

    async def on_meeting_step_done(self, event: MeetingStep.Done) -> None:
        event.stop()
        await self._go_by(1)

    async def on_meeting_step_wanted(self, event: MeetingStep.Wanted) -> None:
        event.stop()
        await self.action_jump_to(event.name)

    async def _go_by(self, by: int) -> None:
        """Go to the next step that holds something, or to the one before."""
        if self.step is None:
            return
        found = self._next_after(type(self.step), by)
        if found is not None:
            await self.go(found)

    async def action_next(self) -> None:
        await self._go_by(1)

    async def action_previous(self) -> None:
        await self._go_by(-1)

    async def action_jump_to(self, name: str) -> None:
        """Go to a step, by the mouse."""
        await self.go(next(step for step in self.steps if name == step.NAME))

    def action_jump(self) -> None:
        from cadence_tui.tui.dialogs.jump import Jump

        here = self.step.NAME if self.step is not None else ""
        chosen = Jump([(step.NAME, step.TITLE, self._loads[step.NAME]) for step in self.steps], here)
        self.app.push_screen(chosen, self._jumped)

    def _jumped(self, name: str | None) -> None:
        if name is not None:
            self.call_later(self.action_jump_to, name)

    def action_clock(self) -> None:
        self.sitting = self.sitting._replace(is_paused=not self.sitting.is_paused)
        self._draw()
        self.keep()

    def action_add(self) -> None:
        from cadence_tui.tui.dialogs.decide import New

        view = self.app.view()
        if view is not None:
            self.app.push_screen(New(view, occasion=self.occasion))

    def action_leave(self) -> None:
        self.keep()
        self.app.revision += 1  # the place beneath is to say that it is under way
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer the clock where there is one, and other steps where there are."""
        if action in ("next", "previous"):
            return (
                self.step is not None and self._next_after(type(self.step), 1 if action == "next" else -1) is not None
            )
        return action != "clock" or (self._view is not None and not self._view.company.is_solo)

    # --- Where it stands, for whoever comes next ----------------------------------------------------------------------

    def _tick(self) -> None:
        """Count the time of the step, and keep where it stands once that is another place."""
        now = self.app.desk.clock()
        seconds = (now - self._looked).total_seconds() if self._looked is not None else 0
        self._looked = now
        if self.step is None or not self._is_settled or self.is_held or self not in self.app.screen_stack:
            return
        if not self.sitting.is_paused and 0 < seconds < LONGEST_LOOK:
            self.spent[self.step.NAME] = self.spent.get(self.step.NAME, 0) + seconds
            self._draw()
        spent = sum(self.spent.values())
        if (self.step.NAME, self.step.spot) != self._kept or spent - self._kept_spent >= CLOCK_KEPT_EVERY:
            self.keep()

    def keep(self) -> None:
        """Keep where it stands."""
        if self.step is None or not self._is_settled or self.is_held or self._view is None:
            return
        spot, spent = self.step.spot, {step: int(seconds) for step, seconds in self.spent.items()}
        now = Sitting(self.step.NAME, spot.name, spent, self.sitting.is_paused, spot.text, spot.cursor)
        self.sitting, self._kept, self._kept_spent = now, (self.step.NAME, spot), sum(self.spent.values())
        # While another process writes, it is tried again by a timer, which has to outlive this screen.
        attempt(
            self.app.screen_stack[0],
            lambda desk: meeting.keep_sitting(desk, self.occasion.period, now, self.occasion.kind),
            done=lambda _: None,
            refused=lambda _: None,  # of a file that can only be read: there is nothing to go on with then
            quiet=True,
        )


def open_meeting(app: CadenceApp, kind: type[Meeting]) -> None:
    """Go to a meeting: the one that is open, else the one that is due, where it was left."""
    view = app.view()
    if view is None:
        return
    if refusal := kind.refusal(view):
        app.say(refusal)
        return
    if app.current_mode != "week":
        app.action_go("week")
    for screen in app.screen_stack:
        if isinstance(screen, kind):
            while app.screen is not screen:
                app.pop_screen()
            return
    app.action_go("week")
    occasion = kind.occasion_of(view)
    left = meeting.sitting(view, occasion.period, occasion.kind)
    app.push_screen(kind(occasion, left or Sitting()))
