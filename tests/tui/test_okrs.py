"""The OKRs: their cards and tree, the pages of an objective and a key result, and what is done from them by keys."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import objectives
from cadence_tui.tui.screens.objective import ObjectiveScreen, PartScreen
from cadence_tui.tui.widgets.cards import Cards
from cadence_tui.tui.widgets.path_chart import CHANGED, TODAY, Path, plot
from tests.tui.conftest import PLAYBOOK
from tests.tui.driving import at_rest, screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

WIDE, SMALL = (120, 40), (80, 24)
HOSTILE = "[red]bold[/] [/ evil"


async def test_cards_show_each_objective_with_its_weakest_key_result_first(stage: Stage) -> None:
    """A card says how far it has come and where each key result lands; a team's stands below what it serves."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: "OKRs" in screen_text(app) and bool(app.screen.query(Cards)))
        cards = app.screen.query_one(Cards)
        assert cards.keys[0] == "O-3"
        for one in cards.lines.values():
            shown = [key for key in cards.keys if key.startswith(f"{one.objective.id}.")]
            assert shown == [part.key_result.id for part in one.weakest_first]
        served = next(one.objective for one in cards.lines.values() if one.objective.serves)
        assert cards.keys.index(served.serves or "") < cards.keys.index(served.id)
        assert "if nothing changes" in screen_text(app)


@pytest.mark.parametrize("width", [80, 120])
async def test_figures_stand_in_columns_and_touch_no_scrollbar(stage: Stage, width: int) -> None:
    """What key results are at ends in one column, their way begins in one, and a column stays free beside the bar."""
    app = stage.app()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: "O-3" in screen_text(app))
        lines = screen_text(app).splitlines()
        ways = ("34 → 58 %", "42 → 50 %", "18 → 6", "17 → 23 %")
        assert len({line.index(way) for line in lines for way in ways if way in line}) == 1
        assert all(line[width - 2] == " " for line in lines[1:-1])


async def test_a_draft_is_behind_nothing_yet(stage: Stage) -> None:
    """Before it is activated, late in a quarter too, no key result of it is off pace or said to land anywhere."""
    draft = '[[objectives]]\ntitle = "Delight"\nowner = "Amara Okafor"\n[[objectives.key_results]]\n'
    with stage.sit_down() as desk:
        objectives.add(desk, f'{draft}title = "Ship 10 parts"\nbaseline = 0\ntarget = 10\n')
        one = desk.repository.objectives()[-1]
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        for page, kind in ((one.id, ObjectiveScreen), (one.key_results[0].id, PartScreen)):
            app.open("objective", page)
            await at_rest(pilot)
            assert isinstance(app.screen, kind)
            assert "Ship 10 parts" in screen_text(app)
            assert "too early" in screen_text(app)
            assert "off pace" not in screen_text(app)
            assert "lands at" not in screen_text(app)


async def test_the_tree_has_a_line_for_each_objective(stage: Stage) -> None:
    """One key leaves the key results out, and brings them back."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "t")
        cards = app.screen.query_one(Cards)
        assert set(cards.keys) == set(cards.lines)
        await pilot.press("t")
        assert len(cards.keys) > len(cards.lines)


async def test_past_cycles_stay_readable(stage: Stage) -> None:
    """The cycle before shows its objectives as they were closed, with what its scores said."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "left")
        text = screen_text(app)
        assert "Q3 2026" in text
        assert "past" in text
        assert "scored" in text


async def test_a_check_in_is_made_from_the_card(stage: Stage) -> None:
    """A fed key result is asked for confidence and words alone; what was said stands on its page."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        cards = app.screen.query_one(Cards)
        cards.cursor = "O-3.2"
        await pilot.press("c")
        await type_in(pilot, "4")
        await pilot.press("enter")
        await type_in(pilot, "Two more bakers")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "checked in" in toasts(app))
        assert app.desk.repository.key_result("O-3.2")[1].confidence == 4
        cards.cursor = "O-3.2"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PartScreen))
        assert "Two more bakers" in screen_text(app)


async def test_a_confidence_off_the_scale_is_refused_beside_its_field(stage: Stage) -> None:
    """What is no confidence is said below the field, and nothing is saved."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        app.screen.query_one(Cards).cursor = "O-3.2"
        before = app.desk.repository.head()
        await pilot.press("c")
        await type_in(pilot, "11")
        await pilot.press("ctrl+s")
        assert "no confidence" in screen_text(app)
        assert app.desk.repository.head() == before


