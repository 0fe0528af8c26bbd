"""Keeps the bot connected: what waiting cannot mend is told the operator in one line, with its cure."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp
import discord
import structlog
import yarl

from adapters.discord.client import PastaClient
from adapters.discord.services import DiscordOptions
from adapters.discord.stage import DiscordStage
from core.bots.services import BotServices
from core.patience import Patience

log = structlog.get_logger()

REFUSED_LOGIN = (
    "Discord does not accept the token in DISCORD_TOKEN: copy it anew from the Developer Portal "
    "(your application → Bot → Reset Token) and start again."
)
REFUSED_INTENTS = (
    "Discord refuses an intent: in the Developer Portal, the application must not be limited in its intents "
    "(none of those that pasta-bot asks for is privileged)."
)
NO_NETWORK = "Discord cannot be reached: check this machine's network. The bot goes on trying."

RECONNECTING = Patience(first_wait_seconds=2.0, longest_wait_seconds=60.0)
HTTP_SERVER_ERROR = 500


async def run_bot(
    services: BotServices,
    options: DiscordOptions,
    stage: DiscordStage,
    *,
    tell: Callable[[str], None],
    patience: Patience = RECONNECTING,
) -> None:
    """Stay connected until cancelled; returns where the operator must do something first.

    A connection that breaks is taken up again by discord.py; here it is about the first one.
    """
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    discord.http.Route.BASE = options.api_base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(options.gateway)
    attempt = 0
    while True:
        attempt += 1
        try:
            async with PastaClient(services, options, stage, tell=tell) as client:
                try:
                    await client.start(options.token)
                finally:
                    stage.disconnect()
                return
        except discord.LoginFailure:
            tell(REFUSED_LOGIN)
            return
        except discord.PrivilegedIntentsRequired:
            tell(REFUSED_INTENTS)
            return
        except discord.HTTPException as error:
            if error.status < HTTP_SERVER_ERROR:
                tell(f"Discord refuses the bot ({error.status}, code {error.code}).")
                return
            log.warning("discord in trouble", status=error.status)
        except (aiohttp.ClientError, OSError) as error:
            log.warning("discord not reached", error=type(error).__name__)
        if attempt == 1:
            tell(NO_NETWORK)
        await patience.sleep(patience.wait_seconds(attempt))
