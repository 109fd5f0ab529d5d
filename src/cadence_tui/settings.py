"""What the user set: who they are, where notes go, the theme and the keys."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from cadence_tui.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.playbook import Playbook

FILE = "settings.toml"


class Settings(NamedTuple):
    """The settings, each with what holds when it is not set.

    `person` is who acts, else the founder; `notes` the folder for meeting notes; `theme` the app's colours; `keys` maps
    a command's id to the key that runs it.
    """

    person: str | None = None
    notes: Path | None = None
    theme: str | None = None
    keys: Mapping[str, str] = MappingProxyType({})


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
        raise InvalidError(f"{path} is not valid TOML: {error}.") from error
    return _checked(found, path)


def _checked(found: dict[str, Any], path: Path) -> Settings:
    """Take what is known, and refuse the rest by name."""
    keys = found.pop("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise InvalidError(f"{path}: keys must be a table of command ids and keys, as kpi.new = “n”.")
    known = {name: found.pop(name, None) for name in ("person", "notes", "theme")}
    for name, value in known.items():
        if value is not None and not isinstance(value, str):
            raise InvalidError(f"{path}: {name} must be a text.")
    if found:
        raise InvalidError(f"{path}: “{next(iter(found))}” is no setting; there are person, notes, theme and [keys].")
    notes = known["notes"]
    return Settings(
        person=known["person"],
        notes=Path(notes).expanduser() if notes else None,
        theme=known["theme"],
        keys=keys,
    )


def playbook() -> Playbook:
    """Read the playbook that comes with the package: stages, phases, gates, lint and its words."""
    from importlib.resources import files
    from tomllib import loads

    from cadence_tui.domain.playbook import Check, Limits, Phase, Playbook, Range, StageRules, read_words

    def ranged(table: dict[str, Any]) -> dict[str, Any]:
        """Read each pair of numbers as a range; an end of 0 is none."""
        return {
            name: Range(value[0], value[1] or None) if isinstance(value, list) else value
            for name, value in table.items()
        }

    found = loads(files("cadence_tui").joinpath("playbook.toml").read_text("utf-8"))
    return Playbook(
        stages={name: StageRules(name=name, **ranged(table)) for name, table in found["stages"].items()},
        phases=tuple(Phase(**ranged(table)) for table in found["phases"]),
        limits=Limits(**ranged(found["limits"])),
        checks={name: Check(id=name, **table) for name, table in found["lint"].items()},
        words=read_words(found["words"]),
    )
