"""Chats and topics of Telegram in the words of the core.

A channel is a chat, or `<chat>:<topic>` in a group with topics; a community is a group, and a private chat
has none. Messages are named by their chat alone, since their numbers do not depend on topics.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from telegram import Chat, Message
from telegram.constants import ChatType

from adapters.telegram.services import PLATFORM
from core.types.identifiers import MessageRef, Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Where something is written: a chat, and one of its topics if it has them."""

    chat: int
    topic: int | None = None

    @property
    def channel(self) -> str:
        """As the core names it."""
        return str(self.chat) if self.topic is None else f"{self.chat}:{self.topic}"

    @property
    def community(self) -> str | None:
        """The group; private chats have positive numbers."""
        return str(self.chat) if self.chat < 0 else None

    @property
    def place(self) -> Place:
        """As a session's place."""
        return Place(platform=PLATFORM, channel=self.channel, community=self.community)

    def ref(self, message: int) -> MessageRef:
        """One of its messages."""
        return MessageRef(channel=str(self.chat), message=str(message))

    def link(self, message: int, *, username: str | None = None) -> str | None:
        """What opens a message: only messages in supergroups have an address."""
        number = str(self.chat).removeprefix("-100")
        if username is None and number == str(self.chat):
            return None
        group = f"c/{number}" if username is None else username
        return f"https://t.me/{group}/{message}"


def spot_of(place: Place) -> Spot:
    """Where a session is shown."""
    return spot_of_channel(place.channel)


def spot_of_channel(channel: str) -> Spot:
    """The same of a channel's name alone."""
    chat, _, topic = channel.partition(":")
    return Spot(chat=int(chat), topic=int(topic) if topic else None)


def spot_of_message(message: Message) -> Spot:
    """Where a message stands; replies outside of topics have thread numbers too, which are none."""
    return Spot(chat=message.chat.id, topic=message.message_thread_id if message.is_topic_message else None)


def is_group(chat: Chat) -> bool:
    """Whether several people are there."""
    return chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}


GENERAL = "0"
"""The topic of a forum that has no number, as a group's rules name it."""


def topic_link(group: str, topic: str) -> str:
    """What opens one of a group's topics; links know the general one as the first."""
    return f"https://t.me/c/{group.removeprefix('-100')}/{'1' if topic == GENERAL else topic}"


def topic_links(group: str | None, topics: Iterable[str]) -> str:
    """Where people can go: Telegram tells bots no names of topics."""
    return " ".join(topic_link(group or "", topic) for topic in topics)
