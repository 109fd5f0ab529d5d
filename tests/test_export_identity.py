"""What was exported and restored is the same company, whatever it went through: its second export is the first."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence_tui import bootstrap
from cadence_tui.domain.errors import CadenceError
from cadence_tui.services import recording, undo
from cadence_tui.services.desk import Desk
from cadence_tui.services.exporting import export_json
from cadence_tui.storage.database import Database
from cadence_tui.storage.repository import Repository
from tests.test_undo import DEEDS, W46, company

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from tests.companies import Company

TURNS: dict[str, Callable[[Company, int], object]] = {
    "undo": lambda one, _: undo.undo(one.desk),
    "redo": lambda one, _: undo.redo(one.desk),
}
STEPS = st.tuples(st.sampled_from([*sorted(DEEDS), *TURNS]), st.integers(0, 30), st.integers(0, 9))


@pytest.mark.long
@settings(max_examples=30, deadline=None)
@given(st.lists(STEPS, max_size=15), st.text(max_size=20), st.decimals(-(10**9), 10**9, places=3))
def test_any_company_comes_back_to_the_byte(steps: list[tuple[str, int, int]], note: str, value: Decimal) -> None:
    """After any changes, undone and made again, with any note that is taken, as days go by."""
    one = company()
    with suppress(CadenceError):
        recording.record(one.desk, "nps", f"{value:f}", period=W46, note=note)
    for verb, number, days in steps:
        one.now += timedelta(days=days // 4)
        with suppress(CadenceError, IndexError, ZeroDivisionError, AssertionError):
            (DEEDS | TURNS)[verb](one, number)
    first = "".join(export_json(one.desk))
    assert first == "".join(export_json(one.desk))
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CADENCE_NOW", one.now.isoformat())
        source, path = Path(folder) / "first.json", Path(folder) / "restored.db"
        source.write_text(first, "utf-8")
        assert bootstrap.restore_export(path, source) is None
        database = Database(path)
        try:
            assert "".join(export_json(Desk(Repository(database), lambda: one.now))) == first
        finally:
            database.close()
