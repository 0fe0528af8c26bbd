"""What the bot works with: the program's services, and how it reaches Discord."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.community_ports import (
    Activity,
    AuditLog,
    Communities,
    PersonalData,
    PostedGalleries,
    Reports,
    Saved,
)
from core.conductor.conductor import Conductor
from core.ports import ImageStore, People, SessionHistory
from core.types.sessions import Rules

PLATFORM = "discord"
API_BASE = "https://discord.com/api/v10"
GATEWAY = "wss://gateway.discord.gg/"


@dataclass(frozen=True, kw_only=True, slots=True)
class DiscordServices:
    """The program behind the bot."""

    conductor: Conductor
    people: People
    history: SessionHistory
    images: ImageStore
    posted_galleries: PostedGalleries
    saved: Saved
    personal_data: PersonalData
    activity: Activity
    communities: Communities
    reports: Reports
    audit_log: AuditLog
    rules: Rules
    clock: Callable[[], float]
    new_seed: Callable[[], int] = lambda: secrets.randbits(31)


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
