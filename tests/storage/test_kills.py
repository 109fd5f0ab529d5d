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


@pytest.mark.parametrize("deed", DEEDS)
def test_killed_before_a_statement_it_is_whole_or_not_done(deed: str, folder: Path) -> None:
    """A close, an import, a decision, a migration: the file is as after one of its commits, and opens."""
    stride = 1 if ROUNDS else 11
    words = [sys.executable, "-m", "tests.storage.kills", deed, str(folder), str(stride)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= DEEDS[deed] // stride
