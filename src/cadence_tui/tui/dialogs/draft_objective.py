"""Drafting an objective: the template as a form that reads like the sentence it makes, with lint beside each part."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.calendar import WEEKDAYS
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.okr import next_cycle
from cadence_tui.services import drafting, okrs
from cadence_tui.services.drafting import ObjectiveDraft
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field, a_line
from cadence_tui.tui.widgets.okr_words import way
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from cadence_tui.domain.okr import Objective
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.form import Form

MOST_KEY_RESULTS, MOST_INITIATIVES = 5, 4
_WAYS = ("baseline", "target", "unit", "due", "start", "weight")


class DraftObjective(FormDialog):
    """Asks for an objective with its key results and initiatives; what lint says stands beside each as it is typed."""

    DEFAULT_CSS = """
    DraftObjective #lint { height: auto; margin: 1 0; color: $text-warning; }
    DraftObjective.-low #lint { margin-bottom: 0; }
    """

    def __init__(
        self,
        view: View,
        playbook: Playbook,
        *,
        cycle: str = "",
        given: Mapping[str, str] | None = None,
        candidate: str = "",
    ) -> None:
        """Ask; `given` are fields that are filled in already, as for a KPI that is raised or a candidate."""
        self.view, self.playbook, self.candidate = view, playbook, candidate
        self._lint = Said(id="lint")
        given = given or {}
        fields = [*_what(view, playbook, cycle), *_key_results(view, playbook), *_rest(view)]
        fields = [replace(one, value=given[one.name]) if one.name in given else one for one in fields]
        about_what = candidate or given.get("kr1_kpi", "")
        named = f":{about_what}" if about_what else ""
        about = "What must change, how we will know that it has, and what we do for it; a draft until it is activated."
        super().__init__("A new objective", fields, draft=f"objective:new{named}", about=about)

    def panel(self) -> ComposeResult:
        yield from super().panel()
        yield self._lint

    def on_form_typed(self, event: Form.Typed) -> None:
        """Say what no single field can tell."""
        event.stop()
        self._lint.update(ink.text(self._of_the_whole(event.form.typed)))

    def _of_the_whole(self, typed: Mapping[str, str]) -> str:
        """Lint the whole, once there is something of it."""
        if not typed["title"].strip() or not typed["kr1"].strip():
            return ""
        found = drafting.lint_whole(self.view, self.playbook, wanted(typed, self.view))
        return " ".join(one.message for one in found)

    def save(self, desk: Desk, typed: dict[str, str]) -> Objective:
        """Add the draft."""
        try:
            return drafting.draft(desk, wanted(typed, self.view)._replace(candidate=self.candidate))
        except InvalidError as error:
            raise InvalidError(str(error), [_placed(one) for one in error.problems]) from error

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was drafted, and what comes next."""
        activate, undo = (self.app.key(name) for name in ("okr.activate", "app.undo"))
        return f"{found.id} is drafted: {found.title}. {activate} on it activates it, {undo} takes it back."


def wanted(typed: Mapping[str, str], view: View) -> ObjectiveDraft:
    """Make the draft that was typed; what is empty is left out."""
    fields = {
        name: typed[name]
        for name in ("title", "team", "owner", "cycle", "kpi", "serves", "review_day")
        if typed.get(name, "").strip()
    }
    fields.setdefault("owner", view.who)
    parts = list[dict[str, object]]()
    for number in range(1, MOST_KEY_RESULTS + 1):
        title, how = typed.get(f"kr{number}", ""), typed.get(f"kr{number}_way", "")
        if not title.strip():
            continue
        part: dict[str, object] = {"title": title}
        if how.strip():
            part |= _way(how)
        else:
            part["kind"] = "milestone"
        if feed := typed.get(f"kr{number}_kpi", "").strip():
            part["kpi"] = feed
            if unit := _unit_of(view, feed):
                part.setdefault("unit", unit)
        parts.append(part)
    initiatives = [
        {"title": typed[f"initiative{number}"]}
        for number in range(1, MOST_INITIATIVES + 1)
        if typed.get(f"initiative{number}", "").strip()
    ]
    return ObjectiveDraft(fields, parts, initiatives)


def _unit_of(view: View, feed: str) -> str:
    """Give the unit of the KPI that is named; nothing while its name is not typed to its end."""
    try:
        return view.repository.kpi(feed.strip()).unit if feed.strip() else ""
    except CadenceError:
        return ""


def _way(text: str) -> dict[str, object]:
    """Read from where to where; what cannot be read is said beside its own field already."""
    try:
        return drafting.read_way(text)
    except CadenceError:
        return {"baseline": text}


def _placed(problem: str) -> str:
    """Name the field of the form that a problem belongs to."""
    name, colon, words = problem.partition(": ")
    head, dot, part = name.partition(".")
    if not colon or not head.startswith("key_result"):
        return problem
    number = head.removeprefix("key_result")
    field = f"kr{number}" + ("_way" if part in _WAYS else "_kpi" if part == "kpi" else "")
    return f"{field}: {words}" if dot else problem


