"""The composition root, and the only place that reads the clock."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cadence_tui import locations, settings
from cadence_tui.domain.calendar import YEARS
from cadence_tui.domain.errors import BusyError, CadenceError, FileError, InvalidError
from cadence_tui.services.desk import Desk
from cadence_tui.storage.database import PATIENCE_MS, Database
from cadence_tui.storage.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from cadence_tui.domain.backup import Backup, Watch
    from cadence_tui.domain.company import Company
    from cadence_tui.domain.finding import Finding
    from cadence_tui.domain.library import Library
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.sources import Outside
    from cadence_tui.services.view import View

APP_PATIENCE_MS = 150


def clock(zone: Callable[[], ZoneInfo]) -> Callable[[], datetime]:
    """Give the clock: the system's in whole seconds, or CADENCE_NOW, without an offset in the company's zone."""
    text = os.environ.get("CADENCE_NOW")
    if not text:
        return lambda: datetime.now(UTC).replace(microsecond=0)
    found: datetime | None = None
    with suppress(ValueError):
        found = datetime.fromisoformat(text)
    if found is None or found.year not in YEARS:
        raise InvalidError(f"CADENCE_NOW is “{text[:40]}”; write it as 2026-11-23T09:00:00+01:00.")
    if found.tzinfo is None:
        from cadence_tui.domain.calendar import instant

        fixed = instant(found.date(), found.time().replace(microsecond=0), zone())
    else:
        fixed = found.astimezone(UTC).replace(microsecond=0)
    return lambda: fixed


def company_file(named: str | None = None) -> Path:
    """Give the file to use: the one named, else CADENCE_DB's, else the platform's."""
    return Path(named).expanduser() if named else locations.company_file()


def read_settings() -> settings.Settings:
    """Read the user's settings."""
    return settings.read(locations.config_folder())


def settings_file() -> Path:
    """Give where the user's settings stand, whether the file is there yet or not."""
    return locations.config_folder() / settings.FILE


def changed_settings(name: str, value: str | None) -> tuple[Path, str]:
    """Give the settings file, where it really is, and its text with one setting changed; who asks writes it.

    Raises:
        InvalidError: where the file cannot be read, or the setting cannot be changed safely.
    """
    folder = locations.config_folder()
    settings.read(folder)
    path = (folder / settings.FILE).resolve()
    text = path.read_text("utf-8") if path.exists() else ""
    changed = settings.with_value(text, name, value)
    return path, changed


def acting(named: str | None) -> str | None:
    """Name who acts: --as, else CADENCE_USER, else the settings' person, else nobody in particular (the founder)."""
    return named or os.environ.get("CADENCE_USER") or read_settings().person


def notes_folder() -> Path:
    """Give the folder that meetings' notes are written to."""
    return read_settings().notes or locations.notes_folder()


def notes_of(desk: Desk, folder: Path) -> Path:
    """Give the folder for the notes of the company at a desk: the demo's stand beside its file."""
    from cadence_tui.demo import is_demo

    path = desk.repository.database.path
    return path.with_name(f"{path.stem}-notes") if is_demo(desk) else folder


def playbook() -> Playbook:
    """Give the playbook: stages, phases, gates and lint."""
    return settings.playbook()


def library() -> Library:
    """Give the KPI library."""
    return settings.library()


def machine_now() -> datetime:
    """Read the clock where there is no company yet; CADENCE_NOW without an offset is in the machine's zone."""
    from cadence_tui.domain.calendar import zone_named

    return clock(lambda: zone_named(local_zone()))()


def templates_folder() -> Path:
    """Give the folder in which templates of the user's own may stand."""
    return locations.config_folder() / "templates"


@contextmanager
def desk(path: Path, who: str | None = None, *, patience_ms: int = PATIENCE_MS) -> Iterator[Desk]:
    """Open a company's file and sit down at it."""
    database = Database(path, patience_ms=patience_ms)
    try:
        repository = Repository(database)
        with database.translated():
            yield Desk(repository, clock(lambda: repository.calendar().zone), who)
    finally:
        database.close()


