"""What a typed value means before it is saved: the number understood, the status it would have, and what is odd."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.style import Style

from cadence_tui import formatting
from cadence_tui.domain.calendar import grain
from cadence_tui.domain.errors import CadenceError
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from cadence_tui.domain.kpi import Status
    from cadence_tui.domain.report import KpiLine
    from cadence_tui.services.recording import Recorded
    from cadence_tui.services.view import View


class Understood(NamedTuple):
    """A typed text, understood: its value, the status of its period with it, and both said in words.

    Without a `value` the words say what was wrong. `is_odd` says that it is ten times off the value before.
    """

    value: Decimal | None
    status: Status | None
    words: Content
    is_odd: bool = False


def understand(view: View, line: KpiLine, period: str, text: str) -> Understood:
    """Read a text for a KPI's period, as its field shows it with every key."""
    from cadence_tui.domain.entry import ten_times_off
    from cadence_tui.services.recording import read_value

    kpi, form = line.kpi, view.company.number_format
    if not text.strip():
        return Understood(None, None, _hint(view, line, period))
    try:
        value = read_value(view, kpi, period, text)
    except CadenceError as error:
        return Understood(None, None, ink.text(str(error), ink.WARN))
    whole = _with_day(line, period, value)
    verdict = line.goal.verdict(whole)
    parts = [ink.text(formatting.value(value, kpi.unit, kpi.goal.direction, form, short=False)), ink.status(verdict)]
    unit = "yes_no" if kpi.goal.direction == "yes_no" else kpi.unit
    if grain(period) == "daily":
        parts.insert(1, ink.text(f"week {formatting.value(whole, kpi.unit, kpi.goal.direction, form)}", ink.MUTED))
    elif change := formatting.delta(value, line.before, unit, form):
        parts.append(ink.text(change, ink.MUTED))
    if told := _signal_words(view, line, whole, verdict):
        parts.append(told)
    is_odd = line.before is not None and unit != "yes_no" and ten_times_off(whole, line.before)
    return Understood(value, verdict, ink.text("  ").join(parts), is_odd)


def _signal_words(view: View, line: KpiLine, value: Decimal, verdict: Status) -> Content | None:
    """Say whether a value stands out from what its KPI does anyway, or a miss does not."""
    from cadence_tui.domain.signal import signal
    from cadence_tui.services.reports import SIGNAL_SPAN

    if line.goal.direction == "yes_no":
        return None
    found = signal(value, [known for _, known in view.values.before(line.kpi, line.period, SIGNAL_SPAN)])
    if found == "signal":
        return ink.text("◆ beyond its usual range", ink.ACCENT)
    return ink.text(USUAL, ink.MUTED) if found == "noise" and verdict == "breach" else None


USUAL = "inside its usual range"


def _with_day(line: KpiLine, period: str, value: Decimal) -> Decimal:
    """Work a daily KPI's week out with a value for one of its days; any other value stands for itself."""
    from cadence_tui.domain.judgement import aggregate

    if grain(period) != "daily":
        return value
    days = {day.isoformat(): known for day, known in line.days} | {period: value}
    return aggregate([known for _, known in sorted(days.items()) if known is not None], line.kpi.aggregate) or value


def _hint(view: View, line: KpiLine, period: str) -> Content:
    """Say what is asked for while nothing is typed."""
    kpi, form = line.kpi, view.company.number_format
    goal = formatting.bound(line.goal.target, kpi.unit, line.goal.direction, form)
    parts = [f"{formatting.period_label(period)}", f"target {goal}"]
    if line.before is not None:
        parts.append(f"last {formatting.value(line.before, kpi.unit, kpi.goal.direction, form)}")
    if kpi.measure:
        parts.append(kpi.measure)
    return ink.text(" · ".join(parts), ink.MUTED)


def days_strip(line: KpiLine, period: str, today: date) -> Content:
    """Show a daily KPI's days, the one asked for marked, and which of them have a value; each can be clicked."""
    parts: list[Content] = []
    for day, value in line.days:
        if day > today:
            continue
        name = f"{formatting.DAYS[day.weekday()]} {'✓' if value is not None else '·'}"
        style = ink.ACCENT if day.isoformat() == period else ink.MUTED
        click = Style.from_meta({"@click": f"day('{day.isoformat()}')"})
        parts.append(ink.text(name, style).stylize(click))
    return Content("  ").join(parts)


def default_day(line: KpiLine, today: date) -> str:
    """Choose the day of a daily KPI to record: today; while a past week is open, its first without a value."""
    days = dict(line.days)
    if today not in days:
        missing = next((day for day, value in line.days if value is None), None)
        return (missing or today).isoformat()
    return today.isoformat()


def lacks_value(line: KpiLine, today: date) -> bool:
    """Say whether a KPI can be given a value that it does not have yet; one judged late still can."""
    if line.kpi.formula or line.status == "paused" or (line.judgement is not None and line.judgement.status != "late"):
        return False
    if line.kpi.cadence == "daily":
        return dict(line.days).get(_day(default_day(line, today))) is None
    return line.value is None


def _day(text: str) -> date:
    """Read a day's id."""
    from datetime import date

    return date.fromisoformat(text)


def holds(line: KpiLine, period: str) -> bool:
    """Say whether a line is about a period, or about the week of a day."""
    return period == line.period or period in {day.isoformat() for day, _ in line.days}


def asks_reason(line: KpiLine, value: Decimal) -> bool:
    """Say whether a value needs the reason why it changes what was judged."""
    judgement = line.judgement
    if judgement is None or judgement.status == "paused" or value == line.value:
        return False
    return not (judgement.status == "late" and line.value is None)


def doubt(view: View, line: KpiLine, meant: Understood, *, stood: Decimal | None, stands: Decimal | None) -> str:
    """Say what speaks against saving a value at once: somebody else has been there, or it is ten times off."""
    form = view.company.number_format
    if stands not in (stood, meant.value):
        now = formatting.value(stands, line.kpi.unit, line.kpi.goal.direction, form)
        return f"Somebody has changed it to {now} meanwhile."
    if meant.is_odd:
        before = formatting.value(line.before, line.kpi.unit, line.kpi.goal.direction, form)
        return f"That is ten times off the value before, {before}."
    return ""


def recorded(done: Recorded, number_format: str) -> str:
    """Say what was recorded, and what it is or would be judged as."""
    kpi = done.cell.kpi
    shown = formatting.value(done.cell.value, kpi.unit, kpi.goal.direction, number_format, short=False)
    how = {"late": "kept beside the late judgement", "same": "as it was"}.get(
        done.effect, " ".join(formatting.STATUS[done.judged])
    )
    return f"{kpi.name}: {shown} for {formatting.period_label(done.cell.period)}, {how}."
