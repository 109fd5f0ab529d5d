"""Going from place to place: what stands already is shown at once, and as it is now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

from cadence_tui.services import recording
from cadence_tui.tui.screens.week import WeekScreen
from tests.tui.driving import go_to, screen_text
from tests.tui.test_wizard import with_beginning

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode
    from textual.timer import Timer

    from cadence_tui.services.view import View
    from tests.tui.conftest import Stage

SIZE = (120, 40)


async def test_one_waits_only_for_a_place_that_comes_to_be(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual holds each frame back for 50 ms with every change of mode; here the first visit alone is hidden so."""
    waits: list[str | None] = []
    set_timer = App.set_timer

    def noted(app: App[None], delay: float, callback: Callable[[], object], *, name: str | None = None) -> Timer:
        if "show" in getattr(callback, "__name__", "") or name == "delay_update":
            waits.append(name)
            return set_timer(app, 3600 if name is None else delay, callback, name=name)
        return set_timer(app, delay, callback, name=name)

    monkeypatch.setattr(App, "set_timer", noted)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        assert waits == ["delay_update"]
        await pilot.pause(0.1)
        for key, shown in (("1", "What needs you"), ("2", "· target"), ("1", "What needs you")):
            await pilot.press(key)
            assert app._batch_count == 0
            assert shown in screen_text(app)
        assert waits == ["delay_update", None, None, None]


async def test_the_first_frame_of_a_place_shows_what_stands_now(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What happened since it was left is in it: it has looked before anything is drawn."""
    app = stage.app()
    frames: list[str] = []
    draw = WeekScreen._compositor_refresh

    def drawn(screen: WeekScreen) -> None:
        draw(screen)
        if not app._batch_count and screen.is_current:
            frames.append(screen_text(app))

    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await pilot.pause(0.1)
        with stage.sit_down() as desk:
            recording.record(desk, "nps", "61")
        app.changed()
        monkeypatch.setattr(WeekScreen, "_compositor_refresh", drawn)
        await pilot.press("1")
        assert frames
        assert all("61" in frame for frame in frames)


async def test_a_place_beneath_another_looks_when_it_is_gone_back_to(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is recorded in the check-in is not worked out for This week beneath it; beneath a dialog it is."""
    app, looks = stage.app(), list[int]()
    show = WeekScreen.show

    def noted(self: WeekScreen, view: View) -> None:
        looks.append(app.revision)
        show(self, view)

    async with app.run_test(size=SIZE) as pilot:
        await go_to(pilot, "its actions")
        monkeypatch.setattr(WeekScreen, "show", noted)
        with stage.sit_down() as desk:
            recording.record(desk, "nps", "61")
        app.changed()
        assert looks == []
        await pilot.press("escape")
        assert looks == [app.revision]
        assert "61" in screen_text(app)
        await pilot.press("c")
        with stage.sit_down() as desk:
            recording.record(desk, "nps", "62")
        app.changed()
        assert looks[1:] == [app.revision]


@pytest.mark.parametrize("where", ["KPIs", "a KPI", "a new KPI", "a draft", "the close"])
async def test_what_opens_is_given_its_styles_once(stage: Stage, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """A place, a page and a dialog: Textual does so twice, which took a fifth of the time that a form needs to open."""
    app = stage.app()
    styled = Counter[Widget]()
    apply = Stylesheet.apply

    def noted(self: Stylesheet, node: DOMNode, **how: object) -> None:
        if isinstance(node, Widget):
            styled[node] += 1
        apply(self, node, **how)  # type: ignore[arg-type]

    async with app.run_test(size=SIZE) as pilot:
        monkeypatch.setattr(Stylesheet, "apply", noted)
        await go_to(pilot, where)
        counts = [styled[widget] for widget in app.screen.query("*") if not widget.focusable]
        assert min(counts) == 1
        assert sum(counts) < 1.5 * len(counts)


@pytest.mark.parametrize("where", ["KPIs", "a KPI", "a key result", "a new KPI", "its scorecard"])
async def test_what_is_open_has_the_styles_that_it_would_be_given_now(stage: Stage, where: str) -> None:
    """The screen itself too, whose own sheet is read after it was given its first ones."""
    app = with_beginning(stage)
    async with app.run_test(size=SIZE) as pilot:
        await go_to(pilot, where)
        for node in [app.screen, *app.screen.query("*")]:
            before = dict(node._css_styles._rules)
            app.stylesheet.apply(node)
            assert node._css_styles._rules == before, node
