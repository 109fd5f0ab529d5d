"""The command palette: every command of every place, and everything that has a page.

What the file holds is read when the palette is opened; each key then looks at names in memory.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.command import Command as Option
from textual.command import CommandInput, CommandPalette, Hit, Hits, Provider
from textual.content import Content

from cadence_tui.domain.search import best
from cadence_tui.domain.text import fold, visible
from cadence_tui.formatting import cell_width, fit, pad
from cadence_tui.tui import ink
from cadence_tui.tui.commands import HOMES, Command, home_of
from cadence_tui.tui.places import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.command import CommandList
    from textual.strip import Strip
    from textual.style import Style
    from textual.types import IgnoreReturnCallbackType
    from textual.visual import RenderOptions

    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.places import Kind

_OWN = ("app.command_palette", "app.help-too", "app.back")
# What moves a cursor is no command that anybody looks for.
_MOVES = ("rows", "value", "reading", "screen", "field", "fields", "choice", "search", "find", "line", "long")
_COPY = "screen.copy"
MOST, AHEAD = 40, 0.1
PLACEHOLDER = "Find a command, KPI, objective, person, escalation or decision…"
# How far away what stands on the right may be, and how near.
_WIDEST, _GAP = 120, 2


class Thing(NamedTuple):
    """What can be chosen: its name, what stands beside it, what choosing it does, and the key it was found by."""

    name: str
    beside: str
    run: IgnoreReturnCallbackType
    key: str = ""


# The palette's own field is Textual's: like ours, it lets in what can be shown.
CommandInput.validate_value = lambda _, value: visible(value)  # type: ignore[attr-defined]


class Everything(Provider):
    """Finds commands first, then what the file holds."""

    _named: Sequence[tuple[str, Thing]] = ()

    @property
    def _cadence(self) -> CadenceApp:
        """Give the app as ours."""
        from cadence_tui.tui.app import CadenceApp

        if not isinstance(self.app, CadenceApp):
            raise TypeError(self.app)
        return self.app

    def _commands(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        """List the commands that work on the screen beneath, then those of the other places, with place and key."""
        active = {one.binding.id for one in self.screen.active_bindings.values() if one.enabled}
        can_leave = self._cadence.has_company and not self.screen.is_modal
        here, elsewhere = list[Command](), list[Command]()
        for command in self._cadence.commands.values():
            if command.id in active:
                is_move = command.scope in _MOVES and command.id != _COPY
                here += [command] if command.id not in _OWN and not is_move else []
            elif can_leave and command.scope in HOMES:
                elsewhere.append(command)
        for command in here:
            yield command.text, _beside(command), partial(self._cadence.action_run_command, command.id)
        for command in elsewhere:
            yield command.text, _beside(command), partial(self._cadence.run_elsewhere, command)

    def _things(self) -> Iterator[tuple[str, str, Kind, str]]:
        """List what the file holds and a page exists for: its name, what it is, and how it is opened."""
        view = self._cadence.view() if self._cadence.has_company else None
        if view is None:
            return
        kpis, repository = view.kpis, view.repository
        yield from ((kpi.name, "KPI", "kpi", key) for key, kpi in kpis.items())
        for one in repository.objectives():
            yield f"{one.id} {one.title}", "Objective", "objective", one.id
            yield from ((f"{part.id} {part.title}", "Key result", "objective", part.id) for part in one.key_results)
        yield from ((name, "Person", "person", name) for name in repository.people())
        for id_, key in repository.kpis_of_escalations().items():
            yield f"{id_} {kpis[key].name}", "Escalation", "escalation", id_
        for id_, title in repository.titles():
            kind = kind_of(id_)
            yield f"{id_} {title}", kind.capitalize(), kind, id_

    async def startup(self) -> None:
        """Read what there is once, and no more with each key; a KPI is known by its name, and by its key as well."""
        named = list[tuple[str, Thing]]()
        for name, what, kind, id_ in self._things():
            one = Thing(visible(name), what, partial(self._cadence.open, kind, id_))
            named.append((plain(name), one))
            if kind == "kpi":
                named.append((plain(id_), one._replace(key=id_)))
        self._named = named

    async def discover(self) -> Hits:
        for name, key, run in self._commands():
            yield _Find(0, Thing(name, key, run), ink.ACCENT)

    async def search(self, query: str) -> Hits:
        commands = [(plain(name), Thing(name, key, run)) for name, key, run in self._commands()]
        # Of what fits as well as another, commands come first.
        for ahead, named in ((AHEAD, commands), (0.0, self._named)):
            seen = set[object]()
            for found, one in best(query, named, MOST):
                if one.run in seen:
                    continue
                seen.add(one.run)
                yield _Find(found.score + ahead, one, ink.MUTED, found.places)


class _Find(Hit):
    """Something that was found: what it is, how what stands beside it is drawn, and where what was typed stands."""

    def __init__(self, score: float, one: Thing, ink_beside: str, places: Sequence[int] = ()) -> None:
        super().__init__(score, Content(visible(one.name)), one.run, text=one.name)
        self.one, self.ink_beside, self.places = one, ink_beside, places


class _Line(ink.Drawn):
    """A line of the palette: a name with what was typed made strong, and what it is on the right, as there is room."""

    def __init__(self, found: _Find) -> None:
        super().__init__(ink.text(found.one.name))
        self._found = found

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        self.lines = (self._written(min(width, _WIDEST)),)
        return super().render_strips(width, height, style, options)

    def _written(self, room: int) -> Content:
        """Write it for so many cells."""
        one, places = self._found.one, self._found.places
        beside = fit(visible(one.beside), room // 2)
        name = visible(one.name)
        before = f"{name}{' ' * _GAP}" if one.key else ""
        words = fit(before + one.key if one.key else name, room - cell_width(beside) - _GAP)
        shown = ink.text(pad(words, room - cell_width(beside)))
        if one.key or len(plain(one.name)) == len(one.name):
            for at in places:
                shown = shown.stylize(ink.STRONG, len(before) + at, len(before) + at + 1)
        return ink.line(shown, (beside, self._found.ink_beside))


class Palette(CommandPalette):
    """Textual's palette, which says what it finds, and writes each line as wide as it is."""

    def __init__(self) -> None:
        super().__init__(placeholder=PLACEHOLDER)

    def _refresh_command_list(self, command_list: CommandList, commands: list[Option], clear_current: bool) -> None:  # noqa: FBT001
        lines = [Option(_Line(one.hit), one.hit, one.id) if isinstance(one.hit, _Find) else one for one in commands]
        super()._refresh_command_list(command_list, lines, clear_current)


def open_palette(app: CadenceApp) -> None:
    """Open the palette."""
    if not isinstance(app.screen, Palette):
        app.push_screen(Palette())


def plain(name: str) -> str:
    """Fold a name, quickly where there is little to fold."""
    return name.casefold() if name.isascii() else fold(name)


def _beside(command: Command) -> str:
    """Say where a command is found, and its key."""
    return "  ".join(words for words in (home_of(command.scope), command.key) if words)
