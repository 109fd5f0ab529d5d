"""Serves the app to a browser: each page that is opened runs it in a process of its own, over a web socket.

textual-serve runs the process and draws the terminal. Its own page fetches a font from outside, has no word on who may
open its socket, and stays frozen when the app dies; what differs from it here mends these.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

if TYPE_CHECKING:
    import socket
    from asyncio.subprocess import Process
    from collections.abc import Sequence

    from aiohttp.typedefs import Handler

    from cadence_tui.web.guard import Guard

PAGE = Path(__file__).parent / "page"
PATIENCE_S = 10.0
_LARGEST = 1000
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
# The page may load what this server has, and nothing from anywhere else; and no page may hold it in a frame.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws://{host} wss://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Session(AppService):
    """The app in one page."""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """Have the app draw for a page."""
        return super()._build_environment(width, height) | {"TEXTUAL_DRIVER": "cadence_tui.tui.browser:PageDriver"}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the app from its words as they are: no shell reads them."""
        words = self.command.split("\0")
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *words, stdin=pipe, stdout=pipe, stderr=pipe, env=self._build_environment(width, height)
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Run it, and close the page's socket when it has ended, however that was."""
        await super().run()
        await self.remote_close()

    async def stop(self) -> None:
        """Have it end, which keeps what was typed; one that does not is ended."""
        try:
            await asyncio.wait_for(super().stop(), PATIENCE_S)
        except TimeoutError:
            if self._process is not None:
                with suppress(ProcessLookupError):
                    self._process.kill()
        if self._process is not None:
            await self._process.wait()


class BrowserServer(Server):
    """Serves the page, what it loads, and the socket behind it."""

    def __init__(self, words: Sequence[str], guard: Guard) -> None:
        """Take the words that start the app."""
        super().__init__("\0".join(words), title="cadence", templates_path=PAGE)
        self.guard = guard
        self._open = set[web.WebSocketResponse]()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._let_in])
        app.add_routes(
            [
                web.get("/", self.handle_index),
                web.get("/ws", self.handle_websocket),
                web.static("/page", PAGE),
                web.static("/static", self.statics_path),
            ]
        )
        app.on_response_prepare.append(self._protect)
        app.on_shutdown.append(self.on_shutdown)
        return app

    @web.middleware
    async def _let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer nobody who asks under another name than ours, nor the socket of a page that is not ours."""
        if not self.guard.knows(request.host):
            raise web.HTTPForbidden(text="cadence is not known by this name here; --public-url tells it the name.\n")
        if request.path == "/ws" and not self.guard.is_ours(request.headers.get("Origin", ""), request.host):
            raise web.HTTPForbidden(text="Only cadence's own page may drive it.\n")
        return await handler(request)

    async def _protect(self, request: web.Request, response: web.StreamResponse) -> None:
        """Have the browser hold the page to this server."""
        response.headers.update(_HEADERS)
        host = request.host if self.guard.knows(request.host) else ""
        response.headers["Content-Security-Policy"] = _POLICY.format(host=host)

    async def handle_index(self, request: web.Request) -> web.StreamResponse:  # noqa: ARG002
        """Serve the page."""
        return web.FileResponse(PAGE / "index.html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the app for a page, for as long as both are there."""
        width, height = (
            min(max(to_int(request.query.get(name, ""), usual), 1), _LARGEST)
            for name, usual in (("width", 80), ("height", 24))
        )
        websocket = web.WebSocketResponse(heartbeat=15)
        await websocket.prepare(request)

        async def close() -> None:
            await websocket.close()

        session = Session(
            self.command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        self._open.add(websocket)
        try:
            await session.start(width, height)
            await self._process_messages(websocket, session)
        finally:
            self._open.discard(websocket)
            await session.stop()
        return websocket

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 (aiohttp's signature)
        """Let every page go, which ends the apps behind them."""
        for websocket in tuple(self._open):
            await websocket.close()


def serve(words: Sequence[str], listener: socket.socket, guard: Guard) -> None:
    """Serve the app that these words start, until ctrl+c or SIGTERM."""
    server = BrowserServer(words, guard)
    web.run_app(
        server._make_app(),  # noqa: SLF001 (the server's own way to say what it serves)
        sock=listener,
        print=None,
        access_log=None,
        shutdown_timeout=PATIENCE_S,
    )


def app_words(path: Path, who: str | None) -> list[str]:
    """Give the words that open the app on a company's file, with nothing of the folder we are in on Python's path."""
    return [sys.executable, "-P", "-m", "cadence_tui", "--db", os.fspath(path), *(["--as", who] if who else [])]
