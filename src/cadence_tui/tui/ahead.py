"""A KPI's page that is put together while nobody waits: opening one then only has to fill and draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.screens.kpi import KpiScreen

AFTER_S = 0.2


class Ahead:
    """Keeps one empty page; it knows no KPI yet, so that nothing on it can be stale."""

    def __init__(self, app: CadenceApp) -> None:
        """Keep none yet."""
        self.app = app
        self._page: KpiScreen | None = None
        self._fits: object = None

    @property
    def is_ready(self) -> bool:
        """Say whether the page is there, as it would be made now."""
        return self._page is not None and self._page.is_mounted and self._fits == self._looks()

    def soon(self) -> None:
        """Put a page together in a moment, where one is likely to be opened."""
        if self.app.is_running:
            self.app.set_timer(AFTER_S, self._put_together)

    def page(self, key: str) -> KpiScreen:
        """Give a KPI's page: the one that is ready, or a new one."""
        if self._page is None or not self.is_ready:
            return new_page(key)
        page, self._page = self._page, None
        page.kpi_key = key
        return page

    def _put_together(self) -> None:
        """Put a page together, unseen, in the place of one that has its styles for other colours or another size."""
        if self._page is not None and self._fits != self._looks():
            self._page.remove()
            self._page = None
        if self._page is None and self.app.has_company:
            self._page, self._fits = new_page(), self._looks()
            # Textual has no other word for a screen that is mounted and not shown.
            self.app._load_screen_css(self._page)  # noqa: SLF001
            self.app._get_screen(self._page)  # noqa: SLF001

    def _looks(self) -> object:
        """Give all that the styles of a page depend on."""
        return self.app.theme, self.app.size


def new_page(key: str = "") -> KpiScreen:
    """Make a KPI's page."""
    from cadence_tui.tui.screens.kpi import KpiScreen

    return KpiScreen(key)
