"""What is copied, from wherever one is, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.selection import SELECT_ALL

from cadence_tui.services import decisions
from cadence_tui.services.decisions import DecisionDraft
from cadence_tui.tui.widgets.needs import Needs
from cadence_tui.tui.widgets.prose import Prose
from cadence_tui.tui.widgets.scorecard import Scorecard
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Stage

SIZE = (120, 40)
NARROW = (70, 24)


async def copied(pilot: Pilot[None]) -> str:
    """Press the key, and give what went to the clipboard."""
    pilot.app._clipboard = ""
    await pilot.press("ctrl+c")
    await pilot.pause()
    return pilot.app.clipboard


async def test_the_line_with_the_cursor_is_copied_uncut(stage: Stage) -> None:
    """On a narrow terminal, too, all of it: name, value, target, change, trend, owner, status; and what needs you."""
    app = stage.app()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        text = await copied(pilot)
        assert text == "New MRR  €2,894  ≥ €2,400  ▲ 31 %  ▇▂▇█▇▁  Mateo Silva  ● on track"
        assert toasts(app) == f"Sent to the clipboard: “{text[:49]}…”."
        app.screen.query_one(Needs).focus()
        assert (await copied(pilot)).startswith("Tickets reopened  breach ×3; Founder owes a decision · N")
        assert "…" not in app.clipboard


async def test_a_cell_is_copied_in_full(stage: Stage) -> None:
    """With its KPI, its period and its unit, however few digits there is room for."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("2", "left")
        text = await copied(pilot)
        assert text == "New MRR  W46 · 9–15 Nov  €2,210  ◐ watch"


async def test_a_line_of_the_log_and_the_story_behind_it_are_copied(stage: Stage) -> None:
    """The line is one line; its page gives all of the story, the reasons with it."""
    why = "They left because nobody had called them for a very long time, as all ten of them said when they were asked."
    with stage.sit_down() as desk:
        decisions.decide(desk, DecisionDraft("Call the ten who left", f"{why}\n\nSecond paragraph."))
    app = stage.app()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await pilot.press("4", "D")
        await until(pilot, lambda: "Call the ten" in screen_text(app))
        await pilot.press("home")
        line = await copied(pilot)
        assert "Call the ten who left" in line
        assert "\n" not in line
        await pilot.press("enter")
        await until(pilot, lambda: "Second paragraph" in screen_text(app))
        story = await copied(pilot)
        assert "Call the ten who left" in story
        assert "Second paragraph." in story
        assert why in " ".join(story.replace("│", "").split())
        assert "lines more" in toasts(app)


async def test_an_objective_and_a_key_result_are_copied_uncut(stage: Stage) -> None:
    """With where the key result lands."""
    app = stage.app()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: "O-" in screen_text(app))
        await pilot.press("home")
        assert (await copied(pilot)).startswith("O-")
        assert "% done" in app.clipboard
        await pilot.press("down")
        assert "expected" in await copied(pilot)
        assert "…" not in app.clipboard


async def test_notes_are_copied_as_they_are_written_with_their_path(stage: Stage) -> None:
    """In Markdown; and once they are a file, that is said."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("N")
        await until(pilot, lambda: bool(app.screen.query(Prose)))
        text = await copied(pilot)
        assert text.startswith("# Rye & Ledger")
        assert "| KPI" in text
        assert "It is in" not in toasts(app)
        await pilot.press("w")
        await copied(pilot)
        assert f"It is in {next(stage.folder.rglob('2026-W*.md'))}, too." in toasts(app)


async def test_in_a_field_what_is_selected_is_copied_else_all_of_it(stage: Stage) -> None:
    """The same key; what else the line says is not in it."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("4", "n", "enter")
        await type_in(pilot, "Call the smith")
        assert await copied(pilot) == "Call the smith"
        await pilot.press("ctrl+shift+left")
        assert await copied(pilot) == "smith"
        assert "Sent to the clipboard: “smith”." in toasts(app)


