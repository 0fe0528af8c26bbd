"""Fetches what happens on Telegram, until it is cancelled or somebody else does.

python-telegram-bot's own loop never gives way to a second poller, and ends unseen when the token is revoked.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urlsplit

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from adapters.telegram.pacing import seconds_asked_for
from adapters.telegram.trouble import FOREIGN_WEBHOOK, SECOND_POLLER, CannotStayError, no_webhook_left
from adapters.telegram.unsettled import Unsettled
from core.patience import Patience

log = structlog.get_logger()

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.POLL_ANSWER,
    Update.MESSAGE_REACTION,
    Update.MY_CHAT_MEMBER,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PollingRules:
    """How long a request for news stays open, and when a second poller is believed in."""

    open_seconds: float = 30.0
    settle_seconds: float = 1.0
    """How long what came before may take to be saved; then it is confirmed all the same."""
    conflict_wait_seconds: float = 1.0
    conflict_memory_seconds: float = 60.0
    conflicts_of_a_newcomer: int = 3
    """So many conflicts within that time, and a bot that has just come gives way."""
    conflicts_of_a_resident: int = 8
    """One that has been there for a while gives a newcomer the time to give way."""
    resident_after_seconds: float = 60.0


async def remove_webhook(bot: ExtBot[Any], tell: Callable[[str], None]) -> None:
    """Telegram gives nothing to a poller while a webhook is set; what waits there is kept."""
    webhook = await bot.get_webhook_info()
    if webhook.url:
        tell(no_webhook_left(urlsplit(webhook.url).hostname or "an address"))
        await bot.delete_webhook(drop_pending_updates=False)


class Poller:
    """Hands on what happens, in its order."""

    def __init__(
        self,
        bot: ExtBot[Any],
        hand_on: Callable[[Update], None],
        unsettled: Unsettled,
        *,
        patience: Patience,
        rules: PollingRules | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot, self._hand_on, self._patience, self._clock = bot, hand_on, patience, clock
        self._unsettled = unsettled
        self._rules = rules or PollingRules()
        self._began = clock()
        self._conflicts: deque[float] = deque()
        self._failures = 0
        self._next = 0
        self._gives_way = False

    async def run(self) -> NoReturn:
        """Fetch until cancelled; raises `CannotStayError`, and `InvalidToken` where the token was revoked."""
        while True:
            try:
                await self._unsettled.all_settled(within=self._rules.settle_seconds)
                updates = await self._fetch(self._rules.open_seconds)
            except InvalidToken:
                raise
            except Conflict as error:
                self._note_conflict(error)
                await self._patience.sleep(self._rules.conflict_wait_seconds)
            except RetryAfter as error:
                await self._patience.sleep(seconds_asked_for(error))
            except TelegramError as error:
                await self._wait_after(error)
            except Exception:  # python-telegram-bot could not read one; it would come again for ever
                log.exception("an update could not be read")
                await self._skip_one()
            else:
                self._failures = 0
                self._pass(updates)

    async def confirm(self) -> None:
        """Tell Telegram that what was handed on need not come again."""
        if self._next and not self._gives_way:
            with suppress(TelegramError):
                await self._fetch(0)

    async def _fetch(self, open_seconds: float) -> tuple[Update, ...]:
        return await self._bot.get_updates(
            offset=self._next, timeout=int(open_seconds), allowed_updates=ALLOWED_UPDATES
        )

    def _pass(self, updates: tuple[Update, ...]) -> None:
        for update in updates:
            self._unsettled.take(update.update_id)
            self._hand_on(update)
            self._next = update.update_id + 1

    async def _skip_one(self) -> None:
        with suppress(TelegramError):
            unread = await self._bot.do_api_request("getUpdates", {"offset": self._next, "limit": 1})
            assert isinstance(unread, list)
            for update in unread:
                self._next = int(update["update_id"]) + 1

    def _note_conflict(self, error: Conflict) -> None:
        if "webhook" in error.message.lower():
            raise CannotStayError(FOREIGN_WEBHOOK)
        rules, now = self._rules, self._clock()
        while self._conflicts and self._conflicts[0] < now - rules.conflict_memory_seconds:
            self._conflicts.popleft()
        if not self._conflicts:
            log.warning("somebody else polls")
        self._conflicts.append(now)
        is_resident = self._conflicts[0] - self._began > rules.resident_after_seconds
        most = rules.conflicts_of_a_resident if is_resident else rules.conflicts_of_a_newcomer
        if len(self._conflicts) >= most:
            self._gives_way = True
            raise CannotStayError(SECOND_POLLER)

    async def _wait_after(self, error: TelegramError) -> None:
        self._failures += 1
        if self._failures == 1:
            log.warning("telegram not reached", error=type(error).__name__)
        await self._patience.sleep(self._patience.wait_seconds(self._failures))
