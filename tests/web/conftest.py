"""A company of one founder and two numbers, and `cadence serve` on it, as a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cadence_tui import bootstrap

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Awaitable, Callable

PATIENCE_S = 30.0
FOUNDED, MEETING = "2026-11-02T09:00:00+01:00", "2026-11-09T10:00:00+01:00"
WEEK = "2026-W45"
COMPANY = """
[company]
name = "Fjord Labs"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"
start = 2026-11-01
people_count = 1
founder = "Fay"

[[kpis]]
key = "orders"
name = "Orders shipped"
owner = "Fay"
direction = "at_least"
target = "40"
alert = "30"

[[kpis]]
key = "calls"
name = "Sales calls"
owner = "Fay"
direction = "at_least"
target = "20"
alert = "10"
"""


class Served:
    """What is served, and by which process."""

    def __init__(self, process: Process, path: Path, url: str) -> None:
        """Know where it is."""
        self.process, self.path, self.url = process, path, url

    @property
    def host(self) -> str:
        """Give the address with its port."""
        return self.url.removeprefix("http://").rstrip("/")

    @property
    def apps(self) -> list[int]:
        """List the processes that it has started and that still run."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text("ascii").split()]

    async def until_no_app_runs(self) -> None:
        """Wait until the apps behind pages that are gone have ended too."""
        async with asyncio.timeout(PATIENCE_S):
            while self.apps:  # noqa: ASYNC110 (no event tells of somebody else's processes)
                await asyncio.sleep(0.01)

    async def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Send it a signal, and give its exit status with what it said on standard error."""
        self.process.send_signal(number)
        _, said = await asyncio.wait_for(self.process.communicate(), PATIENCE_S)
        return self.process.returncode or 0, said.decode("utf-8")


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Found the company, and come to the Monday of its first close."""
    monkeypatch.setenv("CADENCE_NOW", FOUNDED)
    path = tmp_path / "company.db"
    bootstrap.found(path, COMPANY)
    monkeypatch.setenv("CADENCE_NOW", MEETING)
    return path


@pytest.fixture
async def serve(company: Path) -> AsyncIterator[Callable[..., Awaitable[Served]]]:
    """Serve the company, as often as is asked for."""
    if sys.platform != "linux":
        pytest.skip("what it started is looked up in /proc")
    started = list[Served]()

    async def begin(*words: str) -> Served:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cadence_tui", "--db", str(company), "serve", "--port", "0", "--json", *words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        )
        assert process.stdout is not None
        said = await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)
        assert said, (await process.communicate())[1].decode()
        started.append(Served(process, company, json.loads(said)["url"]))
        return started[-1]

    yield begin
    for one in started:
        if one.process.returncode is None:
            await one.end(signal.SIGTERM)
