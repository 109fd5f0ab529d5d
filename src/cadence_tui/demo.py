"""A made-up company with a year of history, which ends in the week that the clock is in.

The company stands in demo.toml, its year in demo_year.toml, told backwards from that week, and its objectives in
demo_okrs.toml. Everything happens as it did to a founder: through the services, at a desk whose clock walks through the
year. There is no chance in it, so that the same clock gives the same file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zlib import crc32

from cadence_tui.demo_okrs import Quarters
from cadence_tui.domain.calendar import WEEKDAYS, Calendar, Rhythm, first_day, instant, shift, zone_named
from cadence_tui.services import decisions, importing, kpis, recording, setup, undo, week
from cadence_tui.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cadence_tui.domain.playbook import Playbook

ZONE = "Europe/Amsterdam"
NOW = instant(date(2026, 11, 23), time(10), zone_named(ZONE))
"""A Monday morning before the review: the clock of pictures and tests, so that they never change."""

MARK = "demo"
DAILY = ("uptime", "first_response")
_READY = "09:30"
_FIRST_CLOSE, _LAST_CLOSE = time(10, 40), time(10, 55)
_HALF = 2**31

Told = dict[str, Any]


def build(desk: Desk, playbook: Playbook) -> None:
    """Found the company in the empty file at a desk, and live through its year up to the desk's clock."""
    year = _Year(desk)
    year.plan(playbook)
    year.live()
    desk.repository.set_mark(MARK, "yes")


def is_demo(desk: Desk) -> bool:
    """Say whether the file at a desk was made here, and may be made anew."""
    return desk.repository.mark(MARK) is not None


