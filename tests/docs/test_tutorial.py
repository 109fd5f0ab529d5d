"""The tutorial's keys, pressed one after the other: what it says is there is there, in a terminal of 80 × 24."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from textual.widgets import Input, TextArea

from cadence_tui import bootstrap, locations
from cadence_tui.cli.app import open_app
from cadence_tui.services.setup import read_plan
from cadence_tui.tui.app import CadenceApp
from tests.docs.blocks import FOLDER, read
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from cadence_tui.tui.host import Host

PAGE = FOLDER / "tutorial.md"
_STEP = re.compile(r"<!-- (app|keys|type|sees): (.*?) -->")


class Screen(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def host_of(path: Path | None) -> Host:
    """Give what the program hands its app, put together as when it is started."""
    found: list[Host] = []

    def keep(host: Host) -> int:
        found.append(host)
        return 0

    with (
        patch("sys.stdin", Screen()),
        patch("sys.stdout", Screen()),
        patch("cadence_tui.tui.app.run", keep),
        pytest.raises(SystemExit),
    ):
        open_app(str(path) if path else None, None)
    return found[0]


def parts() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Divide the tutorial by the times that the app is opened: the company, the moment, and what is done then."""
    found = list[tuple[str, str, list[tuple[str, str]]]]()
    moment = ""
    for line in PAGE.read_text("utf-8").splitlines():
        if at := re.match(r"<!-- with: .*, at (\S+) -->", line):
            moment = at[1]
        for what, said in _STEP.findall(line):
            if what == "app":
                found.append((said, moment, []))
            else:
                found[-1][2].append((what, said))
    return found


async def fill_in(pilot: Pilot[None], app: CadenceApp, text: str) -> None:
    """Type a text: its first letter as a key, which takes the place of what is selected, and the rest at once."""
    await type_in(pilot, text[0])
    if isinstance(app.focused, Input):
        app.focused.insert_text_at_cursor(text[1:])
    elif isinstance(app.focused, TextArea):
        app.focused.insert(text[1:])


async def walk(pilot: Pilot[None], app: CadenceApp, steps: list[tuple[str, str]]) -> None:
    """Do what the tutorial says, and see what it says is seen."""
    for what, said in steps:
        if what == "type":
            await fill_in(pilot, app, said)
        elif what == "keys":
            await pilot.press(*said.split())
        else:
            try:
                await until(pilot, lambda said=said: said in f"{screen_text(app)} {toasts(app)}")  # type: ignore[misc]
            except AssertionError as error:
                raise AssertionError(f"“{said}” is not seen in\n{screen_text(app)}") from error
        await pilot.pause()


@pytest.mark.long
@pytest.mark.parametrize("part", parts(), ids=lambda part: part[0])
async def test_every_step_of_the_tutorial_is_as_it_says(
    part: tuple[str, str, list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the demo, and from an empty home to the close of the first week."""
    company, moment, steps = part
    monkeypatch.setenv("CADENCE_NOW", moment)
    monkeypatch.setenv("TZ", "Europe/Oslo")
    app = CadenceApp(host_of(bootstrap.demo() if company == "the demo company" else None))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await walk(pilot, app, steps)
    if company == "no company":
        compare_with_the_page()


def compare_with_the_page() -> None:
    """See that the company is the one on which the page's commands run."""
    file = next(block for block in read(PAGE.read_text("utf-8")) if block.kind == "file")
    now = bootstrap.machine_now()
    plan = read_plan(file.body, zone="Europe/Oslo", today=now)
    with bootstrap.looking(locations.company_file()) as view:
        there = {kpi.key: (kpi.name, kpi.owner, kpi.unit, kpi.cadence, kpi.goal) for kpi in view.kpis.values()}
        assert there == {one.key: (one.name, one.owner, one.unit, one.cadence, one.goal) for one in plan.kpis}
        assert (view.company.name, view.company.founder, view.company.people_count) == ("Fjord Labs", "Ada", 3)
        (escalation,), (decision,) = view.escalations(ended=True), view.repository.decisions()
        (action,) = view.repository.actions()
    said = PAGE.read_text("utf-8")
    assert f'--for {escalation.id} --action "{action.text};{action.owner};{action.due}"' in said
    assert f'cadence decide "{decision.title}" --why "{decision.why}"' in said
