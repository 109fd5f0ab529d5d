"""Backups: which are kept, that each is whole, and how one is put back."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.backup import ALL_FOR, KEPT, Backup, keep
from cadence_tui.domain.errors import DamagedError, FileError, NotFoundError, RefusedError
from cadence_tui.services.recording import record
from cadence_tui.storage import backup
from cadence_tui.storage.database import Database
from cadence_tui.storage.repository import Repository
from tests.storage.test_database import NOW, path, seat

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["path"]

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis adds the zone)
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


def _backups(moments: list[datetime]) -> list[Backup]:
    return [Backup(f"{n:03}.db", at, "daily") for n, at in enumerate(moments)]


# --- What is kept -----------------------------------------------------------------------------------------------------


@given(st.lists(MOMENTS, max_size=60))
def test_thinning_keeps_what_is_promised(moments: list[datetime]) -> None:
    """All of the last two days, what is dated in the future, and the newest of 12 days, 10 weeks and 9 months."""
    found = _backups(moments)
    kept = keep(found, AT)
    assert {one for one in found if one.at > AT - ALL_FOR} <= kept
    past = [one for one in found if one.at <= AT]
    for form, count in KEPT:
        spans = sorted({one.at.strftime(form) for one in past}, reverse=True)[:count]
        newest = [
            max((one for one in past if one.at.strftime(form) == span), key=lambda b: (b.at, b.file)) for span in spans
        ]
        assert set(newest) <= kept
    assert len(kept) <= sum(one.at > AT - ALL_FOR for one in found) + sum(count for _, count in KEPT)


@given(st.lists(MOMENTS, max_size=40), MOMENTS)
def test_thinning_twice_is_thinning_once(moments: list[datetime], now: datetime) -> None:
    """What is kept once is not let go at the same moment, and the newest always stays."""
    kept = keep(_backups(moments), now)
    assert keep(kept, now) == kept
    if moments:
        assert max(kept, key=lambda one: one.at).at == max(moments)


def test_a_clock_that_was_ahead_takes_no_other_s_place() -> None:
    """A year of daily backups dated in the future leaves those of the past as they would have been."""
    past = _backups([AT - timedelta(days=day) for day in range(3, 30)])
    ahead = [Backup(f"ahead{day}.db", AT + timedelta(days=365 + day), "daily") for day in range(20)]
    assert keep([*past, *ahead], AT) == keep(past, AT) | set(ahead)


# --- Each is whole ----------------------------------------------------------------------------------------------------


def test_the_only_good_one_is_never_thinned_away(path: Path) -> None:
    """Where all that would be kept are broken, nothing is deleted."""
    good = backup.take(path, AT - timedelta(days=800), "daily")
    for month in range(30):
        (good.parent / f"{AT - timedelta(days=31 * month):%Y%m%dT%H%M%SZ}-daily.db").write_bytes(b"broken")
    assert backup.thin(path, AT) == []
    assert good.exists()
    backup.take(path, AT, "daily")
    assert not good.exists()


def test_two_in_one_second_are_both_there(path: Path) -> None:
    """Neither takes the other's name."""
    first, second = backup.take(path, AT, "daily"), backup.take(path, AT, "daily")
    assert first != second
    assert [one.flaw for one in backup.verified(path)] == [None, None]


