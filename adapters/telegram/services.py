"""How the bot reaches Telegram, and how much may be asked for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

PLATFORM = "telegram"
BASE_URL = "https://api.telegram.org/bot"
BASE_FILE_URL = "https://api.telegram.org/file/bot"


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookOptions:
    """Where Telegram sends what happens, and where that arrives on this machine."""

    url: str
    """The public https address; a proxy speaks https there and hands on to the host and port below."""
    host: str = "127.0.0.1"
    port: int = 8443
    path: str = "/telegram"
    """The path at which requests arrive here."""
    secret_token: str = field(default_factory=_new_secret, repr=False)
    """Telegram sends it with each request; what comes without it is refused."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TelegramOptions:
    """How Telegram is reached, and how much may be asked for; the token is the operator's secret."""

    token: str = field(repr=False)
    data_directory: Path
    """Where it is written down which commands Telegram has been told of."""
    base_url: str = BASE_URL
    base_file_url: str = BASE_FILE_URL
    webhook: WebhookOptions | None = None
    """Without one the bot fetches by itself what happens."""
    max_prompt_characters: int = 2000
    max_words_characters: int = 500
    cooldown_seconds: float = 5.0
    """Between two sessions that one person begins."""
    most_turns: int = 20
    farewell_seconds: float = 5.0
    """What is under way may take so long when the bot stops; then what waits is given up."""
