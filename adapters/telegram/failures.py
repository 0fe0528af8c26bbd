"""What Telegram's refusals mean to the conversation: gone, moved, not now, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from telegram import error as telegram_error

from core.errors import TransientError, WorkError

GONE = (
    "not found",
    "message_id_invalid",
    "deactivated",
)
"""Parts of what Telegram says where a chat or message is not there (any more), in lower case."""
FIXED = ("message can't be edited", "message can't be deleted", "content type can't be changed")
UNCHANGED = "message is not modified"
RIGHTS = ("not enough rights", "have no rights", "need administrator rights", "topic_closed")


class GoneError(WorkError):
    """The message or chat does not exist any more, or does not let the bot in."""


class FixedError(GoneError):
    """The message stands there, and stays as it is: too old, or of a kind that cannot be changed so."""


class NotAllowedError(WorkError):
    """The bot may not do that in this chat."""


class UnchangedError(WorkError):
    """The message shows that already."""


class MovedError(TransientError):
    """The group has become a supergroup and has another number: `chat`."""

    def __init__(self, chat: int) -> None:
        super().__init__("The group has moved.")
        self.chat = chat


@contextmanager
def readable_failures() -> Iterator[None]:
    """Raise one of the above, `TransientError` or `WorkError` for what python-telegram-bot raises."""
    try:
        yield
    except telegram_error.ChatMigrated as error:
        raise MovedError(error.new_chat_id) from error
    except telegram_error.RetryAfter as error:
        seconds = error.retry_after
        wait = seconds if isinstance(seconds, int) else seconds.total_seconds()
        raise TransientError("Telegram asks for patience.", retry_after_seconds=float(wait)) from error
    except telegram_error.Forbidden as error:
        raise GoneError("I cannot write to this chat: I was blocked there, or thrown out.") from error
    except telegram_error.BadRequest as error:
        raise _refusal(error.message.lower()) from error
    except telegram_error.InvalidToken as error:
        raise WorkError("Telegram does not accept the bot's token any more.") from error
    except telegram_error.TelegramError as error:  # also whatever its network could not do
        raise TransientError("Telegram is in trouble just now, or cannot be reached.") from error


def _refusal(said: str) -> WorkError:
    if UNCHANGED in said:
        return UnchangedError("The message shows that already.")
    if any(part in said for part in RIGHTS):
        return NotAllowedError("Telegram does not let me do that in this chat: a permission is missing.")
    if any(part in said for part in FIXED):
        return FixedError("Telegram does not let me change that message any more.")
    if any(part in said for part in GONE):
        return GoneError("The message or chat is not there any more.")
    return WorkError("Telegram did not accept the message.")