@contextmanager
def looking(path: Path, who: str | None = None) -> Iterator[View]:
    """Open a company's file to look at what stands, held still until the look is over."""
    with desk(path, who) as found, found.repository.database.reading():
        if who and not found.repository.knows(who):
            found.repository.person(who)
        yield found.view()


def found(path: Path, text: str, source: str = "company.toml") -> Company:
    """Found a company from the text of its company.toml, in a new file; one that failed is taken away again.

    Raises:
        InvalidError: naming everything that is wrong with the text; nothing is created then.
        FileError: when the file exists, or cannot be made.
    """
    from cadence_tui.domain.calendar import zone_named
    from cadence_tui.services import setup

    local = local_zone()
    plan = setup.read_plan(text, zone=local, today=clock(lambda: zone_named(local))(), source=source)
    now = clock(lambda: zone_named(plan.zone))()
    database = Database(path, create=True)
    try:
        company = setup.found(Repository(database), plan, now)
    except BaseException:
        database.close()
        path.unlink(missing_ok=True)
        raise
    database.close()
    return company


def demo(path: Path | None = None) -> Path:
    """Make the demo company anew, its year ending now, in a file of its own; returns where that is.

    Raises:
        FileError: when a file is in its place that is no demo, or it cannot be made.
    """
    from cadence_tui.demo import ZONE, build
    from cadence_tui.domain.calendar import zone_named

    target = path or locations.demo_file()
    if target.exists() and not _may_be_made_anew(target, is_ours=path is None):
        raise FileError(f"{target} is not the demo company; it stays as it is. Move it, or name another file.")
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    database = Database(fresh, create=True)
    try:
        # In memory it takes a quarter of the time: a year is some four hundred changes, each with its own transaction.
        with closing(database.twin()) as twin:
            build(Desk(Repository(twin), clock(lambda: zone_named(ZONE))), playbook())
            database.take_over(twin)
        database.close()
        fresh.replace(target)
    except BaseException:
        database.close()
        fresh.unlink(missing_ok=True)
        raise
    return target


def _may_be_made_anew(path: Path, *, is_ours: bool) -> bool:
    """Say whether a file holds the demo; in the demo's own place also where it holds nothing that can be opened."""
    from cadence_tui.demo import is_demo

    try:
        with desk(path) as there:
            return is_demo(there)
    except BusyError:
        raise
    except FileError:
        return is_ours and path.is_file()


# --- Keeping the file safe --------------------------------------------------------------------------------------------


def back_up(path: Path, watch: Watch | None = None, *, target: Path | None = None) -> Path:
    """Take a backup by hand: among the others, or to a file of its own that does not exist yet.

    Raises:
        FileError: when there is nothing to copy, it is not whole, or it cannot be written.
        RefusedError: when who watches has it stop.
    """
    from cadence_tui.storage import backup

    with desk(path) as there:
        now = there.clock()
    if target is None:
        return backup.take(path, now, "by-hand", watch or backup.unwatched)
    if target.exists() or target.is_symlink():
        raise FileError(f"{target} exists already; name a file that does not.")
    try:
        backup.copy(path, target, watch or backup.unwatched)
    except OSError as error:
        raise FileError(f"{target} cannot be written ({error.strerror}); name another place.") from error
    return target


def back_up_daily(path: Path, now: datetime) -> None:
    """Take the day's backup."""
    from cadence_tui.storage import backup

    backup.take(path, now, "daily")


def backups(path: Path, watch: Watch | None = None) -> list[Backup]:
    """List the backups, oldest first, each looked through, for as long as who watches wants."""
    from cadence_tui.storage import backup

    return backup.verified(path, watch or backup.unwatched)


def restore(path: Path, name: str) -> tuple[Path, Path | None]:
    """Put a backup in the company's place; returns which, and where what stood there is kept.

    Raises:
        CadenceError: when there is none of that name, it is not whole, or it cannot be put there.
    """
    from cadence_tui.storage import backup

    source = backup.named(path, name)
    return source, backup.restore(source, path, machine_now())


