"""The bot on Discord as a part of the program; discord.py is imported only where this is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.discord.running import run_bot
from adapters.discord.services import PLATFORM, DiscordOptions
from adapters.discord.stage import DiscordStage
from bot.settings import Settings
from core.bots.services import BotServices
from core.ports import ImageStore, People, Stage


@dataclass(kw_only=True)
class DiscordBot:
    """A `ChatBot`."""

    token: str = field(repr=False)
    name: str = "Discord"
    platform: str = PLATFORM
    _stage: DiscordStage | None = None

    def make_stage(self, settings: Settings, images: ImageStore, people: People) -> Stage:
        """Where it shows sessions."""
        self._stage = DiscordStage(images, people, clock=time.time)
        return self._stage

    async def run(self, settings: Settings, services: BotServices, *, tell: Callable[[str], None]) -> None:
        """Be on Discord until cancelled."""
        assert self._stage is not None
        try:
            await run_bot(services, self._options(settings), self._stage, tell=tell)
        finally:
            await self._stage.close()

    def _options(self, settings: Settings) -> DiscordOptions:
        return DiscordOptions(
            token=self.token,
            data_directory=settings.data_directory,
            api_base=settings.discord.api_base,
            gateway=settings.discord.gateway,
            max_prompt_characters=settings.conversation.max_prompt_characters,
            max_words_characters=settings.conversation.max_words_characters,
            cooldown_seconds=settings.discord.cooldown_seconds,
        )
