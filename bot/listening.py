"""The addresses that the program listens on: taking them, and saying what to do where one cannot be had."""

from __future__ import annotations

import errno
import ipaddress
import socket
from pathlib import Path

from bot.sections.platforms import WebSettings
from bot.settings import find_origin
from core.errors import PastaError

LOOPBACK_NAMES = ("localhost",)


class AddressError(PastaError):
    """The web page cannot listen where it should; `detail` says why and `cure` what to do."""

    def __init__(self, web: WebSettings, *, detail: str, cure: str) -> None:
        super().__init__(f"The web page cannot listen on {web.host}:{web.port}: {detail}; {cure}.")
        self.detail = detail
        self.cure = cure


def listen(web: WebSettings, config: Path | None) -> socket.socket:
    """Take the address; raises `AddressError`."""
    try:
        return bind(web.host, web.port)
    except OSError as error:
        detail, cure = reason_of(error, web.port), _cure(error, config)
        raise AddressError(web, detail=detail, cure=cure) from error
    except UnicodeError as error:
        raise AddressError(web, detail=reason_of(error, web.port), cure=_other_host(config)) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a page that listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() in LOOPBACK_NAMES


def name_listener(port: int) -> str | None:
    """Name the program that listens on this port, with its process id; None where that cannot be seen."""
    import psutil

    try:
        for connection in psutil.net_connections("tcp"):
            is_listening = connection.status == psutil.CONN_LISTEN
            if is_listening and connection.pid and connection.laddr and connection.laddr.port == port:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass
    return None


def bind(host: str, port: int) -> socket.socket:
    """Listen at an address of this machine; raises `OSError`, and `UnicodeError` where it is none."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def reason_of(error: OSError | UnicodeError, port: int) -> str:
    """Say why an address cannot be had."""
    if isinstance(error, UnicodeError):
        return "this is no host's name"
    if error.errno == errno.EADDRINUSE:
        return f"taken by {name_listener(port) or 'another program'}"
    return str(error.strerror)


def _cure(error: OSError, config: Path | None) -> str:
    port = find_origin("web.port", config)
    if error.errno == errno.EADDRINUSE:
        return f"stop that program, or set another web.port ({port})"
    if error.errno == errno.EACCES:
        return f"set a web.port above 1023 ({port})"
    return _other_host(config)


def _other_host(config: Path | None) -> str:
    return f"set web.host to an address of this machine ({find_origin('web.host', config)})"
