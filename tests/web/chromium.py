"""A page in headless Chromium, driven by the browser's own protocol (CDP), which needs a web socket and no more.

The terminal draws on a canvas, which nobody can read: what stands in it is worked out from what its socket brought.
"""

from __future__ import annotations

import asyncio
import base64
import codecs
import json
import os
import shutil
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.bench.screen import Screen

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

PATIENCE_S = 60.0
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_KEYS = {"enter": ("Enter", "Enter", 13, "\r", 0), "ctrl+c": ("c", "KeyC", 67, "", 2)}


class Page:
    """One page, its terminal, and every address that it asked for."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Take the connection to its target."""
        self.asked_for = list[str]()
        self.screen = Screen(1, 1)
        self._socket = socket
        self._answers = dict[int, asyncio.Future[dict[str, Any]]]()
        self._news = asyncio.Event()
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        """Let go of it."""
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Have the browser do something, and wait for its answer."""
        number = len(self._answers) + 1
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        return await asyncio.wait_for(answer, PATIENCE_S)

    async def run(self, script: str) -> Any:  # noqa: ANN401 (what JavaScript gives)
        """Run a script in the page, and give its value."""
        answer = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds, looking at each thing that the browser tells."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not holds():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"never came: {what}; the screen is\n{self.screen.text()}") from None

    async def shows(self, words: str) -> None:
        """Wait until a whole frame has these words."""
        await self.until(lambda: not self.screen.is_drawing and words in self.screen.text(), words)

    async def until_in_page(self, condition: str) -> None:
        """Wait until a condition holds in the page, looking at each frame that it draws."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not await self.run(f"new Promise((d) => requestAnimationFrame(() => d(Boolean({condition}))))"):
                    pass
        except TimeoutError:
            raise AssertionError(f"never held: {condition}") from None

    async def _read(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                answer = self._answers[told["id"]]
                if not answer.done():
                    answer.set_result(told.get("result", {"error": told.get("error")}))
            else:
                self._take(told["method"], told["params"])
            self._news.set()

    def _take(self, method: str, told: dict[str, Any]) -> None:
        """Follow what the page asks for, and what comes and goes by its socket."""
        if method == "Network.requestWillBeSent":
            self.asked_for.append(told["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked_for.append(told["url"])
        elif method == "Network.webSocketFrameSent":
            kind, *rest = json.loads(told["response"]["payloadData"])
            if kind == "resize" and (rest[0]["width"], rest[0]["height"]) != (self.screen.columns, self.screen.rows):
                self.screen = Screen(rest[0]["width"], rest[0]["height"])
        elif method == "Network.webSocketFrameReceived" and told["response"]["opcode"] == 2:
            self.screen.feed(self._decode(base64.b64decode(told["response"]["payloadData"])))

    # --- A person's hands ---------------------------------------------------------------------------------------------

    async def click(self, words: str) -> None:
        """Click on the middle of words in the terminal, once they are there."""
        await self.shows(words)
        lines = self.screen.text().split("\n")
        row = next(n for n, line in enumerate(lines) if words in line)
        column = lines[row].index(words) + len(words) // 2
        box = await self.run(
            "(() => { const r = document.querySelector('.xterm-screen').getBoundingClientRect();"
            "return [r.x, r.y, r.width, r.height] })()"
        )
        place = {
            "x": box[0] + (column + 0.5) * box[2] / self.screen.columns,
            "y": box[1] + (row + 0.5) * box[3] / self.screen.rows,
        }
        await self.call("Input.dispatchMouseEvent", type="mouseMoved", **place)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)

    async def press(self, key: str) -> None:
        """Press a key."""
        name, place, code, text, modifiers = _KEYS[key]
        for kind in ("keyDown", "keyUp"):
            await self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=name,
                code=place,
                windowsVirtualKeyCode=code,
                modifiers=modifiers,
                **({"text": text} if text and kind == "keyDown" else {}),
            )

    async def type(self, text: str) -> None:
        """Type a text, a key for each character."""
        for char in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", key=char, text=char)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=char)

    async def clipboard(self) -> str:
        """Read what was copied."""
        await self.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        return str(await self.run("navigator.clipboard.readText()"))


@asynccontextmanager
async def opened(profile: Path, url: str, *more: str) -> AsyncIterator[Page]:
    """Open a page in a browser of its own, which may be given more options."""
    program = next(path for name in NAMES if (path := shutil.which(name)))
    flags = ["--headless", "--no-first-run", "--disable-gpu", "--enable-unsafe-swiftshader"]
    flags += [f"--user-data-dir={profile}", "--remote-debugging-port=0", "--window-size=1280,800", *more]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    browser = await asyncio.create_subprocess_exec(
        program, *flags, "about:blank", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        endpoint = await asyncio.wait_for(_endpoint(browser), PATIENCE_S)
        async with aiohttp.ClientSession() as client:
            targets = await (await client.get(f"{endpoint}/json/list")).json()
            address = next(one["webSocketDebuggerUrl"] for one in targets if one["type"] == "page")
            async with client.ws_connect(address, max_msg_size=0) as socket:
                page = Page(socket)
                for domain in ("Network", "Page", "Runtime"):
                    await page.call(f"{domain}.enable")
                await page.call("Emulation.setFocusEmulationEnabled", enabled=True)  # as a window in front has
                await page.call("Page.navigate", url=url)
                try:
                    yield page
                finally:
                    await page.close()
    finally:
        with suppress(ProcessLookupError):
            browser.terminate()
        await browser.communicate()


async def _endpoint(browser: Process) -> str:
    """Read where the browser listens, which is the last that it says at its start."""
    assert browser.stderr is not None
    async for line in browser.stderr:
        _, found, address = line.decode("utf-8", "replace").partition("DevTools listening on ws://")
        if found:
            return f"http://{address.partition('/')[0]}"
    raise AssertionError("the browser ended at once")
