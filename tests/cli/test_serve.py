"""Serving the app to a browser: what is said and refused before anything is served."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import pytest

from cadence_tui import web
from cadence_tui.cli.app import open_app
from cadence_tui.domain.errors import UsageError
from cadence_tui.web import server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.web.guard import Guard
    from tests.cli.conftest import Terminal


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Note what would be served, and serve nothing."""
    found = list[list[str]]()

    def note(words: Sequence[str], listener: socket.socket, guard: Guard) -> None:
        found.append([*words[4:], listener.getsockname()[0], guard.public_url])

    monkeypatch.setattr(server, "serve", note)
    return found


def test_it_says_where_the_app_is(cadence: Terminal, served: list[list[str]]) -> None:
    """On this machine alone, with the same file and person as the command itself, and nothing else is said."""
    done = cadence("serve", "--port", "0", "--as", "Fay")
    assert done.out.startswith("cadence is at http://127.0.0.1:")
    assert done.out.endswith("/. ctrl+c ends it.\n")
    assert done.err == ""
    assert served == [["--db", str(cadence.file), "--as", "Fay", "127.0.0.1", ""]]


def test_where_there_is_no_company_its_set_up_is_served(bare: Terminal, served: list[list[str]]) -> None:
    """As `cadence` alone does it in a terminal."""
    bare("serve", "--port", "0")
    assert served == [["--db", str(bare.file), "127.0.0.1", ""]]


def test_scripts_are_told_in_json(cadence: Terminal, served: list[list[str]]) -> None:
    """With the port that was free, and where people reach it."""
    found = cadence("serve", "--port", "0", "--json", "--public-url", "https://cadence.example.com").json
    assert found["public_url"] == "https://cadence.example.com"
    assert int(found["url"].removeprefix("http://127.0.0.1:").rstrip("/"))
    assert served[0][-1] == "https://cadence.example.com"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 (it is refused)
def test_others_are_let_in_only_when_that_is_said(cadence: Terminal, served: list[list[str]], host: str) -> None:
    """There is no login: an address in reach of others is refused with what to do instead."""
    done = cadence("serve", "--port", "0", "--host", host, status=2)
    assert "there is no login" in done.err
    assert "--without-login" in done.err
    assert len(done.err.splitlines()) == 1
    assert served == []


def test_letting_others_in_is_warned_about(cadence: Terminal, served: list[list[str]]) -> None:
    """Each time."""
    done = cadence("serve", "--port", "0", "--host", "0.0.0.0", "--without-login")  # noqa: S104 (what is tried)
    assert "whoever reaches http://0.0.0.0:" in done.err
    assert served[0][2] == "0.0.0.0"  # noqa: S104 (the same)


def test_a_port_that_is_taken_is_one_sentence(cadence: Terminal, served: list[list[str]]) -> None:
    """It says which, and how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = cadence("serve", "--port", str(port), status=1)
    assert done.err == f"Port {port} on 127.0.0.1 is taken; choose another with --port.\n"
    assert served == []


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "\N{SNOWMAN}" * 70])
def test_an_address_that_is_not_ours_is_one_sentence(cadence: Terminal, served: list[list[str]], host: str) -> None:
    """Nothing can listen there."""
    done = cadence("serve", "--port", "0", "--host", host, "--without-login", status=1)
    assert len(done.err.splitlines()) == 1
    assert served == []


@pytest.mark.parametrize("url", ["cadence.example.com", "ftp://x", "https://", "http://[::1", "http://x:99999"])
def test_a_public_address_is_one_that_browsers_go_to(cadence: Terminal, served: list[list[str]], url: str) -> None:
    """Else its pages would all be refused, and nobody would know why."""
    assert "write it as https://" in cadence("serve", "--public-url", url, status=2).err
    assert served == []


def test_a_file_that_cannot_be_used_is_said_at_once(bare: Terminal, served: list[list[str]]) -> None:
    """Not only in the browser."""
    bare.file.write_text("no database")
    bare("serve", "--port", "0", status=3)
    assert served == []


def test_without_the_extra_it_says_how_to_get_it(cadence: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence; nothing else of the program needs it."""
    monkeypatch.delattr(web, "server")
    monkeypatch.delitem(sys.modules, "cadence_tui.web.server")
    for name in ("textual_serve", "textual_serve.server", "textual_serve.app_service"):
        monkeypatch.setitem(sys.modules, name, None)
    done = cadence("serve", status=1)
    assert 'pip install "cadence-tui[serve]"' in done.err
    assert len(done.err.splitlines()) == 1


def test_the_app_itself_still_needs_a_terminal() -> None:
    """Only one that is served has none of its own."""
    with pytest.raises(UsageError, match="needs a terminal"):
        open_app(None, None)
