"""How the settings look; see each changed picture before it is committed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tui.test_settings import SOLO

if TYPE_CHECKING:
    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage
    from tests.tui.test_snapshots import Compare

FOLDER = Path("/home/ada/notes")
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def _app(stage: Stage, theme: str | None = None) -> CadenceApp:
    """Make the app with a notes folder that is called the same in every run."""
    app = stage.app(theme=theme)
    app.host = replace(app.host, notes=FOLDER)
    return app


@SIZES
def test_the_settings(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Everything that can be set, and what the line under the cursor does."""
    assert snap_compare(_app(stage), press=["comma", "down"], terminal_size=size)


def test_when_a_week_closes(stage: Stage, snap_compare: Compare) -> None:
    """The form says from which week on a new close holds."""
    press = ["comma", *["down"] * 7, "enter"]
    assert snap_compare(_app(stage, "cadence-light"), press=press, terminal_size=(80, 24))


def test_the_settings_of_a_company_of_one(stage: Stage, snap_compare: Compare) -> None:
    """No owners, no people, no teams."""
    stage.company(SOLO)
    assert snap_compare(_app(stage), press=["comma", "end"], terminal_size=(80, 24))
