"""Objectives for people: the cycles at a glance, and one objective's page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.cli.terminal import table, wrap
from cadence_tui.domain.calendar import WEEKDAYS
from cadence_tui.domain.cycle import cycle_verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from cadence_tui.cli.terminal import Line, Piece, Style
    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine, PathPoint
    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.okr import KeyResult, Pace
    from cadence_tui.services.view import View

_PACE_STYLES: dict[Pace, Style] = {"too_early": "faint", "off_pace": "now"}


def overview(view: View, found: Sequence[ObjectiveLine], *, every: bool) -> list[Line]:
    """Show the objectives by cycle; without `every`, those that are open or to come."""
    from cadence_tui.services.okrs import current_cycle

    now = current_cycle(view)
    shown = [one for one in found if every or one.objective.cycle >= now or one.objective.state != "closed"]
    if not shown:
        closed = f" {formatting.plural(len(found), 'closed one')}: name the cycle with --cycle." if found else ""
        return [f"No objectives are open.{closed} “cadence okr add okrs.toml” adds drafts."]
    lines: list[Line] = []
    for cycle, group in groupby(shown, key=lambda one: one.objective.cycle):
        in_cycle = list(group)
        lines += [*([""] if lines else []), (cycle, "head")]
        for one in in_cycle:
            lines += ["", *_objective(view, one)]
        said = verdicts(in_cycle)
        lines += ["", *said] if said else []
    return lines


def verdicts(found: Sequence[ObjectiveLine]) -> list[Line]:
    """Say what a cycle's scores say, of the company and of each team."""
    lines: list[Line] = []
    for team, group in groupby(found, key=lambda one: one.objective.team):
        held = [one for one in group if one.objective.activated_at is not None]
        said = cycle_verdict(held)
        if said is not None:
            lines.append(f"{team or 'The company'}: {formatting.VERDICTS[said]}")
    return lines


def _objective(view: View, one: ObjectiveLine) -> list[Line]:
    """Show an objective: its title, whose it is and how far it has come, and its key results."""
    objective = one.objective
    whose = [objective.team or "company", *([] if view.company.is_solo else [objective.owner]), objective.state]
    marks = [*(["learning"] if one.learning else []), *(["check-in due"] if one.is_due else [])]
    lines: list[Line] = [
        [(f"{objective.id} {objective.title}", "head")],
        f"  {' · '.join([*whose, formatting.percent(one.progress), *marks])}",
    ]
    if one.key_results:
        lines += [["  ", *_pieces(row)] for row in _key_results(view, one.key_results)]
    for part in objective.initiatives:
        idle = "  no action for three weeks" if part in one.idle else ""
        who = "" if view.company.is_solo else f", {part.owner}"
        lines.append([f"  {part.id} {part.title} ({part.state.replace('_', ' ')}{who})", (idle, "now")])
    return lines


def _pieces(row: Line) -> list[Piece]:
    """Give a line as its pieces."""
    return row if isinstance(row, list) else [row]


def _key_results(view: View, found: Sequence[KeyResultLine]) -> list[Line]:
    """Line key results up, as they are numbered."""
    rows: list[list[Piece]] = [
        [
            one.key_result.id,
            one.key_result.title,
            _shown(one.current, one.key_result, view),
            _way(one.key_result, view),
            formatting.percent(one.progress),
            formatting.percent(one.expected),
            (" ".join(formatting.PACE[one.pace]), _PACE_STYLES.get(one.pace, "plain")),
            "" if one.forecast is None else f"lands at {formatting.percent(one.forecast)}",
            "" if one.key_result.confidence is None else f"{one.key_result.confidence}/10",
            _score(one.key_result),
        ]
        for one in found
    ]
    head = ["ID", "KEY RESULT", "NOW", "FROM TO", "DONE", "DUE", "PACE", "FORECAST", "SURE", "SCORE"]
    return table(head, rows, right=(2, 4, 5), yields=(1, 7, 3))


def _score(one: KeyResult) -> str:
    """Write a key result's score and what became of it."""
    return " ".join([*([str(one.score)] if one.score is not None else []), *([one.ended] if one.ended else [])])


def _shown(value: Decimal | None, one: KeyResult, view: View) -> str:
    """Write a value of a key result."""
    return formatting.value(value, one.unit, "at_least", view.company.number_format)


def _way(one: KeyResult, view: View) -> str:
    """Write where a key result starts and where it should end."""
    if one.kind == "milestone":
        return "milestone"
    return f"{_shown(one.baseline, one, view)} → {_shown(one.target, one, view)}"


def page(
    view: View, one: ObjectiveLine, paths: Mapping[str, Sequence[PathPoint]], entries: Sequence[Entry]
) -> list[Line]:
    """Tell an objective's story: how it stands, the way of each key result, what was said, and its history."""
    from cadence_tui.cli.history import table_of

    objective = one.objective
    lines = _objective(view, one)
    lines.append(f"  reviewed on {WEEKDAYS[objective.review_day].capitalize()}")
    if objective.kpi:
        lines.append(f"  means to move {view.kpis[objective.kpi].name}")
    if objective.serves:
        lines.append(f"  serves {objective.serves}")
    for part in one.key_results:
        points = paths[part.key_result.id]
        if points:
            drawn = formatting.sparkline([point.value for point in points])
            last = points[-1]
            at = f"{formatting.day_label(last.day)}, {formatting.percent(last.progress)} of its line then"
            lines.append(f"  {part.key_result.id} {drawn}  {at}")
        if part.check_in is not None:
            lines += _said(part)
    return [*lines, "", *table_of(list(entries), view.calendar.zone)]


def _said(part: KeyResultLine) -> list[Line]:
    """Repeat what the last check-in said."""
    check_in = part.check_in
    if check_in is None:
        return []
    found = (("progressed", check_in.progressed), ("blocked", check_in.blocked))
    return [f"    {line}" for word, text in found if text for line in wrap(f"{word}: {' '.join(text.split())}", 4)]
