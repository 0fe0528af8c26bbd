"""The bot on Telegram as a part of the program; python-telegram-bot is imported only where this is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from adapters.telegram.client import TelegramBot as Client
from adapters.telegram.running import run_bot
from adapters.telegram.services import PLATFORM, TelegramOptions, WebhookOptions
from adapters.telegram.stage import TelegramStage
from bot.settings import Settings
from bot.tokens import telegram_webhook_secret
from core.bots.services import BotServices
from core.ports import ImageStore, People, Stage


@dataclass(kw_only=True)
class TelegramBot:
    """A `ChatBot`."""

    token: str = field(repr=False)
    name: str = "Telegram"
    platform: str = PLATFORM
    _stage: TelegramStage | None = None

    def make_stage(self, settings: Settings, images: ImageStore, people: People) -> Stage:
        """Where it shows sessions."""
        polls = settings.telegram.photo_polls
        self._stage = TelegramStage(images, people, clock=time.time, photo_polls=polls)
        return self._stage

    async def run(self, settings: Settings, services: BotServices, *, tell: Callable[[str], None]) -> None:
        """Be on Telegram until cancelled."""
        assert self._stage is not None
        options = self._options(settings)
        client = Client(services, options, self._stage, tell=tell)
        try:
            await run_bot(
                options,
                add_handlers=client.add_handlers,
                connected=client.connected,
                disconnected=client.disconnected,
                tell=tell,
            )
        finally:
            await self._stage.close()

    def _options(self, settings: Settings) -> TelegramOptions:
        telegram = settings.telegram
        return TelegramOptions(
            token=self.token,
            data_directory=settings.data_directory,
            base_url=telegram.base_url,
            base_file_url=telegram.base_file_url,
            webhook=_webhook(settings),
            max_prompt_characters=settings.conversation.max_prompt_characters,
            max_words_characters=settings.conversation.max_words_characters,
            cooldown_seconds=telegram.cooldown_seconds,
        )


def _webhook(settings: Settings) -> WebhookOptions | None:
    webhook, secret = settings.telegram.webhook, telegram_webhook_secret()
    if webhook.url is None:
        return None
    options = WebhookOptions(url=webhook.url, host=webhook.host, port=webhook.port, path=webhook.path)
    return options if secret is None else replace(options, secret_token=secret)
