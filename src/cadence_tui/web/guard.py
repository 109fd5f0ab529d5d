"""Who may come in by the browser: pages of ours alone, asked for under a name that is ours.

There is no login, and a server on 127.0.0.1 is in reach of every page that the same browser has open. A page from
elsewhere cannot read what is answered to it, yet it could open the socket that drives the app, since browsers do not
hold sockets to one origin: so the socket asks where the page is from. And a stranger's name that is made to lead to
127.0.0.1 would pass for ours (DNS rebinding): so only names that are ours are answered, and addresses, which lead to
nobody but themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Guard:
    """What the server is known as: the address it was bound to, and where people reach it, if that is elsewhere."""

    bound: str
    public_url: str = ""

    def knows(self, host: str) -> bool:
        """Say whether a request's Host names this server."""
        name = _name(host)
        ours = {"localhost", self.bound.casefold(), _name(urlsplit(self.public_url).netloc)}
        return bool(name) and (is_address(name) or name in ours)

    def is_ours(self, origin: str, host: str) -> bool:
        """Say whether a page is ours by its Origin: from where this very request went to, or from the public address.

        A proxy in front may speak https for us and hand the Host on as it came, or put its own in that place.
        """
        wanted = {f"http://{host}", f"https://{host}", _origin(self.public_url)}
        return self.knows(host) and bool(origin) and origin.casefold() in {one.casefold() for one in wanted}


def is_address(name: str) -> bool:
    """Say whether a name is an IP address."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_this_machine(name: str) -> bool:
    """Say whether only this machine can reach what is bound to a name."""
    return name.casefold() == "localhost" or (is_address(name) and ip_address(name).is_loopback)


def _name(host: str) -> str:
    """Take the port off a host; nothing where it is no host."""
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return ""


def _origin(url: str) -> str:
    """Give the origin of an address, as browsers write it: without the port that its scheme has anyway."""
    parts = urlsplit(url)
    default = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    host = parts.netloc.removesuffix(default) if default else parts.netloc
    return f"{parts.scheme}://{host}" if host else ""