# --- Fields -----------------------------------------------------------------------------------------------------------


def _what(view: View, playbook: Playbook, cycle: str) -> list[Field]:
    """Ask what must change, whose it is and when."""
    now = okrs.current_cycle(view)
    cycles = list(dict.fromkeys([cycle or now, now, next_cycle(now)]))

    def doubt(text: str, typed: Mapping[str, str]) -> str:
        found = drafting.lint_title(view, playbook, text, owner=typed.get("owner", ""), team=typed.get("team", ""))
        return " ".join(one.message for one in found)

    fields = [
        Field(
            "title",
            "We will",
            needed=True,
            read=a_line("objective"),
            doubt=doubt,
            hint="What will be different, in words that are easy to keep in mind: no number, no date.",
        ),
        Field(
            "cycle",
            "In",
            kind="choice",
            value=cycles[0],
            choices=tuple((one, formatting.period_label(one)) for one in sorted(cycles)),
        ),
    ]
    if view.company.is_solo:
        return fields
    teams = tuple(team.name for team in view.repository.teams())
    if teams:
        fields.append(Field("team", "For", known=teams, hint="A team; empty for the whole company. Never one person."))
    people = tuple(view.repository.people())
    fields.append(
        Field(
            "owner",
            "Owned by",
            value=view.who,
            select_on_focus=True,
            needed=True,
            known=people,
            hint="One person answers for it.",
        )
    )
    return fields


def _key_results(view: View, playbook: Playbook) -> list[Field]:
    """Ask how we will know, one more as long as the last is filled in."""
    fields = list[Field]()
    kpis = tuple(kpi.key for kpi in view.kpis.values() if kpi.retired_at is None)

    def doubt(text: str, _: Mapping[str, str]) -> str:
        return " ".join(one.message for one in drafting.lint_key_result(view, playbook, text))

    for number in range(1, MOST_KEY_RESULTS + 1):
        before = None if number == 1 else partial(_is_filled, f"kr{number - 1}")
        here = partial(_is_filled, f"kr{number}")
        fields += [
            Field(
                f"kr{number}",
                "As shown by" if number == 1 else "and by",
                when=before,
                doubt=doubt,
                hint="A number that moves, or a milestone; two to five of them.",
            ),
            Field(
                f"kr{number}_way",
                "  going",
                when=here,
                read=partial(_echo, view, number),
                hint="From where to where, as 45 to 65 percent by 15 Dec 2026; empty makes it a milestone.",
            ),
            Field(f"kr{number}_kpi", "  fed by", when=here, known=kpis, hint="The KPI that measures it; may be empty."),
        ]
    return fields


def _echo(view: View, number: int, text: str, typed: Mapping[str, str]) -> str:
    """Say what was understood of a way."""
    fields = drafting.read_way(text)
    if unit := _unit_of(view, typed.get(f"kr{number}_kpi", "")):
        fields.setdefault("unit", unit)
    return way(view, drafting.key_result_of(view, {"title": "x", **fields}, okrs.current_cycle(view)))


def _rest(view: View) -> list[Field]:
    """Ask what is done for it, what it means to move, and when it is looked at."""
    fields = list[Field]()
    for number in range(1, MOST_INITIATIVES + 1):
        before = partial(_is_filled, "kr1") if number == 1 else partial(_is_filled, f"initiative{number - 1}")
        fields.append(
            Field(
                f"initiative{number}",
                "By doing" if number == 1 else "and",
                when=before,
                hint="A project that should bring the key results; two to four of them.",
            )
        )
    kpis = tuple(kpi.key for kpi in view.kpis.values() if kpi.retired_at is None)
    company = _company_objectives(view)
    fields.append(Field("kpi", "To move", known=kpis, hint="The KPI that it means to move; may be empty in a draft."))
    if company and not view.company.is_solo:
        fields.append(
            Field(
                "serves",
                "Serving",
                known=company,
                when=partial(_is_filled, "team"),
                hint="The company objective that it serves.",
            )
        )
    day = view.calendar.rhythm(view.week).close_day
    fields.append(
        Field(
            "review_day",
            "Reviewed on",
            kind="choice",
            value=WEEKDAYS[day],
            choices=tuple(zip(WEEKDAYS, formatting.DAYS, strict=True)),
        )
    )
    return fields


def _company_objectives(view: View) -> tuple[str, ...]:
    """List the ids of the company's objectives that a team's may serve."""
    found: Sequence[Objective] = view.repository.objectives()
    return tuple(one.id for one in found if one.team is None and one.state != "closed")


def _is_filled(name: str, typed: Mapping[str, str]) -> bool:
    """Say whether a field holds something."""
    return bool(typed.get(name, "").strip())
