"""Without a company: a calm welcome with three ways to begin, each one key."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from tests.tui.driving import screen_text, type_in, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Stage

COMPANY = """
[company]
name = "Acme"
founder = "Ada"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"
"""


async def test_the_demo_is_one_key_away(stage: Stage) -> None:
    """`d` makes the demo company in a file of its own, and opens it on This week."""
    stage.path.unlink()
    app = stage.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "There is no company in" in screen_text(app)
        await pilot.press("d")
        await until(pilot, lambda: "Rye & Ledger" in screen_text(app))
    assert not stage.path.exists()


async def test_a_company_file_is_founded_from(stage: Stage) -> None:
    """`f` asks for a company.toml, founds what it describes, and opens it."""
    stage.path.unlink()
    (stage.folder / "company.toml").write_text(COMPANY, "utf-8")
    app = stage.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f")
        app.screen.query_one("Input").value = str(stage.folder / "company.toml")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "Acme" in screen_text(app))
        assert "The scorecard shows every KPI" in screen_text(app)
    assert stage.path.exists()


async def test_a_company_file_with_errors_makes_nothing(stage: Stage) -> None:
    """Everything that is wrong with a company file is named, and no file is made."""
    stage.path.unlink()
    wrong = COMPANY.replace('"mon"', '"someday"').replace("Europe/Oslo", "Mars/Base")
    (stage.folder / "wrong.toml").write_text(wrong, "utf-8")
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f")
        app.screen.query_one("Input").value = str(stage.folder / "wrong.toml")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "What is not right" in screen_text(app))
        assert "someday" in screen_text(app)
        assert "Mars/Base" in screen_text(app)
    assert not stage.path.exists()


async def test_the_steps_are_told(stage: Stage) -> None:
    """`s` tells the steps from nothing to a company."""
    stage.path.unlink()
    app = stage.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert "--print-example" in screen_text(app)
        await type_in(pilot, "q")
        assert "--print-example" in screen_text(app)


async def test_the_demo_takes_nobody_away_from_what_they_began_meanwhile(stage: Stage) -> None:
    """It is made once, however often it is asked for, and then waits for who went on to something else."""
    stage.path.unlink()
    may_go_on, made = Event(), list[object]()
    app = stage.app()

    def slow() -> Path:
        may_go_on.wait(20)
        path = stage.make_demo()
        made.append(path)
        return path

    app.host = replace(app.host, demo=slow)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("d")
        await until(pilot, lambda: "This takes a moment" in screen_text(app))
        await pilot.press("d", "s")
        steps = app.screen
        may_go_on.set()
        await until(pilot, lambda: bool(made))
        await pilot.pause(0.1)
        assert app.screen is steps
        await pilot.press("escape")
        assert "The demo company is made; d opens it." in screen_text(app)
        assert len(made) == 1
        await pilot.press("d")
        await until(pilot, lambda: "Rye & Ledger" in screen_text(app))
