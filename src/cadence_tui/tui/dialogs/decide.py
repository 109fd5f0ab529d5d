"""Logging a decision: the answer to an escalation, in the place of another, or on its own; and an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.decision import DECISION_KINDS, Action, Decision, DecisionKind
from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.services import answers, decisions, minutes
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from cadence_tui.tui.dialogs import decide_fields as asks
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.dialogs.reading import reads_subject
from cadence_tui.tui.screens.story_words import value
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.screens.meeting_step import Occasion

ALONE: tuple[DecisionKind, ...] = ("other", "fix", "resource", "retarget", "retire")


class Answer(FormDialog):
    """Asks for the decision that answers an escalation; of one kind, where that was chosen before."""

    CSS_PATH = "decide.tcss"

    def __init__(self, escalation: Escalation, view: View, kind: DecisionKind | None = None, *, why: str = "") -> None:
        """Offer what the rung may decide, and say who may decide the rest."""
        self.escalation, self.view, self.kind = escalation, view, kind
        kpi = view.kpis[escalation.kpi]
        refused = answers.refusals(view, escalation)
        kinds = [one for one in DECISION_KINDS if one not in refused]
        titles = {"accept": f"Accept the miss of {kpi.name}", "retarget": f"A new target for {kpi.name}"}
        titles["retire"] = f"Retire {kpi.name}"
        fields = asks.what_and_why(titles.get(kind or "", ""), why)
        if kind is None:
            fields.append(asks.kind_field(kinds))
        if kind is None or kind == "retarget":
            fields += asks.target_fields(view, self._kpi, alone=kind is not None)
        if kind is None:
            fields += asks.action_fields(view, kpi.owner, owed=escalation.here.owes == "action")
        if kind is None or kind == "retarget":
            fields += asks.effect_fields(view, self._kpi, kpi.name)
        super().__init__(
            f"{escalation.id} {kpi.name}",
            fields,
            draft=f"answer:{escalation.id}:{kind or ''}",
            about=self._about(view, escalation, refused),
        )

    def _kpi(self, _: Mapping[str, str]) -> str:
        """Name the KPI that it is all about."""
        return self.escalation.kpi

    def _about(self, view: View, one: Escalation, refused: Mapping[DecisionKind, str]) -> str:
        """Say what is owed, and what this rung may not decide, with the reason and who may."""
        owes = "a corrective action" if one.here.owes == "action" else "a decision"
        whom = "You owe" if view.company.is_solo and one.rung == 1 else f"{one.here.name} owes"
        misses = [cause for cause in one.misses if cause.value is not None]
        newest = (
            f" after {value(view, one.kpi, misses[-1].value)} in {formatting.period_label(misses[-1].period or '')}"
            if misses
            else ""
        )
        parts = [f"{whom} {owes}{newest}."]
        if one.answered:
            parts = [f"{one.decisions[-1]} has answered it; another decision stands beside that one."]
        elif one.recovered_at is not None:
            parts = ["It has recovered; it ends with a decision."]
        if self.kind is None and "retire" in refused:
            above = answers.who_decides(view, one)
            parts.append(f"A new target, or retiring it, is for {above} to decide." if above else refused["retire"])
        if self.kind is None and "accept" in refused:
            parts.append(refused["accept"])
        return " ".join(parts)

    def save(self, desk: Desk, typed: dict[str, str]) -> Decision:
        """Log it, unless somebody else has answered meanwhile."""
        now = desk.view().escalation(self.escalation.id)
        seen, self.escalation = self.escalation, now
        fresh = [one for one in now.decisions if one not in seen.decisions]
        if fresh and now.state == "open":
            other = desk.repository.decision(fresh[-1])
            raise RefusedError(
                f"{other.by} has answered it meanwhile with {other.id}, “{other.title}”. Save again to log yours too."
            )
        return decisions.decide(desk, self.drafted(typed, now))

    def drafted(self, typed: dict[str, str], now: Escalation) -> DecisionDraft:
        """Make the decision that was typed; a rung that owes an action is told so at its field."""
        draft = asks.decision_of(self.view, typed, answers=(now.id,), kind=self.kind, kpi=now.kpi)
        if now.state == "open" and now.here.owes == "action" and draft.kind != "accept" and not draft.actions:
            raise InvalidError("", [f"action1: {now.here.name} owes a corrective action: add one, or accept the miss."])
        return draft

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was logged, and how to take that back."""
        undo = self.app.key("app.undo")
        return f"{found.id} answers {self.escalation.id}: {found.title}. {undo} takes it back."


