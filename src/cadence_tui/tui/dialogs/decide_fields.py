"""The fields of a decision, and the decision that they make."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.decision import CHECK_AFTER, DecisionKind
from cadence_tui.domain.errors import InvalidError
from cadence_tui.services.decisions import ActionDraft, DecisionDraft, ExpectationDraft
from cadence_tui.tui.dialogs.reading import keeps_day, kept_day, reads_day, reads_person, reads_value
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cadence_tui.services.view import View

MOST_ACTIONS = 5
DUE_AFTER = timedelta(weeks=1)
KIND_WORDS: dict[DecisionKind, str] = {
    "fix": "fix it",
    "retarget": "new target",
    "retire": "retire the KPI",
    "accept": "accept the miss",
    "resource": "resources",
    "other": "other",
}
_TITLE_HINT = "What was decided, as one sentence that a colleague understands."
_WHY_HINT = "Why this and not something else. ⏎ on an empty line goes on."


def what_and_why(title: str = "", why: str = "") -> list[Field]:
    """Ask what was decided, and why."""
    return [
        Field("title", "Decision", value=title, needed=True, hint=_TITLE_HINT),
        Field("why", "Why", kind="text", value=why, needed=True, hint=_WHY_HINT),
    ]


def kind_field(kinds: Sequence[DecisionKind]) -> Field:
    """Ask what kind of decision it is, among those that may be."""
    return Field("kind", "Kind", kind="choice", choices=tuple((kind, KIND_WORDS[kind]) for kind in kinds))


def target_fields(view: View, of: Callable[[Mapping[str, str]], str], *, alone: bool) -> list[Field]:
    """Ask for the new target and alert, where that is what is decided."""
    is_asked = None if alone else partial(_has_kind, "retarget")
    named = ""
    if alone:
        kpi = view.kpis[of({})]
        form = view.company.number_format
        old = formatting.bound(kpi.goal.target, kpi.unit, kpi.goal.direction, form)
        alert = formatting.beyond(kpi.goal.alert, kpi.unit, kpi.goal.direction, form)
        named = f" It is {old}, alert {alert}, now."
    hint = f"It holds from the next close on; what was judged stays.{named}"
    return [
        Field("target", "New target", needed=True, when=is_asked, hint=hint),
        Field(
            "alert", "New alert", when=is_asked, hint=f"Beyond it, a miss is a breach; empty keeps what holds.{named}"
        ),
    ]


def _has_kind(kind: str, typed: Mapping[str, str]) -> bool:
    """Say whether a kind is chosen."""
    return typed.get("kind") == kind


def one_action(view: View, owner: str, hint: str, when: Callable[[Mapping[str, str]], bool]) -> list[Field]:
    """Ask for an action that is added by itself: what, by whom and by when, where that is what is added."""
    return [
        Field("text", "Action", needed=True, when=when, hint=hint),
        Field(
            "owner",
            "By whom",
            value=owner,
            select_on_focus=True,
            needed=True,
            known=tuple(view.repository.people()),
            read=reads_person(view),
            when=lambda typed: when(typed) and not view.company.is_solo,
            hint="One person.",
        ),
        Field(
            "due",
            "By when",
            value=formatting.date_label(view.today + DUE_AFTER),
            select_on_focus=True,
            needed=True,
            read=reads_day(view.today),
            kept=keeps_day(view.today),
            when=when,
            hint="As 7 Dec, or Friday.",
        ),
    ]


def action_fields(view: View, owner: str, *, owed: bool = False) -> list[Field]:
    """Ask for actions, one more as long as the last is filled in, each with one owner and a date.

    Where one is `owed`, the first says so.
    """
    fields = list[Field]()
    people = tuple(view.repository.people())
    due = formatting.date_label(view.today + DUE_AFTER)
    for number in range(1, MOST_ACTIONS + 1):
        is_next = None if number == 1 else partial(_is_filled, f"action{number - 1}")
        is_there = partial(_is_filled, f"action{number}")
        hint = "One more; empty for no more."
        if number == 1:
            none = "this rung owes one, unless the miss is accepted" if owed else "empty for none"
            hint = f"What somebody will do about it; {none}."
        fields.append(Field(f"action{number}", "Action", when=is_next, hint=hint))
        if not view.company.is_solo:
            fields.append(
                Field(
                    f"owner{number}",
                    "  by whom",
                    value=owner,
                    select_on_focus=True,
                    needed=True,
                    known=people,
                    read=reads_person(view),
                    when=is_there,
                    hint="One person.",
                )
            )
        fields.append(
            Field(
                f"due{number}",
                "  by when",
                value=due,
                select_on_focus=True,
                needed=True,
                read=reads_day(view.today),
                kept=keeps_day(view.today),
                when=is_there,
                hint="As 7 Dec, or Friday.",
            )
        )
    return fields


def _is_filled(name: str, typed: Mapping[str, str]) -> bool:
    """Say whether a field holds something."""
    return bool(typed.get(name, "").strip())


def effect_fields(view: View, of: Callable[[Mapping[str, str]], str], name: str = "") -> list[Field]:
    """Ask for the options considered, the effect expected, and when to ask whether it worked."""
    what = f" of {name}" if name else ""
    fields = [
        Field("options", "Also considered", kind="text", hint="One option a line. ⏎ on an empty line goes on."),
        Field(
            "expect",
            "Expected",
            read=reads_value(view, of),
            hint=f"The value{what} that this should bring; may be empty.",
        ),
        Field(
            "expect_by",
            "  by when",
            value=formatting.date_label(view.today + CHECK_AFTER),
            select_on_focus=True,
            needed=True,
            read=reads_day(view.today),
            kept=keeps_day(view.today),
            when=partial(_is_filled, "expect"),
            hint="As 7 Dec, or Friday.",
        ),
        Field(
            "check_on",
            "Check on",
            value=formatting.date_label(view.today + CHECK_AFTER),
            select_on_focus=True,
            needed=True,
            read=reads_day(view.today),
            kept=keeps_day(view.today),
            hint="The day to ask whether it worked.",
        ),
    ]
    if not view.company.is_solo:
        people = tuple(view.repository.people())
        fields.append(
            Field(
                "by",
                "Decided by",
                value=view.who,
                select_on_focus=True,
                needed=True,
                known=people,
                read=reads_person(view),
                hint="One person.",
            )
        )
    return fields


def actions_of(view: View, typed: Mapping[str, str]) -> list[ActionDraft]:
    """Make the actions that were typed; without being asked for, the owner is known."""
    return [
        ActionDraft(
            typed[f"action{number}"],
            typed.get(f"owner{number}") or view.who,
            kept_day(typed[f"due{number}"], view.today),
        )
        for number in range(1, MOST_ACTIONS + 1)
        if _is_filled(f"action{number}", typed)
    ]


def decision_of(
    view: View,
    typed: Mapping[str, str],
    *,
    answers: Sequence[str] = (),
    kind: str | None = None,
    kpi: str = "",
    supersedes: str | None = None,
) -> DecisionDraft:
    """Make the decision that was typed."""
    expect = None
    if _is_filled("expect", typed):
        if not kpi:
            raise InvalidError("", ["expect: Name the KPI that the effect is expected on."])
        expect = ExpectationDraft(kpi, typed["expect"], kept_day(typed["expect_by"], view.today))
    definition = {name: typed[name] for name in ("target", "alert") if _is_filled(name, typed)}
    return DecisionDraft(
        title=typed["title"],
        why=typed["why"],
        answers=answers,
        kind=typed.get("kind") or kind,
        by=typed.get("by") or None,
        options=[line for line in typed.get("options", "").splitlines() if line.strip()],
        actions=actions_of(view, typed),
        expect=expect,
        supersedes=supersedes,
        check_on=kept_day(typed["check_on"], view.today) if typed.get("check_on") else None,
        definition=definition or None,
    )
