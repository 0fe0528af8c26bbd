"""Taking the address of the web page, and what is said where it cannot be had."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import psutil
import pytest

from bot import listening
from bot.listening import AddressError, is_loopback, listen
from bot.sections.platforms import WebSettings


@pytest.fixture(autouse=True)
def _no_settings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def refusal(web: WebSettings, config: Path | None = None) -> AddressError:
    with pytest.raises(AddressError) as caught:
        listen(web, config)
    return caught.value


def test_a_free_address_is_taken_and_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as before:
        port = before.getsockname()[1]
    with listen(WebSettings(port=port), None), socket.create_connection(("127.0.0.1", port)):
        assert refusal(WebSettings(port=port)).detail.startswith("taken by ")


def test_a_port_that_is_taken_names_key_line_and_program(taken_port: int, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"web:\n  port: {taken_port}\n")
    error = refusal(WebSettings(port=taken_port), config)
    assert f"(process {os.getpid()})" in error.detail
    assert error.cure == f"stop that program, or set another web.port ({config}:2)"
    assert str(error).startswith(f"The web page cannot listen on 127.0.0.1:{taken_port}: taken by ")


def test_an_address_of_another_machine_is_told() -> None:
    error = refusal(WebSettings(host="192.0.2.1"))
    assert error.cure == "set web.host to an address of this machine (default)"


@pytest.mark.parametrize("host", ["pasta..example.org", "x" * 64, "no such host"])
def test_what_is_no_name_of_a_host_is_told(host: str) -> None:
    error = refusal(WebSettings(host=host))
    assert error.cure == "set web.host to an address of this machine (default)"


def test_a_port_that_needs_rights_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(host: str, port: int) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(listening, "bind", refuse)
    assert refusal(WebSettings(port=80)).cure == "set a web.port above 1023 (default)"


def test_a_listener_that_cannot_be_seen_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(kind: str) -> NoReturn:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "net_connections", refuse)
    assert listening.name_listener(8000) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost", "LOCALHOST"])
def test_these_addresses_are_reached_by_this_machine_alone(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "pasta.example.org"])
def test_these_addresses_may_be_reached_by_others(host: str) -> None:
    assert not is_loopback(host)
