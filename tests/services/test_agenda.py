"""The calendar file: the close, decisions to check, actions due, read back as a calendar reads them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from cadence_tui.export.ics import NAME, calendar, keep
from cadence_tui.services import company as companies
from cadence_tui.services import decisions
from cadence_tui.services.agenda import agenda
from tests.companies import Company

if TYPE_CHECKING:
    from pathlib import Path

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def mill() -> Company:
    """Give a company with one KPI."""
    return Company()


def read(company: Company) -> icalendar.Calendar:
    """Write the company's calendar and read it back, which refuses what is no calendar."""
    found = icalendar.Calendar.from_ical(calendar(agenda(company.desk.view())))
    assert isinstance(found, icalendar.Calendar)
    return found


def events(company: Company) -> list[Any]:
    """Read the entries back."""
    return list(read(company).events)


def closings(company: Company) -> list[Any]:
    """Read the closes back."""
    return [one for one in events(company) if str(one["UID"]).startswith("close-")]


def test_the_close_comes_back_every_week_in_the_companys_zone(mill: Company) -> None:
    """It begins with the first close there was, and the file describes the zone that it names."""
    close = events(mill)[0]
    assert close.start == datetime(2026, 11, 9, 18, tzinfo=OSLO)
    assert close["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=MO"
    assert close["DTSTART"].params["TZID"] == "Europe/Oslo"
    assert [zone.tz_name for zone in read(mill).timezones] == ["Europe/Oslo"]


def test_the_close_keeps_its_hour_when_the_clocks_change(mill: Company) -> None:
    """Whoever reads the file alone, by the zone as it is described there, is at the close in winter and in summer."""
    zone = read(mill).timezones[0].to_tz(lookup_tzid=False)
    for day, offset in ((date(2027, 1, 4), 1), (date(2027, 3, 29), 2), (date(2027, 10, 25), 2), (date(2027, 11, 1), 1)):
        at = datetime(day.year, day.month, day.day, 18, tzinfo=zone)
        assert at.utcoffset() == timedelta(hours=offset), day
        assert at == datetime(day.year, day.month, day.day, 18, tzinfo=OSLO)


def test_a_moved_week_is_moved_and_a_paused_one_left_out(mill: Company) -> None:
    """A calendar shows the deadline that holds, and none in a week in which nothing is asked for."""
    mill.pause("2026-W46")
    mill.move("2026-W47", "2026-11-25T12:00")
    close, moved = closings(mill)
    assert [one.dt for one in close["EXDATE"].dts] == [datetime(2026, 11, 16, 18, tzinfo=OSLO)]
    assert moved["RECURRENCE-ID"].dt == datetime(2026, 11, 23, 18, tzinfo=OSLO)
    assert moved.start == datetime(2026, 11, 25, 12, tzinfo=OSLO)
    assert moved["UID"] == close["UID"]


def test_a_new_rhythm_ends_the_one_before(mill: Company) -> None:
    """The old close stops where the new one begins, each with a UID of its own."""
    companies.edit(mill.desk, {"close_day": "fri", "close_time": "16:00"})
    old, new = closings(mill)
    assert old["RRULE"]["UNTIL"][0] < new.start
    assert (new.start.strftime("%a %H:%M"), new["RRULE"]["BYDAY"]) == ("Fri 16:00", ["FR"])
    assert old["UID"] != new["UID"]
    assert re.fullmatch(rb"FREQ=WEEKLY;UNTIL=\d{8}T\d{6}Z;BYDAY=MO", old["RRULE"].to_ical())


def test_decisions_and_actions_stand_on_their_days(mill: Company) -> None:
    """What is to be checked and what is due stands on its day, and is gone once it is done."""
    mill.decide(actions=["Call, then; \\ write"])
    found = {str(one["UID"]).partition(".")[0]: one for one in events(mill)[1:]}
    assert found["D-1"]["SUMMARY"] == "Did it work? Do something"
    assert type(found["D-1"].start) is date
    assert found["A-1"]["SUMMARY"] == "Due: Call, then; \\ write (Olga)"
    mill.at("2026-11-20T09:00")
    decisions.verify(mill.desk, "A-1")
    assert "A-1" not in {str(one["UID"]).partition(".")[0] for one in events(mill)}


def test_a_month_is_reviewed_on_the_day_on_which_it_is_judged(mill: Company) -> None:
    """The next three months, each with a UID of its own that stays."""
    found = {str(one["UID"]).partition(".")[0]: one for one in events(mill)}
    assert [(uid, found[uid].start) for uid in ("2026-11", "2026-12", "2027-01")] == [
        ("2026-11", date(2026, 12, 7)),
        ("2026-12", date(2027, 1, 4)),
        ("2027-01", date(2027, 2, 1)),
    ]
    assert found["2026-11"]["SUMMARY"] == "Review November 2026"
    mill.at("2026-12-08T09:00")
    assert "2026-11" not in {str(one["UID"]).partition(".")[0] for one in events(mill)}


def test_the_same_company_gives_the_same_uids_for_ever(mill: Company) -> None:
    """A second export a month later changes entries, and adds none that stood there under another name."""
    before = {str(one["UID"]): str(one["SUMMARY"]) for one in events(mill)}
    mill.at("2026-12-08T09:00")
    after = {str(one["UID"]): str(one["SUMMARY"]) for one in events(mill)}
    assert len(before.keys() & after.keys()) == 3
    assert {uid: words for uid, words in after.items() if uid in before}.items() <= before.items()
    assert not set(before.values()) & {words for uid, words in after.items() if uid not in before}


def test_the_file_replaces_its_own_kind_alone(mill: Company, tmp_path: Path) -> None:
    """The one written before is replaced; somebody else's file of that name stays."""
    assert keep(tmp_path, agenda(mill.desk.view())) == keep(tmp_path, agenda(mill.desk.view()))
    (tmp_path / NAME).write_text("mine", "utf-8")
    assert keep(tmp_path, agenda(mill.desk.view())).name == "cadence-2.ics"
    assert (tmp_path / NAME).read_text("utf-8") == "mine"
