"""The operator's secrets: read from the environment, named in messages, never shown."""

from __future__ import annotations

import os

from core.errors import PastaError

TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the name of a variable, not its value


class MissingTokenError(PastaError):
    """The bot is switched on and has no token."""

    def __init__(self) -> None:
        super().__init__(
            f"discord.enabled is true, but {TOKEN} is not set in the environment: copy the token from the "
            "Developer Portal (your application → Bot), or set discord.enabled to false."
        )


def discord_token() -> str:
    """The operator's secret; raises `MissingTokenError`."""
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise MissingTokenError
    return token