async def test_what_the_mouse_selected_comes_first_and_once(stage: Stage) -> None:
    """After that the key copies the line with the cursor again."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        label = next(one for one in app.screen.query("Static") if one.allow_select and one.visual.plain.strip())  # type: ignore[attr-defined]
        app.screen.selections = {label: SELECT_ALL}
        assert await copied(pilot) == label.visual.plain.rstrip("\n")  # type: ignore[attr-defined]
        assert await copied(pilot) != label.visual.plain  # type: ignore[attr-defined]
        assert app.clipboard


async def test_lines_of_a_list_are_selected_by_the_mouse(stage: Stage) -> None:
    """From where it was pressed to where it was let go; a row is neither gone to nor opened by that."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        rows = app.screen.query_one(Scorecard)
        first, last = rows.lines_of("churn")[0], rows.lines_of("nps")[0]
        await pilot.mouse_down(rows, offset=(2, first))
        await pilot.hover(rows, offset=(12, last))
        await pilot.mouse_up(rows, offset=(12, last))
        text = await copied(pilot)
        assert text.split("\n")[0].startswith("Bakeries lost")
        assert text.split("\n")[-1] == "  NPS"
        assert rows.cursor == "new_mrr"
        await pilot.click(rows, offset=(5, last))
        assert rows.cursor == "nps"
        assert (await copied(pilot)).startswith("NPS  ")
        await pilot.click(rows, offset=(5, last), times=2)
        await until(pilot, lambda: not app.screen.query(Scorecard))


async def test_past_the_end_of_a_list_its_end_is_meant(stage: Stage) -> None:
    """What is drawn over down into the empty room below a list ends with the list, whatever stands beside it."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        needs = app.screen.query_one(Needs)
        await pilot.mouse_down(needs, offset=(7, 0))
        await pilot.hover(needs, offset=(3, needs.size.height - 1))
        await pilot.mouse_up(needs, offset=(3, needs.size.height - 1))
        first, *_, last = (await copied(pilot)).split("\n")
        assert first == "needs you"
        assert last == "and 11 more"


async def test_a_line_that_is_drawn_has_one_style_for_all_that_looks_alike(stage: Stage) -> None:
    """Where its pieces stand is told to the mouse alone: as styles of their own they take longer than all the rest."""
    app = stage.app()
    async with app.run_test(size=SIZE):
        rows = app.screen.query_one(Scorecard)
        drawn = rows.render_lines(Region(0, 0, rows.size.width, rows.size.height))
        pieces = [style.meta for strip in drawn for _, style, _ in strip if style is not None]
        assert len(pieces) > rows.size.height
        assert not any("offset" in meta for meta in pieces)
        asked = rows.render_line(rows.lines_of("churn")[0])
        assert all(style is not None and "offset" in style.meta for _, style, _ in asked)


async def test_what_a_terminal_would_execute_is_made_visible_in_what_is_copied(stage: Stage) -> None:
    """Text that came into the file before, or past it, is pasted as harmless as it is shown."""
    sent: list[str] = []
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app._driver.write = sent.append  # type: ignore[union-attr,method-assign]
        app.copy_to_clipboard("a\x1b]0;owned\x07b\r\nc\rd\u202ee\ud800\tf [/] [@click=app.quit]x[/]")
        assert app.clipboard == "a␛]0;owned␇b\nc␍d\\u202ee\\ud800\tf [/] [@click=app.quit]x[/]"
        assert [text for text in sent if text.startswith("\x1b]52;c;")]
        await pilot.pause()
        assert "and 1 line more" in toasts(app)


async def test_there_is_something_to_copy_everywhere(stage: Stage) -> None:
    """In every place, in the settings, in help; and where there is not, the key says what to do."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        for keys in ("1", "2", "3", "4", "5", "comma", "B", "1 ?", "1 y"):
            await pilot.press("escape", *keys.split())
            app.clear_notifications()
            await pilot.pause()
            assert await copied(pilot) or "nothing to copy here" in toasts(app), keys


async def test_the_palette_and_help_have_it(stage: Stage) -> None:
    """Like every other command; from the palette it copies what the cursor was on."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("ctrl+p")
        await type_in(pilot, "what the cursor is on")
        await until(pilot, lambda: "Copy what is selected, or what the cursor is on." in screen_text(app))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.clipboard.startswith("New MRR  "))
        await pilot.press("question_mark")
        assert "Copy what is selected, or what the cursor is on." in await copied(pilot)
