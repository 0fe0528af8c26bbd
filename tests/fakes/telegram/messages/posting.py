"""How messages come to be, are edited and deleted, and which of them the bot is told of."""

from __future__ import annotations

from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.world.chats import Chat
from tests.fakes.telegram.world.users import Payload, User
from tests.fakes.telegram.world.world import World


def begin(
    world: World, chat: Chat, sender: User, *, topic: int | None = None, reply_to: Message | None = None
) -> Message:
    """A message that is not there yet: fill it, then `post` it."""
    if topic is None and reply_to is not None:
        topic = reply_to.topic
    return Message(
        id=0,
        chat_id=chat.id,
        sender=sender,
        date=int(world.clock.now()),
        topic=topic,
        topic_start=None if topic is None else chat.topics[topic].start,
        reply_to=reply_to,
        in_name_of_group=chat.membership(sender).is_anonymous,
    )


def post(world: World, message: Message) -> Message:
    """Let a message be there, and the bot hear of it where it may."""
    chat = world.chats[message.chat_id]
    message.id = world.message_id(chat)
    chat.posts[message.id] = message
    if message.poll is not None:
        world.polls[message.poll.id] = message
    if message.sender is not world.bot and hears(world, chat, message):
        world.publish("message", world.written(message))
    world.changed()
    return message


def service(world: World, chat: Chat, sender: User, body: Payload, *, topic: int | None = None) -> Message:
    """Post a message that says what happened to the chat."""
    message = Message(
        id=0, chat_id=chat.id, sender=sender, date=int(world.clock.now()), topic=topic, service=body
    )
    return post(world, message)


def edited(world: World, message: Message) -> None:
    """Note that a message was edited, and tell the bot if somebody else did it."""
    message.edits += 1
    message.edit_date = int(world.clock.now())
    chat = world.chats[message.chat_id]
    if message.sender is not world.bot and hears(world, chat, message):
        world.publish("edited_message", world.written(message))
    world.changed()


def delete(world: World, message: Message) -> None:
    """Take a message away; bots are not told of it."""
    message.is_deleted = True
    world.changed()


def hears(world: World, chat: Chat, message: Message) -> bool:
    """Whether the bot is told of a message: in groups it has privacy mode on, unless it is administrator."""
    if chat.is_private:
        return True
    membership = chat.membership(world.bot)
    if not membership.is_in:
        return False
    replies = message.reply_to is not None and message.reply_to.sender is world.bot
    return membership.is_admin or message.service is not None or replies or _is_command(world, message)


def _is_command(world: World, message: Message) -> bool:
    if message.formatted is None or not message.formatted.text.startswith("/"):
        return False
    commands = message.formatted.named("bot_command")
    addressed = [command.partition("@")[2].lower() for command in commands[:1]]
    return any(name in ("", world.bot.username) for name in addressed)
