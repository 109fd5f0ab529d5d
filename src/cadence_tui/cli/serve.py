"""Serving the app to a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from cadence_tui.cli.common import Call, common, note, write
from cadence_tui.domain.errors import CadenceError, UsageError

if TYPE_CHECKING:
    import socket

    from cadence_tui.web.guard import Guard

_MISSING = (
    "The browser needs one more part, which is not installed; "
    'get it with: pip install "cadence-tui[serve]" (or uv tool install, or pipx install, with the same name).'
)
_LAST_PORT = 65_535


@click.command()
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, _LAST_PORT),
    metavar="NUMBER",
    default=8000,
    show_default=True,
    help="The port to listen on; 0 takes a free one.",
)
@click.option("--public-url", metavar="URL", help="Where people reach it, behind a proxy.")
@click.option("--without-login", is_flag=True, help="Let others than this machine in, though there is no login.")
@common
def serve(call: Call, host: str, port: int, public_url: str | None, without_login: bool) -> None:
    """Open the app in a browser, on this machine alone; ctrl+c ends it.

    Example: cadence serve --port 8080
    """
    try:
        from cadence_tui.web import server
    except ImportError as error:
        raise CadenceError(_MISSING) from error
    from cadence_tui.web.guard import Guard, is_this_machine

    guard = Guard(host, _url(public_url))
    is_alone = is_this_machine(host)
    if not is_alone and not without_login:
        raise UsageError(
            f"{host} is in reach of others, and there is no login: leave --host out and put a proxy that asks for one "
            "before it, or say --without-login."
        )
    if call.path.exists():
        with call.view():
            pass
    with _listen(host, port) as listener:
        url = _named(host, listener)
        _tell(call, url, guard, is_alone=is_alone)
        server.serve(server.app_words(call.path.absolute(), call.asked), listener, guard)


def _url(url: str | None) -> str:
    """Read the public address.

    Raises:
        UsageError: where it is none that a browser would go to.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url or "")
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if url and not is_whole:
        raise UsageError(f"“{url}” is no address for a browser; write it as https://cadence.example.com.")
    return url or ""


def _listen(host: str, port: int) -> socket.socket:
    """Take the port.

    Raises:
        CadenceError: where it is taken, or the address is not this machine's.
    """
    import errno
    import socket

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CadenceError(f"Port {port} on {host} is taken; choose another with --port.") from error
        why = error.strerror or error
        raise CadenceError(f"Nothing can listen on {host}, port {port} ({why}); choose others.") from error
    except UnicodeError as error:
        raise CadenceError(f"“{host}” is no address of this machine; leave --host out.") from error


def _named(host: str, listener: socket.socket) -> str:
    """Give the address to open."""
    port = listener.getsockname()[1]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _tell(call: Call, url: str, guard: Guard, *, is_alone: bool) -> None:
    """Say where the app is, and who can get to it."""
    if call.json:
        write(f"{json.dumps({'url': url, 'public_url': guard.public_url or None})}\n")
    else:
        where = f", and people reach it at {guard.public_url}" if guard.public_url else ""
        write(f"cadence is at {url}{where}. ctrl+c ends it.\n")
    if not is_alone:
        note(
            f"There is no login: whoever reaches {url} can read and change everything. Let no network but your own "
            "reach it, or put a proxy that asks for a login before it."
        )
