"""How the scorecard is arranged, in one line above it: each part with its key, and each to be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from cadence_tui.tui import ink
from cadence_tui.tui.widgets.links import Links

if TYPE_CHECKING:
    from textual.geometry import Size

    from cadence_tui.services.arranging import Arrangement
    from cadence_tui.tui.app import CadenceApp

GAP = "  "
_BY = {"team": "by team", "perspective": "by perspective", "owner": "by owner"}
_ORDER = {"listed": "as listed", "name": "by name", "status": "worst first", "trend": "falling first"}
_LEVEL = {None: "all levels", "company": "company’s", "team": "teams’"}
_KIND = {None: "leading/lagging", "leading": "leading", "lagging": "lagging"}


class Bar(Links):
    """What groups, orders and narrows the scorecard; what narrows it stands out."""

    app: CadenceApp

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._parts: list[tuple[str, str, bool]] = []
        self._past = ""

    def fill(self, wanted: Arrangement, *, is_solo: bool, past: str) -> None:
        """Show an arrangement; `past` says which close is looked at, where it is not now."""
        self._parts = [
            ("by", "in one list" if is_solo and wanted.by == "team" else _BY[wanted.by], False),
            ("sort", _ORDER[wanted.order], False),
            ("kind", _KIND[wanted.kind], wanted.kind is not None),
        ]
        if not is_solo:
            self._parts[2:2] = [
                ("owner", wanted.owner or "all owners", bool(wanted.owner)),
                ("level", _LEVEL[wanted.level], wanted.level is not None),
            ]
        self._past = past
        self.refresh(layout=True)

    def render(self) -> Content:
        line = Content(GAP).join([self._part(*part) for part in self._parts])
        if not self._past:
            return line
        click = Style.from_meta({"@click": "screen.all"})
        back = ink.line((f"  {self.app.key('kpis.all')}", ink.ACCENT), (" now", ink.MUTED)).stylize(click)
        return Content("\n").join([ink.line((self._past, ink.WARN), back), line])

    def _part(self, command: str, words: str, is_on: bool) -> Content:  # noqa: FBT001 (the third of a part)
        """Write a key and what it changes."""
        click = Style.from_meta({"@click": f"screen.{command}"})
        key = self.app.key(f"kpis.{command}")
        return ink.line((key, ink.ACCENT), (f" {words}", ink.STRONG if is_on else ink.MUTED)).stylize(click)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        return 2 if self._past else 1
