"""The user's own settings, held against what there is: commands, themes, and the people of the company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import bootstrap
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def check_keys(keys: Mapping[str, str]) -> None:
    """Refuse keys that the app cannot go by, naming the file that they stand in.

    Raises:
        InvalidError: saying which key of which command, and why.
    """
    from cadence_tui.tui.keymap import with_keys

    try:
        with_keys(keys)
    except CadenceError as error:
        raise InvalidError(f"In {bootstrap.settings_file()}, [keys]: {error}") from error


def examine(company: Path) -> Iterator[Finding]:
    """Look the settings through: each fault is a finding of its own."""
    file = bootstrap.settings_file()
    try:
        own = bootstrap.read_settings()
    except InvalidError as error:
        yield Finding("settings", "bad", str(error), "Mend the file, or move it away.")
        return
    found = [one for one in (_keys(own.keys), _person(company, own.person), _theme(own.theme)) if one]
    yield from found
    if not found:
        yield Finding("settings", "good", str(file) if file.exists() else "all as they come; you have set none")


def _keys(keys: Mapping[str, str]) -> Finding | None:
    """Find keys that keep the app from opening."""
    try:
        check_keys(keys)
    except InvalidError as error:
        advice = (
            "The app does not open until this is mended; without its line, a command keeps the key that it comes with."
        )
        return Finding("settings", "bad", str(error), advice)
    return None


def _person(company: Path, person: str | None) -> Finding | None:
    """Find somebody who is nobody of the company; a file that cannot be read has findings of its own."""
    if person is None or not company.exists():
        return None
    try:
        with bootstrap.looking(company) as view:
            if view.repository.knows(person):
                return None
            people = ", ".join(view.repository.people())
    except CadenceError:
        return None
    said = f"In {bootstrap.settings_file()}, person is “{person}”, who is nobody of the company."
    advice = f"Write one of {people}, or add them with “cadence company person add”."
    return Finding("settings", "bad", said, advice)


def _theme(theme: str | None) -> Finding | None:
    """Find a theme that there is none of; the app opens in its own then."""
    from cadence_tui.tui import themes

    if theme is None or theme in themes.known():
        return None
    said = f"In {bootstrap.settings_file()}, theme is “{theme}”, which does not exist."
    return Finding("settings", "bad", said, f"Write one of {', '.join(themes.known())}, or take the line away.")
