"""No room on the disk, and no right to write to it: made for real, on a small tmpfs and as nobody."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cadence_tui import bootstrap
from cadence_tui.domain.errors import CadenceError, FileError
from cadence_tui.export import files
from cadence_tui.services.exporting import export_json
from cadence_tui.services.recording import record
from cadence_tui.storage import backup
from cadence_tui.storage.database import Database
from cadence_tui.storage.repository import Repository
from tests.storage.test_database import NOW, path, seat
from tests.storage.test_migrations import SCHEMAS, old_file

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["path"]

_ENOUGH = 800_000


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def _full(folder: Path, left: int = 0) -> Iterator[None]:
    """Fill a disk but for so many bytes."""
    filler, room = folder / "filler", folder / "room"
    room.write_bytes(b"x" * left)
    subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=4096"], capture_output=True, check=False)
    room.unlink()
    try:
        yield
    finally:
        filler.unlink()


def _value(file: Path) -> str:
    with closing(Database(file)) as database:
        return str(Repository(database).reading("sacks", "2026-W36"))


@pytest.mark.mount
def test_a_full_disk_changes_nothing(small: Path, path: Path) -> None:
    """The change is rolled back whole, in a plain sentence; with room again, the same one goes through."""
    target = small / "company.db"
    target.write_bytes(path.read_bytes())
    with closing(Database(target)) as database:
        record(seat(database), "sacks", "41")
        with _full(small), pytest.raises(FileError, match="full"):
            record(seat(database), "sacks", "42", note="x" * 19_000)
        assert str(Repository(database).reading("sacks", "2026-W36")) == "41"
        record(seat(database), "sacks", "42", note="x" * 19_000)


@pytest.mark.mount
@pytest.mark.parametrize("left", [0, 4_096, 65_536, 200_000, _ENOUGH])
@pytest.mark.parametrize("stands", ["whole", "damaged", "missing"])
def test_a_restore_without_room_leaves_what_stood_there(small: Path, path: Path, stands: str, left: int) -> None:
    """Whole, damaged or missing, it is as it was to the last byte, nothing half made stays; with room, it goes on."""
    target, kept = small / "company.db", small / "company.backups" / "20260901T080000Z-by-hand.db"
    kept.parent.mkdir()
    kept.write_bytes(path.read_bytes())
    with closing(Database(path)) as database:
        record(seat(database), "sacks", "42")
    whole = path.read_bytes()
    if stands != "missing":
        target.write_bytes(whole if stands == "whole" else whole[:5000])
    before = sorted((one.name, one.read_bytes()) for one in small.rglob("*") if one.is_file())
    with _full(small, left):
        with pytest.raises(FileError, match=r"could not be|full|No backup") if left < _ENOUGH else nullcontext():
            backup.restore(kept, target, NOW)
        if left < _ENOUGH:
            filled = [one for one in small.rglob("*") if one.is_file() and one.name != "filler"]
            assert sorted((one.name, one.read_bytes()) for one in filled) == before
    backup.restore(kept, target, NOW)
    assert backup.flaw(target) is None
    assert _value(target) == "None"


@pytest.mark.mount
def test_an_export_without_room_leaves_the_old_one(small: Path, path: Path) -> None:
    """And nothing beside it; a backup to such a disk is refused, and leaves nothing either."""
    target = small / "out.json"
    target.write_text("the old export")
    with _full(small), bootstrap.desk(path) as desk:
        with pytest.raises(CadenceError, match="No space left"):
            files.write_pieces(target, (piece.encode() for piece in export_json(desk)))
        with pytest.raises(CadenceError, match="full"):
            bootstrap.back_up(path, target=small / "copy.db")
        assert sorted(one.name for one in small.iterdir()) == ["filler", "out.json"]
        assert target.read_text() == "the old export"


@pytest.mark.mount
def test_a_migration_without_room_leaves_the_old_version(small: Path) -> None:
    """The file of before is there to the last byte; with room, it is migrated."""
    file = old_file(SCHEMAS[0], small)
    before = file.read_bytes()
    with _full(small), pytest.raises(FileError):
        Database(file)
    assert file.read_bytes() == before
    Database(file).close()


# --- No right ---------------------------------------------------------------------------------------------------------


def _nobody_tries(folder: Path, tries: str) -> list[str]:
    """Try things as uid 65534, for whom modes count, and give what was said; all is imported before."""
    script = f"""
import os
from contextlib import closing
from pathlib import Path
from cadence_tui import bootstrap
from cadence_tui.services.exporting import export_json
from cadence_tui.services.recording import record
from cadence_tui.export import files
from cadence_tui.storage import backup
from cadence_tui.storage.database import Database
from tests.storage.test_database import NOW, seat
os.chdir({str(folder)!r})
with bootstrap.desk(Path("warm/company.db")) as desk:
    record(desk, "sacks", "40")
"".encode("utf-8-sig"), "".encode("idna")  # codecs are read from the disk when they are first used
os.setuid(65534)
here = Path({str(folder)!r})
def attempt(deed):
    try:
        print("done", deed())
    except Exception as error:
        print(type(error).__name__, error)
{tries}
"""
    env = {**os.environ, "CADENCE_NOW": NOW.isoformat(), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def shut(path: Path) -> Iterator[Path]:
    """Give a folder with a company and a backup of it, in which nobody may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for place in ("company.db", "company.backups/20260901T080000Z-by-hand.db", "warm/company.db"):
            (folder / place).parent.mkdir(exist_ok=True)
            (folder / place).write_bytes(path.read_bytes())
            (folder / place).chmod(0o444)
        for one in (folder, folder / "company.backups", folder / "warm"):
            one.chmod(0o555)
        yield folder


def _all(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file() and "warm" not in str(one)}


@pytest.mark.root
def test_in_a_read_only_folder_all_is_seen_and_each_refusal_says_why(shut: Path) -> None:
    """Viewing, exporting elsewhere and looking backups through work; each write is a sentence, and changes nothing."""
    before = _all(shut)
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        said = _nobody_tries(
            shut,
            f"""
def look():
    with bootstrap.looking(here / "company.db") as view:
        return view.company.name
def write():
    with bootstrap.desk(here / "company.db") as desk:
        record(desk, "sacks", "41")
def export(target):
    with bootstrap.desk(here / "company.db") as desk:
        files.write_pieces(target, (piece.encode() for piece in export_json(desk)))
kept = "20260901T080000Z-by-hand"
attempt(look)
attempt(lambda: [one.flaw for one in backup.verified(here / "company.db")])
attempt(lambda: export(Path({name!r}) / "out.json"))
attempt(write)
attempt(lambda: export(here / "out.json"))
attempt(lambda: bootstrap.back_up(here / "company.db"))
attempt(lambda: bootstrap.restore(here / "company.db", kept))
attempt(lambda: bootstrap.restore_export(here / "company.db", Path({name!r}) / "out.json"))
attempt(lambda: bootstrap.restore(here / "new.db", str(here / "company.backups" / (kept + ".db"))))
""",
        )
    assert said[:3] == ["done Old Mill", "done [None]", "done None"]
    assert len(said) == 9, said
    for line in said[3:]:
        assert line.split()[0] in ("FileError", "RefusedError"), said
        assert any(word in line for word in ("read-only", "Permission denied", "readonly")), line
    assert _all(shut) == before
