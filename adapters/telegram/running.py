"""Keeps the bot connected: what waiting cannot mend is told the operator in one line, with its cure."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NoReturn

import structlog
from telegram import Update
from telegram.error import BadRequest, RetryAfter, TelegramError

from adapters.telegram.building import App, build_application
from adapters.telegram.pacing import Lanes, seconds_asked_for
from adapters.telegram.polling import ALLOWED_UPDATES, Poller, PollingRules, remove_webhook
from adapters.telegram.services import TelegramOptions, WebhookOptions
from adapters.telegram.trouble import (
    NO_NETWORK,
    REFUSED_LOGIN,
    CannotStayError,
    cannot_listen,
    cure_of,
    patience_asked,
    refused_webhook,
)
from core.patience import Patience

log = structlog.get_logger()

RECONNECTING = Patience(first_wait_seconds=2.0, longest_wait_seconds=60.0)
TOKEN_SHAPE = re.compile(r"[0-9A-Za-z:_.-]+")
"""What else stands in a token would change the address that is called."""


async def run_bot(
    options: TelegramOptions,
    *,
    add_handlers: Callable[[App], None],
    connected: Callable[[App], Awaitable[None]],
    disconnected: Callable[[], None],
    tell: Callable[[str], None],
    patience: Patience = RECONNECTING,
    new_lanes: Callable[[], Lanes] = Lanes,
    polling: PollingRules | None = None,
) -> None:
    """Stay connected until cancelled; returns where the operator must do something first.

    `connected` is awaited before the first update is handled, `disconnected` called after the last one.
    A connection that breaks is taken up again by itself.
    """
    if not TOKEN_SHAPE.fullmatch(options.token):
        tell(REFUSED_LOGIN)
        return
    attempt = 0
    while True:
        attempt += 1
        bot = _Running(options, new_lanes(), tell, patience, polling)
        add_handlers(bot.app)
        try:
            await bot.run(connected, disconnected)
        except CannotStayError as error:
            tell(str(error))
            return
        except TelegramError as error:
            if cure := cure_of(error, options):
                tell(cure)
                return
            await patience.sleep(_wait_before(attempt, error, tell, patience))
        except Exception:
            log.exception("the bot on telegram has failed")
            raise


def _wait_before(
    attempt: int, error: TelegramError, tell: Callable[[str], None], patience: Patience
) -> float:
    """How long to wait before another attempt; the operator is told at the first."""
    log.warning("telegram not reached", error=type(error).__name__, attempt=attempt)
    asked_for = seconds_asked_for(error) if isinstance(error, RetryAfter) else None
    if asked_for is not None:
        tell(patience_asked(asked_for))
    elif attempt == 1:
        tell(NO_NETWORK)
    return patience.wait_seconds(attempt, asked_for=asked_for)


class _Running:
    """The bot from its first call to its last."""

    def __init__(
        self,
        options: TelegramOptions,
        lanes: Lanes,
        tell: Callable[[str], None],
        patience: Patience,
        rules: PollingRules | None,
    ) -> None:
        self._options, self._lanes, self._tell = options, lanes, tell
        self.app = build_application(options, lanes)
        self._poller: Poller | None = None
        if options.webhook is None:
            hand_on: Callable[[Update], None] = self.app.update_queue.put_nowait
            unsettled = self.app.unsettled
            self._poller = Poller(self.app.bot, hand_on, unsettled, patience=patience, rules=rules)

    async def run(
        self, connected: Callable[[App], Awaitable[None]], disconnected: Callable[[], None]
    ) -> NoReturn:
        """Be on Telegram until cancelled; raises `CannotStayError` and `TelegramError`."""
        async with self._known():
            try:
                await connected(self.app)
                await self._work()
            finally:
                try:
                    await self._finish()
                finally:
                    disconnected()

    @asynccontextmanager
    async def _known(self) -> AsyncIterator[None]:
        """Known to Telegram, which has been told where to send what happens; raises `TelegramError`."""
        try:
            await self.app.initialize()
            if self._options.webhook is None:
                await remove_webhook(self.app.bot, self._tell)
            else:
                await _set_webhook(self.app, self._options.webhook)
            yield
        finally:
            await self.app.shutdown()
            await self.app.bot.shutdown()  # which the application leaves out where it was not initialized

    async def _work(self) -> NoReturn:
        """Handle what happens, until cancelled."""
        await self.app.start()
        if self._poller is not None:
            await self._poller.run()
        if self._options.webhook is not None:
            await _listen(self.app, self._options.webhook)
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")

    async def _finish(self) -> None:
        """Take nothing more, and let what is under way come to its end, within limits."""
        if self.app.updater is not None and self.app.updater.running:
            await self.app.updater.stop()
        if not self.app.running:
            return
        stopping = asyncio.create_task(self.app.stop())
        await asyncio.wait({stopping}, timeout=self._options.farewell_seconds)
        self._lanes.close()
        await asyncio.wait({stopping}, timeout=self._options.farewell_seconds)
        stopping.cancel()
        await asyncio.gather(stopping, return_exceptions=True)
        if self._poller is not None:
            await self._poller.confirm()


async def _set_webhook(app: App, webhook: WebhookOptions) -> None:
    """Have Telegram send what happens here; raises `CannotStayError` where an address cannot be used."""
    try:
        (await asyncio.start_server(lambda _, __: None, webhook.host, webhook.port)).close()
        await app.bot.set_webhook(
            webhook.url, allowed_updates=ALLOWED_UPDATES, secret_token=webhook.secret_token
        )
    except OSError as error:
        raise _cannot_listen(webhook, error) from None
    except BadRequest as error:
        raise CannotStayError(refused_webhook(webhook.url, error.message)) from None


async def _listen(app: App, webhook: WebhookOptions) -> None:
    """Take what Telegram sends; until then it keeps that, and comes again."""
    assert app.updater is not None
    try:
        await app.updater.start_webhook(
            listen=webhook.host,
            port=webhook.port,
            url_path=re.escape(webhook.path),
            webhook_url=webhook.url,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=webhook.secret_token,
        )
    except OSError as error:
        raise _cannot_listen(webhook, error) from None


def _cannot_listen(webhook: WebhookOptions, error: OSError) -> CannotStayError:
    reason = error.strerror or type(error).__name__
    return CannotStayError(cannot_listen(webhook.host, webhook.port, reason))
