"""What somebody said or pressed: who, where, in which language; and answers to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from telegram import CallbackQuery, Chat, ForceReply, Message, Update, User
from telegram.error import TelegramError

from adapters.telegram.outlet import Keyboard, Outlet
from adapters.telegram.unsettled import settled
from adapters.telegram.where import Spot, is_group, spot_of_message
from adapters.telegram.wording import TOAST_CHARACTERS, escaped
from core.conversation.gallery import shortened
from core.texts.catalogue import Texts, texts_in

log = structlog.get_logger()

Outcome = TypeVar("Outcome")
OutletOf = Callable[[Spot], Outlet]

PATIENCE_SECONDS = 0.7
"""After this a press is acknowledged before its outcome is known."""
ALERT_CHARACTERS = 60
"""A longer answer to a press stays until it is closed; a shorter one goes by itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """One message or press of somebody's; its `key` is the same when Telegram sends it again."""

    account: int
    name: str
    texts: Texts
    spot: Spot
    key: str
    message: Message | None
    """What was said, or the message that was pressed on; `None` where that is too old to be seen."""
    number: int
    """Of that message."""
    outlet: Outlet
    press: CallbackQuery | None = None
    in_name_of_chat: bool = False
    """Whether an administrator who stays anonymous has said it: then the account is nobody's."""
    _answers: list[str | None] = field(default_factory=list, repr=False, compare=False)

    @property
    def is_private(self) -> bool:
        """Whether nobody else looks on."""
        return self.spot.community is None

    @property
    def text(self) -> str:
        """What was said, without the command before it."""
        said = (self.message.text or "") if self.message else ""
        return said.partition(" ")[2].strip() if said.startswith("/") and " " in said else _bare(said)

    async def say(self, text: str, *, keyboard: Keyboard | ForceReply | None = None) -> int:
        """Answer with a message (HTML); in groups it says to what."""
        reply_to = None if self.is_private and self.press is None else self.number
        return await self.outlet.write(text, keyboard=keyboard, reply_to=reply_to)

    async def tell(self, text: str) -> None:
        """Answer in plain words: a press with a note that only whoever pressed sees, else with a message.

        A press takes one answer; what comes after that is a message where nobody else reads it.
        """
        if self.press is None or (self._answers and self.is_private):
            await self.say(escaped(text))
        else:
            await self.answer(text)

    async def answer(self, text: str | None = None) -> None:
        """Acknowledge the press, so that nothing turns any more; a second time this says nothing."""
        assert self.press is not None
        settled()
        if self._answers:
            return
        said = None if text is None else shortened(text, TOAST_CHARACTERS)
        self._answers.append(said)
        try:
            await self.press.answer(said, show_alert=len(said or "") > ALERT_CHARACTERS)
        except TelegramError as error:
            log.info("press not answered", error=type(error).__name__)

    async def when_durable(self, work: Coroutine[Any, Any, Outcome]) -> Outcome:
        """Wait for the work of a press, but let nobody look at a turning circle meanwhile."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait([task], timeout=PATIENCE_SECONDS)
        if not done:
            await self.answer(self.texts.say("one-moment"))
        return await task


def _bare(said: str) -> str:
    return "" if said.startswith("/") else said.strip()


def heard(update: Update, outlet_of: OutletOf, *, bot: int) -> Incoming | None:
    """What an update brings to the bot of that number, where a person is behind it who can be answered."""
    press = update.callback_query
    message = press.message if press else update.message or update.edited_message
    user = press.from_user if press else message.from_user if isinstance(message, Message) else None
    readable = message if isinstance(message, Message) else None
    is_anonymous = press is None and _is_in_name_of_chat(readable)
    if user is None or message is None or (_is_nobody(user, message.chat) and not is_anonymous):
        return None
    spot = Spot(chat=message.chat.id) if readable is None else spot_of_message(readable)
    return Incoming(
        account=user.id,
        name=user.full_name,
        texts=texts_in(user.language_code),
        spot=spot,
        key=f"{bot}:{update.update_id}",
        message=readable,
        number=message.message_id,
        outlet=outlet_of(spot),
        press=press,
        in_name_of_chat=is_anonymous,
    )


def _is_in_name_of_chat(message: Message | None) -> bool:
    """Whether a group's administrator writes as the group: Telegram lets nobody else."""
    return message is not None and message.sender_chat == message.chat and is_group(message.chat)


def _is_nobody(user: User, chat: Chat) -> bool:
    """Other bots, and what is said in channels."""
    return user.is_bot or chat.type == Chat.CHANNEL
