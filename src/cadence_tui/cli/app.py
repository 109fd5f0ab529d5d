"""Opening the app: it is handed all it needs, and its exit status is the program's."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from cadence_tui import bootstrap
from cadence_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from cadence_tui.services.desk import Desk

# Frames are written by a thread of their own, piece by piece. While the app goes on working, each piece waits for its
# turn: by Python's own measure 5 ms, which was a fifth of the time that opening a page took.
_TURN_S = 0.001
# Objects that have come and not gone.
_MUCH, _VERY_MUCH = 5_000, 150_000


@contextmanager
def _clearing_up_later() -> Iterator[None]:
    """Look for no garbage until the app is at rest for the first time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_clearing_up_later()
def open_app(db: str | None, who: str | None, *, meeting: str | None = None) -> None:
    """Open the app on a company's file, or on the welcome where there is none; in a meeting, where one is named.

    Raises:
        UsageError: when there is no terminal to open it in.
        InvalidError: when the settings cannot be gone by.
    """
    # One that is served to a browser has the server at both ends, and is told so.
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and not os.environ.get("TEXTUAL_DRIVER"):
        raise UsageError("The app needs a terminal; “cadence --help” lists the commands that work without one.")
    from cadence_tui.tui.app import run
    from cadence_tui.tui.host import Beginning, Host, Safety

    settings = bootstrap.read_settings()
    if settings.keys:
        from cadence_tui.cli.own import check_keys

        check_keys(settings.keys)
    person = bootstrap.acting(who)

    def sit_down(path: Path) -> AbstractContextManager[Desk]:
        return bootstrap.desk(path, person, patience_ms=bootstrap.APP_PATIENCE_MS)

    def sit_beside(path: Path) -> AbstractContextManager[Desk]:
        return bootstrap.desk(path, person)

    sys.setswitchinterval(_TURN_S)
    sys.exit(
        run(
            Host(
                path=bootstrap.company_file(db),
                sit_down=sit_down,
                sit_beside=sit_beside,
                found=bootstrap.found,
                demo=bootstrap.demo,
                notes=bootstrap.notes_folder(),
                notes_of=bootstrap.notes_of,
                report_crash=bootstrap.report_crash,
                at_rest=_clear_up,
                playbook=cache(bootstrap.playbook),
                keep_setting=_keep_setting,
                templates=bootstrap.templates_folder(),
                person=person,
                theme=settings.theme,
                newest_first=settings.newest == "first",
                keys=settings.keys,
                meeting=meeting,
                outside=bootstrap.outside(),
                beginning=Beginning(cache(bootstrap.library), bootstrap.machine_now, bootstrap.local_zone),
                safety=Safety(
                    daily=bootstrap.back_up_daily,
                    flaw=bootstrap.quick_flaw,
                    listed=bootstrap.backups,
                    take=bootstrap.back_up,
                    restore=bootstrap.restore,
                ),
            )
        )
    )


def _clear_up() -> None:
    """Look for garbage now that nobody waits: between a key and its frame, that takes a sixth of opening a page.

    What made the first screen stays, and is never looked through. Only if very much comes up at once, Python looks too.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(_VERY_MUCH)
        gc.enable()
    elif gc.get_count()[0] > _MUCH:
        gc.collect()


def _keep_setting(name: str, value: str | None) -> Path:
    """Write one of the user's own settings, and keep what else their file holds."""
    from cadence_tui.export.files import write

    return write(*bootstrap.changed_settings(name, value))
