"""A small bot that answers every message, connected to a fake Telegram as the real one is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from telegram import Update
from telegram.ext import CallbackQueryHandler, ContextTypes, MessageHandler, filters

from adapters.telegram.building import App
from adapters.telegram.pacing import Lanes
from adapters.telegram.polling import PollingRules
from adapters.telegram.running import run_bot
from adapters.telegram.services import TelegramOptions, WebhookOptions
from core.patience import Patience
from tests.fakes.telegram import FakeTelegram

QUICK = Patience(first_wait_seconds=0.05, longest_wait_seconds=0.1)
IMPATIENT = PollingRules(open_seconds=5, conflict_wait_seconds=0.05, resident_after_seconds=0.3)


@dataclass(kw_only=True)
class Hosted:
    """The bot, and all that can be seen of it."""

    fake: FakeTelegram
    folder: Path
    token: str | None = None
    base_url: str | None = None
    webhook: WebhookOptions | None = None
    farewell_seconds: float = 5.0
    patience: Patience = QUICK
    on_connected: Callable[[App], Awaitable[None]] | None = None
    before_answer: Callable[[], Awaitable[None]] | None = None
    told: list[str] = field(default_factory=list)
    handled: list[str] = field(default_factory=list)
    course: list[str] = field(default_factory=list)
    """When it was connected and disconnected."""
    runner: asyncio.Task[None] = field(init=False)

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[asyncio.Task[None]]:
        """The bot, meanwhile; entered again it is the same after a restart."""
        self.runner = asyncio.create_task(self._run())
        try:
            yield self.runner
        finally:
            await self.stop()

    async def stop(self) -> None:
        """End it as the program does."""
        self.runner.cancel()
        results = await asyncio.gather(self.runner, return_exceptions=True)
        assert isinstance(results[0], asyncio.CancelledError | None), results

    async def has_handled(self, text: str) -> None:
        """Wait until this message was handled."""
        await self.fake.until(lambda: text in self.handled or self.runner.done())
        assert text in self.handled, self.told

    async def _run(self) -> None:
        await run_bot(
            TelegramOptions(
                token=self.token or self.fake.token,
                data_directory=self.folder,
                base_url=self.base_url or self.fake.base_url,
                base_file_url=self.fake.base_file_url,
                webhook=self.webhook,
                farewell_seconds=self.farewell_seconds,
            ),
            add_handlers=self._add_handlers,
            connected=self._connected,
            disconnected=lambda: self.course.append("disconnected"),
            tell=self.told.append,
            patience=self.patience,
            new_lanes=Lanes,
            polling=IMPATIENT,
        )

    def _add_handlers(self, app: App) -> None:
        app.add_handler(MessageHandler(filters.TEXT, self._on_message))
        app.add_handler(CallbackQueryHandler(self._on_press))

    async def _connected(self, app: App) -> None:
        self.course.append("connected")
        if self.on_connected is not None:
            await self.on_connected(app)

    async def _on_message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        assert update.message.text is not None
        if self.before_answer is not None:
            await self.before_answer()
        await update.message.reply_text(f"heard: {update.message.text}")
        self.handled.append(update.message.text)

    async def _on_press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("pressed")
