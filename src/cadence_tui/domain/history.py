"""The history: one entry for every change, in the order in which they were made, each chained to the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change: when, who (None: by rule), what, of what, from, to, why, and what it undoes.

    `at` is the moment that the change counts from and `recorded_at` the moment at which it was stored; they differ for
    what came due while nobody ran the program. `touches` are the KPIs, escalations, decisions and actions it concerns.
    """

    seq: int
    at: datetime
    recorded_at: datetime
    who: str | None
    verb: str
    subject: str
    touches: tuple[str, ...] = ()
    before: Any = None
    after: Any = None
    why: str | None = None
    undoes: int | None = None
    hash: str = ""
