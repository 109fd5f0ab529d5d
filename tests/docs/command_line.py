"""The reference of the command line, as Markdown."""

from __future__ import annotations

from tests.docs.reference import Entry, common_options, entries


def contents() -> str:
    """Write a table of the commands, each with a link to what is told about it."""
    lines = ["| command | does |", "| --- | --- |"]
    lines += [
        f"| [`{one.words.removeprefix('cadence ')}`](#{one.words.replace(' ', '-')}) | {_text(one.purpose)} |"
        for one in entries()
        if one.words.count(" ") == 1
    ]
    return "\n".join(lines)


def common() -> str:
    """Write the options that every command takes."""
    return _options(common_options())


def reference() -> str:
    """Write about each command."""
    return "\n\n".join(_entry(one) for one in entries())


def _entry(one: Entry) -> str:
    """Write about a command."""
    depth = "#" * (one.words.count(" ") + 2)
    parts = [f"{depth} {one.words}", _text(one.purpose), *map(_text, one.more)]
    if one.runs:
        parts.append(f"`{f'{one.words} {one.usage}'.strip()}`")
    if one.options:
        parts.append(_options(one.options))
    if one.runs and one.example != one.words:
        parts.append(f"For example: `{one.example}`")
    return "\n\n".join(parts)


def _options(options: list[tuple[str, str]]) -> str:
    """Write options as a table."""
    rows = [f"| `{_cell(names)}` | {_text(said)} |" for names, said in options]
    return "\n".join(["| option | says |", "| --- | --- |", *rows])


def _cell(text: str) -> str:
    """Write code so that a table keeps it whole."""
    return text.replace("|", "\\|")


def _text(text: str) -> str:
    """Write a sentence of the help so that Markdown shows it as it is."""
    return text.replace("|", "\\|").replace("<", "\\<").replace("*", "\\*").replace("_", "\\_")
