"""Settings: what the file and the environment say, and how every mistake in them is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.settings import Settings, SettingsError, find_origin, load_settings
from core.errors import PastaError

ROOT = Path(__file__).parents[3]
WriteConfig = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("PASTA__"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def write_config(tmp_path: Path) -> WriteConfig:
    def write(text: str) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def mistakes_in(path: Path | None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    return str(caught.value).replace(f"{path}:", "FILE:").splitlines()


def test_the_shipped_file_says_exactly_the_built_in_defaults() -> None:
    assert load_settings(ROOT / "config.yaml") == Settings()


def test_the_shipped_file_names_every_setting() -> None:
    for section, value in Settings().model_dump().items():
        keys = [f"{section}.{key}" for key in value] if isinstance(value, dict) else [section]
        for key in keys:
            assert find_origin(key, ROOT / "config.yaml") != "default"


def test_without_a_file_the_defaults_hold() -> None:
    assert load_settings() == Settings()


def test_config_yaml_of_the_current_folder_is_read_unasked(write_config: WriteConfig) -> None:
    write_config("web: {port: 9000}")
    assert load_settings().web.port == 9000


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "web:\n", "web:\n  # port: 1\n", "{}"])
def test_a_file_that_says_nothing_means_the_defaults(write_config: WriteConfig, text: str) -> None:
    assert load_settings(write_config(text)) == Settings()


def test_what_is_not_said_stays_at_its_default(write_config: WriteConfig) -> None:
    read = load_settings(
        write_config("conversation:\n  turns: 3\nstorage:\n  url: sqlite+aiosqlite:///x.db\n")
    )
    assert (read.conversation.turns, read.conversation.slate_size) == (3, 4)
    assert read.storage.url == "sqlite+aiosqlite:///x.db"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xef\xbb\xbfweb:\n  port: 9000\n")
    assert load_settings(path).web.port == 9000


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().web.port = 1  # type: ignore[misc]


def test_the_environment_wins_over_the_file(
    write_config: WriteConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_config("web: {port: 9000, host: '::1'}\nstorage: {url: 'sqlite+aiosqlite:///x.db'}")
    monkeypatch.setenv("PASTA__WEB__PORT", "9001")
    monkeypatch.setenv("PASTA__DATA_DIRECTORY", "2024")
    monkeypatch.setenv("PASTA__STORAGE__URL", "null")
    monkeypatch.setenv("PASTA__BELIEF__EVIDENCE_DECAY", "0.5")
    read = load_settings(path)
    assert (read.web.port, read.web.host) == (9001, "::1")
    assert read.data_directory == Path("2024")
    assert read.storage.url is None
    assert read.belief.evidence_decay == 0.5


def test_a_list_can_be_set_in_the_file_and_in_the_environment(
    write_config: WriteConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_config("safety: {blocked_words: [blood, two words]}")
    assert load_settings(path).safety.blocked_words == ("blood", "two words")
    monkeypatch.setenv("PASTA__SAFETY__BLOCKED_WORDS", '["gore"]')
    assert load_settings(path).safety.blocked_words == ("gore",)


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASTA__WEB__PORT", "")
    monkeypatch.setenv("PASTA__NONSENSE", "")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "conversation:\n  turnss: 3\n",
            "FILE:2: conversation.turnss: unknown key; did you mean conversation.turns?",
        ),
        ("port: 80", "FILE:1: port: unknown key; did you mean web.port?"),
        (
            "web:\n  colour: red\n",
            "FILE:2: web.colour: unknown key; known here: allowed_hosts, enabled, host, https_only, port",
        ),
        (
            "conversation:\n  turns: five\n",
            "FILE:2: conversation.turns: found 'five', allowed is a whole number from 1 to 20",
        ),
        (
            "conversation:\n  turns: '5'\n",
            "FILE:2: conversation.turns: found '5', allowed is a whole number from 1 to 20",
        ),
        (
            "conversation:\n  turns: true\n",
            "FILE:2: conversation.turns: found true, allowed is a whole number from 1 to 20",
        ),
        (
            "conversation:\n  turns: null\n",
            "FILE:2: conversation.turns: found null, allowed is a whole number from 1 to 20",
        ),
        (
            "web:\n\n  port: 70000\n",
            "FILE:3: web.port: found 70000, allowed is a whole number from 1 to 65535",
        ),
        ("web:\n  port: [1]\n", "FILE:2: web.port: found a list, allowed is a whole number from 1 to 65535"),
        (
            "web:\n  port: {a: 1}\n",
            "FILE:2: web.port: found a section, allowed is a whole number from 1 to 65535",
        ),
        ("web:\n  host: ''\n", "FILE:2: web.host: found '', allowed is an address or a host's name"),
        (
            "web: 80",
            "FILE:1: web: found 80, allowed is a section with enabled, host, port, allowed_hosts, https_only",
        ),
        (
            "belief: {evidence_decay: 0}",
            "FILE:1: belief.evidence_decay: found 0, allowed is a number above 0 to 1",
        ),
        (
            "belief: {evidence_decay: .nan}",
            "FILE:1: belief.evidence_decay: found nan, allowed is a number above 0 to 1",
        ),
        (
            "rendering: {size_pixels: 100}",
            "FILE:1: rendering.size_pixels: found 100, allowed is a whole number from 64 to 2048 "
            "that is a multiple of 8",
        ),
        (
            "retry:\n  first_wait_seconds: 9\n",
            "FILE:1: retry: longest_wait_seconds must be at least first_wait_seconds",
        ),
        (
            "\nweb:\n  host: 0.0.0.0\n",
            "FILE:2: web: a page that listens on 0.0.0.0 must name in allowed_hosts how browsers will call "
            "it, such as [pasta.example.org, 192.0.2.7]",
        ),
        (
            "web: {allowed_hosts: ['http://pasta']}",
            "FILE:1: web.allowed_hosts.0: found 'http://pasta', allowed is a host's name",
        ),
        (
            "logging: {level: loud}",
            "FILE:1: logging.level: found 'loud', allowed is debug, info, warning or error",
        ),
        (
            "safety: {blocked_words: gore}",
            "FILE:1: safety.blocked_words: found 'gore', allowed is a list of words",
        ),
        ("safety: {blocked_words: [no]}", "FILE:1: safety.blocked_words.0: found false, allowed is text"),
        ("data_directory: 7", "FILE:1: data_directory: found 7, allowed is the path of a folder"),
        (
            "storage: {url: 'mysql://host/db'}",
            "FILE:1: storage.url: found 'mysql://host/db', allowed is null, sqlite+aiosqlite:///path "
            "or postgresql+asyncpg://user@host/database",
        ),
        ("web:\n  port: 1\n  port: 2\n", "FILE:3: web.port: stands twice, first on line 2; delete one"),
        ("web: {}\nbelief: {}\nweb: {}\n", "FILE:3: web: stands twice, first on line 1; delete one"),
        ("1: x", "FILE:1: 1: a key must be text; put it in quotes"),
        ("web:\n\tport: 1\n", "FILE:2: not YAML: a tab; indent with spaces"),
        ("web: [1\nport", "FILE:2: not YAML: expected ',' or ']', but got '<stream end>'"),
        ("web: *nowhere", "FILE:1: not YAML: found undefined alias 'nowhere'"),
        ("web: {}\n---\nweb: {}", "FILE:2: not YAML: but found another document"),
        ("web: {port: !!python/name:os.system }", None),
        ("data_directory: 2024-13-45", "FILE: a value cannot be read: month must be in 1..12"),
        ("just words", "FILE:1: found no keys, allowed is one `key: value` on each line"),
        ("- a list", "FILE:1: found no keys, allowed is one `key: value` on each line"),
        ("a\x07b: 1", "FILE:1: not YAML: special characters are not allowed"),
        ("web: " + "[" * 5000, "FILE: nested too deeply"),
    ],
)
def test_a_mistake_is_one_line_with_its_place_and_what_is_allowed(
    write_config: WriteConfig, text: str, mistake: str | None
) -> None:
    lines = mistakes_in(write_config(text))
    assert len(lines) == 1
    assert lines[0].startswith("FILE:")
    assert mistake in (None, lines[0])


def test_all_mistakes_are_told_at_once(write_config: WriteConfig) -> None:
    lines = mistakes_in(write_config("web:\n  port: x\nlogging:\n  level: 3\nnonsense: 1\n"))
    assert [line.split(" ")[0] for line in lines] == ["FILE:2:", "FILE:4:", "FILE:5:"]


def test_a_mistake_in_the_environment_names_the_variable(
    write_config: WriteConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_config("web:\n  port: 9000\n")
    monkeypatch.setenv("PASTA__WEB__PORT", "eighty")
    assert mistakes_in(path) == [
        "PASTA__WEB__PORT: web.port: found 'eighty', allowed is a whole number from 1 to 65535"
    ]


@pytest.mark.parametrize(
    ("name", "value", "mistake"),
    [
        ("PASTA__WEBB__PORT", "1", "PASTA__WEBB__PORT: webb: unknown key; did you mean web?"),
        ("PASTA__WEB__PORTT", "1", "PASTA__WEB__PORTT: web.portt: unknown key; did you mean web.port?"),
        (
            "PASTA__WEB__PORT__DEEP",
            "1",
            "PASTA__WEB__PORT__DEEP: web.port: found a section, allowed is a whole number from 1 to 65535",
        ),
        ("PASTA__WEB", "not json", 'PASTA__WEB: web: not JSON; write a list as ["a", "b"]'),
        (
            "PASTA__SAFETY__BLOCKED_WORDS",
            "blood",
            'PASTA__SAFETY__BLOCKED_WORDS: safety: not JSON; write a list as ["a", "b"]',
        ),
    ],
)
def test_a_variable_that_means_nothing_is_a_mistake(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, mistake: str
) -> None:
    monkeypatch.setenv(name, value)
    assert mistakes_in(None) == [mistake]


def test_a_file_that_is_named_but_missing_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path / "other.yaml") == [
        "FILE: no such file; name another, or none to use the defaults"
    ]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path) == ["FILE: this is a folder; name the file in it"]


def test_other_encodings_are_a_mistake_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"web:\n  host: caf\xe9\n")
    assert mistakes_in(path) == ["FILE:2: not UTF-8 text; save the file as UTF-8"]


def test_a_password_is_never_repeated(write_config: WriteConfig) -> None:
    (line,) = mistakes_in(write_config("storage: {url: 'postgres://me:secret@host/db'}"))
    assert "secret" not in line
    assert "postgres://***@host/db" in line


def test_a_long_value_is_cut(write_config: WriteConfig) -> None:
    (line,) = mistakes_in(write_config(f"logging: {{level: {'x' * 5000}}}"))
    assert len(line) < 250


def test_an_alias_that_contains_itself_does_not_hang(write_config: WriteConfig) -> None:
    assert mistakes_in(write_config("web: &a\n  port: *a\n"))


def test_settings_can_share_a_section_by_an_alias(write_config: WriteConfig) -> None:
    path = write_config("web: &here {port: 9000}\n")
    assert load_settings(path).web.port == 9000


def test_a_mistake_is_an_error_of_ours() -> None:
    assert issubclass(SettingsError, PastaError)
    assert SettingsError("one", "two").mistakes == ("one", "two")


def test_the_origin_of_a_setting_is_a_variable_a_line_or_the_default(
    write_config: WriteConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_config("web:\n  port: 9000\n")
    assert find_origin("web.port", path) == f"{path}:2"
    assert find_origin("web.host", path) == "default"
    assert find_origin("web.host") == "default"
    monkeypatch.setenv("PASTA__WEB__PORT", "9001")
    assert find_origin("web.port", path) == "PASTA__WEB__PORT"


@given(text=st.text(alphabet="abweport:{}[]&*-#'\"!|>%@ \n\t<1.,?~", max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
def test_no_file_however_strange_raises_anything_else(write_config: WriteConfig, text: str) -> None:
    path = write_config(text)
    try:
        load_settings(path)
    except SettingsError as error:
        assert str(error).startswith(str(path))  # noqa: PT017


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "telegram: {webhook: {url: http://pasta.example.org/telegram}}",
            "telegram.webhook.url: found 'http://pasta.example.org/telegram', "
            "allowed is null, or an address that begins with https://",
        ),
        (
            "telegram: {webhook: {path: telegram}}",
            "telegram.webhook.path: found 'telegram', allowed is a path that begins with /",
        ),
        ("telegram: {webhook: {prt: 8443}}", "telegram.webhook.prt: unknown key; did you mean"),
        ("telegram: {cooldown_seconds: -1}", "telegram.cooldown_seconds: found -1"),
    ],
)
def test_mistakes_about_telegram_are_told_with_their_line(
    write_config: WriteConfig, text: str, mistake: str
) -> None:
    (line,) = mistakes_in(write_config(text))
    assert line.startswith(f"FILE:1: {mistake}")


def test_the_webhook_can_be_set_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASTA__TELEGRAM__WEBHOOK__URL", "https://pasta.example.org:8443/telegram")
    monkeypatch.setenv("PASTA__TELEGRAM__WEBHOOK__PORT", "9000")
    webhook = load_settings().telegram.webhook
    assert (webhook.url, webhook.port, webhook.host) == (
        "https://pasta.example.org:8443/telegram",
        9000,
        "127.0.0.1",
    )
