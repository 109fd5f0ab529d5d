"""Everything can be done by the mouse alone: what can be clicked stands where it is drawn, and does what it says."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest

from cadence_tui.tui.app import CadenceApp
from cadence_tui.tui.screens.meeting import Meeting
from cadence_tui.tui.widgets.controls import Choice
from cadence_tui.tui.widgets.footer import Footer
from cadence_tui.tui.widgets.grid import Grid
from cadence_tui.tui.widgets.header import Header
from cadence_tui.tui.widgets.links import CLICK
from cadence_tui.tui.widgets.reading import Detail
from cadence_tui.tui.widgets.rows import Rows
from cadence_tui.tui.widgets.scorecard import Scorecard
from tests.tui.driving import EVERYWHERE, at_rest, go_to, screen_text, type_in, until
from tests.tui.test_wizard import with_beginning

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot
    from textual.screen import Screen

    from tests.tui.conftest import Stage

_NAMES = re.compile(r"[\w-]+")
PLACES = [where for where in EVERYWHERE if where not in ("the palette", "the labels")]
SIZES = [(80, 24), (120, 40)]


def _links(screen: Screen[object]) -> dict[str, tuple[int, int]]:
    """Find what can be clicked by what it runs, each with the cell in which it begins."""
    found: dict[str, tuple[int, int]] = {}
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            does = segment.style.meta.get(CLICK) if segment.style else None
            if does and segment.text.strip():
                found.setdefault(str(does), (x + len(segment.text) - len(segment.text.lstrip()), y))
            x += segment.cell_length
    return found


def _place_of(app: App[None], words: str) -> tuple[int, int]:
    """Find where words stand on the screen."""
    for y, line in enumerate(screen_text(app).splitlines()):
        if words in line:
            return line.index(words), y
    raise AssertionError(words)


def _is_at(app: App[None], place: str) -> bool:
    """Say whether a place is open."""
    return app.current_mode == place


def _is_in(meeting: Meeting, link: str) -> bool:
    """Say whether a step is open, by the link that leads to it."""
    return meeting.step is not None and f"'{meeting.step.NAME}'" in link


async def _click(pilot: Pilot[None], where: tuple[int, int]) -> None:
    """Click a cell, and let what it does be done."""
    await pilot.click(offset=where)
    await pilot.pause()


@pytest.mark.parametrize("where", PLACES)
async def test_what_can_be_clicked_does_what_it_says(stage: Stage, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Each word that can be clicked runs what is meant, which exists; then a click on a line moves the cursor to it.

    Among the words are tabs, steps, filters, choices and the keys below: of those the palette, which lists each command
    in force, or Back. The lines are those of every list.
    """
    app = with_beginning(stage)
    async with app.run_test(size=SIZES[0]) as pilot:
        await go_to(pilot, where)
        run = list[str]()

        async def note(action: object, *_: object, **__: object) -> bool:
            run.append(str(action))
            return True

        for size in SIZES:
            await pilot.resize_terminal(*size)
            await at_rest(pilot)
            found = _links(app.screen)
            wanted = "dialog.close" if app.screen.is_modal else "app.command_palette"
            assert f"app.run_command('{wanted}')" in found
            with monkeypatch.context() as patch:
                patch.setattr(app, "run_action", note)
                for does, place in found.items():
                    await _click(pilot, place)
                    assert [_NAMES.findall(one) for one in run[-1:]] == [_NAMES.findall(does)], (does, place)
        await _choose_each_row(pilot)


async def _choose_each_row(pilot: Pilot[None]) -> None:
    """Click the first line that the cursor is not on, in each list in sight."""
    screen = pilot.app.screen
    for rows in [one for one in screen.query(Rows) if one in screen._compositor.visible_widgets]:
        region = screen.find_widget(rows).visible_region
        for y in range(region.y, region.bottom):
            line = y - rows.content_region.y + rows.scroll_offset.y
            key = rows._lines[line][0] if 0 <= line < len(rows._lines) else ""
            if key and key != rows.cursor and region.area:
                await _click(pilot, (rows.content_region.x + 1, y))
                if rows.is_attached and pilot.app.screen is screen:
                    assert rows.cursor == key
                break


async def test_places_are_gone_to_and_rows_opened(stage: Stage) -> None:
    """A tab in the header goes to its place; a second click on a row opens it; the footer leads back."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for place in ("kpis", "okrs", "log", "rollout", "week"):
            await _click(pilot, _links(app.screen)[f"app.go('{place}')"])
            await until(pilot, partial(_is_at, app, place))
        before = app.screen
        row = _place_of(app, "New bakeries")
        await _click(pilot, row)
        await _click(pilot, row)
        await until(pilot, lambda: app.screen is not before)


async def test_a_cell_is_chosen_and_a_heading_sorts(stage: Stage) -> None:
    """In the scorecard a click chooses the cell; a heading sorts by its column, and the next click lists all again."""
    app = stage.app()
    async with app.run_test(size=(160, 50)) as pilot:
        await pilot.press("2")
        await pilot.pause()
        grid = app.screen.query_one(Grid)
        listed = list(grid.keys)
        x, y = _place_of(app, "W45")
        _, row = _place_of(app, "  Uptime")
        await _click(pilot, (x + 1, row))
        assert (grid.cursor, grid.column) == ("uptime", 2)
        for words, order in (("Company", "name"), ("W47", "status"), ("last 4", "trend")):
            place = screen_text(app).splitlines()[y].index(words), y
            await _click(pilot, place)
            assert grid.order == order
            assert sorted(grid.keys) == sorted(listed)
            assert "▾" in screen_text(app).splitlines()[y]
            await _click(pilot, place)
            assert (grid.order, list(grid.keys)) == ("listed", listed)


async def test_a_heading_sorts_this_week(stage: Stage) -> None:
    """Within its groups by name, by what falls most, or the worst first; the next click lists all as before."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        card = app.screen.query_one(Scorecard)
        listed = list(card.keys)
        _, y = _place_of(app, "9 of 15 recorded")
        for words, order in (("9 of 15", "name"), ("trend", "trend"), ("change", "trend"), ("status", "status")):
            place = screen_text(app).splitlines()[y].index(words) + 1, y
            await _click(pilot, place)
            assert card.order == order
            assert card.keys != listed
            assert sorted(card.keys) == sorted(listed)
            assert "▾" in screen_text(app).splitlines()[y]
            await _click(pilot, place)
            assert (card.order, list(card.keys)) == ("listed", listed)
        await _click(pilot, (screen_text(app).splitlines()[y].index("target"), y))
        assert card.order == "listed"


