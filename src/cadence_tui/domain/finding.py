"""What a look at the company's file, and at what surrounds it, has found."""

from __future__ import annotations

from typing import Literal, NamedTuple

State = Literal["good", "note", "bad"]


class Finding(NamedTuple):
    """One thing that was looked at: how it stands, and what to do where it does not stand well."""

    what: str
    state: State
    said: str
    advice: str = ""
