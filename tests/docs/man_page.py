"""The man page: the command line's own help, and what the docs have in tables of places and exit statuses."""

from __future__ import annotations

import re

from cadence_tui.cli.main import cli
from tests.docs.blocks import FOLDER, rows_under
from tests.docs.reference import Entry, common_options, entries

PAGE = FOLDER / "cadence.1"
_SECTIONS = (
    ("EXIT STATUS", "command-line.md", "Exit status"),
    ("FILES", "files.md", "Where things are"),
    ("ENVIRONMENT", "settings.md", "Environment"),
)


def written() -> str:
    """Write the page."""
    purpose, about = " ".join((cli.help or "").split()).split(" Without a command, ")
    lines = [
        '.\\" Written by "make docs" from the program\'s own help and the docs. Change those.',
        '.TH CADENCE 1 "" "cadence" "User Commands"',
        ".SH NAME",
        "cadence \\- an operating rhythm for founders, in the terminal",
        ".SH SYNOPSIS",
        *_usage("cadence", "[OPTIONS] [COMMAND]"),
        ".SH DESCRIPTION",
        _text(purpose),
        ".PP",
        _text(f"Without a command, {about.partition(' Example:')[0]}"),
        ".PP",
        _text("In the app, ? explains where you are, and ctrl+p finds everything else."),
        ".SH OPTIONS",
        "Every command takes these, before its name or behind it.",
        *_options(common_options()),
        ".SH COMMANDS",
    ]
    for one in entries():
        lines += _entry(one)
    for title, page, heading in _SECTIONS:
        lines.append(f".SH {title}")
        for name, *said in rows_under(FOLDER / page, heading):
            lines += [".TP", f"\\fB{_code(_plain(name))}\\fR", _text(_plain(" ".join(said)))]
    lines += [".SH SEE ALSO", _text("The docs: a tutorial, the method, keys, settings, templates and recipes.")]
    return "\n".join(lines) + "\n"


def _usage(words: str, behind: str) -> list[str]:
    """Write how a command is typed."""
    return [f"\\fB{_code(words)}\\fR {_code(behind)}".rstrip()]


def _entry(one: Entry) -> list[str]:
    """Write about a command."""
    lines = [".SS " + _code(one.words), *([*_usage(one.words, one.usage), ".PP"] if one.runs else [])]
    lines.append(_text(one.purpose))
    for paragraph in one.more:
        lines += [".PP", _text(paragraph)]
    lines += _options(one.options)
    if one.runs:
        lines += [".PP", f"Example: \\fB{_code(one.example)}\\fR"]
    return lines


def _options(options: list[tuple[str, str]]) -> list[str]:
    """Write options, each with what it says."""
    lines = list[str]()
    for names, said in options:
        lines += [".TP", f"\\fB{_code(names)}\\fR", _text(said)]
    return lines


def _plain(markdown: str) -> str:
    """Take the marks and links out of a table's cell."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown).replace("`", "").replace("\\", "").replace("<br>", " ")


def _text(text: str) -> str:
    """Write a sentence so that roff takes nothing in it for its own."""
    safe = text.replace("\\", "\\e")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


def _code(text: str) -> str:
    """Write what is typed: a minus stays a minus when it is copied."""
    return _text(text).replace("-", "\\-")
