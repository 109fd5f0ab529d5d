"""The form: what is typed is echoed, refused beside its field, kept, and saved from every field alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from cadence_tui.domain.errors import BusyError, InvalidError
from cadence_tui.services import drafts
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.dialogs.reading import reads_day
from cadence_tui.tui.widgets.controls import Choice, Long
from cadence_tui.tui.widgets.field import Field, a_line
from tests.tui.driving import at_rest, screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.pilot import Pilot

    from cadence_tui.services.desk import Desk
    from tests.tui.conftest import Stage

D = TypeVar("D", bound=FormDialog)
SIZE = (80, 24)
KINDS = (("fix", "fix it"), ("retarget", "new target"), ("retire", "retire it"))


def _number(text: str, typed: Mapping[str, str]) -> str:
    """Read a number, and echo it with what kind it belongs to."""
    if not text.isdigit():
        raise InvalidError(f"“{text}” is no number; write it as 40.")
    return f"{text} of {typed['kind']}"


FIELDS = (
    Field("title", "Decision", needed=True, read=a_line("title"), hint="What is decided [/]."),
    Field("why", "Why", "text"),
    Field("kind", "Kind", "choice", choices=KINDS),
    Field("target", "Target", read=_number, when=lambda typed: typed["kind"] == "retarget"),
    Field("by", "Decided by", known=("Ada [/] Lovelace", "Ben", "Chris")),
    Field("day", "Check on", read=reads_day(date(2026, 11, 16))),
)


class Decision(FormDialog):
    """A form that remembers what it was asked to save."""

    def __init__(self, *, refuses: InvalidError | None = None, busy: int = 0) -> None:
        """Refuse, or be busy, as told."""
        super().__init__("A decision [/]", FIELDS, draft="test")
        self.got: dict[str, str] | None = None
        self.refuses, self.busy = refuses, busy

    def save(self, desk: Desk, typed: dict[str, str]) -> dict[str, str]:
        """Remember."""
        if self.busy:
            self.busy -= 1
            raise BusyError("busy")
        if self.refuses:
            raise self.refuses
        self.got = typed
        return typed

    def saved(self, found: dict[str, str]) -> str:
        """Say something with markup in it."""
        return f"Saved [/{found['title']}]"


async def _open(pilot: Pilot[None], dialog: D) -> D:
    """Open the form, and wait for its first field."""
    await pilot.app.push_screen(dialog)
    await pilot.pause()
    return dialog


async def test_enter_goes_on_from_every_field_and_saves_from_the_last(stage: Stage) -> None:
    """Enter goes from a line, a text and a choice to the next field, past those not asked for, and saves at the end."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        form = await _open(pilot, Decision())
        await type_in(pilot, "Hire? 1u")
        await pilot.press("enter")
        assert isinstance(app.focused, Long)
        await type_in(pilot, "one")
        await pilot.press("enter", *"two", "enter", "enter")
        assert isinstance(app.focused, Choice)
        await pilot.press("enter")
        assert app.focused is form.form.rows["by"].control
        await type_in(pilot, "ad")
        await pilot.press("enter")
        await type_in(pilot, "2026-12-01")
        assert "Tue 1 Dec, in 15 days" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: form.got is not None)
        assert form.got == {
            "title": "Hire? 1u", "why": "one\ntwo", "kind": "fix", "by": "Ada [/] Lovelace", "day": "2026-12-01",
        }  # fmt: skip
        assert "Saved [/Hire? 1u]" in toasts(app)