async def test_a_draft_that_lint_refuses_says_why_in_full(stage: Stage) -> None:
    """Activating a draft with errors names each of them and changes nothing."""
    with stage.sit_down() as desk:
        objectives.add(desk, '[[objectives]]\ntitle = "Bake"\nowner = "Amara Okafor"\n')
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        cards = app.screen.query_one(Cards)
        cards.cursor = next(key for key, one in cards.lines.items() if one.objective.state == "draft")
        await pilot.press("a")
        await until(pilot, lambda: "cannot be activated" in screen_text(app))


async def test_an_initiative_goes_on_with_the_reason(stage: Stage) -> None:
    """Space moves an initiative of an active objective on, and asks what happened."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "enter")
        await until(pilot, lambda: isinstance(app.screen, ObjectiveScreen))
        one = app.desk.repository.objective("O-3")
        initiative = one.initiatives[0]
        app.screen.query_one("#story").cursor = initiative.id  # type: ignore[attr-defined]
        await pilot.press("space")
        await type_in(pilot, "Mateo began")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.repository.objective("O-3").initiatives[0].state != initiative.state)
        await pilot.press("u")
        await until(pilot, lambda: app.desk.repository.objective("O-3").initiatives[0].state == initiative.state)


async def test_scoring_is_offered_towards_the_end_of_a_cycle(stage: Stage) -> None:
    """In the middle of a cycle no score is asked for; in its last two weeks progress suggests one."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        cards = app.screen.query_one(Cards)
        cards.cursor = "O-3.2"
        assert cards.check_action("score", ()) is False
    with stage.sit_down() as desk:
        objectives.edit(desk, PLAYBOOK(), "O-3.2", {"due": "2026-11-27"}, why="the fair is in November")
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        app.screen.query_one(Cards).cursor = "O-3.2"
        await pilot.press("s")
        await until(pilot, lambda: "Progress suggests" in screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.desk.repository.key_result("O-3.2")[1].score is not None)


async def test_hostile_names_are_text(stage: Stage) -> None:
    """Markup in an objective's or a key result's name stands as it was typed, in cards, suggestions and pages."""
    with stage.sit_down() as desk:
        objectives.add(
            desk,
            f'[[objectives]]\ntitle = "{HOSTILE}"\nowner = "Amara Okafor"\n'
            f'[[objectives.key_results]]\ntitle = "{HOSTILE}"\nbaseline = "1"\ntarget = "2"\n',
        )
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        cards = app.screen.query_one(Cards)
        draft = next(key for key, one in cards.lines.items() if one.objective.title == HOSTILE)
        assert screen_text(app).count(HOSTILE) == 3
        for key in (draft, f"{draft}.1"):
            cards.cursor = key
            await pilot.press("enter")
            await until(pilot, lambda: not app.screen.query(Cards))
            assert HOSTILE in screen_text(app)
            await pilot.press("escape")


# --- The chart --------------------------------------------------------------------------------------------------------


def path(points: list[tuple[date, Decimal]], *, lands: float | None = None, today: date = date(2026, 11, 16)) -> Path:
    """Make a path from 40 to 60 over a quarter."""
    return Path(
        date(2026, 10, 1), date(2026, 12, 31), today, Decimal(40), Decimal(60), points, lands, "number", "1,234.50"
    )


def test_the_chart_has_as_many_lines_as_there_is_room() -> None:
    """Plot, today's mark and days fill the height, and no line is wider than the room."""
    lines = plot(path([(date(2026, 10, 5), Decimal(41)), (date(2026, 11, 9), Decimal(55))], lands=0.9), 70, 12)
    assert len(lines) == 12
    assert max(line.cell_length for line in lines) <= 70
    assert TODAY in lines[-2].plain
    assert "due Thu 31 Dec" in lines[-1].plain


@pytest.mark.parametrize("points", [[], [(date(2026, 10, 5), Decimal(41))], [(date(2026, 10, 5), Decimal(900))]])
def test_the_chart_takes_any_path(points: list[tuple[date, Decimal]]) -> None:
    """No point, one, or one far off the line are drawn without trouble."""
    assert len(plot(path(points), 40, 8)) == 8


def test_a_change_is_marked_on_its_day() -> None:
    """A day on which the key result was changed stands below the plot, before today."""
    marked = path([(date(2026, 10, 5), Decimal(41))])._replace(changes=[date(2026, 10, 26), date(2027, 5, 1)])
    line = plot(marked, 70, 8)[-2].plain
    assert line.count(CHANGED) == 1
    assert line.index(CHANGED) < line.index(TODAY)


def test_today_is_marked_only_within_the_span() -> None:
    """A cycle that is over, or has not begun, has no today."""
    assert TODAY not in plot(path([], today=date(2027, 2, 1)), 60, 8)[-2].plain
