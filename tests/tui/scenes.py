"""Every screen and dialog that there is, and how one comes to it: what the pictures and the contrast are taken of.

A new screen is in all of that by a line here; one that has none is named by a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from cadence_tui import bootstrap
from cadence_tui.services.audit import Thing
from cadence_tui.services.sources import Outside
from cadence_tui.services.wizard import Answers, FileStore
from cadence_tui.tui.app import CadenceApp
from cadence_tui.tui.host import Beginning, Safety
from tests.objectives import objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from cadence_tui.domain.backup import Backup
    from cadence_tui.tui.places import Kind
    from tests.tui.conftest import Stage

LOW, TALL, WIDE = (80, 24), (120, 40), (200, 60)
LIBRARY = cache(bootstrap.library)
OSLO = "Europe/Oslo"
FOUNDED = datetime.fromisoformat("2026-11-02T09:00+01:00")
NOTES = Path("/home/ada/notes")
# A machine on which each query gives the same, and whose user has allowed it.
OUTSIDE = Outside(query=lambda *_: "0.5", is_allowed=lambda _: True, allow=lambda _: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A screen as somebody sees it: its name, the class of what is in front, and what leads there.

    `prepare` changes what the demo company's file holds, or the moment, before the app is opened; `opens` names a page
    to go to, then `keys` are pressed and `paste` is pasted; once that has settled, `cursor` is gone to and `then` is
    pressed. `hover` names a place for the mouse.

    It is drawn at its `sizes`, at each in the dark theme and at the last of them in the light one too: a theme changes
    colours and nothing else, so that the light pictures of other sizes would say nothing new.
    """

    name: str
    screen: str
    keys: tuple[str, ...] = ()
    opens: tuple[Kind, str] | None = None
    cursor: str = ""
    then: tuple[str, ...] = ()
    paste: str = ""
    hover: tuple[int, int] | None = None
    prepare: Callable[[Stage], None] | None = None
    sizes: tuple[tuple[int, int], ...] = (LOW, TALL)

    def app(self, stage: Stage, theme: str) -> CadenceApp:
        """Make the app as the program does, naming no folder of the machine that it runs on."""
        if self.prepare is not None:
            self.prepare(stage)
        host = stage.host(
            path=Path(stage.path.name),
            notes=NOTES,
            theme=theme,
            keep_setting=lambda *_: Path("/home/ada/.config/cadence/settings.toml"),
            beginning=Beginning(LIBRARY, lambda: stage.now, lambda: OSLO),
            outside=OUTSIDE,
            safety=Safety(
                daily=lambda *_: None,
                flaw=lambda _: None,
                listed=_listed,
                take=bootstrap.back_up,
                restore=bootstrap.restore,
            ),
        )
        return CadenceApp(host)


def _listed(path: Path, goes_on: Callable[[int, int], bool]) -> list[Backup]:
    """List the backups, each of one size, which otherwise is another for each SQLite."""
    return [one._replace(size=1_900_000) for one in bootstrap.backups(path, goes_on)]


# --- Companies, and moments -------------------------------------------------------------------------------------------

_ALONE = """
[company]
name = "Fjord Labs"
founder = "Ada Berg"
timezone = "Europe/Oslo"
people_count = 1
"""
_YOUNG = """
[company]
name = "Fjord Labs"
timezone = "Europe/Oslo"
start = 2026-11-01
people_count = 2

[[people]]
name = "Ada Berg"

[[kpis]]
key = "nps"
name = "NPS"
owner = "Ada Berg"
direction = "at_least"
target = 40
"""
_LED = """
[company]
name = "Fjord Labs"
timezone = "Europe/Oslo"
start = 2026-09-01
founder = "Ada Berg"
stage = "alignment"
"""
_KR = '[[objectives.key_results]]\ntitle = "Ship {n} of the parts"\nbaseline = 0\ntarget = 10\n'


def empty(stage: Stage) -> None:
    """Have a company that has just been founded, of one person, with nothing in it."""
    stage.now = FOUNDED
    stage.company(_ALONE)


