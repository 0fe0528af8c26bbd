"""How the bot reaches Discord, and how much may be asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PLATFORM = "discord"
API_BASE = "https://discord.com/api/v10"
GATEWAY = "wss://gateway.discord.gg/"


@dataclass(frozen=True, kw_only=True, slots=True)
class DiscordOptions:
    """How Discord is reached, and how much may be asked for; the token is the operator's secret."""

    token: str
    data_directory: Path
    """Where it is written down which commands Discord has been told of."""
    api_base: str = API_BASE
    gateway: str = GATEWAY
    max_prompt_characters: int = 2000
    max_words_characters: int = 500
    cooldown_seconds: float = 5.0
    """Between two sessions that one person begins."""
    most_turns: int = 20
    guild_wait_seconds: float = 2.0
    """How long the next server may take to come in before the bot counts as ready."""
