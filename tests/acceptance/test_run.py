"""`pasta run`: started, looked at and stopped as an operator does it."""

from __future__ import annotations

import signal
import socket
import stat
from pathlib import Path

import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.fakes.serving import running, start
from tests.fakes.terminal import Terminal, complaint

WARM_START_SECONDS = 5.0


def test_a_start_says_in_one_screen_what_is_on_and_where(tmp_path: Path) -> None:
    with running(tmp_path) as program:
        status, page = program.get("/")
        assert status == 200
        assert b"pasta" in page.lower()
        assert program.health()["ok"] is True
        printed = program.printed()
        assert program.url in printed
        assert "this machine only" in printed
        assert str(tmp_path / "data") in printed
        assert len(printed.splitlines()) < 20


def test_a_second_start_is_quick(tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.stop()
    with running(tmp_path) as program:
        assert program.seconds_to_start <= WARM_START_SECONDS


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_leaves_no_process_behind(tmp_path: Path, kind: signal.Signals) -> None:
    with running(tmp_path) as program:
        children = program.children()
        assert children
        assert program.stop(kind) == 0
        assert program.printed().endswith("Every session goes on where it is when pasta runs again.\n")
        assert "Traceback" not in program.printed()
        _, alive = psutil.wait_procs(children, timeout=5)
        assert alive == []


def test_a_killed_program_takes_its_workers_with_it_and_starts_again(tmp_path: Path) -> None:
    with running(tmp_path) as program:
        children = program.children()
        port = int(program.url.rpartition(":")[2])
        program.stop(signal.SIGKILL)
        _, alive = psutil.wait_procs(children, timeout=5)
        assert alive == []
    again = start(tmp_path, port=port)
    assert again.stop() == 0


def test_the_key_of_the_cookies_is_for_the_operator_alone(tmp_path: Path) -> None:
    with running(tmp_path):
        mode = (tmp_path / "data" / "cookie.key").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


def test_prometheus_can_read_the_numbers(tmp_path: Path) -> None:
    with running(tmp_path) as program:
        status, body = program.get("/metrics")
        assert status == 200
        names = {family.name for family in text_string_to_metric_families(body.decode())}
        assert {"pasta_answers", "pasta_loop_delay_seconds", "process_cpu_seconds"} <= names


def test_a_name_that_is_not_allowed_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as program:
        status, _ = program.get("/", Host="evil.example.org")
        assert status in {400, 421}


def test_a_port_that_is_taken_is_told_with_key_and_line(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        terminal.configure(f"\nweb:\n  port: {port}\n")
        line = complaint(terminal.pasta("run"))
    assert f"127.0.0.1:{port}: taken by" in line
    assert "set another web.port (config.yaml:3)" in line


def test_with_everything_switched_off_it_says_what_to_switch_on(terminal: Terminal) -> None:
    terminal.configure("web: {enabled: false}")
    assert "set web.enabled, discord.enabled or telegram.enabled to true" in complaint(terminal.pasta("run"))


def test_a_second_program_on_the_same_data_is_refused(tmp_path: Path, terminal: Terminal) -> None:
    with running(tmp_path):
        line = complaint(terminal.pasta("run", environment={"PASTA__WEB__PORT": "1025"}))
    assert "in use" in line or "another" in line


def test_a_key_that_others_can_read_is_refused(terminal: Terminal) -> None:
    data = terminal.folder / "data"
    data.mkdir()
    key = data / "cookie.key"
    key.write_bytes(bytes(32))
    key.chmod(0o644)
    assert "can be read by others" in complaint(terminal.pasta("run"))
