"""Everything can be done by the mouse alone: what can be clicked stands where it is drawn, and does what it says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cadence_tui.tui.app import CadenceApp
from cadence_tui.tui.screens.meeting import Meeting
from cadence_tui.tui.widgets.controls import Choice
from cadence_tui.tui.widgets.footer import Footer
from cadence_tui.tui.widgets.grid import Grid
from cadence_tui.tui.widgets.header import Header
from cadence_tui.tui.widgets.reading import Detail
from cadence_tui.tui.widgets.rows import Rows
from cadence_tui.tui.widgets.scorecard import Scorecard
from tests.tui.clicking import click, links
from tests.tui.driving import at_rest, go_to, screen_text, type_in, until

if TYPE_CHECKING:
    import pytest
    from textual.app import App
    from textual.screen import Screen

    from tests.tui.conftest import Stage


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


async def test_places_are_gone_to_and_rows_opened(stage: Stage) -> None:
    """A tab in the header goes to its place; a second click on a row opens it; the footer leads back."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for place in ("kpis", "okrs", "log", "rollout", "week"):
            await click(pilot, links(app.screen)[f"app.go('{place}')"])
            await until(pilot, partial(_is_at, app, place))
        before = app.screen
        row = _place_of(app, "New bakeries")
        await click(pilot, row)
        await click(pilot, row)
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
        await click(pilot, (x + 1, row))
        assert (grid.cursor, grid.column) == ("uptime", 2)
        for words, order in (("Company", "name"), ("W47", "status"), ("last 4", "trend")):
            place = screen_text(app).splitlines()[y].index(words), y
            await click(pilot, place)
            assert grid.order == order
            assert sorted(grid.keys) == sorted(listed)
            assert "▾" in screen_text(app).splitlines()[y]
            await click(pilot, place)
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
            await click(pilot, place)
            assert card.order == order
            assert card.keys != listed
            assert sorted(card.keys) == sorted(listed)
            assert "▾" in screen_text(app).splitlines()[y]
            await click(pilot, place)
            assert (card.order, list(card.keys)) == ("listed", listed)
        await click(pilot, (screen_text(app).splitlines()[y].index("target"), y))
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
            found = links(meeting)
            name = next(does for does in found if f"jump_to('{step}" in does)
            await click(pilot, found[name])
            assert isinstance(meeting, Meeting)
            await until(pilot, partial(_is_in, meeting, name))
        await click(pilot, links(meeting)["app.go('kpis')"])
        await until(pilot, lambda: app.screen is not meeting)


async def test_a_form_is_filled_and_saved_by_the_mouse(stage: Stage) -> None:
    """A field is gone to, a choice made and the form saved by clicks alone; only the words are typed."""
    app = stage.app()
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.press("2")
        await click(pilot, links(app.screen)["app.run_command('kpis.new')"])
        form = app.screen
        await type_in(pilot, "Loaves")
        await click(pilot, _place_of(app, "○ monthly"))
        assert any(one.chosen == "monthly" for one in form.query(Choice))
        await click(pilot, (_place_of(app, "Target ")[0] + 20, _place_of(app, "Target ")[1]))
        await type_in(pilot, "10")
        await click(pilot, (_place_of(app, "Measure ")[0] + 20, _place_of(app, "Measure ")[1]))
        await type_in(pilot, "count them")
        await click(pilot, links(app.screen)["app.run_command('form.accept')"])
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
                where = next(((x, y) for x, y in links(app.screen).values() if region.contains(x, y)), None)
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
