"""The evidence pack as Markdown and as a page: whole, self-contained, and unharmed by what people type."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from markdown_it import MarkdownIt

from cadence_tui import bootstrap
from cadence_tui.demo import NOW
from cadence_tui.export.evidence import render
from cadence_tui.services.evidence import pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = "<script>alert(1)</script> | ![p](http://x.example/p.png) & \"quoted\" 'single' </td></table>"
_DAY = re.compile(r"|\d{4}-\d{2}-\d{2}")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def facts(demo_file: Path) -> dict[str, Any]:
    """Gather the demo company's quarter, which has something of everything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CADENCE_NOW", NOW.isoformat())
        with bootstrap.desk(demo_file, None) as desk:
            return pack(desk.view(), "2026-Q4")


def hostile(facts: Any) -> Any:  # noqa: ANN401 (plain values, however nested)
    """Put hostile text in the place of everything that a person typed."""
    typed = ("name", "title", "why", "note", "owner", "by", "team", "asked", "text", "company", "of", "kpi")
    if isinstance(facts, dict):
        return {
            key: HOSTILE if key in typed and isinstance(value, str) and not _DAY.fullmatch(value) else hostile(value)
            for key, value in facts.items()
        }
    return [hostile(one) for one in facts] if isinstance(facts, list) else facts


class Tags(HTMLParser):
    """The tags of a page, in order."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.found.append(tag)
        self.attributes += attrs


def test_the_page_is_valid(facts: dict[str, Any]) -> None:
    """A strict parser of HTML finds nothing wrong with it."""
    html5lib.HTMLParser(strict=True).parse(render(facts, "html"))


def test_the_page_needs_nothing_but_itself(facts: dict[str, Any]) -> None:
    """It carries no script, and nothing in it points outside."""
    text = render(facts, "html")
    tags = Tags(text)
    assert not {"script", "link", "img", "iframe", "object", "a", "form"} & set(tags.found)
    assert not [value for name, value in tags.attributes if name in ("src", "href", "style") or name.startswith("on")]
    assert "url(" not in text
    assert "@import" not in text
    assert {"svg", "table", "title"} <= set(tags.found)


def test_hostile_text_leaves_the_page_whole(facts: dict[str, Any]) -> None:
    """Whatever people typed is text: the page has the same tags in the same order, and is still valid."""
    page = render(hostile(facts), "html")
    html5lib.HTMLParser(strict=True).parse(page)
    plain, odd = Tags(render(facts, "html")).found, Tags(page).found
    assert set(odd) == set(plain)
    assert odd.count("td") == plain.count("td")
    assert "<script" not in page


def blocks(text: str) -> Iterator[str]:
    """Give the skeleton of a Markdown text."""
    return (token.type for token in MarkdownIt("commonmark").enable("table").parse(text))


def test_hostile_text_leaves_the_markdown_whole(facts: dict[str, Any]) -> None:
    """The blocks are those of a plain name, with no link, image or HTML among them."""
    plain = {**facts, "scorecard": [{**one, "team": None} for one in facts["scorecard"]]}
    text = render(hostile(plain), "md")
    assert list(blocks(text)) == list(blocks(render(plain, "md")))
    inline = [c.type for token in MarkdownIt("commonmark").enable("table").parse(text) for c in token.children or ()]
    assert not {"image", "html_inline", "link_open"} & set(inline)


def test_each_kpi_has_its_chart(facts: dict[str, Any]) -> None:
    """Every KPI with a value has a line over its periods, and says in words what it is for those who do not see it."""
    page = render(facts, "html")
    with_values = [one for one in facts["scorecard"] if any(each["value"] for each in one["trend"])]
    assert page.count('<svg class="trend"') == len(with_values)
    assert page.count("<title>") == 1 + page.count("<svg ")


@cache
def _browser() -> str:
    """Find a browser, or say that there is none."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("needs a Chromium browser")
    return found


@pytest.mark.chromium
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_its_window(facts: dict[str, Any], tmp_path: Path, width: int) -> None:
    """On a phone and on a desk, nothing is wider than the window, with the longest names too."""
    page = render(hostile(facts), "html")
    # Headless Chromium takes no window below 500 pixels, so the page is looked at in a frame of the width.
    (tmp_path / "page.html").write_text(page, "utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(
        f'<!doctype html><iframe src="page.html" style="width:{width}px;height:800px;border:0"></iframe>'
        "<script>addEventListener('load', () => setTimeout(() => { const d = frames[0].document.documentElement;"
        "document.body.dataset.said = `w=${d.scrollWidth} i=${frames[0].innerWidth}`; }, 300))</script>",
        "utf-8",
    )
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    flags += [
        "--virtual-time-budget=3000",
        f"--window-size={width + 100},900",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    done = subprocess.run(
        [_browser(), *flags, "--dump-dom", frame.as_uri()],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = re.search(r'data-said="w=(\d+) i=(\d+)"', done.stdout)
    assert said is not None, done.stderr[-500:]
    assert int(said[2]) == width
    assert int(said[1]) <= width
