"""One catalogue of commands: keys, footer, palette, help and the user's keymap come from it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.dom import DOMNode

from cadence_tui import tui
from cadence_tui.domain.errors import CadenceError, InvalidError, NotFoundError
from cadence_tui.tui.commands import CATALOGUE, SCOPES, shown
from cadence_tui.tui.keymap import with_keys
from cadence_tui.tui.palette import Palette
from cadence_tui.tui.places import PLACES
from cadence_tui.tui.widgets.scorecard import Scorecard
from cadence_tui.tui.widgets.value_field import ValueField
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from tests.tui.conftest import Stage


def test_the_catalogue_has_no_clash() -> None:
    """No two commands that are in force together share a key."""
    assert len(with_keys({})) == len(CATALOGUE)


def test_every_command_has_a_scope_and_a_sentence() -> None:
    """Each command belongs to a scope that says what else is in force, and says in a sentence what it does."""
    for one in CATALOGUE:
        assert one.scope in SCOPES, one.id
        assert one.text.endswith("."), one.id


def test_every_place_has_its_key() -> None:
    """Each place but the welcome can be gone to by a command."""
    assert {one.argument for one in CATALOGUE if one.argument} == set(PLACES) - {"welcome"}


def test_a_clash_in_the_users_keymap_is_refused_naming_both() -> None:
    """Two commands on one key stop the program before the first screen, with both named."""
    with pytest.raises(InvalidError, match=r"The key c .*week\.record.*week\.close"):
        with_keys({"week.record": "c"})


def test_an_unknown_command_in_the_keymap_is_refused_with_the_nearest() -> None:
    """A slip in the settings is named, with the command that was probably meant."""
    with pytest.raises(NotFoundError, match=r"week\.recrd.*Did you mean week\.record"):
        with_keys({"week.recrd": "x"})


@pytest.mark.parametrize(("key", "as_read"), [("question_mark", "?"), ("ctrl+p", "^p"), ("escape", "esc"), ("N", "N")])
def test_keys_are_shown_as_people_read_them(key: str, as_read: str) -> None:
    """Footer, palette and help write keys in one short way."""
    assert shown(key) == as_read


def _ours() -> list[type[DOMNode]]:
    """List every class of a screen, dialog or widget that is ours."""
    for module in pkgutil.walk_packages(tui.__path__, "cadence_tui.tui."):
        importlib.import_module(module.name)
    found, waiting = set[type[DOMNode]](), [DOMNode]
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in found:
                found.add(one)
                waiting.append(one)
    return [one for one in found if one.__module__.startswith("cadence_tui.")]


def test_no_binding_exists_outside_the_catalogue() -> None:
    """Every key of every screen, dialog and widget of ours, inherited ones too, is a command's in the catalogue.

    But the palette's, which are Textual's.
    """
    known = {one.id for one in CATALOGUE}
    ours = [one for one in _ours() if one is not Palette]
    assert len(ours) > 100
    for one in ours:
        bindings = one._merged_bindings
        for key, bound in bindings.key_to_bindings.items() if bindings is not None else ():
            assert {binding.id for binding in bound} <= known, f"{one.__name__} binds {key}"


def test_every_command_is_bound_somewhere() -> None:
    """No command stands in the catalogue, and so in the docs, that nothing runs."""
    bound = set[str | None]()
    for one in _ours():
        bindings = one._merged_bindings
        bound |= {each.id for found in bindings.key_to_bindings.values() for each in found} if bindings else set()
    assert {one.id for one in CATALOGUE} <= bound


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("ctrl+h", "terminals send it for backspace"),
        ("ctrl+i", "terminals send it for tab"),
        ("ctrl+j", "terminals send it for enter"),
        ("Ctrl+M", "terminals send it for enter"),
        ("ctrl+[", "terminals send it for esc"),
        ("ctlr+x", "is no key"),
        ("pageuo", "is no key"),
        ("", "is empty"),
        ("n,,m", "is empty"),
    ],
)
def test_a_key_that_cannot_be_pressed_is_refused(key: str, wrong: str) -> None:
    """Keys that do not exist, or that a terminal sends for another, stop the program, with the command named."""
    with pytest.raises(InvalidError, match=re.escape(wrong)) as refused:
        with_keys({"week.close": key})
    assert "week.close" in str(refused.value)
    assert str(refused.value).count(". ") == 0


@pytest.mark.parametrize("command", ["value.submit", "form.accept", "app.help-too", "dialog.close", "line.rub"])
def test_a_key_of_a_field_is_no_character(command: str) -> None:
    """What has to work while one types cannot be given a key that is text."""
    with pytest.raises(InvalidError, match=rf"{command} works in a field, where x is text"):
        with_keys({command: "x"})


@pytest.mark.parametrize(
    ("keys", "both"),
    [
        ({"form.accept": "ctrl+u"}, ("line.rub-line", "form.accept")),
        ({"close.confirm": "f1"}, ("app.help-too", "close.confirm")),
        ({"value.submit": "ctrl+p"}, ("app.command_palette", "value.submit")),
        ({"week.notes": "tab"}, ("screen.next", "week.notes")),
        ({"grid.left": "b"}, ("grid.left", "kpis.by")),
    ],
)
def test_clashes_of_fields_dialogs_and_the_app_are_refused(keys: dict[str, str], both: tuple[str, str]) -> None:
    """A key that the app, the dialog or the field around needs is refused, with both commands named."""
    with pytest.raises(InvalidError, match="is asked for by two commands") as refused:
        with_keys(keys)
    assert all(one in str(refused.value) for one in both)


@pytest.mark.parametrize(
    ("written", "read"),
    [("shift+r", "R"), ("Ctrl+O", "ctrl+o"), ("?", "question_mark"), ("esc", "escape"), (",", "comma"), ("F5", "f5")],
)
def test_keys_are_read_as_people_write_them(written: str, read: str) -> None:
    """A key in the settings is written as it is read in the footer, or as other programs write it."""
    assert (
        with_keys({"kpi.limits": written, "app.settings": "f12", "app.help": "f11", "app.back": "f10"})[
            "kpi.limits"
        ].keys
        == read
    )


async def test_two_commands_can_change_keys(stage: Stage) -> None:
    """Keys may be swapped, and a moved command takes no other along that had the same key elsewhere."""
    app = stage.app(keys={"week.record": "c", "week.close": "r", "decision.check": "V"})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert "Judges 9 KPIs" in screen_text(app)
        await pilot.press("escape", "c")
        await pilot.pause()
        assert isinstance(app.focused, ValueField)
        await pilot.press("escape", "4", "A", "ctrl+p", "escape")
        await pilot.pause()
        bound = {one.binding.id: key for key, one in app.screen.active_bindings.items()}
        assert bound["action.verify"] == "v"


async def test_help_and_hints_name_the_users_own_keys(stage: Stage) -> None:
    """Texts that name a key name the one that is set."""
    app = stage.app(keys={"week.record": "R", "kpis.all": "f6", "app.command_palette": "ctrl+b"})
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        told = " ".join(screen_text(app).replace("▎", " ").split())
        assert "R goes on with it" in told
        assert "R Record a value for the KPI." in told
        await pilot.press("escape", "2", "slash", "z", "z")
        await pilot.pause()
        assert "No KPI fits; F6 shows all of them again." in screen_text(app)
        assert "^b Palette" in screen_text(app)


def test_no_text_names_a_key_by_itself() -> None:
    """What a screen says of a key is looked up, so that it is right for whoever changed it; enter is ⏎ everywhere."""
    named = re.compile(r"\b(?:esc\b|[Ee]nter\b|[Pp]ress [a-zA-Z]\b|ctrl\+\w|\^[a-z]\b|F\d)")
    for path in sorted(Path(tui.__path__[0]).rglob("*.py")):
        if path.name in ("commands.py", "editing.py", "keymap.py"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        documented = {
            id(one.body[0].value)
            for one in ast.walk(tree)
            if isinstance(one, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and one.body
            and isinstance(one.body[0], ast.Expr)
        }
        for one in ast.walk(tree):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in documented:
                assert " " not in one.value or not named.search(one.value), f"{path.name}: {one.value}"


def test_apostrophes_are_of_one_kind() -> None:
    """What a screen says has ’, as the quotes around what it names are “ and ”; in code ' is a quote."""
    for path in sorted(Path(tui.__path__[0]).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        documented = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
        for one in ast.walk(tree):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in documented:
                is_text = " " in one.value and "{" not in one.value
                assert not (is_text and re.search(r"[a-z]'(?:s\b|t\b| )", one.value)), f"{path.name}: {one.value}"


async def test_a_key_of_the_users_own_works_and_is_shown(stage: Stage) -> None:
    """A key from the settings runs its command, and the footer shows it."""
    app = stage.app(keys={"week.close": "C"})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "C Close" in screen_text(app)
        await pilot.press("c")
        assert "Judges" not in screen_text(app)
        await pilot.press("C")
        await pilot.pause()
        assert "Judges 9 KPIs" in screen_text(app)


def test_the_app_does_not_start_with_clashing_keys(stage: Stage) -> None:
    """The clash is an error of the start, not of a key press."""
    with pytest.raises(CadenceError, match=r"app\.undo"):
        stage.app(keys={"app.undo": "r"})


async def test_help_tells_what_works_here(stage: Stage) -> None:
    """`?` lists the keys of the place and of lists, and F1 does so from inside a field."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark")
        assert "Record a value for the KPI." in screen_text(app)
        await pilot.press("escape", "r", "f1")
        await pilot.pause()
        assert "Leave the field; what was typed is kept." in screen_text(app)


async def test_the_palette_runs_commands(stage: Stage) -> None:
    """The palette finds a command by its words, and runs it."""
    app = stage.app()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("ctrl+p")
        await type_in(pilot, "judges")
        await pilot.pause(0.4)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "Judges 9 KPIs" in screen_text(app)
        assert not toasts(app)


@pytest.mark.parametrize(
    ("way", "end"),
    [
        (["2"], "…   ? Help   ^p Palette   q Quit"),
        (["2", "enter"], "…   esc Back   ? Help   ^p Palette"),
        (["4"], "…   ? Help   ^p Palette   q Quit"),
        (["4", "E", "enter"], "…   esc Back   ? Help   ^p Palette"),
    ],
    ids=["KPIs", "KPI", "log", "story"],
)
async def test_the_way_on_is_always_in_the_footer(stage: Stage, way: list[str], end: str) -> None:
    """In a small terminal the screen's own least important keys are left out, with a mark; never help, nor the way out.

    A page is left before the app is: there stands how one comes back from it.
    """
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*way)
        await pilot.pause()
        footer = screen_text(app).splitlines()[-1].rstrip()
        assert footer.endswith(end)
        assert "⏎ Open" in footer or way not in (["2", "enter"], ["4"])


async def test_the_footer_names_the_key_for_help_that_works_in_a_field(stage: Stage) -> None:
    """In a field `?` is text, so F1 stands in its place."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert "F1 Help" in screen_text(app).splitlines()[-1]


async def test_a_places_key_leads_to_its_first_page(stage: Stage) -> None:
    """A page that was left open in a place is gone when its key is pressed, from elsewhere and from the page itself."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "4", "1")
        await pilot.pause()
        assert app.screen.query_one(Scorecard).has_focus
        await pilot.press("enter")
        await pilot.pause()
        assert not app.screen.query(Scorecard)
        await pilot.press("1")
        await pilot.pause()
        assert app.screen.query_one(Scorecard).has_focus


async def test_the_palette_finds_the_commands_of_every_place(stage: Stage) -> None:
    """A command of another place stands with that place's name; running it goes there first."""
    app = stage.app()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("4", "ctrl+p")
        await type_in(pilot, "record a value for")
        await until(pilot, lambda: bool(re.search(r"Record a value for the KPI\.  +This week  r ", screen_text(app))))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.focused, ValueField))
        await pilot.press("escape", "ctrl+p")
        await type_in(pilot, "add a kpi")
        await pilot.pause(0.4)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.is_modal and "KPI" in screen_text(app))
        assert app.current_mode == "kpis"


