"""Half-typed text of one person in one field: kept while they type, offered again, gone when accepted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

_DIVIDER = "\x1f"


class Draft(NamedTuple):
    """What was typed, and where the cursor stood."""

    text: str
    cursor: int


def _key(who: str, field: str) -> str:
    """Name a person's draft of a field."""
    return f"{who}{_DIVIDER}{field}"


def keep(desk: Desk, who: str, field: str, draft: Draft) -> None:
    """Keep what somebody has typed so far into a field; nothing typed is no draft."""
    if draft.text:
        desk.repository.put_draft(_key(who, field), json.dumps(draft), desk.clock())
    else:
        forget(desk, who, field)


def forget(desk: Desk, who: str, field: str) -> None:
    """Let a draft go, once it is accepted."""
    desk.repository.drop_draft(_key(who, field))


def of_field(desk: Desk | View, who: str, field: str) -> Draft | None:
    """Find what somebody has typed into a field before."""
    body = desk.repository.draft(_key(who, field))
    return None if body is None else _read(body)


def of_fields(desk: Desk, who: str, start: str) -> dict[str, Draft]:
    """Find what somebody has typed into the fields whose names start so, by the rest of the name."""
    found = desk.repository.drafts(_key(who, start))
    return {key[len(_key(who, start)) :]: _read(body) for key, body in found.items()}


def _read(body: str) -> Draft:
    """Read a draft as it was kept."""
    text, cursor = json.loads(body)
    return Draft(str(text), int(cursor))