async def test_a_choice_is_made_by_space_arrows_letter_and_mouse(stage: Stage) -> None:
    """Space and the arrows go round, a letter goes to a word, a click takes it; a field that depends on it appears."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Decision())
        choice = form.form.rows["kind"].control
        choice.focus()
        await pilot.press("space")
        assert choice.typed == "retarget"
        assert "Target" in screen_text(app)
        await pilot.press("right", "right")
        assert choice.typed == "fix"
        await pilot.press("r")
        assert choice.typed == "retire"
        await pilot.click(choice, offset=(2, 0))
        assert choice.typed == "fix"
        assert "Target" not in screen_text(app)


async def test_what_is_wrong_stands_below_its_field_once_it_is_left(stage: Stage) -> None:
    """A half-typed value is not called wrong; left, it is, and from then on with every key until it is right."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Decision())
        row = form.form.rows["target"]
        form.form.rows["kind"].control.put("retarget")
        await pilot.pause()
        row.control.focus()
        await type_in(pilot, "4x")
        assert "is no number" not in screen_text(app)
        await pilot.press("tab")
        assert "“4x” is no number; write it as 40." in screen_text(app)
        row.control.focus()
        await pilot.press("backspace")
        assert "is no number" not in screen_text(app)
        assert "4 of retarget" in screen_text(app)


async def test_a_form_with_a_wrong_field_is_not_saved(stage: Stage) -> None:
    """Saving goes to the first field that is wrong, and says what it needs."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Decision())
        await pilot.press("tab", "ctrl+s")
        await pilot.pause()
        assert "Decision is needed." in screen_text(app)
        assert app.focused is form.form.rows["title"].control
        assert form.got is None


async def test_a_refusal_stands_beside_its_field(stage: Stage) -> None:
    """Each problem that a service names goes to its field, what belongs to none below them; the text stays."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        error = InvalidError("There are 2 problems:", ["by: There is no person “[/]”.", "The rung [/] says no."])
        form = await _open(pilot, Decision(refuses=error))
        await type_in(pilot, "x")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The rung [/] says no." in screen_text(app))
        assert "There is no person “[/]”." in screen_text(app)
        assert app.focused is form.form.rows["by"].control
        assert form.form.typed["title"] == "x"


async def test_a_busy_file_is_tried_again(stage: Stage) -> None:
    """While another process writes, the form says that it waits, keeps its text, and saves by itself."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Decision(busy=3))
        await type_in(pilot, "x")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "waiting" in screen_text(app))
        await until(pilot, lambda: form.got is not None)


async def test_what_was_typed_is_offered_again_and_gone_once_accepted(stage: Stage) -> None:
    """Esc leaves with the text kept; the next form of that name begins with it; saving lets the draft go."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _open(pilot, Decision())
        await type_in(pilot, "half [/")
        await pilot.press("escape")
        form = await _open(pilot, Decision())
        assert form.form.typed["title"] == "half [/"
        await type_in(pilot, "typed")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: form.got is not None)
        assert form.got is not None
        assert form.got["title"] == "half [/typed"
        assert drafts.of_field(app.desk, app.desk.view().who, "form:test") is None


async def test_a_form_says_that_it_holds_a_draft_and_begins_anew_by_a_key(stage: Stage) -> None:
    """What was typed before is called so; ctrl+l throws it away for good, and is offered only then."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        fresh = await _open(pilot, Decision())
        assert "Typed before" not in screen_text(app)
        await pilot.press("ctrl+l")
        await type_in(pilot, "half")
        assert fresh.form.typed["title"] == "half"
        await pilot.press("escape")
        form = await _open(pilot, Decision())
        assert "Typed before, and not saved yet." in screen_text(app)
        assert "Begin anew" in screen_text(app)
        await pilot.press("ctrl+l")
        assert form.form.typed["title"] == ""
        assert "Typed before" not in screen_text(app)
        await type_in(pilot, "other")
        assert form.form.typed["title"] == "other"
        await pilot.press(*["backspace"] * 5, "escape")
        await _open(pilot, Decision())
        assert "Typed before" not in screen_text(app)
        assert drafts.of_field(app.desk, app.desk.view().who, "form:test") is None


async def test_a_draft_is_kept_within_half_a_second_of_the_last_key(stage: Stage) -> None:
    """A program that is killed half a second after the last key has lost nothing."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _open(pilot, Decision())
        await type_in(pilot, "abc")
        await pilot.pause(0.45)
        with stage.sit_down() as desk:
            found = drafts.of_field(desk, desk.view().who, "form:test")
        assert found is not None
        assert '"abc"' in found.text


