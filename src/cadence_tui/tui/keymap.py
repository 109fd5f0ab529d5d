"""The user's own keys: read, checked against each other at the start, and set on every widget and screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.keys import key_to_character

from cadence_tui.domain.errors import InvalidError
from cadence_tui.tui.commands import AROUND, CATALOGUE, INNER, SCOPES, Command, control_keys, is_typed, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.binding import Binding
    from textual.dom import DOMNode

# Where text is typed: a character as a key would be part of it.
_TYPING = ("line", "long", "value", "field", "fields", "search", "find", "form", "ask", "learned")
# Keys that a terminal sends for another.
_SAME = {
    "ctrl+h": "backspace",
    "ctrl+i": "tab",
    "ctrl+j": "enter",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "esc",
}
_MODIFIERS = {"ctrl", "alt", "shift", "super", "meta", "hyper"}
_NAMES = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "ins": "insert",
    "del": "delete",
    "period": "full_stop",
    "dot": "full_stop",
}


def with_keys(keys: Mapping[str, str]) -> dict[str, Command]:
    """Give the catalogue by id with the user's keys in it.

    Raises:
        InvalidError: for a command that does not exist, for a key that is none or that cannot be told from another,
            and for two commands in force together that share a key, naming both.
    """
    from cadence_tui.domain.errors import not_found

    found = {one.id: one for one in CATALOGUE}
    for name, key in keys.items():
        if name not in found:
            raise not_found("command", name, found, hint="“?” in the app shows them all.")
        changed = replace(found[name], keys=",".join(_normal(name, part) for part in _parts(key)))
        if (changed.scope in _TYPING or changed.everywhere or name == "dialog.close") and _is_dead(changed):
            raise InvalidError(
                f"{name} works in a field, where {changed.key} is text; give it a key that is no character."
            )
        found[name] = changed
    in_force = [(scope, *beneath) for scope, beneath in SCOPES.items()]
    in_force += [(field, *around) for field in ("line", "long") for around in AROUND]
    scoped = [("screen" if one.everywhere else one.scope, one) for one in found.values()]
    for scopes in in_force:
        names = {"screen", *scopes}
        _refuse_clash([one for name, one in scoped if name in names])
    return found


def _is_dead(command: Command) -> bool:
    """Say whether each of its keys would be text in a field."""
    return all(is_typed(key) for key in command.keys.split(","))


def _parts(keys: str) -> list[str]:
    """Divide keys at their commas; a comma alone is a key."""
    return [keys] if keys.strip() == "," else keys.split(",")


def _normal(name: str, key: str) -> str:
    """Read the key of a command as a person writes it in the settings: `?`, `ctrl+p`, `esc`, `shift+r`.

    Raises:
        InvalidError: where there is none, no such key, or one that a terminal sends for another.
    """
    from textual.keys import _character_to_key

    wanted = key.strip()
    if not wanted:
        raise InvalidError(f"The key of {name} in the settings is empty; write one, as kpi.new = “n”.")
    if len(wanted) == 1:
        return _character_to_key(wanted)
    head, _, last = wanted.rpartition("+")
    modifiers = [one.casefold() for one in head.split("+")] if head else []
    if len(last) == 1:
        last = last.upper() if modifiers == ["shift"] else _character_to_key(last.casefold())
        modifiers = [] if modifiers == ["shift"] and last.isalpha() else modifiers
    else:
        last = _NAMES.get(last.casefold(), last.casefold())
    read = "+".join([*sorted(modifiers), last])
    is_one = last in control_keys() or key_to_character(last) is not None
    if not is_one or not set(modifiers) <= _MODIFIERS:
        raise InvalidError(f"“{wanted}”, asked for by {name}, is no key; write one as n, ?, f5 or ctrl+o.")
    if read in _SAME:
        raise InvalidError(
            f"{wanted} cannot be the key of {name}: terminals send it for {_SAME[read]}; choose another."
        )
    return read


def _refuse_clash(together: Sequence[Command]) -> None:
    """Refuse two commands in force together that share a key."""
    taken = dict[str, Command]()
    for one in together:
        for key in one.keys.split(","):
            other = taken.setdefault(key, one)
            if other is not one and not {(other.id, one.id), (one.id, other.id)} & INNER:
                raise InvalidError(
                    f"The key {shown(key)} is asked for by two commands, {other.id} and {one.id}; "
                    "give one of them another under [keys] in the settings."
                )


def rekey(node: DOMNode, commands: Mapping[str, Command]) -> None:
    """Give the bindings of a widget or a screen the user's keys.

    Textual's own keymap takes every command away from a key of which one is moved, and does so after a field has had
    its say.
    """
    bindings = node._bindings  # noqa: SLF001 (Textual has no other way)
    found: dict[str, list[Binding]] = {}
    moved = set[str]()
    for key, bound in bindings.key_to_bindings.items():
        for one in bound:
            if one.id is None or one.id not in commands:
                found.setdefault(key, []).append(one)
            elif one.id not in moved:
                moved.add(one.id)
                for own in commands[one.id].keys.split(","):
                    found.setdefault(own, []).append(one.with_key(own))
    bindings.key_to_bindings = found
