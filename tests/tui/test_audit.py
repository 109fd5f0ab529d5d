"""The audit in a company that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.tui.dialogs.ask import Ask
from cadence_tui.tui.screens.audit import AuditScreen
from tests.tui.driving import screen_text, toasts, type_in, until
from tests.tui.test_wizard import at_step, with_beginning

if TYPE_CHECKING:
    from tests.tui.conftest import Stage


async def test_the_audit_runs_again_and_is_undone_in_one(stage: Stage) -> None:
    """Health becomes a KPI, change waits as a candidate, the rest is parked; u takes all of it back."""
    app = with_beginning(stage)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        before = len(app.desk.view().kpis)
        await pilot.press("f8")
        await at_step(pilot, app, "audit")
        for line in ("Refund rate", "Launch in Spain", "Page views"):
            await type_in(pilot, line)
            await pilot.press("enter")
        await pilot.press("enter")
        await at_step(pilot, app, "sort")
        await pilot.press("h", "s", "p", "enter")
        await at_step(pilot, app, "kpis")
        assert "Refund rate" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, AuditScreen))
        assert "1 new KPI, 1 candidate for month 3" in toasts(app)
        view = app.desk.view()
        assert len(view.kpis) == before + 1
        assert [row["bucket"] for row in view.repository.candidates()] == ["change", "parked"]
        await pilot.press("u")
        await until(pilot, lambda: len(app.desk.view().kpis) == before)
        assert app.desk.view().repository.candidates() == []


async def test_an_audit_that_was_left_goes_on_where_it_was(stage: Stage) -> None:
    """Leaving keeps the list among the drafts; nothing else has changed meanwhile."""
    app = with_beginning(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8")
        await at_step(pilot, app, "audit")
        await type_in(pilot, "Refund rate")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, AuditScreen))
        assert app.desk.view().repository.candidates() == []
        await pilot.press("f8")
        await at_step(pilot, app, "audit")
        assert "Refund rate" in screen_text(app)


async def test_the_list_is_read_from_a_file(stage: Stage) -> None:
    """Ctrl+o adds what a file lists to what is typed, and says what it did; a file that is none is refused."""
    path = stage.folder / "tracked.csv"
    path.write_text("KPI,Now\nRefund rate,4%\nPage views,900\nrefund rate,4%\n[/] odd,1\n", "utf-8")
    app = with_beginning(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8")
        await at_step(pilot, app, "audit")
        await type_in(pilot, "Page views")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await type_in(pilot, str(stage.folder / "none.csv"))
        await pilot.press("enter")
        assert "is no file that could be read" in " ".join(screen_text(app).split())
        await pilot.press(*["backspace"] * len("none.csv"))
        await type_in(pilot, "tracked.csv")
        await pilot.press("enter")
        await at_step(pilot, app, "audit")
        said = " ".join(screen_text(app).split())
        assert "tracked.csv: 2 of 4 lines below “KPI” taken: 1 named twice, kept once; 1 in your list" in said
        await pilot.press("enter", "enter")
        await at_step(pilot, app, "sort")
        listed = screen_text(app)
        assert all(name in listed for name in ("Page views", "Refund rate", "[/] odd"))
