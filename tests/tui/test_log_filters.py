"""What narrows the log: one list of all there is, chips that go away by key and click, and filters under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import filters, people
from cadence_tui.services.timeline import Query
from cadence_tui.tui.dialogs.narrow import Found, Narrow
from cadence_tui.tui.screens.log_filters import Filters
from cadence_tui.tui.widgets.timeline import Timeline
from tests.tui.driving import screen_text, toasts, type_in, until
from tests.tui.test_log import SIZE, footer, in_log

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.widget import Widget

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage


async def chosen(pilot: Pilot[None], app: CadenceApp, words: str) -> Query:
    """Open the list, type a part of a name, and choose the first that fits."""
    await pilot.press("f")
    await until(pilot, lambda: isinstance(app.screen, Narrow))
    await type_in(pilot, words)
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(app.screen, Narrow))
    return app.screen.query_one(Timeline).query_for


async def clicked(pilot: Pilot[None], app: CadenceApp, words: str, widget: type[Widget]) -> None:
    """Click on words where they stand in a widget."""
    rows = screen_text(app).split("\n")
    corner = app.screen.query_one(widget).region.offset
    x, y = next((row.index(words), y) for y, row in enumerate(rows) if words in row and y >= corner.y)
    await pilot.click(widget, offset=(x - corner.x, y - corner.y))
    await pilot.pause()


async def test_kind_state_person_kpi_and_time_are_chosen_from_one_list(stage: Stage) -> None:
    """Each by a part of its name, all of them together, and each taken away by choosing it again."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        timeline = await in_log(pilot, app)
        assert await chosen(pilot, app, "decisions") == Query(kind="decision")
        assert await chosen(pilot, app, "noor") == Query(kind="decision", person="Noor Haddad")
        await chosen(pilot, app, "kpi nps")
        query = await chosen(pilot, app, "13 weeks")
        assert query == Query(kind="decision", person="Noor Haddad", kpi="nps", span="last 13 weeks")
        assert {key[0] for key in timeline.keys} <= {"D"}
        shown = screen_text(app)
        assert all(words in shown for words in ("● Noor Haddad ✗", "● NPS ✗", "● last 13 weeks ✗"))
        assert (await chosen(pilot, app, "noor")).person is None
        await pilot.press("slash", *"zzz", "enter")
        assert timeline.query_for.text == "zzz"
        assert timeline.query_for.kpi == "nps"


async def test_what_narrows_the_log_goes_away_by_key_and_by_click(stage: Stage) -> None:
    """Backspace takes the last away, a click on a chip that one, esc all of them."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        timeline = await in_log(pilot, app)
        everything = timeline.keys
        await chosen(pilot, app, "noor")
        await chosen(pilot, app, "kpi nps")
        await chosen(pilot, app, "this quarter")
        await pilot.press("backspace")
        assert timeline.query_for == Query(person="Noor Haddad", kpi="nps")
        await clicked(pilot, app, "Noor Haddad ✗", Filters)
        assert timeline.query_for == Query(kpi="nps")
        await chosen(pilot, app, "settled")
        await pilot.press("escape")
        assert timeline.keys == everything
        assert "✗ " not in screen_text(app).split("\n")[3]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_mouse_alone_narrows_the_log(stage: Stage, size: tuple[int, int]) -> None:
    """A click opens the list, one goes to a line of it, another chooses that."""
    app = stage.app()
    async with app.run_test(size=size) as pilot:
        timeline = await in_log(pilot, app)
        await clicked(pilot, app, "more", Filters)
        await until(pilot, lambda: isinstance(app.screen, Narrow))
        await clicked(pilot, app, "settled", Found)
        await clicked(pilot, app, "settled", Found)
        await until(pilot, lambda: not isinstance(app.screen, Narrow))
        assert timeline.query_for == Query(state="settled")


async def test_a_filter_is_saved_chosen_renamed_and_removed(stage: Stage) -> None:
    """Under a name it is one choice; its name stands beside the chips, and undo brings back what was removed."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        timeline = await in_log(pilot, app)
        assert app.screen.check_action("save", ()) is False
        await chosen(pilot, app, "noor")
        await pilot.press("slash", *"call", "enter", "F")
        await pilot.pause()
        await type_in(pilot, "Noor [/] calls")
        await pilot.press("enter")
        await until(pilot, lambda: "Saved as “Noor [/] calls”" in toasts(app))
        assert "= “Noor [/] calls”" in screen_text(app)
        await pilot.press("escape")
        assert timeline.query_for == Query()
        assert await chosen(pilot, app, "noor [") == Query(person="Noor Haddad", text="call")
        await pilot.press("f")
        await until(pilot, lambda: "Rename" in footer(app))
        await pilot.press("f2")
        await pilot.pause()
        await type_in(pilot, "!")
        await pilot.press("enter")
        await until(pilot, lambda: "Noor [/] calls!" in screen_text(app))
        await pilot.press("f3")
        await until(pilot, lambda: "is removed" in toasts(app))
        assert app.screen.query_one(Found).choices[0].group == "Kind"
        assert "Rename" not in footer(app)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Narrow))
        await pilot.press("u")
        await until(pilot, lambda: "Undone" in toasts(app))
        with stage.sit_down() as desk:
            assert [one.name for one in filters.saved(desk.view())] == ["Noor [/] calls!"]


async def test_hostile_names_stand_in_the_list_and_on_the_chips_as_they_are(stage: Stage) -> None:
    """Markup in a person's or a filter's name is text."""
    name = "Noor [b]x[@click=quit]"
    with stage.sit_down() as desk:
        people.rename(desk, "Noor Haddad", name)
        filters.save(desk, "[/] {'a[0]'}", Query(person=name))
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await in_log(pilot, app)
        await pilot.press("f")
        await until(pilot, lambda: "[/] {'a[0]'}" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: f"● {name} ✗" in screen_text(app))
        assert "= “[/] {'a[0]'}”" in app.screen.query_one(Filters).render().plain


@pytest.mark.parametrize("name", ["mine", "Open", "overdue", "to check"])
async def test_a_filter_is_not_named_as_one_of_the_log_s_own(stage: Stage, name: str) -> None:
    """A name that the log has a filter of its own for is refused below the field; the key that saves is in sight."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "o", "F")
        await pilot.pause()
        await type_in(pilot, name)
        assert "⏎ Save" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: f"The log has a filter “{name}” of its own" in screen_text(app))
    with stage.sit_down() as desk:
        assert filters.saved(desk.view()) == []


async def test_the_key_that_accepts_is_in_sight(stage: Stage) -> None:
    """The colours are kept, and a file is opened, by a key that the footer names at 80 columns."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert "⏎ Keep" in screen_text(app)
        await pilot.press("escape", "i")
        await pilot.pause()
        assert "⏎ Open   esc Back" in screen_text(app)
