"""The bot on Discord as a part of the program: its token, its services, its task."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from adapters.discord.running import run_bot
from adapters.discord.services import PLATFORM, DiscordOptions
from adapters.discord.stage import DiscordStage
from bot.settings import Settings
from bot.wiring import Program, rules_of
from core.bots.services import BotServices


@asynccontextmanager
async def on_discord(
    settings: Settings, program: Program, stage: DiscordStage, *, token: str, tell: Callable[[str], None]
) -> AsyncIterator[asyncio.Task[None]]:
    """Be on Discord meanwhile; what goes wrong there is told, and stops nothing else."""
    services = BotServices(
        platform=PLATFORM,
        conductor=program.conductor,
        people=program.ports.people,
        history=program.history,
        images=program.ports.images,
        posted_galleries=program.posted_galleries,
        session_messages=program.session_messages,
        saved=program.saved,
        personal_data=program.personal_data,
        links=program.links,
        activity=program.activity,
        communities=program.communities,
        reports=program.reports,
        audit_log=program.audit_log,
        rules=rules_of(settings),
        clock=time.time,
    )
    options = DiscordOptions(
        token=token,
        data_directory=settings.data_directory,
        api_base=settings.discord.api_base,
        gateway=settings.discord.gateway,
        max_prompt_characters=settings.conversation.max_prompt_characters,
        max_words_characters=settings.conversation.max_words_characters,
        cooldown_seconds=settings.discord.cooldown_seconds,
    )
    bot = asyncio.create_task(run_bot(services, options, stage, tell=tell), name="discord")
    try:
        yield bot
    finally:
        await stage.close()
        bot.cancel()
        await asyncio.gather(bot, return_exceptions=True)
