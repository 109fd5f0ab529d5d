"""The JSON of objectives and key results, to the letter of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.cli.documents import number
from cadence_tui.domain.calendar import WEEKDAYS
from cadence_tui.domain.okr import rounded

if TYPE_CHECKING:
    from cadence_tui.cli.documents import Document
    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine, PathPoint


def objective(line: ObjectiveLine) -> Document:
    """Write an objective with its key results as they stand."""
    one = line.objective
    return {
        "id": one.id,
        "title": one.title,
        "level": one.level,
        "team": one.team,
        "owner": one.owner,
        "cycle": one.cycle,
        "kpi": one.kpi,
        "state": one.state,
        "progress": rounded(line.progress),
        "key_results": [key_result(part) for part in line.key_results],
        "initiatives": [part.title for part in one.initiatives],
        "serves": one.serves,
        "review_day": WEEKDAYS[one.review_day],
        "learning": line.learning,
        "checkin_due": line.is_due,
        "initiative_states": [
            {"id": part.id, "title": part.title, "owner": part.owner, "state": part.state, "idle": part in line.idle}
            for part in one.initiatives
        ],
    }


def key_result(line: KeyResultLine) -> Document:
    """Write a key result as it stands; a milestone goes from 0 to 100 percent."""
    one = line.key_result
    baseline, target = one.line or (one.baseline, one.target)
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind,
        "baseline": number(baseline),
        "target": number(target),
        "current": number(line.current),
        "unit": one.unit,
        "due": line.due.isoformat(),
        "kpi": one.kpi,
        "weight": number(one.weight),
        "progress": rounded(line.progress),
        "expected": rounded(line.expected),
        "pace": line.pace,
        "forecast": rounded(line.forecast),
        "confidence": one.confidence,
        "score": None if one.score is None else float(one.score),
        "start": line.start.isoformat(),
        "suggested_score": float(line.suggested),
        "score_note": one.score_note or None,
        "ended": one.ended,
        "ended_why": one.ended_why or None,
        "progressed": (line.check_in.progressed or None) if line.check_in else None,
        "blocked": (line.check_in.blocked or None) if line.check_in else None,
    }


def path_point(one: PathPoint) -> Document:
    """Write a key result on its way: the progress is by the line that it had on that day."""
    return {"day": one.day.isoformat(), "value": number(one.value), "progress": rounded(one.progress)}
