"""The command palette: every command of every place, and every KPI, person, escalation and decision."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from cadence_tui.domain.text import visible
from cadence_tui.tui import ink
from cadence_tui.tui.commands import HOMES, Command, home_of
from cadence_tui.tui.places import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.types import IgnoreReturnCallbackType

    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.places import Kind

_OWN = ("app.command_palette", "app.help-too", "app.back")
_MOVES = ("rows", "value")


class Everything(Provider):
    """Finds commands first, then what the file holds."""

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
                here += [command] if command.id not in _OWN and command.scope not in _MOVES else []
            elif can_leave and command.scope in HOMES:
                elsewhere.append(command)
        for command in here:
            yield command.text, _beside(command), partial(self._cadence.action_run_command, command.id)
        for command in elsewhere:
            yield command.text, _beside(command), partial(self._cadence.run_elsewhere, command)

    def _things(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        """List what the file holds and a page exists for."""
        view = self._cadence.view() if self._cadence.has_company and PAGES else None
        if view is None:
            return
        objectives = view.repository.objectives()
        named: dict[Kind, list[tuple[str, str, str]]] = {
            "kpi": [(kpi.key, kpi.name, "KPI") for kpi in view.kpis.values()],
            "person": [(name, name, "Person") for name in view.repository.people()],
            "escalation": [
                (one.id, f"{one.id} {view.kpis[one.kpi].name}", "Escalation") for one in view.escalations(ended=True)
            ],
            "objective": [(one.id, f"{one.id} {one.title}", "Objective") for one in objectives]
            + [(part.id, f"{part.id} {part.title}", "Key result") for one in objectives for part in one.key_results],
            "decision": [(one.id, f"{one.id} {one.title}", "Decision") for one in view.repository.decisions()],
        }
        for kind, found in named.items():
            if kind in PAGES:
                for id_, name, what in found:
                    yield visible(name), what, partial(self._cadence.open, kind, id_)

    async def discover(self) -> Hits:
        for name, key, run in self._commands():
            yield DiscoveryHit(ink.line(name, (f"  {key}", ink.ACCENT)), run, text=name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, key, run in (*self._commands(), *self._things()):
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, ink.line(matcher.highlight(name), (f"  {key}", ink.MUTED)), run, text=name)


def _beside(command: Command) -> str:
    """Say where a command is found, and its key."""
    return "  ".join(words for words in (home_of(command.scope), command.key) if words)