async def test_names_are_offered_as_they_are_typed(stage: Stage) -> None:
    """A field that knows names lists those that fit below the form."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Decision())
        form.form.rows["by"].control.focus()
        await pilot.pause()
        assert "Ada [/] Lovelace · Ben · Chris" in screen_text(app)
        await type_in(pilot, "ch")
        assert "Ada [/] Lovelace" not in screen_text(app)


async def test_untouched_fields_follow_and_touched_ones_say_what_changed(stage: Stage) -> None:
    """Where a form's beginnings change meanwhile, fields that nobody touched follow, and the others keep their text."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Decision())
        await type_in(pilot, "mine")
        form.form.rebase({"title": "theirs", "by": "Ben"})
        await pilot.pause()
        assert form.form.typed["title"] == "mine"
        assert form.form.typed["by"] == "Ben"
        assert "Somebody has made this “theirs” meanwhile" in screen_text(app)


class Anew(FormDialog):
    """A form with fields that are written anew, a day and an owner, and one that is mended."""

    def __init__(self) -> None:
        """Begin with something in each."""
        day = Field("day", "By when", value="Mon 7 Dec 2026", select_on_focus=True, read=reads_day(date(2026, 11, 16)))
        owner = Field("owner", "By whom", value="Ada", select_on_focus=True, known=("Ada", "Ben", "Çelik"))
        super().__init__("Written anew", (Field("title", "Title", value="Hire"), day, owner))

    def save(self, _: Desk, typed: dict[str, str]) -> dict[str, str]:
        """Save nothing."""
        return typed


async def test_what_is_typed_takes_the_place_of_a_day_or_a_name_and_is_added_to_a_text(stage: Stage) -> None:
    """However often one comes back to it, and only by typing: who goes past leaves it as it is."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Anew())
        await type_in(pilot, "!")
        await pilot.press("tab", "tab", "shift+tab")
        assert form.form.typed["day"] == "Mon 7 Dec 2026"
        await type_in(pilot, "4 Dec")
        assert "Fri 4 Dec, in 18 days" in screen_text(app)
        await pilot.press("tab", "b", "shift+tab")
        await type_in(pilot, "8 Dec")
        await pilot.press("tab")
        assert form.form.typed == {"title": "Hire!", "day": "8 Dec", "owner": "Ben"}


async def test_who_clicks_into_a_day_mends_it(stage: Stage) -> None:
    """A click sets the cursor: from there on it is mended letter by letter."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Anew())
        await pilot.click(form.form.rows["day"].control, offset=(20, 0))
        await pilot.press("backspace", "7")
        assert form.form.typed["day"] == "Mon 7 Dec 2027"


async def test_a_name_is_found_without_its_accents(stage: Stage) -> None:
    """Not every keyboard has them."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Anew())
        await pilot.press("tab", "tab", *"cel", "enter")
        assert form.form.typed["owner"] == "Çelik"


async def test_a_name_that_was_begun_is_written_out_by_the_key_that_saves(stage: Stage) -> None:
    """As it is by enter and tab; of what fits two names nothing is made up."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        form = await _open(pilot, Decision())
        await type_in(pilot, "Hire")
        form.form.rows["by"].control.focus()
        await type_in(pilot, "be")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: form.got is not None)
        assert form.got == {"title": "Hire", "why": "", "kind": "fix", "by": "Ben", "day": ""}


async def test_a_day_that_is_named_from_today_on_is_kept_as_the_day_that_it_is(stage: Stage) -> None:
    """Friday, left in a form on Monday, is offered on Saturday as the Friday that was meant."""
    for days, shown in ((0, "in 7 days"), (5, "27 Nov 2026")):
        stage.now += timedelta(days=days)
        async with stage.app().run_test(size=(100, 40)) as pilot:
            await pilot.press("w", "K")
            await at_rest(pilot)
            assert shown in screen_text(pilot.app)
            await type_in(pilot, "Friday")
            await pilot.press("escape")
