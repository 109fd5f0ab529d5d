"""What the program hands to the app: it opens nothing, finds nothing and reads no clock by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from cadence_tui.domain.backup import Backup, Watch
    from cadence_tui.domain.company import Company
    from cadence_tui.domain.library import Library
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.sources import Outside


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the set-up of a company goes by: the KPI library, the clock, and the machine's time zone."""

    library: Callable[[], Library]
    clock: Callable[[], datetime]
    zone: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety:
    """What keeps the file safe; each works on a connection of its own, in any thread.

    `daily` takes the day's backup; `flaw` looks a file over and says what is wrong; `listed` gives its backups, each
    looked through; `take` takes one by hand; who watches these two sees how far they are, and stops them; `restore`
    puts the one at a path in the file's place.
    """

    daily: Callable[[Path, datetime], None]
    flaw: Callable[[Path], str | None]
    listed: Callable[[Path, Watch], list[Backup]]
    take: Callable[[Path, Watch], Path]
    restore: Callable[[Path, str], tuple[Path, Path | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Where things are, and how they are opened.

    `path` is the company's file, which need not exist; `sit_down` opens a file, with the short patience of a screen,
    and `sit_beside` for work in a thread of its own, which may wait for another writer as long as a command does.
    `found` founds a company from the text of a company.toml; `demo` makes the demo company's file and says where it
    is. `notes` and `templates` are the folders of notes and of the user's templates; `notes_of` gives the folder for
    the company at a desk, which for the demo is another; `report_crash` keeps an error that should not have been in the
    log file, and gives the sentence that says so. `at_rest` is called when the first screen stands, and then every
    second in which nobody does anything. `playbook` gives stages, phases, gates
    and lint; `keep_setting` writes one of the user's own settings (none: the default again), and says where.
    `newest_first` says on which side the scorecard has its newest period.
    `meeting` is the kind of meeting to open at once.
    `outside` is what sources are fetched with; without it, nothing is fetched.
    `beginning` is what setting a company up needs; without it, nothing is set up from inside.
    Without `safety` backups are the desk's own affair.
    """

    path: Path
    sit_down: Callable[[Path], AbstractContextManager[Desk]]
    sit_beside: Callable[[Path], AbstractContextManager[Desk]]
    found: Callable[[Path, str], Company]
    demo: Callable[[], Path] | None
    notes: Path
    report_crash: Callable[[Exception], str]
    playbook: Callable[[], Playbook]
    keep_setting: Callable[[str, str | None], Path]
    notes_of: Callable[[Desk, Path], Path] = lambda _, folder: folder
    at_rest: Callable[[], None] = lambda: None
    templates: Path | None = None
    person: str | None = None
    theme: str | None = None
    newest_first: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    meeting: str | None = None
    beginning: Beginning | None = None
    outside: Outside | None = None
    safety: Safety | None = None
