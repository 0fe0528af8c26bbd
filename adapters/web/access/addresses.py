"""Where a request comes from and where it arrived, as far as its connection and its headers tell."""

from __future__ import annotations

import ipaddress

from starlette.datastructures import Headers
from starlette.types import Scope

IPV6_PREFIX_BITS = 64
"""What one household or server is usually given, and can choose its addresses from."""

FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
"""Headers by which a proxy shows that it asks for somebody else."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def came_by_loopback(scope: Scope) -> bool:
    """Whether the connection was made to a loopback address of ours."""
    server = _end(scope, "server")
    return server is not None and server.is_loopback


def is_from_here(scope: Scope) -> bool:
    """Whether a program on this machine asks for itself.

    A proxy may say nothing of whom it asks for, but then it still names the host that they wanted, and only
    who is here calls this machine `localhost` or by a number.
    """
    headers, client, server = Headers(scope=scope), _end(scope, "client"), _end(scope, "server")
    if client is None or not (client.is_loopback or client == server):
        return False
    if any(name in headers for name in FORWARDED):
        return False
    name = without_port(headers.get("host", "")).casefold().strip("[]")
    number = _parsed(name)
    return name == "localhost" or (number is not None and number in {client, server})


def network_of(address: str | None) -> str:
    """What counts as one place: an IPv4 address, an IPv6 network, and all that is neither together."""
    parsed = _parsed(address or "")
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, IPV6_PREFIX_BITS), strict=False))
    return str(parsed or "")


def without_port(host: str) -> str:
    """The name in a `Host` header."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _end(scope: Scope, which: str) -> Address | None:
    """One end of the connection."""
    end = scope.get(which)
    return _parsed(end[0]) if end else None


def _parsed(text: str) -> Address | None:
    """An address, IPv4 where it is only dressed as IPv6; `None` where it is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
