"""What a source gives, fetched: from a command, a file, or an address; each within a time and a size.

A SQLite file is read in the room that speaks SQL. Whatever goes wrong is one sentence, and nothing is tried twice.
"""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.domain.source import as_text, cell_place, one_line, picked
from cadence_tui.domain.text import visible
from cadence_tui.edges.tables import Number, delimited
from cadence_tui.edges.text_file import WORKBOOK, decoded

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from cadence_tui.domain.source import Source

SECONDS = 20.0
LARGEST = 8 * 1024 * 1024
LARGEST_FILE = 64 * 1024 * 1024
LEFT = "It was left before it came."
_PIECE = 65_536
# How often it is looked whether what is on its way is still wanted.
_LOOK_S = 0.1
_SHOWN = 120


class Came(NamedTuple):
    """What a source gave: a text as a person would type it; `exact` when it is a number written with a point."""

    text: str
    exact: bool = True


def fetch(
    source: Source,
    *,
    seconds: float = SECONDS,
    largest: int = LARGEST,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Came:
    """Ask a source for its value; a command is ended once that is no longer wanted.

    Raises:
        CadenceError: saying what went wrong and why.
    """
    if source.kind == "command":
        return _answer(_run(source.argv, seconds, largest, is_wanted), source.pick)
    if source.kind == "file":
        return _cell(Path(source.place), source.pick)
    return _answer(_within(seconds, lambda: _get(source.place, seconds, largest)), source.pick, is_json=True)


def _answer(data: bytes, path: str, *, is_json: bool = False) -> Came:
    """Find the value in what came: at a path into JSON, or the one line that it is."""
    problems = list[str]()
    text = decoded(data, problems)
    if problems:
        raise InvalidError("It did not give text.")
    if not path and not is_json:
        return Came(one_line(text))
    try:
        document = json.loads(text, parse_float=Number, parse_int=Number, parse_constant=Number)
    except (ValueError, RecursionError) as error:
        raise InvalidError(f"It did not give JSON, but “{visible(text.strip()[:40])}”.") from error
    return Came(as_text(picked(document, path) if path else document))


def _within(seconds: float, deed: Callable[[], bytes]) -> bytes:
    """Do something that may hang in ways that it cannot be told not to, and go on without it."""
    found, failed = list[bytes](), list[Exception]()

    def run() -> None:
        try:
            found.append(deed())
        except Exception as error:  # noqa: BLE001 (raised again where it was asked for)
            failed.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise RefusedError(_slow(seconds))
    return found[0]


def _slow(seconds: float) -> str:
    """Say that it took too long."""
    return f"It took longer than {seconds:g} seconds and was given up."


def _large(largest: int) -> str:
    """Say that there is too much of it."""
    return f"It gave more than {largest // 1024} KB; a source gives one value."


# --- A command --------------------------------------------------------------------------------------------------------


def _run(argv: list[str], seconds: float, largest: int, is_wanted: Callable[[], bool]) -> bytes:
    """Run a program, in the home folder and without a shell, and take what it prints."""
    home = Path.home()
    try:
        process = subprocess.Popen(  # noqa: S603 (the user's own command, which they allowed on this machine)
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=home if home.is_dir() else home.anchor,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise RefusedError(f"{visible(argv[0][:_SHOWN])} cannot be run ({why}).") from error
    with process:
        out, err = bytearray(), bytearray()
        readers = [
            Thread(target=_drain, args=(stream, into, largest, process), daemon=True)
            for stream, into in ((process.stdout, out), (process.stderr, err))
        ]
        for reader in readers:
            reader.start()
        try:
            _await(process, seconds, is_wanted)
        finally:
            # Whatever it left behind would hold its output open.
            _end(process)
            for reader in readers:
                reader.join(seconds)
    if len(out) > largest or len(err) > largest:
        raise RefusedError(_large(largest))
    if process.returncode:
        said = visible(err.decode("utf-8", "replace").strip().split("\n")[-1][:_SHOWN])
        raise RefusedError(f"It ended with status {process.returncode}{f': {said}' if said else ''}.")
    return bytes(out)


def _await(process: subprocess.Popen[bytes], seconds: float, is_wanted: Callable[[], bool]) -> None:
    """Wait for a program to end, while that is wanted and no longer than it may take."""
    until = monotonic() + seconds
    while process.poll() is None:
        left = until - monotonic()
        if left <= 0:
            raise RefusedError(_slow(seconds))
        if not is_wanted():
            raise RefusedError(LEFT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(min(left, _LOOK_S))


def _drain(stream: IO[bytes], into: bytearray, largest: int, process: subprocess.Popen[bytes]) -> None:
    """Read a stream to its end, or until there is too much of it, which ends the program."""
    with suppress(OSError, ValueError):
        while piece := os.read(stream.fileno(), _PIECE):
            into += piece
            if len(into) > largest:
                _end(process)
                return


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            import signal

            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


# --- An address -------------------------------------------------------------------------------------------------------


def _get(address: str, seconds: float, largest: int) -> bytes:
    """Get what an address holds; it leads to other addresses of the web, and nowhere else."""
    from http.client import HTTPException
    from urllib import request
    from urllib.error import HTTPError, URLError

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPRedirectHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPErrorProcessor,
        request.UnknownHandler,
    ):
        opener.add_handler(handler())
    try:
        with opener.open(request.Request(address, headers={"Accept": "application/json"}), timeout=seconds) as answer:  # noqa: S310
            data: bytes = answer.read(largest + 1)
    except HTTPError as error:
        error.close()
        raise RefusedError(f"The address answered {error.code} {visible(str(error.reason)[:_SHOWN])}.") from error
    except URLError as error:
        why = getattr(error.reason, "strerror", None) or error.reason
        raise RefusedError(f"The address cannot be reached ({visible(str(why)[:_SHOWN])}).") from error
    except (OSError, HTTPException, ValueError) as error:
        raise RefusedError(f"The address cannot be read ({visible(str(error)[:_SHOWN])}).") from error
    if len(data) > largest:
        raise RefusedError(_large(largest))
    return data


# --- A file -----------------------------------------------------------------------------------------------------------


def _cell(path: Path, pick: str) -> Came:
    """Read a cell of a table: one by its name, or the last that is filled in a column."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise RefusedError(f"{path.name} is larger than {LARGEST_FILE // 1024 // 1024} MB.")
        data = path.read_bytes()
    except OSError as error:
        raise RefusedError(f"{visible(str(path))} cannot be read ({error.strerror}).") from error
    lines = _lines(data)
    place = cell_place(pick)
    if place is not None:
        row, column = place
        cells = dict(lines).get(row + 1, [])
        found = cells[column] if column < len(cells) else ""
    else:
        found = _last_of(lines, pick)
    if not found.strip():
        raise InvalidError(f"The cell {visible(pick[:_SHOWN])} is empty.")
    return Came(as_text(found), isinstance(found, Number))


def _last_of(lines: list[tuple[int, list[str]]], name: str) -> str:
    """Find the last cell that is filled in the column of a name."""
    head = [cell.strip().casefold() for cell in lines[0][1]] if lines else []
    wanted = name.strip().casefold()
    if wanted not in head:
        raise InvalidError(f"The file has no column “{visible(name[:_SHOWN])}” in its first line.")
    column = head.index(wanted)
    filled = [cells[column] for _, cells in lines[1:] if column < len(cells) and cells[column].strip()]
    return filled[-1] if filled else ""


def _lines(data: bytes) -> list[tuple[int, list[str]]]:
    """Cut a table into its lines of cells."""
    problems = list[str]()
    if data.startswith(WORKBOOK):
        from cadence_tui.edges.workbook import sheet_lines

        found = list(sheet_lines(data, problems))
    else:
        text = decoded(data, problems)
        found = [] if problems else list(delimited(text, problems))
    if problems:
        raise InvalidError(f"The file cannot be read: {problems[0]}")
    return found
