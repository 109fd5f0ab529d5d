"""The app in a real browser: a week is held in it from its first page to its close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer

from cadence_tui import bootstrap
from tests.web.chromium import opened
from tests.web.conftest import WEEK

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.web.conftest import Served

pytestmark = [pytest.mark.chromium, pytest.mark.long]


async def test_a_week_is_held_in_the_browser(serve: Callable[..., Awaitable[Served]], tmp_path: Path) -> None:
    """Opened, clicked through and closed there, and then the file holds it; nothing outside was asked for anything."""
    served = await serve()
    async with opened(tmp_path / "profile", served.url) as page:
        await page.click("Check-in")
        await page.shows("target ≥ 40")
        await page.type("45")
        await page.shows("45  ● on track")
        await page.press("enter")
        await page.shows("target ≥ 20")
        await page.type("25")
        await page.shows("25  ● on track")
        await page.press("enter")
        await page.click("Close the week")
        await page.shows("Done. The notes are in")
        await page.click("Copy")
        await page.shows("ent to the clipboard")
        assert "Orders shipped" in await page.clipboard()
        await page.click("Leave")
        await page.click("Quit")
        await page.until_in_page("!document.querySelector('.ended').hidden")
        assert "has ended" in await page.run("document.querySelector('.ended').innerText")
        await page.run("document.querySelector('.ended button').click()")
        await page.shows("2 of 2")
        assert [url for url in page.asked_for if served.host not in url] == []
        assert any("/static/fonts/" in url for url in page.asked_for)
    with bootstrap.looking(served.path, None) as view:
        assert [str(view.repository.reading(kpi, WEEK)) for kpi in ("orders", "calls")] == ["45", "25"]
        assert {one.status for one in view.repository.judgements_of(WEEK).values()} == {"on_track"}
        assert view.repository.meeting_held_at("weekly", WEEK)


async def test_a_foreign_page_gets_nowhere(serve: Callable[..., Awaitable[Served]], tmp_path: Path) -> None:
    """One that is open in the same browser can neither open the app's socket nor show the app in a frame."""
    served = await serve()

    async def foreign(_: web.BaseRequest) -> web.Response:
        return web.Response(text=f'<!doctype html><iframe src="{served.url}"></iframe>', content_type="text/html")

    async with RawTestServer(foreign) as elsewhere, opened(tmp_path / "profile", str(elsewhere.make_url("/"))) as page:
        await page.until_in_page("document.readyState === 'complete'")
        said = await page.run(
            f"new Promise((done) => {{ const socket = new WebSocket('ws://{served.host}/ws');"
            "socket.onopen = () => done('open'); socket.onerror = () => done('refused'); })"
        )
        assert said == "refused"
        assert served.url in page.asked_for
        assert served.apps == []


async def test_copying_works_over_plain_http_too(serve: Callable[..., Awaitable[Served]], tmp_path: Path) -> None:
    """Browsers then hide the clipboard from pages; the old way does it, and the keys go on to the app."""
    served = await serve("--public-url", "http://cadence.test")
    url = served.url.replace("127.0.0.1", "cadence.test")
    async with opened(tmp_path / "profile", url, "--host-resolver-rules=MAP cadence.test 127.0.0.1") as page:
        await page.shows("Orders shipped")
        assert not await page.run("isSecureContext")
        await page.run("document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
        await page.press("ctrl+c")
        await page.until_in_page("window.copied")
        assert (await page.run("copied")).startswith("Orders shipped  –  ≥ 40")
        await page.type("2")
        await page.shows("last 4")