class HeldAnswer(Answer):
    """Asks for the answer to a miss that is not judged yet; it is held, and logged with the close."""

    def __init__(
        self, escalation: Escalation, view: View, week: str, kind: DecisionKind | None = None, *, why: str = ""
    ) -> None:
        """Ask as for one that is open; `escalation` is as the close will leave it."""
        super().__init__(escalation, view, kind, why=why)
        self.week = week

    def save(self, desk: Desk, typed: dict[str, str]) -> DecisionDraft:  # type: ignore[override]
        """Hold it."""
        return minutes.hold(desk, self.week, self.escalation.kpi, self.drafted(typed, self.escalation)).draft

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what will be logged, and how to take that back."""
        undo = self.app.key("app.undo")
        return f"“{found.title}” is held, and logged with the close. {undo} takes it back."


class Supersede(FormDialog):
    """Asks for the decision that takes another's place."""

    CSS_PATH = "decide.tcss"

    def __init__(self, decision: Decision, view: View) -> None:
        """Begin from the decision as it stands."""
        self.decision, self.view = decision, view
        kpi = next(iter(decision.then), "")
        self.kpi = kpi
        fields = [
            *asks.what_and_why(),
            asks.kind_field([one for one in DECISION_KINDS if one not in ("retarget", "retire", "accept")]),
            *asks.action_fields(view, view.kpis[kpi].owner if kpi else view.who),
            *asks.effect_fields(view, self._kpi, view.kpis[kpi].name if kpi else ""),
        ]
        if not kpi:
            fields = [field for field in fields if not field.name.startswith("expect")]
        about = "It answers what the old one answered, and moves no ladder; the old actions stay and count."
        title = f"In the place of {decision.id} {decision.title}"
        super().__init__(title, fields, draft=f"supersede:{decision.id}", about=about)

    def _kpi(self, _: Mapping[str, str]) -> str:
        """Name the KPI that it is about, if it is about one."""
        return self.kpi

    def save(self, desk: Desk, typed: dict[str, str]) -> Decision:
        """Log it."""
        return decisions.decide(desk, asks.decision_of(self.view, typed, kpi=self.kpi, supersedes=self.decision.id))

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was logged, and how to take that back."""
        undo = self.app.key("app.undo")
        return f"{found.id} takes the place of {found.supersedes}: {found.title}. {undo} takes it back."


class New(FormDialog):
    """Asks for an action or a decision that nothing asked for; in a meeting for a note too."""

    CSS_PATH = "decide.tcss"

    def __init__(self, view: View, of: Decision | None = None, *, occasion: Occasion | None = None) -> None:
        """Offer to add an action to a decision, where one is looked at."""
        self.view, self.occasion = view, occasion
        subjects = (
            *(one.key for one in view.kpis.values() if one.retired_at is None),
            *(e.id for e in view.escalations()),
        )
        fields = [
            Field("what", "Add", kind="choice", choices=_WHAT if occasion is None else (*_WHAT, ("note", "a note"))),
            Field("note", "Note", kind="text", needed=True, when=_is_note, hint="It stands in the meeting’s notes."),
            *asks.one_action(view, view.who, "What somebody will do.", _is_action),
            Field(
                "of", "Of decision", value=of.id if of else "", when=_is_action, hint="Its id, as D-3; may be empty."
            ),
        ]
        about = Field(
            "about",
            "About",
            known=subjects,
            read=reads_subject(view),
            hint="A KPI or an open escalation; may be empty.",
        )
        fields += [
            _of_decision(field)
            for field in (
                *asks.what_and_why(),
                about,
                asks.kind_field(ALONE),
                *asks.target_fields(view, _about, alone=False),
                *asks.action_fields(view, view.who),
                *asks.effect_fields(view, _about),
            )
        ]
        super().__init__("Add to the log", fields, draft=f"new:{of.id if of else ''}")

    def save(self, desk: Desk, typed: dict[str, str]) -> Action | Decision | str:
        """Log it."""
        if typed["what"] == "note" and self.occasion is not None:
            return minutes.note(desk, self.occasion.period, typed["note"], self.occasion.kind).body
        if typed["what"] == "action":
            owner = typed.get("owner") or self.view.who
            draft = ActionDraft(typed["text"], owner, typed["due"])
            return decisions.add_action(desk, draft, decision=typed["of"].strip() or None)
        about = typed["about"].strip()
        escalation = desk.repository.escalation(about) if about else None
        kpi = escalation.kpi if escalation is not None else about
        answered = (about,) if about else ()
        return decisions.decide(desk, asks.decision_of(self.view, typed, answers=answered, kpi=kpi))

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was added, and how to take that back."""
        if isinstance(found, str):
            return f"It is in the notes: {found}. {self.app.key('app.undo')} takes it back."
        what = found.text if isinstance(found, Action) else found.title
        return f"{found.id} is in the log: {what}. {self.app.key('app.undo')} takes it back."


_WHAT = (("action", "an action"), ("decision", "a decision"))


def _is_note(typed: Mapping[str, str]) -> bool:
    """Say whether a note is to be added."""
    return typed["what"] == "note"


def _is_action(typed: Mapping[str, str]) -> bool:
    """Say whether an action is to be added."""
    return typed["what"] == "action"


def _about(typed: Mapping[str, str]) -> str:
    """Name what a decision is about."""
    return typed.get("about", "").strip()


def _of_decision(field: Field) -> Field:
    """Ask for a field only where a decision is to be added."""
    from dataclasses import replace

    when = field.when
    return replace(field, when=lambda typed: typed["what"] == "decision" and (when is None or when(typed)))
