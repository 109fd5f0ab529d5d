"""Notes as they are read in the app: Markdown, laid out for the width that there is, in one piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.selection import SELECT_ALL

from cadence_tui.formatting import cell_width
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.prose import Prose
from tests.tui.driving import at_rest, go_to, screen_text

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

TEXT = """
# Fjord Labs: week 47

A **strong** word, and [bold] [/] $text-error that are none.

- one
  and what is said of it
- 漢字 and a longer line that has to go on below, where the text of its point begins

| KPI | Value |
| --- | ----: |
| New MRR | 1,250 |
| [red]x[/] | 7 |

See [the page](https://example.com).
"""


def shown(prose: Prose, width: int) -> list[str]:
    """Lay it out."""
    return prose._at(width).plain.split("\n")


def test_it_is_laid_out_as_it_is_read_elsewhere() -> None:
    """Headings, lists and tables begin at the left; links say where they lead; brackets are text."""
    lines = [line for line in shown(Prose(TEXT), 60) if line]
    assert lines == [
        "Fjord Labs: week 47",
        "A strong word, and [bold] [/] $text-error that are none.",
        " • one",
        "   and what is said of it",
        " • 漢字 and a longer line that has to go on below, where the",
        "   text of its point begins",
        "KPI        Value",
        "────────────────",
        "New MRR    1,250",
        "[red]x[/]      7",
        "See the page (https://example.com).",
    ]


@pytest.mark.parametrize("width", [1, 7, 20, 60, 300])
def test_no_line_is_wider_than_there_is_room_for(width: int) -> None:
    """Whatever the width, wide letters and tables included; and its height is that of its lines."""
    prose = Prose(TEXT)
    lines = prose._at(width).plain.split("\n")
    assert max(cell_width(line) for line in lines) <= max(width, 2)  # a wide letter takes two cells
    size = prose.size
    assert prose.get_content_height(size, size, width) == len(lines)


def test_weight_and_accent_stand_out() -> None:
    """A heading is strong in the accent, a strong word strong alone, and nothing has a colour of its own."""
    content = Prose(TEXT)._at(60)
    inks = {content.plain[start:end].strip(): style for start, end, style in content.spans}
    assert inks["Fjord Labs: week 47"] == f"bold {ink.ACCENT}"
    assert inks["strong"] == "bold"
    assert inks["•"] == ink.ACCENT
    assert set(inks.values()) <= {f"bold {ink.ACCENT}", "bold", ink.ACCENT, ink.MUTED, "underline"}


def test_what_a_terminal_would_obey_is_made_visible() -> None:
    """A template of the user's own may hold anything."""
    plain = Prose("one \x1b[31mred\x9b5m\u202e two")._at(60).plain
    assert "\x1b" not in plain
    assert "\x9b" not in plain
    assert "\u202e" not in plain
    assert "red" in plain


async def test_the_notes_are_laid_out_anew_for_another_width(stage: Stage) -> None:
    """They are read at every size, and what is selected in them are the words that are seen."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await go_to(pilot, "the notes")
        prose = app.screen.query_one(Prose)
        tall = prose.size.height
        await pilot.resize_terminal(70, 24)
        await at_rest(pilot)
        assert prose.size.height > tall
        assert "In three lines" in screen_text(app)
        assert prose.copied().startswith("# ")
        selected = prose.get_selection(SELECT_ALL)
        assert selected is not None
        assert "In three lines\n\n • Moved: " in selected[0]
        assert [line for line in selected[0].splitlines() if line != line.rstrip()] == []
