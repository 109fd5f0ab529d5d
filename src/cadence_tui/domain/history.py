"""The history: one entry for every change, in the order in which they were made, each chained to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo


# Everything that an entry may say was done.
VERBS = (
    "founded",
    "added KPI",
    "changed KPI",
    "retired KPI",
    "changed company",
    "added person",
    "renamed person",
    "removed person",
    "added team",
    "changed team",
    "removed team",
    "set",
    "recorded",
    "imported",
    "pulled",
    "set source",
    "closed",
    "paused",
    "unpaused",
    "moved",
    "decided",
    "checked",
    "added action",
    "done",
    "verified",
    "dropped",
    "kept",
    "added objective",
    "activated",
    "changed objective",
    "added key result",
    "changed key result",
    "raised",
    "added initiative",
    "changed initiative",
    "rolled in",
    "checked in",
    "scored",
    "promoted",
    "closed objective",
    "closed cycle",
    "met",
    "planned",
    "noted",
    "put off",
    "answered ahead",
    "took back",
    "held review",
    "summed up",
    "wrote what was learned",
    "rehearsed",
    "set course",
    "changed range",
    "audited",
    "waived",
    "advanced",
    "saved filter",
    "renamed filter",
    "removed filter",
    "judged",
    "timed_out",
    "undid",
    "redid",
)


class Entry(NamedTuple):
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


class OpenEntry:
    """An entry that is being written; its fields may be filled in until it closes.

    `changes` are images of rows before and after; `appended` names the tables that grow, with the last row before it.
    """

    __slots__ = ("after", "appended", "before", "changes", "seq", "subject", "touches", "undoes", "why")

    def __init__(self, seq: int, subject: str, why: str | None = None, touches: Sequence[str] = ()) -> None:
        """Begin an entry with what is known of it at once."""
        self.seq, self.subject, self.why = seq, subject, why
        self.undoes: int | None = None
        self.touches: list[str] = list(touches)
        self.before: Any = None
        self.after: Any = None
        self.changes: list[list[Any]] = []
        self.appended: dict[str, int] = {}

    @property
    def is_empty(self) -> bool:
        """Say whether nothing has changed by it, so that it is not worth an entry; taking one back is."""
        return not self.changes and not self.appended and self.undoes is None


def headline(entry: Entry) -> str:
    """Say in a few words what an entry did, as it follows after who did it."""
    after = entry.after if isinstance(entry.after, dict) else {}
    if entry.verb == "recorded":
        return "recorded " + ", ".join(f"{entry.subject} {value} for {period}" for period, value in after.items())
    if entry.verb in ("undid", "redid") and "was" in after:
        return f"{entry.verb}: {str(after['was']).removeprefix('undid: ')}"  # what was undone, not that it was
    if entry.verb == "judged":
        return f"judged {entry.subject}"
    if entry.verb == "timed_out":
        return f"let {entry.subject} run out unanswered"
    title = after.get("title") or after.get("text")
    named = f" ({title})" if isinstance(title, str) else ""
    verb = f"marked {entry.verb}" if entry.verb == "done" else entry.verb
    alone = ", self-verified" if entry.verb == "done" and after.get("state") == "verified" else ""
    return f"{verb} {entry.subject}{named}{alone}".strip()


def change(entry: Entry, zone: tzinfo) -> str:
    """Say from what to what an entry went, where its headline does not; empty where there is nothing to say.

    Of an import it is how many values had which effect, of what came due by itself where escalations went.
    """
    before = entry.before if isinstance(entry.before, dict) else {}
    after = entry.after if isinstance(entry.after, dict) else {}
    if entry.verb == "recorded":
        return ", ".join(f"was {value}" for value in before.values() if value is not None)
    if entry.verb == "imported":
        return ", ".join(f"{count} {effect}" for effect, count in after.items() if count)
    if entry.verb in ("judged", "closed", "timed_out"):
        return ", ".join(f"{key} {where}" for key, where in (after.get("escalations") or {}).items())
    if entry.verb == "moved":
        before, after = ({"deadline": _local(one.get("deadline"), zone)} for one in (before, after))
    if entry.verb in ("saved filter", "removed filter"):
        old, new = (_filter(one["filter"]) if one.get("filter") else "" for one in (before, after))
        return f"{old} → {new}" if old and new else new or f"was {old}"
    moved = (key for key in before if key in after and key != "state" and before[key] != after[key])
    return ", ".join(f"{key.replace('_', ' ')} {_text(before[key])} → {_text(after[key])}" for key in moved)


def _filter(stored: str) -> str:
    """Say what a filter of the log shows, as it is stored."""
    import json

    fields = json.loads(stored)
    state, text = fields.get("state"), fields.get("text")
    parts = [
        f"{fields['kind']}s" if fields.get("kind") else "everything",
        "to check" if state == "check" else state,
        "of one's own" if fields.get("is_mine") else None,
        f"of {fields['person']}" if fields.get("person") else None,
        f"about {fields['kpi']}" if fields.get("kpi") else None,
        fields.get("span"),
        f"with “{text}”" if text else None,
    ]
    return ", ".join(part for part in parts if part)


def _local(moment: str | None, zone: tzinfo) -> str | None:
    """Write a moment by the clock on the wall."""
    from datetime import datetime

    return f"{datetime.fromisoformat(moment).astimezone(zone):%Y-%m-%d %H:%M}" if moment else None


def _text(value: object) -> str:
    """Write one end of a change."""
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value)) or "nothing"
    return "nothing" if value is None or value == "" else str(value)
