"""The settings: the company, its week, its people, teams, ladder and ranges, and what is the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container
from textual.content import Content

from cadence_tui.tui import ink
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.screens.settings_rows import SettingRows, sections
from cadence_tui.tui.widgets.reading import Detail
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.screens.settings_rows import Setting
    from cadence_tui.tui.widgets.rows import Rows

_REMOVED = ("person", "team", "rung")
_ADDED = {"person": "add-person", "team": "add-team", "rung": "add-rung"}


def open_settings(app: CadenceApp) -> None:
    """Go to the settings, unless they are open already."""
    if not isinstance(app.screen, SettingsScreen):
        app.push_screen(SettingsScreen())


class SettingsScreen(Place):
    """Where everything that can be set is seen and changed; esc goes back."""

    SCOPE = "settings"
    TITLE_TEXT = "Settings"
    CSS_PATH = "settings.tcss"
    HELP_TEXT = (
        "Each change of the company is logged with who, when, from and to, and can be undone. "
        "What is yours alone is kept in a file beside the company’s."
    )

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__()
        self._view: View | None = None

    def body(self) -> ComposeResult:
        with Container(id="settings"):
            yield SettingRows(id="all")
            with Detail(id="does"):
                yield Said()

    @property
    def _rows(self) -> SettingRows:
        return self.query_one(SettingRows)

    @property
    def here(self) -> Setting | None:
        """Give the setting under the cursor."""
        rows = self.query(SettingRows)
        return rows.first().settings.get(rows.first().cursor) if rows else None

    def show(self, view: View) -> None:
        self._view = view
        self._rows.fill(sections(view, self.app.host.playbook(), self.app.host, self.app.theme))
        self._explain()
        self.refresh_bindings()

    def again(self) -> None:
        """Show what stands, after something was changed that no company's file holds."""
        if self._view is not None:
            self.show(self._view)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._explain()
        self.refresh_bindings()

    def _explain(self) -> None:
        """Say what the setting under the cursor does."""
        here = self.here
        if here is not None:
            lines = [(here.label, ink.STRONG), (here.value, ink.PLAIN), (here.does, ink.MUTED)]
            self.query_one("#does Said", Said).update(Content("\n").join(ink.text(*one) for one in lines if one[0]))

    # --- What the keys do ---------------------------------------------------------------------------------------------

    def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        if self.here is not None:
            self._open(self.here.kind, self.here.which)

    def action_new(self) -> None:
        if self.here is not None:
            self._open(_ADDED.get(self.here.kind, self.here.kind), "")

    def action_remove(self) -> None:
        if self.here is not None:
            self._open(f"remove-{self.here.kind}", self.here.which)

    def _open(self, kind: str, which: str) -> None:
        """Open the form for a setting."""
        from cadence_tui.tui.screens.settings_forms import form_for
        from cadence_tui.tui.screens.settings_own import choose_colours

        view = self.app.view()
        if kind == "file":
            self.app.action_backups()
        elif (kind, which) == ("own", "theme"):
            choose_colours(self.app)
        elif view is not None and (form := form_for(view, self.app.host, kind, which)) is not None:
            self.app.push_screen(form, lambda _: self.again() if kind == "own" else None)

    def action_default(self) -> None:
        from cadence_tui.services import company, ranges
        from cadence_tui.tui.screens.settings_own import keep_own

        here, undo = self.here, self.app.key("app.undo")
        if here is None:
            return
        if here.kind == "own":
            keep_own(self.app, here.which, None)
        elif here.kind == "range":
            attempt(
                self,
                lambda desk: ranges.set_range(desk, here.which, None),
                done=lambda _: self.app.say(f"{here.label}: the stage’s range again. {undo} takes it back."),
            )
        else:
            attempt(
                self,
                company.reset_ladder,
                done=lambda _: self.app.say(
                    f"The stage’s ladder again, for escalations opened from now on. {undo} takes it back."
                ),
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what can be done to the setting under the cursor."""
        here, view = self.here, self._view
        if here is None or view is None:
            return action not in ("edit", "new", "remove", "default")
        if action == "default":
            is_own_ladder = view.repository.ladder() is not None
            return (
                here.kind == "own"
                or (here.kind == "range" and here.which in view.repository.ranges())
                or (here.kind in ("rung", "add-rung") and is_own_ladder)
            )
        if action == "new":
            return here.kind in (*_ADDED, *_ADDED.values())
        return action != "remove" or here.kind in _REMOVED
