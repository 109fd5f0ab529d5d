"""What the settings are, line by line, and what each of them does, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui import formatting
from cadence_tui.domain.calendar import WEEKDAYS
from cadence_tui.domain.ladder import ROLES
from cadence_tui.services.company import ladder_of
from cadence_tui.services.people import everyone
from cadence_tui.services.ranges import in_force
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.domain.calendar import Rhythm
    from cadence_tui.domain.ladder import Rung
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.people import Person
    from cadence_tui.services.view import View
    from cadence_tui.tui.host import Host

LONG_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
RANGE_WORDS = {
    "company_kpis": "Company KPIs",
    "team_kpis": "KPIs a team",
    "company_okrs": "Objectives",
    "team_okrs": "Objectives a team",
}
_LABEL = 20


class Setting(NamedTuple):
    """One setting: its key (`kind:which`), what it is called, what it is now, and what it does."""

    key: str
    label: str
    value: str
    does: str

    @property
    def kind(self) -> str:
        """Say what kind of setting it is."""
        return self.key.partition(":")[0]

    @property
    def which(self) -> str:
        """Say which of its kind it is."""
        return self.key.partition(":")[2]


Section = tuple[str, list[Setting]]


class SettingRows(Rows):
    """The settings in their sections."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Know nothing yet."""
        super().__init__(id=id)
        self.sections: list[Section] = []
        self.settings: dict[str, Setting] = {}

    def fill(self, sections: list[Section]) -> None:
        """Show the settings as they are."""
        self.sections = sections
        self.settings = {one.key: one for _, settings in sections for one in settings}
        self.rebuild()

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (each is one line, cut where the list ends)
        rows = list[Row]()
        for name, settings in self.sections:
            rows.append(Row("", (*((ink.text(""),) if rows else ()), ink.text(name, ink.STRONG))))
            rows += [
                Row(one.key, (ink.line("  ", ink.cell(one.label, _LABEL), (one.value, ink.MUTED)),)) for one in settings
            ]
        return rows


def sections(view: View, playbook: Playbook, host: Host, theme: str) -> list[Section]:
    """List every setting; what can say only one thing in a company of one is left out."""
    is_solo = view.company.is_solo
    found: list[Section] = [("Company", list(_company(view, playbook))), ("The week", list(_close(view)))]
    if not is_solo:
        found += [("People", list(_people(view))), ("Teams", list(_teams(view)))]
    found += [("Ladder", list(_ladder(view))), ("Ranges that lint goes by", list(_ranges(view, playbook)))]
    if host.safety is not None:
        does = "Each is looked through when it is taken. What you put back takes the file’s place; that is kept too."
        found += [("The file", [Setting("file:backups", "Backups", "see, take, put back", does)])]
    return [*found, ("Yours, on this machine", list(_own(view, host, theme)))]


def _company(view: View, playbook: Playbook) -> Iterator[Setting]:
    """List what the company is."""
    company = view.company
    now = "It counts at once, and undo takes it back."
    count = formatting.plural(company.people_count, "person", "people") if company.people_count else "not said"
    rules = playbook.stage(company.stage)
    yield Setting("company:name", "Name", company.name, f"It stands in the header and in the notes. {now}")
    yield Setting(
        "company:people_count", "People", count, f"The stage follows from it: ranges, ladder, what leads. {now}"
    )
    yield Setting(
        "company:stage",
        "Stage",
        f"{company.stage}: {rules.leads_words}",
        f"{rules.means} It can be set apart from the people. {now}",
    )
    if not company.is_solo:
        yield Setting("company:founder", "Founder", company.founder, f"Who the ladder’s last rung asks. {now}")
    yield Setting("company:number_format", "Numbers", company.number_format, f"How values are written and read. {now}")
    month = MONTHS[company.fiscal_start - 1]
    yield Setting("company:fiscal_year_start", "Fiscal year", f"from {month} on", f"Quarters begin with it. {now}")
    weeks = "every week" if company.checkin_weeks == 1 else f"every {company.checkin_weeks} weeks"
    yield Setting("company:checkin_weeks", "OKR check-in", weeks, f"How often objectives are looked at. {now}")
    if company.is_solo:
        verify = "done is verified" if company.self_verify else "verified apart"
        yield Setting(
            "company:self_verify", "Actions", verify, f"Whether you check an action again once it is done. {now}"
        )