def young(stage: Stage) -> None:
    """Have a company of two that began today, with one KPI."""
    stage.now = FOUNDED
    stage.company(_YOUNG)


def nothing(stage: Stage) -> None:
    """Have no company yet."""
    stage.path.unlink()


def at_phase(phase: int, stage: Stage) -> None:
    """Put the demo company into an earlier phase, its objectives still drafts."""
    with stage.sit_down() as desk, desk.change("advanced", f"phase {phase}") as change:
        change.repository.put_company(change.company._replace(phase=phase))
        for one in change.repository.objectives():
            draft = one._replace(state="draft", activated_at=None, closed_at=None)
            change.repository.put_objective(draft, at=change.now)


def led_by_okrs(stage: Stage) -> None:
    """Have a company at a stage where OKRs lead, with three objectives under way and nine KPIs."""
    stage.now = FOUNDED
    kpis = "".join(
        f'[[kpis]]\nname = "KPI {n}"\nowner = "Ada Berg"\ndirection = "at_least"\ntarget = 40\n' for n in range(9)
    )
    stage.company(f"{_LED}{kpis}")
    titles = ("Make the first week feel effortless", "Win the market in the north", "Answer before we are asked")
    with stage.sit_down() as desk, desk.change("advanced") as change:
        change.repository.put_company(change.company._replace(phase=3))
        for n, title in enumerate(titles, 1):
            one = objective(id=f"O-{n}", title=title, owner="Ada Berg", kpi=None, initiatives=(), created_at=change.now)
            parts = tuple(part._replace(id=f"O-{n}.{m}") for m, part in enumerate(one.key_results, 1))
            change.repository.put_objective(one._replace(activated_at=change.now, key_results=parts), at=change.now)
        change.name("phase 3")
    stage.now += timedelta(days=5)


def away(stage: Stage) -> None:
    """Come back after three weeks in which nobody was there."""
    stage.now += timedelta(weeks=3)


def crowded(stage: Stage) -> None:
    """Have as many company objectives as there may be, and the draft of one more."""
    from cadence_tui.services import objectives

    parts = "".join(_KR.format(n=n) for n in (1, 2))
    with stage.sit_down() as desk:
        for number in (1, 2):
            text = f'[[objectives]]\ntitle = "Crowd {number}"\nowner = "Amara Okafor"\nkpi = "churn"\n{parts}'
            made = objectives.add(desk, text)[0].id
            if number == 1:
                objectives.activate(desk, bootstrap.playbook(), made)


def fed(stage: Stage) -> None:
    """Have a KPI whose value comes from a database of the machine."""
    from cadence_tui.services import sources

    with stage.sit_down() as desk:
        sources.set_source(desk, "churn", "sqlite", "/home/ada/shop.db", "SELECT 0.5", outside=OUTSIDE)


# --- Setting a company up ---------------------------------------------------------------------------------------------

STEPS = ("company", "rhythm", "people", "stage", "audit", "sort", "cut", "kpis", "ladder", "preview")
_TYPED = {
    "name": "Fjord Labs",
    "you": "Ada Berg",
    "count": "7",
    "people": "Bo Dahl\nCy Eide",
    "teams": "Growth: Bo Dahl",
    "tracked": "Customer churn\nNPS\nCAC\nPage views\nLaunch in Spain\nRework pricing",
}
# What somebody tracks, as they sort it: four of ongoing health, of which three stay, and two of strategic change.
_HEALTH, _CHANGE = ("Customer churn", "NPS", "CAC", "Page views"), ("Launch in Spain", "Rework pricing")


def begun(step: str, stage: Stage) -> None:
    """Leave behind what somebody has answered up to a step of setting their company up."""
    nothing(stage)
    things = [
        *(Thing(name, "health", kept=at < len(_HEALTH) - 1) for at, name in enumerate(_HEALTH)),
        *(Thing(name, "change", kept=at == 0) for at, name in enumerate(_CHANGE)),
    ]
    if step == "sort":
        things[1].bucket = things[4].bucket = ""
    is_sorted = STEPS.index(step) > STEPS.index("audit")
    answers = Answers(step=step, typed=dict(_TYPED), things=things if is_sorted else [])
    FileStore.beside(stage.path).save(answers.write())


