"""A page of the docs as blocks: what is run, what that prints, the files it needs, and the parts that are generated.

The docs are written by hand, in Markdown that GitHub shows as it is. Comments, which no reader sees, say the rest:

    <!-- with: the demo company, at 2026-11-23T10:00+01:00 -->   what the commands below are run on, and when
    <!-- at: 2026-11-30T10:00+01:00 -->                          the moment alone
    <!-- file: values.csv … -->                                  a file that the commands need, and readers do not
    <!-- generated: keys --> … <!-- end -->                      what stands between them is written by `make docs`

Each line of an `sh` block is run. A `text` block right below one is what it prints. A block of another language whose
first line names a file after the language is that file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs"
README = ROOT / "README.md"

Kind = Literal["prose", "run", "output", "file", "shown", "setting", "generated"]
_FENCE = re.compile(r"^(`{3,})(\w*)(?: +(\S+))?$")
_OPENS = re.compile(r"^<!-- (with|at|runs|file|generated): (.*?)( -->)?$")


@dataclass(slots=True)
class Block:
    """Some lines of a page. `name` is the language, the file, or the word of a comment; `body` what is inside."""

    kind: Kind
    lines: list[str]
    name: str = ""
    body: str = ""

    def fill(self, body: str) -> None:
        """Put another text between the first line and the last."""
        self.body = body
        self.lines[1:-1] = body.splitlines()


def pages() -> list[Path]:
    """List the pages: the README and the docs."""
    return [README, *sorted(FOLDER.glob("*.md"))]


def name_of(page: Path) -> str:
    """Name a page as links from the project's folder do."""
    return page.relative_to(ROOT).as_posix()


def read(text: str) -> list[Block]:
    """Divide a page into blocks; put together again they are the page.

    Raises:
        ValueError: for a fence or a comment that does not end.
    """
    found = list[Block]()
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        fence, comment = _FENCE.match(lines[at]), _OPENS.match(lines[at])
        if fence:
            end = _end(lines, at, fence[1])
            body = "\n".join(lines[at + 1 : end])
            found.append(Block(_kind(fence[2], fence[3], found), lines[at : end + 1], fence[3] or fence[2], body))
        elif comment and comment[1] == "generated":
            end = _end(lines, at, "<!-- end -->")
            found.append(Block("generated", lines[at : end + 1], comment[2]))
        elif comment and comment[1] == "file":
            end = _end(lines, at, "-->")
            found.append(Block("file", lines[at : end + 1], comment[2], "\n".join(lines[at + 1 : end])))
        elif comment:
            end = at
            found.append(Block("setting", [lines[at]], comment[1], comment[2]))
        else:
            end = at
            found.append(Block("prose", [lines[at]]))
        at = end + 1
    return found


def written(blocks: list[Block]) -> str:
    """Put a page together again."""
    return "\n".join(line for block in blocks for line in block.lines)


def _end(lines: list[str], start: int, mark: str) -> int:
    """Find the line that ends what begins at another."""
    for at in range(start + 1, len(lines)):
        if lines[at] == mark:
            return at
    raise ValueError(f"Line {start + 1}, “{lines[start]}”, is never ended by “{mark}”.")


def _kind(language: str, file: str | None, before: list[Block]) -> Kind:
    """Say what a fenced block is: by its language, and by what stands above it."""
    if file is not None:
        return "file"
    if language == "sh":
        return "run"
    above = next((one for one in reversed(before) if one.kind != "prose" or one.lines != [""]), None)
    return "output" if language == "text" and above is not None and above.kind == "run" else "shown"


def rows_under(page: Path, heading: str) -> list[list[str]]:
    """Give the rows of the first table below a heading of a page, without the row that names the columns.

    Raises:
        ValueError: when there is no such heading, or no table below it.
    """
    text = page.read_text("utf-8")
    below = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\|(.*)\|$", below[1], re.MULTILINE) if below else []
    if not rows:
        raise ValueError(f"{name_of(page)} has no table under “{heading}”.")
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in rows[2:]]
