"""What is looked for in the log, as the file is asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime


class Word(NamedTuple):
    """A word that is looked for, folded, with the KPIs whose key or name holds it."""

    text: str
    kpis: tuple[str, ...] = ()


class Sought(NamedTuple):
    """What rows are to be like; None and empty ask nothing.

    `since` and `until` hold the moment at which something came up; `today` is what states go by.
    """

    today: date
    words: tuple[Word, ...] = ()
    state: str | None = None
    person: str | None = None
    kpi: str | None = None
    since: datetime | None = None
    until: datetime | None = None
