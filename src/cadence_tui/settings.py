"""What the user set: who they are, where notes go, the theme and the keys."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cadence_tui.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.library import Library
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.domain.words import Words

FILE = "settings.toml"
Newest = Literal["first", "last"]


class Settings(NamedTuple):
    """The settings, each with what holds when it is not set.

    `person` is who acts, else the founder; `notes` the folder for meeting notes; `theme` the app's colours; `keys` maps
    a command's id to the key that runs it. `newest` says on which side the scorecard has its newest period.
    """

    person: str | None = None
    notes: Path | None = None
    theme: str | None = None
    keys: Mapping[str, str] = MappingProxyType({})
    newest: Newest = "last"


def read(folder: Path) -> Settings:
    """Read the settings file in the config folder; none means every default.

    Raises:
        InvalidError: naming the setting that is unknown or of the wrong kind.
    """
    path = folder / FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidError(f"{path} cannot be read ({error}); mend it or move it away.") from error
    from tomllib import TOMLDecodeError, loads

    try:
        found = loads(text)
    except TOMLDecodeError as error:
        raise InvalidError(f"{path} is not valid TOML: {error}; mend it or move it away.") from error
    return _checked(found, path)


def _checked(found: dict[str, Any], path: Path) -> Settings:
    """Take what is known, and refuse the rest by name."""
    keys = found.pop("keys", {})
    if isinstance(keys, dict):
        keys = _by_id(keys)
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise InvalidError(f"{path}: keys must be a table of command ids and keys, as kpi.new = “n”.")
    known = {name: found.pop(name, None) for name in ("person", "notes", "theme", "newest")}
    for name, value in known.items():
        if value is not None and not isinstance(value, str):
            raise InvalidError(f"{path}: {name} must be a text.")
    if found:
        there = "there are person, notes, theme, newest and [keys]"
        raise InvalidError(f"{path}: “{next(iter(found))}” is no setting; {there}.")
    if known["newest"] not in (None, "first", "last"):
        raise InvalidError(f"{path}: newest is “first” or “last”: where the scorecard has its newest period.")
    notes = known["notes"]
    return Settings(
        person=known["person"],
        notes=Path(notes).expanduser() if notes else None,
        theme=known["theme"],
        keys=keys,
        newest="first" if known["newest"] == "first" else "last",
    )


def _by_id(keys: dict[str, Any]) -> dict[str, Any]:
    """Name keys by their commands' ids, which without quotes are tables within tables to TOML."""
    found: dict[str, Any] = {}
    for name, value in keys.items():
        nested = _by_id(value) if isinstance(value, dict) else None
        found |= {name: value} if nested is None else {f"{name}.{rest}": one for rest, one in nested.items()}
    return found


def with_value(text: str, name: str, value: str | None) -> str:
    """Set one setting in the text of a settings file, or take it away, and leave everything else as it stands.

    Raises:
        InvalidError: where the text is no TOML, or the setting is written in a way that only its writer can change.
    """
    from tomllib import TOMLDecodeError, loads

    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    first_table = next((n for n, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    at = next((n for n in range(first_table) if re.match(rf"\s*{name}\s*=", lines[n])), None)
    written = [] if value is None else [f"{name} = {json.dumps(value, ensure_ascii=False)}\n"]
    if at is not None:
        comment = re.fullmatch(r"""[^=]*=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*')(\s*#.*)\n""", lines[at])
        if written and comment:
            written[0] = f"{written[0].rstrip()}{comment[1]}\n"
        lines[at : at + 1] = written
    else:
        lines[first_table:first_table] = [*written, "\n"] if written and first_table < len(lines) else written
    changed = "".join(lines)
    try:
        before = loads(text)
        wanted = {key: one for key, one in before.items() if key != name} | ({name: value} if value is not None else {})
        is_right = loads(changed) == wanted
    except TOMLDecodeError:
        is_right = False
    if not is_right:
        raise InvalidError(f"{FILE} cannot be changed safely; set {name} in it by hand.")
    return changed


def playbook() -> Playbook:
    """Read the playbook that comes with the package: stages, phases, gates, lint and its words."""
    from functools import cache
    from tomllib import loads

    from cadence_tui.domain.playbook import Check, Limits, Phase, Playbook, Range, StageRules

    def ranged(table: dict[str, Any]) -> dict[str, Any]:
        """Read each pair of numbers as a range; an end of 0 is none."""
        return {
            name: Range(value[0], value[1] or None) if isinstance(value, list) else value
            for name, value in table.items()
        }

    @cache
    def read() -> Words:
        """Read the words, which are most of the file and which few ask for."""
        from cadence_tui.domain.words import read_words

        return read_words(loads(f"{mark}{words}")["words"])

    rules, mark, words = _packaged("playbook.toml").partition("\n[words]\n")
    found = loads(rules)
    return Playbook(
        stages={name: StageRules(name=name, **ranged(table)) for name, table in found["stages"].items()},
        phases=tuple(Phase(**ranged(table)) for table in found["phases"]),
        limits=Limits(**ranged(found["limits"])),
        checks={name: Check(id=name, **table) for name, table in found["lint"].items()},
        read_words=read,
    )


def library() -> Library:
    """Read the KPI library that comes with the package."""
    from tomllib import loads

    from cadence_tui.domain.library import Library, LibraryKpi

    def fields(table: dict[str, Any]) -> dict[str, Any]:
        return {name: tuple(one) if isinstance(one, list) else one for name, one in table.items()}

    found = loads(_packaged("library.toml"))
    return Library(tuple(LibraryKpi(key=key, **fields(table)) for key, table in found.items()))


def _packaged(name: str) -> str:
    """Read a file that comes with the package; asking importlib.resources for it would take longer than reading it."""
    return Path(__file__).with_name(name).read_text("utf-8")