def _read(name: str) -> str:
    """Read one of the demo's own files."""
    return files("cadence_tui").joinpath(name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something that somebody does at a moment."""

    at: datetime
    who: str
    do: Callable[[Desk], object]


class _Year:
    """The year as it is planned, and then lived through."""

    def __init__(self, desk: Desk) -> None:
        self.repository, self.now = desk.repository, desk.clock()
        self.moment = self.now
        self.story: Told = tomllib.loads(_read("demo_year.toml"))
        self.company = setup.read_plan(_read("demo.toml"), zone=ZONE, today=self.now)
        self.zone = zone_named(self.company.zone)
        rhythm = Rhythm("", self.company.zone, self.company.close_day, self.company.close_time)
        self.calendar = Calendar((rhythm,))
        self.open_week = self.calendar.current_week(self.now)
        self.deeds = list[_Deed]()
        self.ids = dict[str, str]()

    # --- Time ---------------------------------------------------------------------------------------------------------

    def week(self, ago: int) -> str:
        """Name the week so many weeks before the open one."""
        return shift(self.open_week, -ago)

    def at(self, text: str) -> datetime:
        """Find a moment: “39 mon 10:45” is that Monday, 39 weeks before the open week."""
        ago, day, clock = text.split()
        return instant(self.day(int(ago), day), time.fromisoformat(clock), self.zone)

    def day(self, ago: int, day: str) -> date:
        """Find a day of the week so many weeks before the open one."""
        return first_day(self.week(ago)) + timedelta(days=WEEKDAYS.index(day))

    def later(self, text: str, days: int) -> str:
        """Give the day so many days after a moment."""
        return (self.at(text).astimezone(self.zone).date() + timedelta(days=days)).isoformat()

    # --- Planning -----------------------------------------------------------------------------------------------------

    def plan(self, playbook: Playbook) -> None:
        """Plan everything that has happened by now; what is told in the story first comes first at the same moment."""
        self._plan_numbers()
        for told in self.story["values"]:
            self._add(told["at"], told["by"], partial(self._type, told))
        for told in self.story["changes"]:
            at = self.at(told["at"]) if "at" in told else self._month_due(told["pause"]["months_ago"], days=5)
            self._add(at, told["by"], partial(self._change, told))
        for number, told in enumerate([*self.story["actions"], *self.story["decisions"]]):
            self._plan_story({"label": str(number), **told})
        for ago in range(52, -1, -1):
            if ago not in self.story["no_meeting"]:
                self._plan_meeting(ago)
        quarters = Quarters(_read("demo_okrs.toml"), self.now.astimezone(self.zone).date(), self.zone, self.at)
        for at, who, do in quarters.plan(self.company.founder, playbook):
            self._add(at, who, do)

    def _add(self, at: str | datetime, who: str, do: Callable[[Desk], object]) -> None:
        """Plan a deed, unless its time has not come."""
        moment = self.at(at) if isinstance(at, str) else at
        if moment <= self.now:
            self.deeds.append(_Deed(moment, who, do))

    def _plan_story(self, told: Told) -> None:
        """Plan a decision or an action of its own, with what became of each action, and whether it worked."""
        founder, label = self.company.founder, told["label"]
        self._add(told["at"], told["by"], partial(self._decide if "title" in told else self._act, told))
        for number, action in enumerate(told.get("actions", [told])):
            name = f"{label}.{number}"
            if "done" in action:
                self._add(action["done"], action["owner"], partial(self._step, decisions.finish, name))
            if "verified" in action:
                self._add(action["verified"], founder, partial(self._step, decisions.verify, name))
            if "dropped" in action:
                self._add(action["dropped"], founder, partial(self._drop, name, action["why"]))
            if "kept" in action:
                self._add(action["kept"]["at"], founder, partial(self._keep, name, action["kept"]))
        if "undone" in told:
            self._add(told["undone"], told["by"], undo.undo)
        for check in told.get("checks", [told["check"]] if "check" in told else []):
            self._add(check["at"], founder, partial(self._check, label, check))

    def _plan_meeting(self, ago: int) -> None:
        """Plan the Monday's review; what it judges is answered in it, and the notes are written after that."""
        moved = {told["move"]["week"]: told["move"]["to"] for told in self.story["changes"] if "move" in told}
        day = moved.get(ago + 1, f"{ago} mon").split()[1]
        first, last = (instant(self.day(ago, day), clock, self.zone) for clock in (_FIRST_CLOSE, _LAST_CLOSE))
        rating, remark = self.story["ratings"].get(str(ago), [7 + crc32(b"%d" % ago) % 2, ""])
        if any(first < self.at(told["at"]) < last for told in self.story["decisions"]):
            self._add(first, self.company.founder, week.close)
        self._add(last, self.company.founder, partial(week.close, rating=rating, remark=remark))

    # --- The numbers --------------------------------------------------------------------------------------------------

    def _plan_numbers(self) -> None:
        """Plan how each week's numbers come in: as one sheet, and later typed by their owners."""
        story = self.story
        paused = {told["pause"]["week"] for told in story["changes"] if "pause" in told and "kpi" not in told["pause"]}
        moved = {told["move"]["week"]: told["move"]["to"] for told in story["changes"] if "move" in told}
        before = 53 + story["sheet"]["weeks"]
        sheet = [row for ago in range(before, 53, -1) for row in self._rows(ago) if row[0] in story["sheet"]["kpis"]]
        self._add(story["sheet"]["at"], story["bookkeeper"], partial(self._import, "old sheet.csv", sheet))
        for ago in range(53, -1, -1):
            if ago in paused:
                continue
            day = " ".join(moved.get(ago, f"{ago - 1} mon").split()[:2])
            name = f"scorecard {self.week(ago)}.csv"
            if ago > story["typed_since"]:
                rows = [*self._rows(ago), *self._days(ago)]
                self._add(f"{day} 09:05", story["bookkeeper"], partial(self._import, name, rows))
                continue
            for key, period, value, note in self._rows(ago):
                self._add_typed(ago, key, story["typed"][key], (period, value, note))
            if ago:
                self._add(f"{day} 09:00", story["bookkeeper"], partial(self._import, name, list(self._days(ago))))
            else:
                self._plan_open_days()
        self._plan_months()

    def _add_typed(self, ago: int, key: str, when: str, cell: tuple[str, str, str]) -> None:
        """Plan a number that its owner types; in the open week, the last ones are left to whoever opens the demo."""
        day, clock = when.split()
        if ago == 0 and day == "next" and clock > _READY:
            return
        at = f"{ago - 1} mon {clock}" if day == "next" else f"{ago} {when}"
        self._add(at, self._owner(key), partial(self._record, key, *cell))

    def _plan_open_days(self) -> None:
        """Plan the days of the open week, typed every evening; the weekend's come in on Monday."""
        for key, period, value, note in self._days(0):
            day = WEEKDAYS[(date.fromisoformat(period) - first_day(self.open_week)).days]
            at = "-1 mon 09:00" if day in ("sat", "sun") else f"0 {day} 17:20"
            self._add(at, self._owner(key), partial(self._record, key, period, value, note))

    def _plan_months(self) -> None:
        """Plan the monthly numbers, which come in three days before they are judged."""
        for ago, value in enumerate(self.story["series"]["runway"]["by_month"]):
            at = self._month_due(ago, days=3)
            if value and at > self.at(self.story["founded"]):
                self._add(at, self._owner("runway"), partial(self._record, "runway", self._month(ago), value, ""))

    def _month(self, ago: int) -> str:
        """Name the month so many months before the one that is judged next."""
        return shift(self.calendar.current_month(self.now, self._lag), -ago)

    def _month_due(self, ago: int, *, days: int) -> datetime:
        """Find the afternoon so many days before a month is judged."""
        deadline = self.calendar.deadline(self._month(ago), self._lag).astimezone(self.zone)
        return instant(deadline.date() - timedelta(days=days), time(15), self.zone)

    @property
    def _lag(self) -> int:
        """Give how many days the bookkeeper needs after a month's end."""
        return next(kpi.lag_days for kpi in self.company.kpis if kpi.cadence == "monthly")

    def _rows(self, ago: int) -> Iterator[tuple[str, str, str, str]]:
        """Give the weekly numbers of a week: KPI, week, value as typed, note."""
        for key, series in self.story["series"].items():
            if key in DAILY or key == "runway" or ago > series.get("since", 99) or ago < series.get("until", 0):
                continue
            value, note = _said(series.get("said", {}).get(str(ago), None), "y" if key == "release" else "")
            if value == "" and str(ago) not in series.get("said", {}):
                value = self._number(key, ago, ago)
            if value:
                yield key, self.week(ago), value, note

    def _days(self, ago: int) -> Iterator[tuple[str, str, str, str]]:
        """Give the daily numbers of a week: KPI, day, value as typed, note."""
        for key in DAILY:
            for number, name in enumerate(WEEKDAYS):
                told = self.story["series"][key]["days"].get(f"{ago} {name}")
                value, note = _said(told, self._number(key, ago, ago * 7 - number))
                yield key, self.day(ago, name).isoformat(), value, note

    def _number(self, key: str, ago: int, place: int) -> str:
        """Work a number out: on its line through the year, give or take a wobble that is the same each time."""
        series = self.story["series"][key]
        wobble = Decimal(series["wobble"]) * (Decimal(crc32(f"{key} {place}".encode())) / _HALF - 1)
        return f"{_on_line(series['line'], ago) + wobble:.{series.get('digits', 1)}f}"

    def _owner(self, key: str) -> str:
        """Name who owns a KPI on the day."""
        added = [told["add"] for told in self.story["changes"] if "add" in told]
        return next(
            (told["owner"] for told in added if told["key"] == key),
            next((kpi.owner for kpi in self.company.kpis if kpi.key == key), self.company.founder),
        )

    # --- Living -------------------------------------------------------------------------------------------------------

    def live(self) -> None:
        """Found the company, and do what was planned, in the order of time."""
        self.moment = self.at(self.story["founded"])
        plan = setup.read_plan(_read("demo.toml"), zone=ZONE, today=self.moment)
        setup.found(self.repository, plan, self.moment)
        for deed in sorted(self.deeds, key=lambda deed: deed.at):
            self.moment = deed.at
            deed.do(Desk(self.repository, lambda: self.moment, deed.who))
        self.moment = self.now
        Desk(self.repository, lambda: self.now).catch_up()

    def _import(self, name: str, rows: list[tuple[str, str, str, str]], desk: Desk) -> None:
        lines = ["kpi,period,value,note", *(",".join(f'"{cell}"' for cell in row) for row in rows)]
        importing.import_values(desk, name, "\n".join(lines).encode())

    def _record(self, key: str, period: str, value: str, note: str, desk: Desk) -> None:
        recording.record(desk, key, value, period=period, note=note)

    def _type(self, told: Told, desk: Desk) -> None:
        note, amend = told.get("note", ""), told.get("amend")
        recording.record(desk, told["kpi"], told["value"], period=self.week(told["week"]), note=note, amend=amend)

    def _change(self, told: Told, desk: Desk) -> None:
        """Pause, move, add or edit, as it is told."""
        if pause := told.get("pause"):
            period = self._month(pause["months_ago"]) if "months_ago" in pause else self.week(pause["week"])
            week.pause(desk, period, pause["why"], kpi=pause.get("kpi"))
        elif move := told.get("move"):
            week.move_deadline(desk, self.week(move["week"]), self.at(move["to"]).isoformat(), move["why"])
        elif fields := told.get("add"):
            kpis.add(desk, fields)
        else:
            edit = dict(told["edit"])
            key, why, ago = edit.pop("kpi"), edit.pop("why"), edit.pop("week", None)
            kpis.edit(desk, key, edit, why=why, period=None if ago is None else self.week(ago))

    def _act(self, told: Told, desk: Desk) -> None:
        self.ids[f"{told['label']}.0"] = decisions.add_action(desk, self._draft(told, told["at"])).id

    def _decide(self, told: Told, desk: Desk) -> None:
        """Log a decision; “open nps” is the escalation of that KPI which is open."""
        desk.catch_up()
        expect = told.get("expect")
        draft = decisions.DecisionDraft(
            title=told["title"],
            why=told["why"],
            answers=[self._answered(answer) for answer in told.get("answers", [])],
            kind=told.get("kind"),
            options=told.get("options", []),
            actions=[self._draft(action, told["at"]) for action in told.get("actions", [])],
            expect=expect
            and decisions.ExpectationDraft(
                kpi=expect["kpi"], value=expect["value"], by=self.later(told["at"], expect["days"])
            ),
            supersedes=self.ids.get(told.get("supersedes", "")),
            check_on=self.later(told["at"], told["check_after"]) if "check_after" in told else None,
            definition=told.get("definition"),
        )
        decision = decisions.decide(desk, draft)
        self.ids[told["label"]] = decision.id
        ids = [action.id for action in self.repository.actions(closed=True) if action.decision == decision.id]
        self.ids |= {f"{told['label']}.{number}": id_ for number, id_ in enumerate(ids)}

    def _answered(self, answer: str) -> str:
        open_, _, key = answer.rpartition(" ")
        return self.repository.escalations_of(key)[-1].id if open_ else answer

    def _draft(self, action: Told, at: str) -> decisions.ActionDraft:
        return decisions.ActionDraft(text=action["text"], owner=action["owner"], due=self.later(at, action["due"]))

    def _step(self, take: Callable[[Desk, str], object], name: str, desk: Desk) -> None:
        take(desk, self.ids[name])

    def _drop(self, name: str, why: str, desk: Desk) -> None:
        decisions.drop(desk, self.ids[name], why)

    def _keep(self, name: str, kept: Told, desk: Desk) -> None:
        decisions.keep(desk, self.ids[name], self.later(kept["at"], kept["due"]))

    def _check(self, label: str, check: Told, desk: Desk) -> None:
        until = self.later(check["at"], check["until"]) if "until" in check else None
        decisions.check(desk, self.ids[label], check["verdict"], note=check["note"], until=until)


def _said(told: str | list[str] | None, otherwise: str) -> tuple[str, str]:
    """Read what was typed, with its note where there is one."""
    if told is None:
        return otherwise, ""
    return (told, "") if isinstance(told, str) else (told[0], told[1])


def _on_line(line: dict[str, str], ago: int) -> Decimal:
    """Find the value of a week on a line that names some; it is flat before the first and after the last of them."""
    points = [(int(at), Decimal(value.replace(",", ""))) for at, value in line.items()]
    earlier = next(((at, value) for at, value in reversed(points) if at >= ago), points[0])
    later = next(((at, value) for at, value in points if at <= ago), points[-1])
    if earlier[0] == later[0]:
        return later[1]
    return later[1] + (earlier[1] - later[1]) * (ago - later[0]) / (earlier[0] - later[0])