async def test_a_command_without_what_it_is_about_says_so(stage: Stage) -> None:
    """A command of a page, run from elsewhere, leads to its place, and says what is to be chosen first."""
    app = stage.app()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("ctrl+p")
        await type_in(pilot, "another target for")
        await pilot.pause(0.4)
        await pilot.press("enter")
        await until(pilot, lambda: "Choose what it is about first; then t does it" in toasts(app))
        assert app.current_mode == "kpis"


async def test_help_names_the_place_and_the_page(stage: Stage) -> None:
    """Each group of keys stands under the place or the page that it belongs to."""
    app = stage.app()
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        told = " ".join(screen_text(app).replace("▎", " ").split())
        assert "◆: outside what is usual for it" in told
        assert "✎ before a value" in told
        await pilot.press("escape", "4", "E", "enter", "question_mark")
        await pilot.pause()
        assert "Log · Escalation" in screen_text(app)
        assert "Here" not in screen_text(app)


async def test_help_tells_of_what_has_the_focus(stage: Stage) -> None:
    """In a field of a form, help says first what belongs into it and which keys it has, then those of the dialog."""
    app = stage.app()
    async with app.run_test(size=(120, 70)) as pilot:
        await pilot.press("2", "n", "tab", "f1")
        await pilot.pause()
        told = screen_text(app)
        first, second = told.index("In a field"), told.index("In a dialog")
        assert first < second < told.index("Within a line")
        assert told.index("One line.") < first
        await pilot.press("escape", "escape", "f1")
        await pilot.pause()
        assert "In the grid" in screen_text(app)


async def test_help_works_in_dialogs(stage: Stage) -> None:
    """`?` in a dialog tells what works there, and esc leads back to it."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("c")
        dialog = app.screen
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Close the week, and write its notes." in screen_text(app)
        await pilot.press("escape")
        assert app.screen is dialog
