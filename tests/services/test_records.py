"""Decision records as Markdown: their shape, their names, and what hostile text cannot do to them."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from cadence_tui.export.records import file_name, render
from cadence_tui.services import decisions
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from cadence_tui.services.records import gather
from tests.companies import Company
from tests.services.test_calibration import lived

HOSTILE = [
    "| a | b |",
    "# heading",
    "<script>alert(1)</script>",
    "![p](http://x.example/y.png)",
    "- - -",
    "1. one",
    "12) one",
    "+ plus",
    "---",
    "===",
    "```",
    "> quote",
    "`code` *bold* [link](x)",
    "[ref]: http://x.example",
    'status: "x"',
]


def skeleton(text: str) -> list[str]:
    """Give the blocks and the inline kinds of a record, without its texts and the front matter."""
    body = text.split("---\n", 2)[2]
    kinds = list[str]()
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(body):
        kinds.append(token.type)
        kinds += [f" {child.type}" for child in token.children or () if child.type not in ("text", "text_special")]
    return kinds


def written(text: str) -> str:
    """Write a decision down in which every text is the same."""
    company = Company().at("2026-11-10T09:00")
    draft = DecisionDraft(
        title=text,
        why=text,
        answers=("E-1",),
        options=(text, "wait"),
        actions=[ActionDraft(text=text, owner="Olga", due="2026-11-20")],
    )
    decisions.decide(company.desk, draft)
    decisions.check(company.desk, "D-1", "failed", note=text)
    return render(gather(company.view())[0])


def test_a_record_has_the_sections_of_madr_in_their_order() -> None:
    """Context, options, outcome, consequences, confirmation, more; what was chosen is an option, in MADR's words."""
    company = lived()
    first, second = (render(one) for one in gather(company.view()))
    assert re.findall(r"^#+ .*$", first, re.MULTILINE) == [
        "# D-1 Call those who left",
        "## Context and Problem Statement",
        "## Considered Options",
        "## Decision Outcome",
        "### Consequences",
        "### Confirmation",
        "## More Information",
    ]
    assert first.startswith('---\nstatus: "superseded by D-2"\ndate: "2026-11-12"\ndecision-makers: "Fay"\n---\n')
    assert "* E-1: nps: " in first
    assert "## Considered Options\n\n* Call those who left\n" in first
    assert 'Chosen option: "Call those who left", because they leave in the first week\n' in first
    assert "It did not work, as of 2026-12-10." in first
    assert "nps stood at 30; 45 was expected." in first
    assert "* Superseded by D-2 Guide the first week" in first
    assert "* Supersedes D-1 Call those who left" in second


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_leaves_the_skeleton_as_a_plain_one_does(text: str) -> None:
    """No heading, list, table, picture, link or markup comes of what a person typed."""
    assert skeleton(written(text)) == skeleton(written("plain"))


@pytest.mark.parametrize("title", ["../../etc/passwd", "CON", "/etc/x", "a" * 150, "日本語", "a\\b:c*?", "..."])
def test_a_file_s_name_stays_in_its_folder(title: str) -> None:
    """It holds the id and plain letters, whatever the title."""
    company = Company().at("2026-11-10T09:00")
    one = decisions.decide(company.desk, DecisionDraft(title=title, why="w"))
    assert re.fullmatch(r"D-1(-[a-z0-9_-]{1,60})?\.md", file_name(one))