def rhythm_words(rhythm: Rhythm) -> str:
    """Say when weeks close."""
    return f"{LONG_DAYS[rhythm.close_day]} {rhythm.close_time.isoformat('minutes')}, {rhythm.zone}"


def _close(view: View) -> Iterator[Setting]:
    """Say when weeks close, now and from when otherwise."""
    does = "A new close holds from the first week that begins afterwards; earlier weeks keep their deadlines."
    yield Setting("close:", "Closes", rhythm_words(view.calendar.rhythm(view.week)), does)
    if not view.company.is_solo:
        does = "How many minutes each step of the check-in is planned for; its clock goes by them."
        yield Setting("plan:weekly", "Check-in", "the minutes of its steps", does)
    for coming in view.calendar.rhythms:
        if coming.from_week > view.week:
            label = formatting.period_label(coming.from_week).partition(" ·")[0]
            yield Setting("close:coming", f"From {label} on", rhythm_words(coming), does)


def _people(view: View) -> Iterator[Setting]:
    """List the people with their teams and what they hold."""
    for person in everyone(view.repository):
        yield Setting(f"person:{person.name}", person.name, _person(person), "Everything of theirs follows a new name.")
    yield Setting("add-person:", "+ a person", "", "A person owns KPIs and actions, or is asked by a rung.")


def _person(person: Person) -> str:
    """Say where somebody is, and what they hold."""
    holds = person.holds
    counts = [
        "founder" if holds.is_founder else "",
        ", ".join(person.teams),
        formatting.plural(len(holds.kpis), "KPI") if holds.kpis else "",
        formatting.plural(len(holds.actions), "action") if holds.actions else "",
    ]
    return " · ".join(one for one in counts if one) or "holds nothing"


def _teams(view: View) -> Iterator[Setting]:
    """List the teams with who leads them and who is in them."""
    for team in view.repository.teams():
        lead = f"led by {team.lead}" if team.lead else "led by the founder"
        words = f"{lead} · {', '.join(team.members) or 'nobody in it'}"
        yield Setting(f"team:{team.name}", team.name, words, "Its KPIs follow a new name; its lead is asked on rung 2.")
    yield Setting("add-team:", "+ a team", "", "From phase 2 on each team owns three to five KPIs.")


def _ladder(view: View) -> Iterator[Setting]:
    """List the rungs, the company's own or its stage's."""
    does = "A new ladder holds for escalations opened afterwards; open ones keep theirs."
    for number, rung in enumerate(ladder_of(view.company, view.repository.ladder())):
        label = f"{number + 1} {rung.name}"
        yield Setting(f"rung:{number}", label, rung_words(rung, is_solo=view.company.is_solo), does)
    yield Setting("add-rung:", "+ a rung", "", does)


def rung_words(rung: Rung, *, is_solo: bool) -> str:
    """Say who a rung asks, for what, and how long they have."""
    who = "you" if is_solo and rung.who in ROLES else {"owner": "the owner", "lead": "the lead"}.get(rung.who, rung.who)
    who = "the founder" if who == "founder" else who
    owes = "a corrective action" if rung.owes == "action" else "a decision"
    return f"{who} · {owes} · {f'{rung.hours} h' if rung.hours else 'no limit'}"


def _ranges(view: View, playbook: Playbook) -> Iterator[Setting]:
    """List the ranges, with whose they are."""
    for name, now, is_own in in_force(view, playbook):
        whose = "your own" if is_own else f"the stage’s, {view.company.stage}"
        does = "Outside of it lint warns. Your own goes before the stage’s, until you go back to that."
        yield Setting(f"range:{name}", RANGE_WORDS[name], f"{now}  ({whose})", does)


def _own(view: View, host: Host, theme: str) -> Iterator[Setting]:
    """List what is kept beside the company's file, for this user alone."""
    where = "It is kept in your settings file; what else that holds stays as it is."
    if not view.company.is_solo:
        yield Setting("own:person", "You are", view.who, f"Whose name stands beside what you do. {where}")
    yield Setting("own:notes", "Notes folder", str(host.notes), f"Where a meeting’s notes are written to. {where}")
    yield Setting("own:theme", "Colours", theme, f"Seen as you choose. {where}")
    side = "first" if host.newest_first else "last"
    yield Setting("own:newest", "Newest period", side, f"On which side the scorecard has it. {where}")


def day_choices() -> tuple[tuple[str, str], ...]:
    """Offer the days of the week."""
    return tuple((day, day.capitalize()) for day in WEEKDAYS)