# --- The scenes -------------------------------------------------------------------------------------------------------


def _many(
    screen: str, name: str, *keys: str, low: bool = False, prepare: Callable[[Stage], None] | None = None
) -> Scene:
    """Write a scene that is reached by keys alone; of a `low` one the small size says all."""
    return Scene(name=name, screen=screen, keys=keys, prepare=prepare, sizes=(LOW,) if low else (LOW, TALL))


def _setting(name: str, screen: str, cursor: str, *then: str) -> Scene:
    """Write a scene of the form for a line of the settings."""
    return Scene(name=name, screen=screen, keys=("comma",), cursor=cursor, then=then or ("enter",), sizes=(LOW,))


def _page(name: str, screen: str, kind: Kind, subject: str,
          *keys: str, low: bool = False) -> Scene:  # fmt: skip
    """Write a scene on the page of something."""
    return Scene(name=name, screen=screen, opens=(kind, subject), keys=keys, sizes=(LOW,) if low else (LOW, TALL))


_NEXT = "ctrl+s"
_DRAFT = ("3", "n", *"Make", *["enter"] * 4, *"Launch", "space", *"a", "space", *"page", "enter", *"4to9", "enter")
_PASTED = "KPI\t2023-W22\t2023-W23\nNPS\t41,5\t42\nTickets\t5\t6"