def test_a_damaged_file_makes_no_backup_and_leaves_nothing_behind(path: Path) -> None:
    """What is copied is looked through before it gets its name; the old backups are not thinned for it."""
    kept = backup.take(path, AT, "daily")
    content = bytearray(path.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    path.write_bytes(content)
    with pytest.raises(DamagedError, match=kept.name):
        backup.take(path, AT, "daily")
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def test_a_backup_taken_while_others_write_is_whole(path: Path) -> None:
    """It is one moment of the file, whoever writes meanwhile, and no writer is turned away."""
    stop, failed = threading.Event(), list[BaseException]()

    def write() -> None:
        try:
            with closing(Database(path, patience_ms=20_000)) as database:
                number = 0
                while not stop.is_set():
                    number += 1
                    record(seat(database), "sacks", str(number))
        except BaseException as error:  # noqa: BLE001 (told by the test)
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        taken = [backup.take(path, AT + timedelta(seconds=n), "by-hand") for n in range(2)]
    finally:
        stop.set()
        writer.join()
    assert failed == []
    for one in taken:
        with closing(Database(one)) as database:
            assert Repository(database).first_broken() is None


# --- Putting one back -------------------------------------------------------------------------------------------------


def _value(path: Path) -> str:
    with closing(Database(path)) as database:
        return str(Repository(database).reading("sacks", "2026-W36"))


def test_a_backup_is_put_back_and_what_stood_there_is_kept(path: Path) -> None:
    """An open connection sees it; the file that was replaced is a backup of its own."""
    with closing(Database(path)) as database:
        record(seat(database), "sacks", "41")
        kept = backup.take(path, NOW, "by-hand")
        record(seat(database), "sacks", "42")
        before = backup.restore(kept, path, NOW)
        assert str(Repository(database).reading("sacks", "2026-W36")) == "41"
    assert before is not None
    assert _value(before) == "42"
    assert backup.restore(before, path, NOW) is not None
    assert _value(path) == "42"


def test_what_is_damaged_is_moved_aside_as_it_is(path: Path) -> None:
    """With its journal, which would be played into the restored file else."""
    kept = backup.take(path, NOW, "daily")
    broken = path.read_bytes()[:5000]
    path.write_bytes(broken)
    path.with_name("company.db-journal").write_bytes(b"half a change")
    aside = backup.restore(kept, path, NOW)
    assert aside is not None
    assert aside.read_bytes() == broken
    assert aside.with_name(f"{aside.name}-journal").read_bytes() == b"half a change"
    assert backup.flaw(path) is None
    assert [one.name for one in backup.listed(path)] == [kept.stem]


def test_a_file_that_is_gone_is_restored(path: Path) -> None:
    """There is nothing to keep then."""
    kept = backup.take(path, NOW, "daily")
    path.unlink()
    assert backup.restore(kept, path, NOW) is None
    assert backup.flaw(path) is None
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["broken", "a stranger's", "itself"])
def test_what_is_no_backup_is_refused_and_nothing_is_touched(path: Path, kind: str) -> None:
    """A broken one, one with a trigger of somebody else's, the file itself."""
    other = path if kind == "itself" else path.with_name("other.db")
    if kind == "broken":
        other.write_bytes(path.read_bytes()[:9000])
    elif kind == "a stranger's":
        other.write_bytes(path.read_bytes())
        with closing(sqlite3.connect(other)) as connection:
            connection.execute("CREATE TRIGGER pays AFTER INSERT ON readings BEGIN DELETE FROM people; END")
    before = path.read_bytes()
    with pytest.raises(FileError):
        backup.restore(other, path, NOW)
    assert path.read_bytes() == before
    assert backup.listed(path) == []


def test_a_backup_is_named_by_its_name_its_beginning_or_its_path(path: Path) -> None:
    """Whichever is at hand; one that could be two is asked for again."""
    kept = backup.take(path, NOW, "daily")
    for name in (kept.stem, kept.name, str(kept), kept.stem[:13]):
        assert backup.named(path, name) == kept
    backup.take(path, NOW, "by-hand")
    for name in (kept.stem[:8], "nothing", "", os.sep):
        with pytest.raises(NotFoundError, match=r"cadence backup list|Did you mean"):
            backup.named(path, name)


def test_a_backup_is_put_back_on_the_very_day_on_which_it_would_be_thinned(path: Path) -> None:
    """The backup that is taken first, of what stands there, thins the others, and never the one that is wanted."""
    old = backup.take(path, AT, "by-hand")
    backup.take(path, AT + timedelta(hours=1), "daily")
    later = AT + timedelta(days=3)
    assert backup.restore(old, path, later) is not None
    assert old.exists()
    assert old in backup.thin(path, later)


# --- Watched and stopped ----------------------------------------------------------------------------------------------


def test_a_backup_is_watched_to_its_end(path: Path) -> None:
    """Who watches sees how much is done, of how much."""
    seen = list[tuple[int, int]]()

    def watch(done: int, of: int) -> bool:
        seen.append((done, of))
        return True

    backup.take(path, AT, "by-hand", watch)
    assert seen[-1][0] == seen[-1][1] > 0


def test_a_backup_that_is_stopped_leaves_nothing(path: Path) -> None:
    """Neither half a copy nor a change, and those that were there stay."""
    kept = backup.take(path, AT, "daily")
    with pytest.raises(RefusedError, match="stopped; nothing was changed"):
        backup.take(path, AT, "by-hand", lambda *_: False)
    assert [one.name for one in backup.folder_of(path).iterdir()] == [kept.name]


def test_looking_backups_through_can_be_left(path: Path) -> None:
    """The newest are looked at first, and those that were are told."""
    kept = [backup.take(path, AT + timedelta(hours=hour), "daily") for hour in range(3)]
    seen = list[tuple[int, int]]()

    def watch(done: int, of: int) -> bool:
        seen.append((done, of))
        return done < 2

    assert [one.file for one in backup.verified(path, watch)] == [str(one) for one in kept[1:]]
    assert seen == [(0, 3), (1, 3), (2, 3)]
