"""The form for a rung of the ladder: who is asked, what they owe, and how long they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.ladder import MOST_RUNGS, ROLES
from cadence_tui.services.company import ladder_of, set_rungs
from cadence_tui.tui.screens.settings_people import Deed
from cadence_tui.tui.widgets.field import Field, a_line

if TYPE_CHECKING:
    from cadence_tui.domain.ladder import Rung
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.dialogs.form import FormDialog

SAID = "The ladder is changed, for escalations opened from now on; open ones keep theirs."
_OWES = (("action", "a corrective action"), ("decision", "a decision"))


def form_for(view: View, kind: str, which: str) -> FormDialog | None:
    """Make the form for a rung; one that there is, a new one above them all, or one that goes."""
    rungs = list(ladder_of(view.company, view.repository.ladder()))
    if kind == "add-rung":
        full = len(rungs) >= MOST_RUNGS
        about = (
            f"A ladder has {MOST_RUNGS} rungs at most: take one away first." if full else "It stands above the others."
        )
        return _rung(view, rungs, len(rungs), about)
    if kind not in ("rung", "remove-rung"):
        return None
    at = int(which)
    if kind == "rung":
        return _rung(view, rungs, at, "")
    kept = [_fields(rung) for n, rung in enumerate(rungs) if n != at]
    return Deed(
        f"Take the rung {rungs[at].name} away?",
        [Field("why", "Why", hint="For the log; it may be left empty.")],
        deed=lambda desk, typed: set_rungs(desk, kept, why=typed["why"].strip()),
        said=SAID,
    )


def _rung(view: View, rungs: list[Rung], at: int, about: str) -> Deed:
    """Ask for a rung, beginning with what it is."""
    now = rungs[at] if at < len(rungs) else None
    is_solo = view.company.is_solo
    known = tuple(view.repository.people()) if is_solo else (*ROLES, *view.repository.people())

    def save(desk: Desk, typed: dict[str, str]) -> Any:  # noqa: ANN401 (what the service gives)
        fields = [_fields(rung) for rung in rungs]
        fields[at : at + 1] = [dict(typed)]
        return set_rungs(desk, fields)

    return Deed(
        f"Rung {at + 1}",
        [
            Field("name", "Name", value=now.name if now else "", needed=True, read=a_line("rung’s name")),
            Field(
                "who",
                "Who is asked",
                value=now.who if now else "",
                known=known,
                needed=True,
                hint="Your adviser, partner or board; owner is you."
                if is_solo
                else "owner, lead, founder, or a person.",
            ),
            Field("owes", "Owes", "choice", value=now.owes if now else "decision", choices=_OWES),
            Field(
                "respond_within_hours",
                "Within hours",
                value=str(now.hours or "") if now else "",
                placeholder="empty: no limit",
                hint="Then it goes up a rung by itself.",
            ),
        ],
        deed=save,
        said=SAID,
        draft=f"settings:rung:{at}",
        about=about,
    )


def _fields(rung: Rung) -> dict[str, object]:
    """Give a rung by the names of company.toml."""
    return {"name": rung.name, "who": rung.who, "owes": rung.owes, "respond_within_hours": rung.hours}
