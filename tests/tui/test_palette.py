"""The palette finds every command and everything that the file holds, and leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.command import CommandList

from cadence_tui.storage.repository import Repository
from cadence_tui.tui.palette import PLACEHOLDER
from cadence_tui.tui.screens.kpi import KpiScreen
from cadence_tui.tui.screens.objective import ObjectiveScreen, PartScreen
from cadence_tui.tui.screens.person import PersonScreen
from cadence_tui.tui.screens.story import StoryScreen
from cadence_tui.tui.screens.week import WeekScreen
from tests.tui.driving import screen_text, type_in, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

    from tests.tui.conftest import Stage


async def _find(pilot: Pilot[None], words: str, shown: str) -> None:
    """Type into the palette, wait for what it finds, and take the first."""
    await pilot.press("ctrl+p")
    await type_in(pilot, words)
    await until(pilot, lambda: shown in screen_text(pilot.app))
    await pilot.pause(0.3)
    await pilot.press("enter")
    await pilot.pause(0.1)


@pytest.mark.long
async def test_everything_with_a_page_is_found(stage: Stage) -> None:
    """KPIs, objectives, key results, people, escalations, decisions and actions are found by name or id and opened."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        for words, shown, page in (
            ("bakeries lost", "  KPI", KpiScreen),
            ("o-1 make", "  Objective", ObjectiveScreen),
            ("O-1.1", "  Key result", PartScreen),
            ("mateo", "  Person", PersonScreen),
            ("E-1 ", "  Escalation", StoryScreen),
            ("D-1 ", "  Decision", StoryScreen),
            ("A-1 ", "  Action", StoryScreen),
        ):
            await _find(pilot, words, shown)
            await until(pilot, lambda page=page: isinstance(app.screen, page))  # type: ignore[misc]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, WeekScreen))


async def test_letters_of_a_name_are_enough(stage: Stage) -> None:
    """As elsewhere the letters may stand apart, and what they found is marked; names are never markup."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await _find(pilot, "dtfo", "Days to the first order")
        await until(pilot, lambda: isinstance(app.screen, KpiScreen))


async def test_a_kpi_is_found_by_its_key(stage: Stage) -> None:
    """Once, with the key beside its name where it was found by that, so that one sees why."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await type_in(pilot, "churn")
        await until(pilot, lambda: "  Bakeries lost  churn" in screen_text(app))
        shown = app.screen.query_one(CommandList).render_line(0)
        strong = [segment.text for segment in shown if segment.style is not None and segment.style.bold]
        assert "".join(strong) == "churn"
        await pilot.press(*["backspace"] * len("churn"))
        await type_in(pilot, "nps")
        await until(pilot, lambda: "  NPS  " in screen_text(app))
        found = [line for line in screen_text(app).splitlines() if line.rstrip().endswith("  KPI")]
        assert [line.split() for line in found] == [["NPS", "KPI"]]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, KpiScreen))


async def test_it_says_what_it_finds_a_line_each(stage: Stage) -> None:
    """The empty field names all that is found; at 80 columns each command has one line, with its key at the edge."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Log: what was asked" in screen_text(app))
        assert PLACEHOLDER in screen_text(app)
        await type_in(pilot, "ch")
        await until(pilot, lambda: "OKRs · Key result  c" in screen_text(app))
        listed = app.screen.query_one(CommandList)
        assert listed.virtual_size.height == listed.option_count
        lines = [line.rstrip() for line in screen_text(app).splitlines() if line.rstrip().endswith(("  c", "  ^t"))]
        assert len(lines) > 1
        assert len({len(line) for line in lines}) == 1


async def test_its_lines_fit_a_terminal_that_changes_its_size(stage: Stage) -> None:
    """A line is as wide as there is room, up to where its key would be too far away; the cursor stays where it was."""
    app = stage.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Log: what was asked" in screen_text(app))
        await pilot.press("down", "down", "down")
        ends = list[int]()
        for width in (100, 60, 200):
            await pilot.resize_terminal(width, 24)
            line = next(line for line in screen_text(app).splitlines() if "Log: what" in line)
            assert line.rstrip().endswith("  4")
            ends.append(width - len(line.rstrip()))
        assert ends[0] == ends[1] < 6
        assert ends[2] == 200 - 122
        assert app.screen.query_one(CommandList).highlighted == 3


async def test_names_with_markup_are_found(stage: Stage) -> None:
    """A decision whose title would be markup is shown as it was typed."""
    with stage.sit_down() as desk, desk.change("decided") as change:
        one = change.repository.decision("D-1")
        change.repository.put_decision(one._replace(title="churn [/] fell [@click=app.quit]x"))
        change.name("D-1")
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+p")
        await type_in(pilot, "fell")
        await until(pilot, lambda: "churn [/] fell [@click=app.quit]x" in screen_text(app))


async def test_the_file_is_read_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What there is is read when the palette opens, and by no key after that."""
    read = list[Repository]()
    titles = Repository.titles

    def counted(self: Repository) -> Iterator[tuple[str, str]]:
        read.append(self)
        return titles(self)

    monkeypatch.setattr(Repository, "titles", counted)
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+p")
        await type_in(pilot, "driver")
        await pilot.pause(0.4)
        assert len(read) == 1


async def test_a_person_opens_what_they_hold(stage: Stage) -> None:
    """The page of a person shows what waits for them and what they hold, and leads on to it."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await _find(pilot, "mateo", "  Person")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        told = screen_text(app)
        assert "Mateo Silva" in told
        assert "KPIs" in told
        await pilot.press("end", "enter")
        await until(pilot, lambda: not isinstance(app.screen, PersonScreen))
        await pilot.press("escape")
        assert isinstance(app.screen, PersonScreen)
