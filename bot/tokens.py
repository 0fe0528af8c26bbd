"""The operator's secrets: read from the environment, named in messages, never shown."""

from __future__ import annotations

import os
from dataclasses import dataclass

from core.errors import PastaError


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A token that a bot needs: its variable, the setting that asks for it, and who gives it out."""

    variable: str
    setting: str
    source: str


DISCORD = Secret(
    variable="DISCORD_TOKEN",
    setting="discord.enabled",
    source="from the Developer Portal (your application → Bot)",
)
TELEGRAM = Secret(
    variable="TELEGRAM_TOKEN",
    setting="telegram.enabled",
    source="that @BotFather gives on Telegram (/mybots → your bot → API Token)",
)
TELEGRAM_WEBHOOK_SECRET = "TELEGRAM_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable, not its value


class MissingTokenError(PastaError):
    """A bot is switched on and has no token."""

    def __init__(self, secret: Secret) -> None:
        super().__init__(
            f"{secret.setting} is true, but {secret.variable} is not set in the environment: copy the token "
            f"{secret.source}, or set {secret.setting} to false."
        )


def discord_token() -> str:
    """The operator's secret; raises `MissingTokenError`."""
    return _read(DISCORD)


def telegram_token() -> str:
    """The operator's secret; raises `MissingTokenError`."""
    return _read(TELEGRAM)


def telegram_webhook_secret() -> str | None:
    """What Telegram shall send with each request; without one it is made at each start."""
    return os.environ.get(TELEGRAM_WEBHOOK_SECRET, "").strip() or None


def _read(secret: Secret) -> str:
    token = os.environ.get(secret.variable, "").strip()
    if not token:
        raise MissingTokenError(secret)
    return token