def restore_export(path: Path, source: Path) -> Path | None:
    """Put what a JSON export holds in the company's place; returns where what stood there is kept.

    It becomes a file of its own first, which the doctor looks through; only a whole one is put in the place, in one go.

    Raises:
        CadenceError: when it is no whole export, or cannot be put there; what stood there is then as it was.
    """
    from cadence_tui.domain.text import visible
    from cadence_tui.services.restoring import broken, look_through, read_export
    from cadence_tui.storage import backup, health
    from cadence_tui.storage.filling import fill

    backup.refuse_others(path)
    name = visible(str(source))
    fresh = path.with_name(f".{path.name}.{os.getpid()}.restoring")
    leftovers = (fresh, fresh.with_name(f"{fresh.name}-journal"))
    try:
        for one in leftovers:
            one.unlink(missing_ok=True)
        with source.open("rb") as file:
            fill(fresh, *read_export(file, name))
        if bad := health.flaws(fresh):
            raise broken(name, bad)
        with desk(fresh) as there:
            look_through(there, name)
        return backup.restore(fresh, path, machine_now())
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else error
        raise FileError(f"{name} cannot be restored ({what}); nothing was changed.") from error
    finally:
        for one in leftovers:
            with suppress(OSError):
                one.unlink(missing_ok=True)


def quick_flaw(path: Path) -> str | None:
    """Look a file over in little time; a sentence where something is wrong with it."""
    from cadence_tui.storage import backup

    found = backup.quick_flaw(path)
    return f"{path} is damaged ({found}); {backup.advice(path)}." if found else None


def examine(path: Path) -> list[Finding]:
    """Look through the file, and what its events lead to."""
    from cadence_tui.domain.finding import Finding
    from cadence_tui.services import checkup
    from cadence_tui.storage import health

    now = machine_now()
    findings = health.examine(path, now)
    if all(one.state == "good" for one in findings if one.what in ("file", "schema", "integrity")):
        try:
            with desk(path) as there:
                findings.extend(checkup.examine(there))
        except BusyError as error:
            findings.append(Finding("rows", "bad", str(error), "Try again in a moment."))
        except CadenceError as error:
            findings.append(Finding("rows", "bad", str(error), health.way_on_from(path)))
    return findings


def places(path: Path) -> dict[str, Path]:
    """Give where everything is kept, with its whole path, whether it is there yet or not."""
    from cadence_tui.storage import backup

    path = path.absolute()
    try:
        notes = notes_folder()
    except InvalidError:
        notes = locations.notes_folder()
    return {
        "file": path,
        "backups": backup.folder_of(path),
        "settings": settings_file(),
        "templates": templates_folder(),
        "notes": notes,
        "log": locations.log_file(),
        "demo": locations.demo_file(),
    }


def local_zone(environment: Mapping[str, str] = os.environ) -> str:
    """Name the machine's time zone, UTC where it does not say."""
    named = environment.get("TZ", "").lstrip(":")
    if not named:
        link = Path("/etc/localtime")
        parts = link.resolve().parts if link.is_symlink() else ()
        named = "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""
    from cadence_tui.domain.calendar import zone_named
    from cadence_tui.domain.errors import NotFoundError

    try:
        zone_named(named or "UTC")
    except NotFoundError:
        return "UTC"
    return named or "UTC"


def outside() -> Outside:
    """Give what sources are fetched with: a look into SQLite files, and what this machine's user has allowed."""
    from functools import partial

    from cadence_tui import allowances
    from cadence_tui.services.sources import Outside
    from cadence_tui.storage.outside import query

    folder = locations.config_folder()
    return Outside(query, partial(allowances.is_allowed, folder), partial(allowances.allow, folder))


def report_crash(error: Exception) -> str:
    """Keep what went wrong in the log file, for whoever mends it, and say so in a sentence.

    With CADENCE_LOG=full the log also has the error's own words, which may quote what a person typed.
    """
    from cadence_tui import __version__, logbook

    what = f"Something went wrong that should not have ({type(error).__name__})"
    path, is_full = locations.log_file(), os.environ.get("CADENCE_LOG") == "full"
    try:
        logbook.write(path, datetime.now(UTC), error, version=__version__, is_full=is_full)
    except OSError as failed:
        return f"{what}, and it could not be written to {path} ({failed.strerror})."
    return f"{what}; the details are in {path}."
