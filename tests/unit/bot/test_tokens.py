"""The operator's secrets: found in the environment, and told by name where one is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.tokens import MissingTokenError, discord_token, telegram_token, telegram_webhook_secret

TOKENS = pytest.mark.parametrize(
    ("read", "variable"), [(discord_token, "DISCORD_TOKEN"), (telegram_token, "TELEGRAM_TOKEN")]
)


@TOKENS
def test_a_token_is_read_without_the_spaces_around_it(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], str], variable: str
) -> None:
    monkeypatch.setenv(variable, " a-secret\n")
    assert read() == "a-secret"


@TOKENS
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_token_is_told_with_its_variable_its_setting_and_its_source(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], str], variable: str, value: str | None
) -> None:
    monkeypatch.delenv(variable, raising=False)
    if value is not None:
        monkeypatch.setenv(variable, value)
    with pytest.raises(MissingTokenError, match=f"{variable} is not set") as caught:
        read()
    message = str(caught.value)
    assert f"{variable.partition('_')[0].lower()}.enabled to false" in message
    assert "copy the token" in message


def test_the_webhooks_secret_need_not_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_WEBHOOK_SECRET", raising=False)
    assert telegram_webhook_secret() is None
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "s3cret")
    assert telegram_webhook_secret() == "s3cret"
