"""The app on a company's file, with a clock that the test sets and nothing that blinks."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from cadence_tui import bootstrap
from cadence_tui.demo import NOW
from cadence_tui.services.desk import Desk
from cadence_tui.storage.database import PATIENCE_MS, Database
from cadence_tui.storage.repository import Repository
from cadence_tui.tui import ahead
from cadence_tui.tui.app import CadenceApp
from cadence_tui.tui.host import Host
from tests.tui.settling import settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from textual.css.model import RuleSet
    from textual.geometry import Size
    from textual.strip import Strip

PLAYBOOK = cache(bootstrap.playbook)


class Stage:
    """A place for one run of the app: its file, its folders and its clock."""

    def __init__(self, folder: Path, demo: Path) -> None:
        """Stand on a copy of the demo company."""
        self.folder, self.demo = folder, demo
        self.now: datetime = NOW
        self.path = folder / "company.db"
        shutil.copyfile(demo, self.path)

    @contextmanager
    def sit_down(self, path: Path | None = None, *, patience_ms: int = 20) -> Iterator[Desk]:
        """Open a file as the app does, with its short patience and the test's clock."""
        database = Database(path or self.path, patience_ms=patience_ms)
        try:
            yield Desk(Repository(database), lambda: self.now)
        finally:
            database.close()

    def found(self, path: Path, text: str) -> object:
        """Found a company as bootstrap does."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CADENCE_NOW", self.now.isoformat())
            return bootstrap.found(path, text)

    def make_demo(self) -> Path:
        """Make the demo where there is none."""
        path = self.folder / "demo.db"
        shutil.copyfile(self.demo, path)
        return path

    def host(self, **changes: object) -> Host:
        """Say what the program would hand over, with what a test has otherwise."""
        host = Host(
            path=self.path,
            sit_down=self.sit_down,
            sit_beside=partial(self.sit_down, patience_ms=PATIENCE_MS),
            found=self.found,  # type: ignore[arg-type]
            demo=self.make_demo,
            notes=self.folder / "notes",
            notes_of=bootstrap.notes_of,
            report_crash=lambda error: f"crashed: {error!r}",
            playbook=PLAYBOOK,
            keep_setting=self.keep_setting,
        )
        return replace(host, **changes)  # type: ignore[arg-type]

    def app(self, *, theme: str | None = None, keys: Mapping[str, str] | None = None) -> CadenceApp:
        """Make the app."""
        return CadenceApp(self.host(theme=theme, keys=keys or {}))

    def keep_setting(self, name: str, value: str | None) -> Path:
        """Write a setting as the program does, in this test's own home."""
        from cadence_tui.export.files import write

        return write(*bootstrap.changed_settings(name, value))

    def company(self, text: str) -> None:
        """Put a company of the test's own in the place of the demo."""
        self.path.unlink(missing_ok=True)
        self.found(self.path, text)


_RULES: dict[object, list[RuleSet]] = {}


@pytest.fixture(autouse=True)
def _read_style_sheets_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each style sheet once for all apps of a run, for each set of colours; an app would do it for itself."""
    read = Stylesheet._parse_rules

    def read_once(self: Stylesheet, *what: object, **more: object) -> list[RuleSet]:
        key = (tuple(self._variables.items()), what, tuple(more.items()))
        if key not in _RULES:
            _RULES[key] = read(self, *what, **more)  # type: ignore[arg-type]
        return _RULES[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", read_once)


@pytest.fixture(autouse=True)
def _work_out_no_frame_that_nobody_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw what a test looks at; of a screen that stands there at its end and was never looked at, the last frame.

    Without a terminal Textual works each frame out and throws it away, a quarter of the tests' time. What programs
    send to a real one is tested where they run in one.
    """
    update, strips, shut_down = Compositor.render_update, Compositor.render_strips, App._shutdown
    looked_at = set[Compositor]()

    def unseen(self: Compositor, **how: object) -> object:
        if how.get("full"):
            return update(self, **how)  # type: ignore[arg-type]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self, "_render_chops", lambda *_: [{} for _ in range(self.size.height)])
            return update(self, **how)  # type: ignore[arg-type]

    def seen(self: Compositor, size: Size | None = None) -> list[Strip]:
        looked_at.add(self)
        return strips(self, size)

    async def after_the_last(self: App[object]) -> None:
        try:
            if self._screen_stack and self._exception is None and self.screen._compositor not in looked_at:
                self.screen._compositor.render_strips()
        finally:
            await shut_down(self)

    monkeypatch.setattr(Compositor, "render_update", unseen)
    monkeypatch.setattr(Compositor, "render_strips", seen)
    monkeypatch.setattr(App, "_shutdown", after_the_last)


@pytest.fixture(autouse=True)
def _wait_until_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the pilot wait for what is left to do, rather than for a processor that looks idle."""
    monkeypatch.setattr("textual.app.wait_for_idle", settled)
    monkeypatch.setattr("textual.pilot.wait_for_idle", settled)
    # It would send a word to each widget besides.
    monkeypatch.setattr(Pilot, "_wait_for_screen", settled)


@pytest.fixture(autouse=True)
def _wait_for_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the pilot wait for the last of its keys, which the app lets in once those before it have settled."""
    press = Pilot.press

    async def press_and_wait(self: Pilot[None], *keys: str) -> None:
        await press(self, *keys)
        turnstile = getattr(self.app, "_turnstile", None)
        if turnstile is not None and turnstile.is_busy:
            while turnstile.is_busy and self.app.is_running:  # noqa: ASYNC110 (the app has no event for it)
                await asyncio.sleep(0)
            await press(self)

    monkeypatch.setattr(Pilot, "press", press_and_wait)


@pytest.fixture(autouse=True)
def _put_nothing_together_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a test that takes a while open what one in a hurry does; a test of pages made ahead asks for them."""
    monkeypatch.setattr(ahead, "AFTER_S", 3600)


@pytest.fixture(autouse=True)
def _close_what_an_app_that_never_ran_opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close each app's file in the thread that opened it: one that was only made would be collected in any."""
    apps, sit_down = list[CadenceApp](), CadenceApp.sit_down

    def remembered(self: CadenceApp, path: Path) -> None:
        apps.append(self)
        sit_down(self, path)

    monkeypatch.setattr(CadenceApp, "sit_down", remembered)
    yield
    for app in apps:
        app._files.close()


@pytest.fixture
def stage(tmp_path: Path, demo_file: Path) -> Stage:
    """Set the stage with the demo company."""
    return Stage(tmp_path, demo_file)
