"""Who may come in by the browser."""

from __future__ import annotations

import pytest

from cadence_tui.web.guard import Guard, is_this_machine

HERE = Guard("127.0.0.1")
BEHIND = Guard("127.0.0.1", "https://cadence.example.com")


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("LOCALHOST", True),
        ("[::1]:8000", True),
        ("192.168.1.5:8000", True),
        ("cadence.example.com", False),
        ("evil.example:8000", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("", False),
        ("[::1", False),
        ("evil.example@127.0.0.1", True),  # its host is 127.0.0.1; no browser sends such a thing
    ],
)
def test_only_names_that_are_ours_are_answered(host: str, is_known: bool) -> None:
    """A stranger's name that is made to lead here is refused; an address leads to nobody but itself."""
    assert HERE.knows(host) is is_known


@pytest.mark.parametrize(
    ("guard", "origin", "host", "is_ours"),
    [
        (HERE, "http://127.0.0.1:8000", "127.0.0.1:8000", True),
        (HERE, "http://localhost:8000", "localhost:8000", True),
        (HERE, "http://localhost:8000", "127.0.0.1:8000", False),
        (HERE, "http://127.0.0.1:9999", "127.0.0.1:8000", False),
        (HERE, "https://evil.example", "127.0.0.1:8000", False),
        (HERE, "http://evil.example:8000", "evil.example:8000", False),
        (HERE, "null", "127.0.0.1:8000", False),
        (HERE, "", "127.0.0.1:8000", False),
        (HERE, "http://", "127.0.0.1:8000", False),
        (BEHIND, "https://cadence.example.com", "cadence.example.com", True),
        (BEHIND, "https://cadence.example.com", "127.0.0.1:8000", True),
        (BEHIND, "https://Cadence.example.com", "127.0.0.1:8000", True),
        (BEHIND, "http://cadence.example.com", "127.0.0.1:8000", False),
        (BEHIND, "https://cadence.example.com.evil.example", "127.0.0.1:8000", False),
        (BEHIND, "https://evil.example", "cadence.example.com", False),
        (Guard("::1", "https://c.example:443/x/"), "https://c.example", "127.0.0.1:8000", True),
        (Guard("box.lan"), "http://box.lan:8000", "box.lan:8000", True),
    ],
)
def test_only_a_page_of_ours_drives_the_app(guard: Guard, origin: str, host: str, is_ours: bool) -> None:
    """It comes from where its socket goes to, or from the public address; whoever does not say is refused."""
    assert guard.is_ours(origin, host) is is_ours


@pytest.mark.parametrize(
    ("name", "is_alone"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 (that is what it asks about)
        ("::", False),
        ("192.168.1.5", False),
        ("box.lan", False),
        ("", False),
    ],
)
def test_what_only_this_machine_can_reach(name: str, is_alone: bool) -> None:
    """Whatever is not surely a loopback address counts as in reach of others."""
    assert is_this_machine(name) is is_alone
