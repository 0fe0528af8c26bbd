"""What Telegram's own program lets somebody see, and so do."""

from __future__ import annotations

from tests.fakes.telegram.messages.message import Button, Message
from tests.fakes.telegram.world.chats import Chat
from tests.fakes.telegram.world.users import User
from tests.fakes.telegram.world.world import World


class NotPossibleError(Exception):
    """Something that Telegram's own program would not let somebody do."""


def in_chat(chat: Chat, user: User) -> None:
    """Refuse who is not there."""
    if not chat.has(user):
        raise NotPossibleError(f"{user.name} is not in {chat.title or 'that chat'}")
    if chat.migrated_to is not None:
        raise NotPossibleError("the group has become a supergroup; nobody can do anything in the old one")


def may_write(chat: Chat, user: User, topic: int | None, right: str = "can_send_messages") -> None:
    """Refuse who may not write there."""
    in_chat(chat, user)
    if chat.is_private and not chat.is_started:
        raise NotPossibleError("the program only offers the button Start: use `starts`")
    if chat.is_blocked:
        raise NotPossibleError(f"{user.name} has blocked the bot")
    if not chat.lets(user, right):
        raise NotPossibleError(f"{user.name} may not write in {chat.title}")
    if topic is None:
        return
    found = chat.topics.get(topic)
    if found is None or found.is_deleted:
        raise NotPossibleError(f"{chat.title} has no topic {topic}")
    if found.is_closed and not chat.membership(user).may("can_manage_topics"):
        raise NotPossibleError(f"the topic {found.name} is closed")


def seen(world: World, message: Message, user: User) -> Chat:
    """The chat of a message, if somebody sees it."""
    chat = world.chats[message.chat_id]
    in_chat(chat, user)
    if message.is_deleted:
        raise NotPossibleError(f"{message} is deleted")
    return chat


def button_data(message: Message, named: str) -> str:
    """What a button sends that is called so, by its label or by its data."""
    buttons = [button for row in message.buttons for button in row]
    matches = [button for button in buttons if named in (button.label, button.data)]
    if len(matches) != 1:
        raise NotPossibleError(f"{len(matches)} buttons are called {named!r}; there are: {_labels(buttons)}")
    if matches[0].data is None:
        raise NotPossibleError(f"{named!r} sends nothing to the bot")
    return matches[0].data


def _labels(buttons: list[Button]) -> str:
    return ", ".join(repr(button.label) for button in buttons)