SCENES: tuple[Scene, ...] = (
    # Without a company.
    _many("WelcomeScreen", "welcome", prepare=nothing),
    _many("Steps", "welcome-steps", "s", low=True, prepare=nothing),
    *(
        _many("WizardScreen", f"set-up-{number}-{step}", "n", prepare=partial(begun, step))
        for number, step in enumerate(STEPS, 1)
    ),
    _many("Compare", "set-up-pairs", "n", "b", low=True, prepare=partial(begun, "cut")),
    _many("Find", "set-up-library", "n", "slash", *"nps", low=True, prepare=partial(begun, "kpis")),
    _many("DraftKpi", "set-up-kpi", "n", "space", low=True, prepare=partial(begun, "kpis")),
    # This week.
    Scene(name="this-week", screen="WeekScreen", sizes=(LOW, WIDE, TALL)),
    _many("WeekScreen", "this-week-empty", prepare=empty),
    _many("WeekScreen", "this-week-led-by-okrs", prepare=led_by_okrs),
    Scene(name="this-week-hover", screen="WeekScreen", hover=(20, 9), sizes=(LOW,)),
    _many("WeekScreen", "this-week-toast", "r", "2", "4", "0", "0", "enter"),
    _many("WeekScreen", "record", "down", "r", "0", "full_stop", "9"),
    _many("WeekScreen", "record-wrong", "down", "r", "x", "enter", low=True),
    _many("Close", "close", "c"),
    _many("ChangeWeek", "week-pause", "p", "enter", *"25", "space", *"Dec", "enter", *"Closed", low=True),
    _many("Notes", "notes", "N"),
    _many("Report", "report", "x", low=True),
    _many("RhythmScreen", "rhythm", "y"),
    _many("RhythmScreen", "rhythm-empty", "y", low=True, prepare=empty),
    _many("Absence", "absence", prepare=away),
    _many("Pull", "fetch", "f", low=True, prepare=fed),
    _many("ChooseFile", "import-choose", "i", low=True),
    Scene(name="import", screen="ImportScreen", keys=("i",), paste=_PASTED),
    Scene(
        name="import-which",
        screen="ChooseKpi",
        keys=("i",),
        paste=_PASTED,
        cursor="name:Tickets",
        then=("enter",),
        sizes=(LOW,),
    ),
    Scene(
        name="import-why",
        screen="WhyAmend",
        keys=("i",),
        paste="KPI\t2026-W46\nTrial to paid\t15",
        cursor="why",
        then=("enter",),
        sizes=(LOW,),
    ),
    # Everywhere.
    _many("Reach", "reach", "ctrl+g"),
    _many("Help", "help", "question_mark"),
    _many("Palette", "palette", "ctrl+p"),
    _many("Palette", "palette-found", "ctrl+p", *"trial", low=True),
    # KPIs.
    _many("KpisScreen", "kpis", "2", "down"),
    Scene(name="kpis-wide", screen="KpisScreen", keys=("2", "b", "s", "s"), sizes=(WIDE,)),
    _many("KpisScreen", "kpis-empty", "2", prepare=empty),
    _many("KpisScreen", "kpis-as-of", "2", "t", "enter"),
    _many("KpisScreen", "kpis-filter", "2", "slash", *"re", low=True),
    _many("Ask", "ask", "2", "t", low=True),
    _many("CellDialog", "cell", "2", *["down"] * 6, "left", "space"),
    _many("AddKpi", "kpi-new", "2", "n"),
    _many("AddKpi", "kpi-new-wrong", "2", "n", "ctrl+s", low=True),
    _page("kpi", "KpiScreen", "kpi", "churn"),
    Scene(name="kpi-wide", screen="KpiScreen", opens=("kpi", "churn"), keys=("z", "z", "m"), sizes=(WIDE,)),
    _page("kpi-limits", "KpiScreen", "kpi", "churn", "z", "m"),
    _page("kpi-about", "Telling", "kpi", "churn", "i"),
    _page("kpi-edit", "EditKpi", "kpi", "churn", "e"),
    _page("kpi-record", "RecordValue", "kpi", "churn", "r", low=True),
    _page("kpi-target", "OnePeriod", "kpi", "churn", "t", low=True),
    _page("kpi-pause", "Pause", "kpi", "churn", "p", low=True),
    _page("kpi-retire", "Retire", "kpi", "churn", "X", low=True),
    _page("kpi-raise", "RaiseKpi", "kpi", "reopened", "o", low=True),
    _page("kpi-source", "SetSource", "kpi", "churn", "s", *["right"] * 4, low=True),
    # OKRs.
    _many("OkrsScreen", "okrs", "3"),
    _many("OkrsScreen", "okrs-empty", "3", prepare=empty),
    _many("OkrsScreen", "okrs-past", "3", "left"),
    _page("objective", "ObjectiveScreen", "objective", "O-4"),
    _page("key-result", "PartScreen", "objective", "O-4.1"),
    _many("CheckInForm", "key-result-check-in", "3", "c"),
    _many("DraftObjective", "okr-draft", *_DRAFT),
    _page("okr-edit", "EditObjective", "objective", "O-4", "e", low=True),
    _page("okr-add", "AddPart", "objective", "O-4", "n", low=True),
    _page("okr-decide", "DecideOkr", "objective", "O-4", "d", low=True),
    Scene(
        name="okr-over-the-cap",
        screen="MakeRoom",
        keys=("3",),
        cursor="O-9",
        then=("a",),
        prepare=crowded,
        sizes=(LOW,),
    ),
    _page("person", "PersonScreen", "person", "Amara Okafor"),
    # The log.
    _many("LogScreen", "log", "4"),
    _many("LogScreen", "log-open", "4", "o"),
    _many("Narrow", "log-narrow", "4", "f"),
    _many("LogScreen", "log-empty", "4", prepare=empty),
    _many("CalibrationScreen", "did-it-work", "4", "y", "enter"),
    _page("escalation", "StoryScreen", "escalation", "E-16"),
    _page("decision", "StoryScreen", "decision", "D-3"),
    _page("action", "StoryScreen", "action", "A-3", low=True),
    _page("answer", "Answer", "escalation", "E-18", "d"),
    Scene(name="did-it-work-form", screen="Check", keys=("4",), cursor="D-30", then=("v",), sizes=(LOW,)),
    Scene(name="supersede", screen="Supersede", keys=("4",), cursor="D-30", then=("s",), sizes=(LOW,)),
    _many("New", "decision-new", "4", "n", low=True),
    _many("Keep", "action-keep", "w", "K", low=True),
    _many("Drop", "action-drop", "w", "X", low=True),
    # The rollout.
    _many("RolloutScreen", "rollout", "5"),
    _many("RolloutScreen", "rollout-young", "5", prepare=young),
    _many("RolloutScreen", "rollout-gate-met", "5", prepare=partial(at_phase, 2)),
    _many("RolloutScreen", "rollout-third-phase", "5", "down", prepare=partial(at_phase, 3)),
    _many("Advance", "rollout-advance", "5", "a", low=True, prepare=partial(at_phase, 2)),
    _many("Override", "rollout-override", "5", "a", low=True, prepare=young),
    # The check-in.
    _many("WeeklyCheckin", "check-in-follow-through", "w"),
    _many("WeeklyCheckin", "check-in-scorecard", "w", _NEXT, "0", "full_stop", "5"),
    _many("Why", "check-in-why", "w", _NEXT, "2", "enter", low=True),
    _many("WeeklyCheckin", "check-in-escalations", "w", *[_NEXT] * 2),
    _many("HeldAnswer", "check-in-answer", "w", *[_NEXT] * 2, "d", low=True),
    _many("WeeklyCheckin", "check-in-okrs", "w", *[_NEXT] * 3),
    _many("WeeklyCheckin", "check-in-decisions", "w", *[_NEXT] * 4),
    _many("WeeklyCheckin", "check-in-close", "w", *[_NEXT] * 5),
    _many("Summary", "check-in-summary", "w", *[_NEXT] * 5, "tab", "tab", "e", low=True),
    _many("Jump", "check-in-steps", "w", "f2", low=True),
    _many("New", "check-in-add", "w", "ctrl+n", low=True),
    # The reviews.
    _many("MonthlyReview", "review-month", "M"),
    _many("MonthlyReview", "review-month-90-days", "M", _NEXT),
    _many("MonthlyReview", "review-month-targets", "M", *[_NEXT] * 2),
    _many("MonthlyReview", "review-month-objectives", "M", *[_NEXT] * 3),
    _many("MonthlyReview", "review-month-learned", "M", *[_NEXT] * 4),
    _many("MonthlyReview", "review-month-decisions", "M", *[_NEXT] * 5),
    _many("MonthlyReview", "review-month-close", "M", *[_NEXT] * 6),
    _many("Retrospective", "retrospective", "Q"),
    _many("Retrospective", "retrospective-learned", "Q", _NEXT),
    _many("Retrospective", "retrospective-keep", "Q", *[_NEXT] * 2),
    _many("Retrospective", "retrospective-next", "Q", *[_NEXT] * 3),
    _many("Retrospective", "retrospective-close", "Q", *[_NEXT] * 4),
    _many("ScoreForm", "retrospective-score", "Q", "enter", low=True),
    _many("OkrCheckin", "okr-check-in", "f4"),
    # Settings, and what is around them.
    Scene(name="settings", screen="SettingsScreen", keys=("comma", "down")),
    _many("SettingsScreen", "settings-alone", "comma", "end", low=True, prepare=empty),
    _setting("settings-company", "CompanyForm", "company:name"),
    _setting("settings-close", "CloseForm", "close:"),
    _setting("settings-person", "Deed", "person:Amara Okafor"),
    _setting("settings-range", "RangeForm", "range:company_kpis"),
    _setting("settings-folder", "OwnForm", "own:notes"),
    _setting("settings-minutes", "Plan", "plan:weekly"),
    _many("Colours", "colours", "ctrl+t"),
    _many("AuditScreen", "audit", "f8"),
    _many("BackupsScreen", "backups", "B", "n"),
    Scene(name="backups-put-back", screen="Restore", keys=("B", "n"), then=("p",), sizes=(LOW,)),
)
