"""How forms about decisions and actions read what is typed, and say what they understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.errors import NotFoundError
from cadence_tui.tui.screens import log_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from cadence_tui.services.view import View

    Read = Callable[[str, Mapping[str, str]], str]


def reads_day(today: date) -> Read:
    """Read a day, and say which day of the week it is and how far off."""
    from cadence_tui.services.decisions import read_date

    def read(text: str, _: Mapping[str, str]) -> str:
        day = read_date(text, "day", today)
        days = (day - today).days
        away = "today" if not days else f"in {formatting.plural(days, 'day')}" if days > 0 else "past"
        return f"{log_words.day(day, today)}, {away}"

    return read


def keeps_day(today: date) -> Callable[[str], str]:
    """Keep a day that is named from today on, as Friday, as the day that it is."""
    from cadence_tui.services.decisions import read_date

    def kept(text: str) -> str:
        if not text.strip() or any(char.isdigit() for char in text):
            return text
        return formatting.date_label(read_date(text, "day", today))

    return kept


def kept_day(text: str, today: date) -> str:
    """Write a day that was typed as it is kept: a draft that a meeting holds is read from its file."""
    from cadence_tui.services.decisions import read_date

    return read_date(text, "day", today).isoformat()


def reads_person(view: View) -> Read:
    """Read a person's name as they are written."""

    def read(text: str, _: Mapping[str, str]) -> str:
        found = view.repository.person(text)
        return "" if found == text.strip() else found

    return read


def reads_subject(view: View) -> Read:
    """Read what a decision is about: a KPI by key or name, or an open escalation."""

    def read(text: str, _: Mapping[str, str]) -> str:
        escalation = view.repository.escalation(text.strip())
        if escalation is not None:
            return f"{view.kpis[escalation.kpi].name}, {log_words.escalation_state(escalation, view).text}"
        return view.repository.kpi(text.strip()).name

    return read


def reads_value(view: View, of: Callable[[Mapping[str, str]], str]) -> Read:
    """Read a value of a KPI, which the other fields may name."""
    from cadence_tui.domain.entry import parse_value

    def read(text: str, typed: Mapping[str, str]) -> str:
        name = of(typed)
        if not name:
            raise NotFoundError("Name the KPI above first.")
        escalation = view.repository.escalation(name)
        kpi = view.repository.kpi(escalation.kpi if escalation is not None else name)
        form = view.company.number_format
        amount = parse_value(text, unit=kpi.unit, direction=kpi.goal.direction, number_format=form)
        return formatting.value(amount, kpi.unit, kpi.goal.direction, form, short=False)

    return read
