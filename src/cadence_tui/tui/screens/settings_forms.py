"""The forms behind the settings: each says what it will do, and from when, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.company import NUMBER_FORMATS, STAGES
from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.playbook import read_range
from cadence_tui.services import company, ranges
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.screens.settings_rows import MONTHS, RANGE_WORDS, day_choices
from cadence_tui.tui.screens.wizard_reads import zones
from cadence_tui.tui.widgets.field import Field, a_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.playbook import Playbook, StageRules
    from cadence_tui.services.company import Edited
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.host import Host
    from cadence_tui.tui.widgets.form import Form


def form_for(view: View, host: Host, kind: str, which: str) -> FormDialog | None:
    """Make the form that changes a setting."""
    from cadence_tui.tui.screens import settings_ladder, settings_own, settings_people

    if kind == "company":
        return CompanyForm(view, host.playbook(), which)
    if kind == "close":
        return CloseForm(view)
    if kind == "plan":
        from cadence_tui.tui.dialogs.plan import Plan

        return Plan(view, "weekly")
    if kind == "range":
        return RangeForm(view, host.playbook(), which)
    if kind == "own":
        return settings_own.OwnForm(view, host, which)
    return settings_people.form_for(view, kind, which) or settings_ladder.form_for(view, kind, which)


# --- The company ------------------------------------------------------------------------------------------------------


def _stage_of(people: str, playbook: Playbook) -> StageRules:
    """Find the stage that a typed number of people is at."""
    text = people.strip()
    if not text.isdecimal() or not int(text):
        raise InvalidError(f"“{text[:40]}” is no number of people; write it as 7.")
    return next(rules for rules in playbook.stages.values() if rules.people.holds(int(text)))


def stage_words(rules: StageRules, *, is_solo: bool) -> str:
    """Say what a stage sets, and what changes with it."""
    team = f", {rules.team_kpis} a team" if rules.team_kpis else ""
    counts = f"{rules.company_kpis} company KPIs{team}; objectives a quarter: {rules.company_okrs}."
    words = f"{rules.name.capitalize()}: {rules.leads_words}. {counts}"
    if rules.name == "solo" and not is_solo:
        return (
            f"{words} Owners, teams and who is asked are no longer shown; the default ladder asks you, then an adviser."
        )
    if rules.name != "solo" and is_solo:
        return f"{words} Owners, people and teams are shown; the default ladder asks owner, lead, founder."
    return words


class CompanyForm(FormDialog):
    """One thing about the company."""

    def __init__(self, view: View, playbook: Playbook, name: str) -> None:
        """Ask for one thing, as it is now."""
        self._what, self._playbook, self._is_solo = name, playbook, view.company.is_solo
        now = company.facts(view.company, view.calendar.rhythm(view.week))[name]
        text = "" if now is None else str(now).lower() if isinstance(now, bool) else str(now)
        label, field = _company_field(view, playbook, name, text)
        super().__init__(label, [field], draft=f"settings:{name}")

    def on_mount(self) -> None:
        self.call_after_refresh(self._say_stage)

    def on_form_typed(self, event: Form.Typed) -> None:
        event.stop()
        self._say_stage()

    def _say_stage(self) -> None:
        """Say what another stage changes, while it is being chosen."""
        if self._what not in ("people_count", "stage"):
            return
        text = self.form.typed[self._what]
        try:
            known = self._playbook.stages.get(text) if self._what == "stage" else _stage_of(text, self._playbook)
        except InvalidError:
            known = None
        if known is not None:
            self.about.update(ink.text(stage_words(known, is_solo=self._is_solo)))
            self.about.display = True

    def save(self, desk: Desk, typed: dict[str, str]) -> Edited:
        """Change the one thing."""
        return company.edit(desk, typed)

    def saved(self, found: Edited) -> str:
        """Say what was changed, and that it counts at once."""
        return _said(found.before, found.after, "It counts from now on.", self.app.key("app.undo"))


def _said(before: Mapping[str, Any], after: Mapping[str, Any], when: str, undo: str) -> str:
    """Say what became what, from when, and how to take it back."""
    if not before:
        return "Nothing has changed."
    pairs = (
        f"{name.replace('_', ' ')} {formatting.NONE if was is None else was} → {after[name]}"
        for name, was in before.items()
    )
    return f"Changed {', '.join(pairs)}. {when} {undo} takes it back."


def _company_field(view: View, playbook: Playbook, name: str, text: str) -> tuple[str, Field]:
    """Make the field for one thing about the company, with the title above it."""
    months = tuple((str(number), month) for number, month in enumerate(MONTHS, 1))
    fields = {
        "name": ("The company’s name", Field(name, "Name", value=text, needed=True, read=a_line("company name"))),
        "people_count": (
            "How many people are there?",
            Field(name, "People", value=text, needed=True, read=lambda typed, _: _stage_of(typed, playbook).name),
        ),
        "stage": ("The stage", Field(name, "Stage", "choice", value=text, choices=tuple((s, s) for s in STAGES))),
        "founder": (
            "Who is the founder?",
            Field(name, "Founder", value=text, needed=True, known=tuple(view.repository.people())),
        ),
        "number_format": (
            "How numbers are written",
            Field(name, "Numbers", "choice", value=text, choices=tuple((one, one) for one in NUMBER_FORMATS)),
        ),
        "fiscal_year_start": (
            "When the fiscal year begins",
            Field(name, "Begins with", "choice", value=text, choices=months),
        ),
        "checkin_weeks": (
            "How often objectives are looked at",
            Field(name, "Check-in", "choice", value=text, choices=(("1", "every week"), ("2", "every two weeks"))),
        ),
        "self_verify": (
            "When an action is done",
            Field(
                name,
                "Done means",
                "choice",
                value=text,
                choices=(("true", "verified too"), ("false", "to be verified apart")),
            ),
        ),
    }
    return fields[name]


# --- When weeks close -------------------------------------------------------------------------------------------------


class CloseForm(FormDialog):
    """When weeks close; it says from which week on before it is saved."""

    def __init__(self, view: View) -> None:
        """Ask for the day, the time and the zone."""
        self._week = company.free_week(view.course, view.now)
        facts = company.close_facts(view.calendar.rhythm(self._week))
        super().__init__(
            "When a week closes",
            [
                Field("close_day", "Day", "choice", value=facts["close_day"], choices=day_choices()),
                Field(
                    "close_time", "Time", value=facts["close_time"], needed=True, hint="Hours and minutes, as 18:00."
                ),
                Field("timezone", "Time zone", value=facts["timezone"], needed=True, known=zones()),
            ],
            draft="settings:close",
            about=f"A new close holds from {formatting.period_label(self._week)} on, the first week that has not "
            "begun; earlier weeks keep their deadlines.",
        )

    def save(self, desk: Desk, typed: dict[str, str]) -> Edited:
        """Change when weeks close."""
        return company.edit(desk, typed)

    def saved(self, found: Edited) -> str:
        """Say from when it holds."""
        after = {name: value for name, value in found.after.items() if name != "from_week"}
        when = f"It holds from {formatting.period_label(found.from_week)} on." if found.from_week else ""
        return _said(found.before, after, when, self.app.key("app.undo"))


# --- Ranges -----------------------------------------------------------------------------------------------------------


class RangeForm(FormDialog):
    """One of the company's own ranges, in place of its stage's."""

    def __init__(self, view: View, playbook: Playbook, name: str) -> None:
        """Ask for a range."""
        stage = getattr(playbook.stage(view.company.stage), name)
        own = view.repository.ranges().get(name)
        self._what = name
        super().__init__(
            RANGE_WORDS[name],
            [
                Field(
                    "range",
                    "Range",
                    value=f"{own[0]}..{own[1]}" if own else "",
                    placeholder=f"the stage’s: {stage}",
                    read=lambda text, _: str(read_range(text)),
                    hint=f"As 4..8. Empty goes back to the stage’s, {stage}. Lint goes by it at once.",
                )
            ],
            draft=f"settings:{name}",
        )

    def save(self, desk: Desk, typed: dict[str, str]) -> str:
        """Set the range, or go back to the stage's."""
        found = ranges.set_range(desk, self._what, typed["range"].strip() or None)
        return str(found) if found else "the stage’s"

    def saved(self, found: str) -> str:
        """Say what holds now."""
        return f"{RANGE_WORDS[self._what]}: {found}, from now on. {self.app.key('app.undo')} takes it back."
