"""Meeting notes as Markdown: a template of ours, or the user's own, over the facts of a week, a month or a cycle."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from cadence_tui import formatting
from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.meeting import LINES
from cadence_tui.domain.text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SPECIAL = re.compile(r"([\\`*\[\]<>|#~$]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w]+;)|!(?=\[))")
_BLANKS = re.compile(r"\s+")
Form = Literal["notes", "chat"]
_TYPED_DIGITS = 6
TEMPLATES = {
    (kind, form): f"{kind}{end}"
    for kind in ("weekly", "monthly", "quarterly")
    for form, end in (("notes", ".md.j2"), ("chat", "-chat.txt.j2"))
}


def escape(text: object) -> str:
    """Write a text so that Markdown shows it as it is: on one line, with nothing in it that means something."""
    return _SPECIAL.sub(r"\\\1", _BLANKS.sub(" ", visible(str(text))).strip())


def weekly(
    facts: Mapping[str, Any], *, form: Form = "notes", folder: Path | None = None, leads: Sequence[str] = ("kpis",)
) -> str:
    """Render a week's facts as Markdown, or in the form for chat: a line a KPI and no table.

    Args:
        facts: as `services.notes` gives them.
        form: notes or chat.
        folder: the user's own templates; one of the same name there is used instead of ours.
        leads: what leads at the company's stage, kpis or okrs or both; where OKRs alone lead, they stand first.

    Raises:
        InvalidError: when the user's template cannot be rendered, with its line.
    """
    return _render(TEMPLATES["weekly", form], known(facts, leads), form, folder)


def known(facts: Mapping[str, Any], leads: Sequence[str] = ("kpis",)) -> dict[str, Any]:
    """Give the names that a week's template has: its facts, and what sums them up."""
    absent = {"okrs": [], "notes": [], "okrs_first": tuple(leads) == ("okrs",)}
    return absent | dict(facts) | summary(facts)


def review(facts: Mapping[str, Any], *, form: Form = "notes", folder: Path | None = None) -> str:
    """Render the facts of a month's review or a cycle's retrospective, as `services` gives them.

    Raises:
        InvalidError: when the user's template cannot be rendered, with its line.
    """
    return _render(TEMPLATES[facts["kind"], form], facts, form, folder)


def filters(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give the filters with which templates write values, periods and moments: in the company's format and zone."""
    form_of, zone = facts["number_format"], ZoneInfo(facts["zone"])
    return {
        "value": partial(_value, number_format=form_of),
        "target": partial(_target, number_format=form_of),
        "delta": partial(_delta, number_format=form_of),
        "spark": _spark,
        "bars": lambda values: formatting.sparkline([_number(value) for value in values]),
        "status": lambda one: " ".join(formatting.STATUS[one["would_be"] or one["status"]]),
        "period": formatting.period_label,
        "moment": lambda text: formatting.moment(datetime.fromisoformat(text).astimezone(zone)),
        "day": lambda text: formatting.day_label(date.fromisoformat(text)),
        "pace": lambda pace: " ".join(formatting.PACE[pace]),
        "percent": formatting.percent,
        "join_words": formatting.join_words,
        "plural": formatting.plural,
        "verdict": formatting.VERDICTS.__getitem__,
        "course": formatting.COURSES.__getitem__,
    }


def _render(name: str, names: Mapping[str, Any], form: Form, folder: Path | None) -> str:
    """Render a template of the user's own, else ours."""
    from cadence_tui.export.jinja import environment

    written = filters(names) | {"md": escape if form == "notes" else visible}
    try:
        text = environment(written, folder=folder, finalize=_shown).get_template(name).render(**names)
    except Exception as error:
        if folder is None or not (folder / name).exists():
            raise
        raise InvalidError(
            f"Your template {folder / name} cannot be used ({_went_wrong(error, name)}); mend it or move it."
        ) from error
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _shown(value: object) -> object:
    """Make visible what a terminal would obey, in a text that a template writes as it is."""
    return visible(value, lines=True) if isinstance(value, str) else value


def _went_wrong(error: Exception, name: str) -> str:
    """Say what went wrong in a template, and in which of its lines; a program of the user's own may do anything."""
    from traceback import extract_tb

    from jinja2 import TemplateNotFound

    told = f"there is no template {error.name}" if isinstance(error, TemplateNotFound) else str(error)
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename.endswith(name)]
    number = getattr(error, "lineno", None) or next(reversed(lines), None)
    return f"{visible(told)}, line {number}" if number else visible(told)


def summary(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Sum the week up: the scorecard by group, what moved, what missed, and what was decided."""
    lines = facts["scorecard"]
    groups = dict[str, list[Any]]()
    for one in lines:
        groups.setdefault(one["team"] or ("KPIs" if facts["solo"] else "Company"), []).append(one)
    shown = [(one, one["would_be"] or one["status"]) for one in lines]
    return {
        "was_closed": bool(facts.get("held_at") and facts.get("deadline"))
        and datetime.fromisoformat(facts["held_at"]) >= datetime.fromisoformat(facts["deadline"]),
        "own": dict.fromkeys(LINES, "") | facts.get("own", {}),
        "groups": groups,
        "moved": [one for one, _ in shown if _stands_out(one)],
        "breaches": [one for one, status in shown if status == "breach"],
        "late": [one for one, status in shown if status == "late"],
        "waiting": [one for one, status in shown if status == "pending"],
        "judged": sum(status in ("on_track", "watch", "breach", "late") for _, status in shown),
        "on_track": sum(status == "on_track" for _, status in shown),
    }


def _stands_out(one: Mapping[str, Any]) -> bool:
    """Say whether a value stands out from what its KPI does anyway; a run of yeses is no news."""
    return one["signal"] == "signal" and one["value"] is not None and one["direction"] != "yes_no"


def _number(text: str | None) -> Decimal | None:
    """Read a value of the facts."""
    return None if text is None else Decimal(text)


def _value(one: Mapping[str, Any], *, number_format: str) -> str:
    """Write a line's value with all the digits that somebody typed; what was worked out may have no end of them."""
    amount = _number(one["value"])
    is_typed = amount is None or int(amount.as_tuple().exponent) >= -_TYPED_DIGITS
    return formatting.value(amount, one["unit"], one["direction"], number_format, short=not is_typed)


def _target(one: Mapping[str, Any], *, number_format: str) -> str:
    """Write a line's target."""
    low, dots, high = (one["target"] or "").partition("..")
    limit = (Decimal(low), Decimal(high)) if dots else _number(low or None)
    return formatting.bound(limit, one["unit"], one["direction"], number_format, short=False)


def _delta(one: Mapping[str, Any], *, number_format: str) -> str:
    """Write how a line's value changed; a yes/no KPI's only when it did."""
    value, before = _number(one["value"]), _number(one["before"])
    if one["direction"] == "yes_no":
        return "" if value is None or before in (None, value) else f"was {formatting.number(before, 'yes_no')}"
    return formatting.delta(value, before, one["unit"], number_format)


def _spark(one: Mapping[str, Any]) -> str:
    """Draw a line's trend, this period last."""
    return formatting.sparkline([_number(value) for value in (*one["trend"], one["value"])])
