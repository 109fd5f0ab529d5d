"""Keys that come faster than the app: each lands where the one before it led."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from cadence_tui.tui.app import CadenceApp
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.typed import lacks_value
from cadence_tui.tui.widgets.board import Board
from cadence_tui.tui.widgets.field import Field
from cadence_tui.tui.widgets.value_field import ValueField
from tests.tui.driving import screen_text, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.pilot import Pilot

    from tests.tui.conftest import Stage

    Send = Callable[[Pilot[None], tuple[str, ...]], Awaitable[None]]

SIZE = (80, 24)
PATIENT = 20
KINDS = (("fix", "fix it"), ("retarget", "new target"))
FIELDS = (
    Field("title", "Decision", needed=True),
    Field("why", "Why", "text"),
    Field("kind", "Kind", "choice", choices=KINDS),
    Field("target", "Target", when=lambda typed: typed["kind"] == "retarget"),
    Field("by", "Decided by", known=("Ada Lovelace", "Ben")),
)
WHOLE = {"title": "Call them", "why": "Nobody knows", "kind": "retarget", "target": "40", "by": "Ada Lovelace"}


class Decision(FormDialog):
    """A form that remembers what it was asked to save."""

    def __init__(self) -> None:
        """Ask."""
        super().__init__("A decision", FIELDS)
        self.got: dict[str, str] | None = None

    def save(self, _: object, typed: dict[str, str]) -> dict[str, str]:
        """Remember."""
        self.got = typed
        return typed


class Question(Dialog[str]):
    """A dialog that looks at its own when it is put together."""

    def panel(self) -> ComposeResult:
        """Have a field."""
        yield Input()

    def on_mount(self) -> None:
        """Look at it."""
        self.query_one(Input).value = "looked at"


async def _press_all(pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    """Press keys, one after the other."""
    await pilot.press(*keys)


async def _throw_all(pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    """Put keys into the app's queue, all at once, as a terminal does that has them all."""
    for key in keys:
        character = {"space": " ", "equals_sign": "="}.get(key, key if len(key) == 1 else None)
        pilot.app.post_message(events.Key(key, character))


SENDERS = pytest.mark.parametrize("send", [_press_all, _throw_all], ids=["pressed", "thrown"])


def _letters(text: str) -> tuple[str, ...]:
    """Give the keys of a text."""
    return tuple("space" if char == " " else char for char in text)


@SENDERS
@pytest.mark.parametrize("onward", ["tab", "enter"])
async def test_what_is_typed_at_once_after_tab_or_enter_belongs_to_the_next_field(
    stage: Stage, send: Send, onward: str
) -> None:
    """Typed at any speed, a whole form lands in its fields: lines, texts, choices, and those that a choice asks for."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = Decision()
        await app.push_screen(form)
        past_text = ("enter", "enter") if onward == "enter" else (onward,)
        await send(pilot, (
            *_letters("Call them"), onward, *_letters("Nobody knows"), *past_text,
            "n", onward, *"40", onward, *"ad", "enter",
        ))  # fmt: skip
        await until(pilot, lambda: form.got is not None, PATIENT)
        assert form.got == WHOLE


@SENDERS
async def test_what_is_typed_at_once_after_shift_tab_belongs_to_the_field_before(stage: Stage, send: Send) -> None:
    """Going back takes effect before the next letter, too."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = Decision()
        await app.push_screen(form)
        await send(pilot, (
            "tab", "tab", "n", "tab", "tab", *"ad", "shift+tab", *"40", "shift+tab", "shift+tab",
            *_letters("Nobody knows"), "shift+tab", *_letters("Call then"), "backspace", "m", "ctrl+s",
        ))  # fmt: skip
        await until(pilot, lambda: form.got is not None, PATIENT)
        assert form.got == WHOLE


@SENDERS
async def test_a_form_gets_what_is_typed_right_after_the_key_that_opens_it(stage: Stage, send: Send) -> None:
    """What follows the key that opens a panel is typed into it, not over the place below."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await send(pilot, ("ctrl+p", *"quick"))
        await until(pilot, lambda: isinstance(app.focused, Input) and app.focused.value == "quick", PATIENT)


@SENDERS
async def test_digits_typed_at_once_after_enter_belong_to_the_next_kpi(stage: Stage, send: Send) -> None:
    """In the week, enter saves a value, and up and down leave it, before the next digit is typed."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        board, field = app.screen.query_one(Board), app.screen.query_one(ValueField)
        open_ones = [
            key
            for key in board.card.keys
            if lacks_value(board.card.lines[key], app.desk.view().today) and board.card.lines[key].before
        ]
        board.record(open_ones[0])
        await pilot.pause()
        await send(pilot, ("equals_sign", "enter", *"42", "down", *"43", "up", *"0"))
        await until(pilot, lambda: field.value == "420", PATIENT)
        assert board.card.lines[open_ones[0]].value is not None
        await pilot.press("down")
        await until(pilot, lambda: field.value == "43", PATIENT)


async def test_the_app_is_at_rest_once_its_first_screen_stands_and_in_each_second_without_a_key(stage: Stage) -> None:
    """What takes a while and can wait is done in between."""
    rests: list[str] = []
    app: CadenceApp = CadenceApp(stage.host(at_rest=lambda: rests.append(screen_text(app))))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(rests), PATIENT)
        assert "This week" in rests[0]
        await pilot.pause()
        rests.clear()
        app._turnstile.holds(events.Key("down", None))
        app._tick()
        assert not rests  # the key is on its way
        app._turnstile.holds(events.Key("down", None))
        await until(pilot, lambda: not app._turnstile.is_busy, PATIENT)
        app._turn_seen -= 1  # as it was before the key, whenever the app looked last
        app._tick()
        assert not rests
        app._tick()
        assert rests


async def test_a_dialog_is_left_before_it_is_whole(stage: Stage) -> None:
    """An esc that comes while a dialog that nobody asked for is being put together leaves it, and nothing breaks."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(Question())
        await app.run_action("close", app.screen)
        await pilot.pause()
        assert app.is_running
        assert not isinstance(app.screen, Question)
