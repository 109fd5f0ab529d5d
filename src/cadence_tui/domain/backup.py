"""Backups: what each is, and which of them are kept as they age."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    # Is told how much is done, of how much, and says whether to go on.
    Watch = Callable[[int, int], bool]

ALL_FOR = timedelta(days=2)
KEPT: tuple[tuple[str, int], ...] = (("%Y-%m-%d", 12), ("%G-%V", 10), ("%Y-%m", 9))
"""How many days, ISO weeks and months keep their newest backup, beside all of the last two days."""


class Backup(NamedTuple):
    """A backup file, when it was taken, why, how large it is, and what is wrong with it once it was looked through."""

    file: str
    at: datetime
    reason: str
    size: int = 0
    flaw: str | None = None

    @property
    def name(self) -> str:
        """Name it as a person does."""
        return self.file.replace("\\", "/").rpartition("/")[2].removesuffix(".db")


def keep(backups: Iterable[Backup], now: datetime) -> set[Backup]:
    """Choose the backups to keep: all of the last two days, then the newest of each span.

    Those dated in the future, by a clock that was ahead, are kept and take no other's place.
    """
    newest_first = sorted(backups, key=lambda backup: (backup.at, backup.file), reverse=True)
    kept = {backup for backup in newest_first if backup.at > now - ALL_FOR}
    for form, count in KEPT:
        spans = dict[str, Backup]()
        for backup in newest_first:
            if backup.at <= now:
                spans.setdefault(backup.at.strftime(form), backup)
        kept |= set(list(spans.values())[:count])
    return kept
