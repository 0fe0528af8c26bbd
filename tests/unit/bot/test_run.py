"""What `pasta run` makes of its settings."""

from __future__ import annotations

import pytest

from bot.run import _address, _in_brackets, _reach, run_everything
from bot.sections.platforms import DiscordSettings, WebSettings
from bot.settings import Settings, load_settings
from bot.tokens import MissingTokenError


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("2001:db8::7", "http://[2001:db8::7]:8000"),
        ("pasta.example.org", "http://pasta.example.org:8000"),
    ],
)
def test_the_address_is_one_that_a_browser_here_can_open(host: str, address: str) -> None:
    assert _address(host, 8000) == address


@pytest.mark.parametrize(
    ("web", "reach"),
    [
        (WebSettings(), "this machine only"),
        (WebSettings(host="192.0.2.7"), "other machines too"),
        (WebSettings(host="0.0.0.0", allowed_hosts=("a.org", "b.org")), "also as a.org, b.org"),
    ],
)
def test_it_is_said_who_reaches_the_page(web: WebSettings, reach: str) -> None:
    assert _reach(web) == reach


def test_hosts_stand_as_browsers_send_them() -> None:
    assert [_in_brackets(host) for host in ("a.org", "::1", "[::1]")] == ["a.org", "[::1]", "[::1]"]


def test_nothing_is_started_where_nothing_is_switched_on() -> None:
    settings = Settings(web=WebSettings(enabled=False))
    with pytest.raises(Exception, match=r"set web\.enabled, discord\.enabled or telegram\.enabled to true"):
        run_everything(settings=settings, config=None)


def test_a_bot_without_its_token_is_told_where_that_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    settings = Settings(discord=DiscordSettings(enabled=True))
    with pytest.raises(MissingTokenError, match="DISCORD_TOKEN is not set"):
        run_everything(settings=settings, config=None)


@pytest.mark.parametrize("name", ["pasta.example.org", "192.0.2.7", "2001:db8::7", "[2001:db8::7]", "a_b-c"])
def test_names_and_addresses_may_be_allowed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PASTA__WEB__ALLOWED_HOSTS", f'["{name}"]')
    assert load_settings().web.allowed_hosts == (name,)
