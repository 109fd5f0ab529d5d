"""Where a KPI's value comes from: typed, or fetched when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.source import KINDS, read_source
from cadence_tui.services import sources
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.source import Source
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.sources import Outside
    from cadence_tui.services.view import View

TYPED = "typed"
_LABELS = {TYPED: "typed", "command": "command", "file": "file", "sqlite": "SQLite", "url": "address"}
_PLACES = {
    "command": ("Command", "As /usr/local/bin/churn --week; no shell reads it, and it prints one value."),
    "file": ("File", "The whole path of a CSV, TSV or XLSX file."),
    "sqlite": ("File", "The whole path of a SQLite file, which is only read."),
    "url": ("Address", "As https://example.com/numbers.json."),
}
_PICKS = {
    "command": ("Part", "Empty: the one line it prints. Else a path into its JSON, as data[0].value."),
    "file": ("Cell", "As B7; or the name of a column, whose last filled cell counts."),
    "sqlite": ("Query", "As SELECT count(*) FROM customers; it gives one value."),
    "url": ("Part", "A path into its JSON, as data.items[0].value."),
}


class SetSource(FormDialog):
    """Where one KPI's value comes from."""

    def __init__(self, view: View, kpi: Kpi, outside: Outside) -> None:
        """Begin with the source there is."""
        now = sources.source_of(view, kpi.key)
        about = "Fetched when you ask for it, never by itself; what came is shown before it is recorded."
        if now is not None and not outside.is_allowed(now):
            about = "It was set on another machine. Save it as it stands only if you trust it: it is fetched here then."
        super().__init__(f"Where {kpi.name} comes from", _fields(now), draft=f"source:{kpi.key}", about=about)
        self._kpi, self._outside = kpi, outside

    def save(self, desk: Desk, typed: dict[str, str]) -> Source | None:
        """Set it, and allow it on this machine; or have the value typed again."""
        if typed["kind"] == TYPED:
            sources.clear_source(desk, self._kpi.key)
            return None
        kind = typed["kind"]
        place, pick = typed.get(f"{kind}-place", ""), typed.get(f"{kind}-pick", "")
        return sources.set_source(desk, self._kpi.key, kind, place, pick, outside=self._outside)

    def saved(self, found: Source | None) -> str:
        """Say what was set, and the key that fetches."""
        undo = self.app.key("app.undo")
        if found is None:
            return f"{self._kpi.name} is typed. {undo} undoes it."
        fetch = self.app.key("kpi.pull")
        return f"{self._kpi.name} comes from {KINDS[found.kind]}. {fetch} fetches it, {undo} takes it back."


def _fields(now: Source | None) -> list[Field]:
    """Ask for the kind, then for what that kind needs."""
    found = [
        Field("kind", "From", "choice", value=now.kind if now else TYPED, choices=tuple(_LABELS.items())),
    ]
    for kind in KINDS:
        is_now = now is not None and now.kind == kind

        def is_asked(typed: Mapping[str, str], kind: str = kind) -> bool:
            return typed["kind"] == kind

        def check(_: str, typed: Mapping[str, str], kind: str = kind) -> str:
            place, pick = typed[f"{kind}-place"], typed[f"{kind}-pick"]
            if place.strip() and (pick.strip() or kind == "command"):
                read_source(kind, place, pick)
            return ""

        (place, said), (pick, told) = _PLACES[kind], _PICKS[kind]
        found += [
            Field(
                f"{kind}-place",
                place,
                value=now.place if now and is_now else "",
                hint=said,
                needed=True,
                read=check,
                when=is_asked,
            ),
            Field(
                f"{kind}-pick",
                pick,
                value=now.pick if now and is_now else "",
                hint=told,
                needed=kind != "command",
                read=check,
                when=is_asked,
            ),
        ]
    return found
