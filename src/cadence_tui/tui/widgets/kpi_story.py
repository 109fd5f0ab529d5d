"""What happened to a KPI, newest first: values as they were judged, amendments, changes, escalations, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cadence_tui import formatting
from cadence_tui.domain.calendar import grain
from cadence_tui.tui import ink
from cadence_tui.tui.copying import plain
from cadence_tui.tui.widgets.rows import UNDRAWN, Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from textual.content import Content

    from cadence_tui.domain.kpi import Kpi, Status
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.pages import KpiPage
    from cadence_tui.services.story import Happening
    from cadence_tui.services.view import View

PAGE = 100
EARLIER = "earlier"
WHEN, WHAT, GAP = 12, 34, 2
_KINDS = {"late": "came late", "amendment": "amended"}
_VERBS = {
    "added KPI": "added",
    "changed KPI": "changed",
    "retired KPI": "retired",
    "paused": "paused",
    "unpaused": "pause taken back",
    "moved": "deadline moved",
}


class Event(NamedTuple):
    """One line of the story: when, what, its status, by whom and why; where it leads, and the period it is about."""

    at: datetime
    what: str
    status: Status | None
    who: str
    why: str
    link: str = ""
    period: str = ""


class KpiStory(Rows):
    """The story of one KPI."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet."""
        super().__init__(id=id)
        self.events: dict[str, Event] = {}
        self._unfolded = set[str]()
        self._view: View | None = None
        self._page: KpiPage | None = None
        self._width, self._most, self._has_more = 0, PAGE, False

    def fill(self, view: View, page: KpiPage) -> None:
        """Tell the story of a KPI, as far back as was asked for."""
        self._view, self._page = view, page
        told, self._has_more = _told(view, page, self._most)
        found = sorted(told, key=lambda event: (event.at, event.period), reverse=True)
        self.events = {str(len(found) - n): event for n, event in enumerate(found)}
        self.rebuild()

    def further(self) -> None:
        """Tell more of what was earlier."""
        self._most += PAGE * 4
        if self._view is not None and self._page is not None:
            self.fill(self._view, self._page)

    @property
    def period(self) -> str:
        """Give the period whose value the line with the cursor is about."""
        event = self.events.get(self.cursor)
        return event.period if event is not None else ""

    def link_of(self, key: str) -> str:
        """Say where a line leads."""
        return self.events[key].link if key in self.events else ""

    def unfold(self, key: str) -> None:
        """Show all of a line, or fold it again."""
        self._unfolded ^= {key}
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Lay the lines out."""
        if not self.events:
            return [Row("", (ink.text("  Nothing has happened to it yet.", ink.MUTED),))]
        self._width = width
        rows = [Row(key, self._all_of(key) if key in self._unfolded else (UNDRAWN,)) for key in self.events]
        if self._has_more:
            rows.append(Row(EARLIER, (ink.text("  … what was earlier; open this line for more", ink.MUTED),)))
        return rows

    def draw(self, key: str) -> Content:
        """Draw a line: when, what, its status, who and why."""
        event, width = self.events[key], self._width
        solo = self._view is not None and self._view.company.is_solo
        year = "" if self._view is None or event.at.year == self._view.today.year else f" {event.at.year % 100:02}"
        what = min(WHAT, max(width // 3, 20))
        who = "" if solo else event.who
        rest = " · ".join(words for words in (who, event.why) if words)
        status = ink.status(event.status, 10) if event.status else ink.text(" " * 10)
        room = max(width - 2 - WHEN - GAP - what - GAP - 10 - GAP - 1, 8)
        day = f"{event.at.day:>2} {formatting.MONTHS[event.at.month - 1]}{year and f' ’{year.strip()}'}"
        style = ink.ACCENT if event.link else ink.PLAIN
        return ink.line(
            "  ",
            ink.cell(day, WHEN, ink.MUTED),
            " " * GAP,
            ink.cell(event.what, what, style),
            " " * GAP,
            status,
            " " * GAP,
            ink.cell(rest.replace("\n", " "), room, ink.MUTED),
        )

    def copied(self) -> str:
        """Give the line with the cursor with all that there is to it."""
        return plain(self._all_of(self.cursor)) if self.cursor in self.events else ""

    def _all_of(self, key: str) -> tuple[Content, ...]:
        """Draw a line with all that there is to it."""
        event = self.events[key]
        who = "" if self._view is not None and self._view.company.is_solo else event.who
        indent = " " * (2 + WHEN + GAP)
        whole = [
            event.what,
            *(line for line in (f"{who} {formatting.moment(event.at)}".strip(), *event.why.split("\n")) if line),
        ]
        wrapped = [part for words in whole for part in _wrapped(words, self._width - len(indent) - 2)]
        return (self.draw(key), *(ink.line(indent, (words, ink.MUTED)) for words in wrapped))


def _wrapped(words: str, width: int) -> list[str]:
    """Break a text into lines."""
    from textwrap import wrap

    from cadence_tui.domain.text import visible

    return wrap(visible(words), max(width, 20)) or [""]


# --- What is told -----------------------------------------------------------------------------------------------------


def _told(view: View, page: KpiPage, most: int) -> tuple[list[Event], bool]:
    """Tell the newest of what happened to the KPI and its escalations, and whether there was anything before that."""
    from cadence_tui.services.story import of_kpi

    kpi = page.line.kpi
    newest = of_kpi(view, kpi, most + 1)
    is_more = len(newest) > most
    newest = newest[-most:]
    since = newest[0].at if is_more else kpi.created_at
    found = [_happened(view, kpi, happening) for happening in newest]
    found += [
        Event(
            _local(view, judgement.judged_at),
            f"{_label(judgement.period)}  no value",
            judgement.status,
            "",
            "",
            period=_amendable(kpi, judgement.period),
        )
        for judgement in view.judgements_since(kpi.key, since)
        if judgement.status in ("late", "paused") and judgement.late_value is None
    ]
    found += [event for escalation in page.escalations for event in _climbed(view, escalation)]
    return [event for event in found if not is_more or event.at >= since], is_more


def _happened(view: View, kpi: Kpi, one: Happening) -> Event:
    """Tell one happening."""
    at, who, why = _local(view, one.at), one.who or "by rule", " ".join(filter(None, (one.why, one.note)))
    if one.origin == "fetched":
        why = f"fetched {why}".strip()
    if one.kind == "decided":
        title = one.after.get("title", "") if isinstance(one.after, dict) else ""
        return Event(at, f"{one.subject} {title}", None, who, why, link=one.subject)
    if one.subject[:2] in ("D-", "A-", "E-"):
        done = f"marked {one.kind}" if one.kind == "done" else one.kind
        return Event(at, f"{one.subject} {done}", None, who, why, link=one.subject)
    if one.period is None:
        return Event(at, f"{_VERBS.get(one.kind, one.kind)}{_changes(one.before, one.after)}", None, who, why)
    where = one.judgement if grain(one.period) != "daily" else None
    value, before = (_value(view, kpi, text) for text in (one.after, one.before))
    kind = f" {_KINDS[one.kind]}" if one.kind in _KINDS else ""
    was = f"{before} → " if one.before is not None and one.before != one.after else ""
    status: Status | None = where.status if where is not None and one.after is not None else None
    period = one.period if grain(one.period) != "daily" else view.calendar.week_of_day(_day(one.period))
    return Event(at, f"{_label(one.period)}  {was}{value}{kind}", status, who, why, period=_amendable(kpi, period))


def _climbed(view: View, escalation: Escalation) -> Iterator[Event]:
    """Tell that an escalation was opened, and how it ended."""
    from cadence_tui.domain.report import cause_words

    name = escalation.id
    yield Event(
        _local(view, escalation.opened_at), f"{name} opened", None, "by rule", cause_words(escalation), link=name
    )
    if escalation.state != "open" and escalation.ended_at is not None:
        yield Event(
            _local(view, escalation.ended_at),
            f"{name} {escalation.outcome or escalation.state}",
            None,
            "",
            "",
            link=name,
        )


def _amendable(kpi: Kpi, period: str) -> str:
    """Give a period whose value may be changed by hand."""
    return "" if kpi.formula else period


def _changes(before: Any, after: Any) -> str:  # noqa: ANN401 (plain values of the history)
    """Write what changed."""
    if isinstance(after, dict) and "paused" in after:
        return f" {_label(str(after['paused']))}"
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ""
    if "period" in after:
        return f" the target of {_label(str(after['period']))}: {before.get('goal')} → {after.get('goal')}"
    names = [name for name, value in after.items() if before.get(name, value) != value]
    return "".join(f" {name.replace('_', ' ')} {before[name] or '–'} → {after[name] or '–'}" for name in names)


def _value(view: View, kpi: Kpi, text: str | None) -> str:
    """Write a value as it stands elsewhere."""
    from decimal import Decimal

    amount = None if text is None else Decimal(str(text))
    return formatting.value(amount, kpi.unit, kpi.goal.direction, view.company.number_format)


def _label(period: str) -> str:
    """Name a period in few words."""
    try:
        return formatting.period_label(period).partition(" ·")[0]
    except ValueError:
        return period


def _local(view: View, at: datetime) -> datetime:
    """Give a moment in the company's zone."""
    return at.astimezone(view.calendar.zone)


def _day(text: str) -> Any:  # noqa: ANN401
    """Read a day."""
    from datetime import date

    return date.fromisoformat(text)
