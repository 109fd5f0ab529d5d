"""The user's own editor for long text: what it writes comes back, and whatever becomes of it, nothing is lost."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from cadence_tui.demo import NOW
from cadence_tui.services.minutes import minutes_of
from cadence_tui.tui.widgets.controls import Long
from tests.meetings import KEYS, WEEK, founded, record
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.conftest import Stage

SIZE = (100, 40)
WROTE = "no one knows why they left\nand ten of them did"


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Choose an editor that does what some Python says, with the file as `path`; the terminal can be handed over."""
    handed = list[str]()
    monkeypatch.setattr(HeadlessDriver, "can_suspend", property(lambda _: True))
    monkeypatch.setattr(HeadlessDriver, "suspend_application_mode", lambda _: handed.append("over"))
    monkeypatch.setattr(HeadlessDriver, "resume_application_mode", lambda _: handed.append("back"))

    def choose(does: str) -> None:
        script = tmp_path / "editor.py"
        script.write_text(f"import os, pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{does}\n", "utf-8")
        monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(script)]))

    return choose


async def _at_why(pilot: Pilot[None]) -> Long:
    """Go to the reason of a new decision, and begin it."""
    await pilot.press("4", "n", "right", "enter")
    await type_in(pilot, "Call the ten who left")
    await pilot.press("enter")
    await type_in(pilot, "no one knows")
    field = pilot.app.focused
    assert isinstance(field, Long)
    return field


async def test_what_the_editor_wrote_stands_in_the_field(stage: Stage, chosen: Callable[[str], None]) -> None:
    """It begins with what was typed; what comes back is typed text like any other, saved with the form."""
    chosen(f"assert path.read_text() == 'no one knows'; path.write_text({WROTE + chr(10)!r})")
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        field = await _at_why(pilot)
        assert "Editor" in screen_text(app)
        await pilot.press("f5")
        assert field.typed == WROTE
        await pilot.press("ctrl+z")
        assert field.typed == "no one knows"
        await pilot.press("ctrl+y", "ctrl+s")
        await until(pilot, lambda: "D-" in toasts(app))
        assert app.desk.repository.decisions()[-1].why == WROTE


async def test_every_long_text_has_it(stage: Stage, chosen: Callable[[str], None]) -> None:
    """The summary of a week, and what was learned in a month, as the reasons do."""
    founded(stage)
    record(stage, **dict.fromkeys(KEYS, "51"))
    chosen("path.write_text('all quiet')")
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("w", "ctrl+s", "tab", "tab", "e")
        await pilot.press("f5", "ctrl+s")
        await until(pilot, lambda: "Moved: all quiet" in screen_text(app))
        assert minutes_of(app.desk.repository, WEEK, "weekly").lines["moved"] == "all quiet"
        await pilot.press("escape", "M")
        for _ in range(9):
            if isinstance(app.focused, Long):
                break
            await pilot.press("ctrl+s")
        await pilot.press("f5")
        assert isinstance(app.focused, Long)
        assert app.focused.typed == "all quiet"


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("path.write_text('half'); sys.exit(3)", "ended with an error (3)"),
        ("path.write_text('half'); os.kill(os.getpid(), 9)", "ended with an error ("),
        ("path.unlink()", "left no text"),
        ("path.write_bytes(b'\\xff\\xfe')", "is not UTF-8"),
    ],
)
async def test_an_editor_that_fails_leaves_the_text_as_it_was(
    stage: Stage, chosen: Callable[[str], None], does: str, said: str
) -> None:
    """And says in a sentence what was wrong."""
    chosen(does)
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        field = await _at_why(pilot)
        await pilot.press("f5")
        assert field.typed == "no one knows"
        assert said in toasts(app)
        assert "nothing was changed" in toasts(app)
        await type_in(pilot, " yet")
        assert field.typed == "no one knows yet"


async def test_an_editor_that_does_not_exist_gives_the_terminal_back(
    stage: Stage, chosen: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is handed over is always taken back."""
    chosen("")
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    back = list[str]()
    monkeypatch.setattr(HeadlessDriver, "resume_application_mode", lambda _: back.append("back"))
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        field = await _at_why(pilot)
        await pilot.press("f5")
        assert "“no-such-editor --wait” cannot be run" in toasts(app)
        assert back == ["back"]
        assert field.typed == "no one knows"


async def test_what_a_terminal_would_execute_is_made_visible(stage: Stage, chosen: Callable[[str], None]) -> None:
    """An editor can write any byte; none of those reaches the terminal."""
    chosen("path.write_bytes('a\\x1b]0;owned\\x07b \\u202ec\\r\\nd'.encode())")
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        field = await _at_why(pilot)
        await pilot.press("f5")
        assert field.typed == "a␛]0;owned␇b \\u202ec\nd"


async def test_without_an_editor_or_a_terminal_to_hand_over_it_is_not_offered(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a browser; the key does nothing then."""
    monkeypatch.setenv("EDITOR", "true")
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        field = await _at_why(pilot)
        assert "Editor" not in screen_text(app)
        await pilot.press("f5")
        assert field.typed == "no one knows"


@pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal is read as Linux draws in it")
def test_in_a_terminal_the_app_outlives_its_editor(stage: Stage, tmp_path: Path) -> None:
    """Ctrl+c in the editor reaches the app too, and does not end it; then the editor works, and its text is there."""
    from tests.bench.terminal import started

    script = tmp_path / "editor"
    first = f"[ -e {tmp_path}/once ] || {{ touch {tmp_path}/once; kill -INT 0; sleep 5; }}"
    script.write_text(f'#!/bin/sh\n{first}\nprintf "all ten" > "$1"\n', "utf-8")
    script.chmod(0o755)
    env = {**os.environ, "EDITOR": str(script), "CADENCE_NOW": NOW.isoformat(), "TERM": "xterm-256color"}
    with started([sys.executable, "-m", "cadence_tui", "--db", str(stage.path)], env) as program:
        program.wait(lambda screen: "This week" in screen.text())
        program.press("4")
        program.wait(lambda screen: "E escalations" in screen.text())
        program.press("n")
        program.wait(lambda screen: "an action" in screen.text())
        for key in ("\x1b[C", "enter", "Call them", "enter"):
            program.press(key)
        program.wait(lambda screen: "Editor" in screen.text())
        program.press("\x1b[15~")
        program.wait(lambda screen: "Your editor ended with an error" in screen.text())
        program.press("\x1b[15~")
        program.wait(lambda screen: "all ten" in screen.text())