async def test_the_wheel_scrolls_lists_and_texts(stage: Stage) -> None:
    """What is longer than its room is scrolled by the wheel."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4")
        await at_rest(pilot)
        rows = app.screen.query(Rows).first()
        before = screen_text(app)
        rows.scroll_down(animate=False)
        await pilot.pause()
        assert screen_text(app) != before
        await pilot.press("5")
        await at_rest(pilot)
        detail = app.screen.query_one(Detail)
        assert detail.allow_focus() == (detail.max_scroll_y > 0)


async def test_the_meeting_is_held_by_the_mouse(stage: Stage) -> None:
    """Its steps are gone to by their names, and left by the key below."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: "Follow-through" in screen_text(app))
        meeting = app.screen
        for step in ("scorecard", "escalations", "agreed", "close", "follow"):
            links = _links(meeting)
            name = next(does for does in links if f"jump_to('{step}" in does)
            await _click(pilot, links[name])
            assert isinstance(meeting, Meeting)
            await until(pilot, partial(_is_in, meeting, name))
        await _click(pilot, _links(meeting)["app.go('kpis')"])
        await until(pilot, lambda: app.screen is not meeting)


async def test_a_form_is_filled_and_saved_by_the_mouse(stage: Stage) -> None:
    """A field is gone to, a choice made and the form saved by clicks alone; only the words are typed."""
    app = stage.app()
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.press("2")
        await _click(pilot, _links(app.screen)["app.run_command('kpis.new')"])
        form = app.screen
        await type_in(pilot, "Loaves")
        await _click(pilot, _place_of(app, "○ monthly"))
        assert any(one.chosen == "monthly" for one in form.query(Choice))
        await _click(pilot, (_place_of(app, "Target ")[0] + 20, _place_of(app, "Target ")[1]))
        await type_in(pilot, "10")
        await _click(pilot, (_place_of(app, "Measure ")[0] + 20, _place_of(app, "Measure ")[1]))
        await type_in(pilot, "count them")
        await _click(pilot, _links(app.screen)["app.run_command('form.accept')"])
        await until(pilot, lambda: app.screen is not form)
        with stage.sit_down() as desk:
            assert desk.repository.kpi("Loaves").cadence == "monthly"


async def test_what_is_under_the_mouse_stands_out(stage: Stage) -> None:
    """Tabs, keys below, choices and rows are drawn in another way under the mouse, and as before once it has left."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2", "n")
        await pilot.pause()
        for kinds in ((Choice, Footer), (Header, Footer, Rows)):
            if Rows in kinds:
                await pilot.press("escape")
                await pilot.pause()
            for kind in kinds:
                region = app.screen.query(kind).first().content_region
                where = next(((x, y) for x, y in _links(app.screen).values() if region.contains(x, y)), None)
                shown = _styles(app)
                await pilot.hover(offset=where or (region.x + 4, region.y + 4))
                await pilot.pause()
                assert _styles(app) != shown, kind
                await pilot.hover(offset=(0, 2))
                await pilot.pause()
                assert _styles(app) == shown, kind


def _styles(app: App[None]) -> list[list[object]]:
    """Give how each part of the screen is drawn."""
    return [[(segment.text, segment.style) for segment in strip] for strip in app.screen._compositor.render_strips()]


async def test_a_click_draws_no_more_than_what_it_changes(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over ssh a whole frame is thousands of bytes: a click into a place or a dialog draws none."""
    app, frames, draw = stage.app(), list[str](), CadenceApp._display

    def display(self: CadenceApp, screen: Screen[object], renderable: object) -> None:
        frames.append(type(renderable).__name__)
        draw(self, screen, renderable)  # type: ignore[arg-type]

    async with app.run_test(size=(120, 40)) as pilot:
        await at_rest(pilot)
        monkeypatch.setattr(CadenceApp, "_display", display)
        await pilot.click(offset=(20, 12))
        await at_rest(pilot)
        assert "ChopsUpdate" in frames
        assert "LayoutUpdate" not in frames
        await go_to(pilot, "a new KPI")
        frames.clear()
        await pilot.click("#title", offset=(3, 0))
        await at_rest(pilot)
        assert "LayoutUpdate" not in frames
