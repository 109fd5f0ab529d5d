"""The server of `cadence serve`, talked to as browsers and other programs would."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest

from cadence_tui import bootstrap
from tests.bench.screen import Screen
from tests.web.conftest import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.web.conftest import Served

    Serve = Callable[..., Awaitable[Served]]


pytestmark = pytest.mark.long


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """Ask as a program does, which may write any header."""
    async with aiohttp.ClientSession() as session:
        yield session


class Terminal:
    """A page's side of the socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Have a screen of the usual size."""
        self.socket, self.screen = socket, Screen(100, 30)

    async def shows(self, words: str) -> None:
        """Wait until these words stand in it."""
        async with asyncio.timeout(PATIENCE_S):
            while words not in self.screen.text():
                message = await self.socket.receive()
                assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), self.screen.text()
                if message.type == aiohttp.WSMsgType.BINARY:
                    self.screen.feed(message.data.decode())

    async def press(self, keys: str) -> None:
        """Send keys."""
        await self.socket.send_json(["stdin", keys])

    async def ends(self) -> None:
        """Wait until the socket is closed from over there."""
        async with asyncio.timeout(PATIENCE_S):
            while not self.socket.closed:
                await self.socket.receive()


async def opened(client: aiohttp.ClientSession, served: Served) -> Terminal:
    """Open the app as its page does."""
    address = f"ws://{served.host}/ws?width=100&height=30"
    return Terminal(await client.ws_connect(address, origin=f"http://{served.host}"))


async def checking_in(client: aiohttp.ClientSession, served: Served) -> Terminal:
    """Open the app, and the check-in in it at its first field."""
    terminal = await opened(client, served)
    await terminal.shows("Orders shipped")
    await terminal.press("w")
    await terminal.shows("target ≥ 40")
    return terminal


async def test_the_page_names_nothing_outside(serve: Serve, client: aiohttp.ClientSession) -> None:
    """It loads what this server has, and the browser is told to load nothing else and to put it in no frame."""
    served = await serve()
    answer = await client.get(served.url)
    page = await answer.text()
    assert "//" not in re.sub(r"<!doctype html>", "", page)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(loaded) == 5
    for name in loaded[1:]:
        part = await client.get(served.url + name)
        assert part.status == 200, name
        assert part.headers["Content-Security-Policy"]
        if name.startswith("page/"):
            assert "//" not in (await part.text()).replace("// ", "")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "frame-ancestors 'none'" in policy
    assert f"connect-src 'self' ws://{served.host} wss://{served.host};" in policy
    assert "http" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"


async def test_a_strangers_name_is_not_answered(serve: Serve, client: aiohttp.ClientSession) -> None:
    """A name that somebody else made lead to 127.0.0.1 gets nothing, whatever it asks for."""
    served = await serve()
    for path in ("", "ws", "static/js/textual.js", "page/page.js", "nothing"):
        answer = await client.get(served.url + path, headers={"Host": "evil.example:80"})
        assert answer.status == 403, path
        assert "evil" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null", None])
async def test_a_foreign_page_cannot_drive_the_app(
    serve: Serve, client: aiohttp.ClientSession, origin: str | None
) -> None:
    """Its socket is refused before anything is started for it."""
    served = await serve()
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await client.ws_connect(f"ws://{served.host}/ws", origin=origin)
    assert served.apps == []


async def test_a_proxy_that_is_named_is_let_in(serve: Serve, client: aiohttp.ClientSession) -> None:
    """With --public-url, a page from there drives the app, under the name of either."""
    served = await serve("--public-url", "https://cadence.example.com")
    for host in (served.host, "cadence.example.com"):
        socket = await client.ws_connect(
            f"ws://{served.host}/ws", origin="https://cadence.example.com", headers={"Host": host}
        )
        await Terminal(socket).shows("Fjord Labs")
        await socket.close()
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await client.ws_connect(f"ws://{served.host}/ws", origin="https://evil.example")


async def test_quitting_closes_the_page(serve: Serve, client: aiohttp.ClientSession) -> None:
    """The page is told that the app has ended, and the server goes on for the next."""
    served = await serve()
    for _ in range(2):
        terminal = await opened(client, served)
        await terminal.shows("Fjord Labs")
        await terminal.press("q")
        await terminal.ends()
    await served.until_no_app_runs()


async def test_an_app_that_dies_does_not_leave_a_frozen_page(serve: Serve, client: aiohttp.ClientSession) -> None:
    """However the app ends, its page is told."""
    served = await serve()
    terminal = await opened(client, served)
    await terminal.shows("Fjord Labs")
    (app,) = served.apps
    os.kill(app, signal.SIGKILL)
    await terminal.ends()


async def test_a_page_that_is_closed_keeps_what_was_typed(serve: Serve, client: aiohttp.ClientSession) -> None:
    """The app behind it ends, and the next page offers the half-typed value again."""
    served = await serve()
    terminal = await checking_in(client, served)
    await terminal.press("4")
    await terminal.press("7")
    await terminal.shows("47  ●")
    await terminal.socket.close()
    await served.until_no_app_runs()
    terminal = await opened(client, served)
    await terminal.shows("Orders shipped")
    await terminal.press("w")
    await terminal.shows("47  ●")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_ends_with_every_app_that_it_started(
    serve: Serve, client: aiohttp.ClientSession, number: signal.Signals
) -> None:
    """By ctrl+c, as when the system says so: nothing is left running, and nothing was wrong."""
    served = await serve()
    pages = [await opened(client, served) for _ in range(2)]
    for page in pages:
        await page.shows("Fjord Labs")
    apps = served.apps
    assert len(apps) == 2
    ended = asyncio.create_task(served.end(number))
    for page in pages:
        await page.ends()
    assert await ended == (0, "")
    assert [app for app in apps if Path(f"/proc/{app}").exists()] == []  # noqa: ASYNC240 (it only looks)


async def test_a_server_that_is_killed_leaves_no_app_behind(serve: Serve, client: aiohttp.ClientSession) -> None:
    """The app ends by itself, and keeps what was typed."""
    served = await serve()
    terminal = await checking_in(client, served)
    await terminal.press("4")
    await terminal.shows("↳ 4 ")
    (app,) = served.apps
    await served.end(signal.SIGKILL)
    async with asyncio.timeout(PATIENCE_S):
        while _runs(app):  # noqa: ASYNC110 (no event tells of somebody else's processes)
            await asyncio.sleep(0.01)
    with bootstrap.looking(served.path, None) as view:
        assert [json.loads(body)[0] for body in view.repository.drafts("Fay").values()] == ["4"]


def _runs(process: int) -> bool:
    """Say whether a process is there, and not only its name."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_it_acts_for_whom_it_was_told(serve: Serve, client: aiohttp.ClientSession) -> None:
    """--as is handed on to the app, so that what is done there is that person's."""
    served = await serve("--as", "Fay")
    terminal = await opened(client, served)
    await terminal.shows("Orders shipped")
    await terminal.press("r")
    await terminal.shows("target ≥ 40")
    await terminal.press("4")
    await terminal.press("7")
    await terminal.shows("47  ●")
    await terminal.press("\r")
    await terminal.shows("1 of 2")
    with bootstrap.looking(served.path, None) as view:
        assert view.entries()[-1].who == "Fay"
