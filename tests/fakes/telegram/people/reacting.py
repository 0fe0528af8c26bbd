"""Reactions of people, and what the bot is told of them."""

from __future__ import annotations

from collections import Counter

from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.world.chats import Chat
from tests.fakes.telegram.world.users import Payload, User
from tests.fakes.telegram.world.world import World


def change(world: World, message: Message, user: User, new: tuple[str, ...]) -> None:
    """Replace somebody's reactions; those of anonymous administrators are told as counts only."""
    chat = world.chats[message.chat_id]
    anonymous = chat.membership(user).is_anonymous
    reactions = message.anonymous_reactions if anonymous else message.reactions
    old = reactions.pop(user, ())
    if new:
        reactions[user] = new
    if _is_told(world, chat):
        place: Payload = {
            "chat": chat.payload(),
            "message_id": message.id,
            "date": int(world.clock.now()),
        }
        if anonymous:
            world.publish("message_reaction_count", place | {"reactions": _counted(message)})
        else:
            both = {"old_reaction": _kinds(old), "new_reaction": _kinds(new)}
            world.publish("message_reaction", place | {"user": user.payload()} | both)
    world.changed()


def _is_told(world: World, chat: Chat) -> bool:
    return chat.is_private or chat.membership(world.bot).is_admin


def _kinds(emojis: tuple[str, ...]) -> list[Payload]:
    return [{"type": "emoji", "emoji": emoji} for emoji in emojis]


def _counted(message: Message) -> list[Payload]:
    everybody = [*message.reactions.values(), *message.anonymous_reactions.values()]
    counts = Counter(emoji for emojis in everybody for emoji in emojis)
    return [
        {"type": {"type": "emoji", "emoji": emoji}, "total_count": count} for emoji, count in counts.items()
    ]
