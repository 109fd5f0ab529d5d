"""A process that is killed before any of its SQL statements leaves all of what it was about, or nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROUNDS

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
DEEDS = {"close": 90, "import": 100, "decide": 100, "migrate": 60}
"""Each deed, and how many statements it has at least."""
PLACINGS = {"restore": 100, "restore over damage": 60, "restore to nothing": 60, "restore an export": 200, "export": 4}
"""What puts one file in another's place, and how many steps it has at least."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Nothing is forked there.")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a folder in memory, where there is such a place: what is tried is the order of writes, not the disk."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    made = Path(tempfile.mkdtemp(dir=MEMORY))
    yield made
    shutil.rmtree(made)


def _run(deed: str, folder: Path, stride: int) -> int:
    """Kill it in a process of its own; returns how many steps were tried."""
    words = [sys.executable, "-m", "tests.storage.kills", deed, str(folder), str(stride)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.parametrize("deed", DEEDS)
def test_killed_before_a_statement_it_is_whole_or_not_done(deed: str, folder: Path) -> None:
    """A close, an import, a decision, a migration: the file is as after one of its commits, and opens."""
    stride = 1 if ROUNDS else 23
    assert _run(deed, folder, stride) >= DEEDS[deed] // stride


@pytest.mark.parametrize("deed", PLACINGS)
def test_killed_before_a_step_either_file_is_there_whole(deed: str, folder: Path) -> None:
    """A backup put back, an export restored or written: each statement, page and file; doing it again gets through."""
    stride = 1 if ROUNDS else PLACINGS[deed] // 4
    assert _run(deed, folder, stride) >= PLACINGS[deed] // stride


def test_a_killed_process_leaves_what_it_acknowledged_and_nothing_half(folder: Path) -> None:
    """Killed at random moments of a stream of records: each acknowledged one is there, and the file is whole."""
    rounds = ROUNDS or 6
    assert _run("stream", folder, rounds) >= rounds
