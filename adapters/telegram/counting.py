"""What a call of the Bot API counts for against Telegram's flood limits, and where.

Editing counts like sending and shares its limit; answers to presses and inline queries are not limited
(so Telegram's developers in the issues 2592 and 3034 of tdlib/td, and 648 of tdlib/telegram-bot-api).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

COUNTED = ("send", "forward", "copy", "editMessage", "stop", "pin", "setGameScore", "createForumTopic")
"""How the names of methods begin that send or change a message."""
NOT_COUNTED = ("sendChatAction",)
EDITING = ("editMessage", "stop")
LIMITED_ON_THEIR_OWN = ("setMy", "deleteMy", "getMy", "setWebhook", "deleteWebhook", "logOut", "close")
"""Methods that are refused for hours when called too often, which says nothing about others."""
ITEMS = ("media", "message_ids")
"""Where the items stand that count for one message each."""


class Urgency(IntEnum):
    """What goes first where calls have to wait; given to a call as its `rate_limit_args`."""

    MESSAGE = 0
    EDIT = 1
    PROGRESS = 2
    """An edit that a newer one of the same message makes needless."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One call as the limits see it."""

    place: str | None
    """The chat, or the inline message where its chat is not known; none for all else."""
    cost: int
    """As how many messages it counts; 0: it does not wait for others."""
    urgency: Urgency
    edits: int | None = None
    """The message of that chat that it changes or removes."""

    @property
    def is_in_group(self) -> bool:
        """Whether the limit for groups holds: they and channels have negative ids, or names."""
        return self.place is not None and self.place.startswith(("-", "@"))


def call_of(endpoint: str, data: Mapping[str, Any], urgency: Urgency | None) -> Call:
    """What this call counts for; without an urgency, edits wait for new messages."""
    is_edit = endpoint.startswith(EDITING)
    return Call(
        place=_place(data),
        cost=_items(data) if endpoint.startswith(COUNTED) and endpoint not in NOT_COUNTED else 0,
        urgency=urgency if urgency is not None else Urgency.EDIT if is_edit else Urgency.MESSAGE,
        edits=data.get("message_id") if is_edit or endpoint == "deleteMessage" else None,
    )


def tells_of_the_overall_limit(endpoint: str, call: Call) -> bool:
    """Whether a refusal of this call means that the bot as a whole is too fast."""
    return call.place is None and not endpoint.startswith(LIMITED_ON_THEIR_OWN)


def _place(data: Mapping[str, Any]) -> str | None:
    if data.get("chat_id") is not None:
        return str(data["chat_id"])
    inline = data.get("inline_message_id")
    return None if inline is None else f"inline {inline}"


def _items(data: Mapping[str, Any]) -> int:
    """An album counts as its pictures; other media stand alone."""
    lists = (data.get(name) for name in ITEMS)
    return max(1, *(len(each) if isinstance(each, list | tuple) else 1 for each in lists))
