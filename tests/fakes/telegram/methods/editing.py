"""Methods that change or delete messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from tests.fakes.telegram.api.call import Call
from tests.fakes.telegram.api.errors import bad, wrong
from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.messages.posting import delete, edited
from tests.fakes.telegram.methods.sending import fill
from tests.fakes.telegram.world.chats import Chat
from tests.fakes.telegram.world.users import Payload

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
CONTENT = (
    "formatted",
    "photo",
    "document",
    "keyboard",
    "link_preview_options",
    "has_spoiler",
    "caption_above",
)
DELETABLE_SECONDS = 48 * 3600.0
MOST_DELETED = 100


async def edit_text(call: Call) -> Payload:
    """Give a message another text."""
    text = call.text(too_long="MESSAGE_TOO_LONG")

    async def change(message: Message) -> None:
        if message.has_media or message.poll is not None:
            raise bad("there is no text in the message to edit")
        message.formatted = text
        message.link_preview_options = call.get("link_preview_options")

    return await _edit(call, change)


async def edit_caption(call: Call) -> Payload:
    """Give a photo or document another caption."""
    caption = call.caption(call.params)

    async def change(message: Message) -> None:
        if not message.has_media:
            raise bad("there is no caption in the message to edit")
        message.formatted = caption
        message.caption_above = call.get("show_caption_above_media", False)

    return await _edit(call, change)


async def edit_media(call: Call) -> Payload:
    """Put another photo or document into a message."""

    async def change(message: Message) -> None:
        if message.poll is not None:
            raise bad("message can't be edited")
        if message.album is not None and (call.params["media"]["type"] == "photo") != bool(message.photo):
            raise bad("message content type can't be changed in an album")
        await fill(call, message, call.params["media"])

    return await _edit(call, change)


async def edit_reply_markup(call: Call) -> Payload:
    """Give a message other buttons."""

    async def change(message: Message) -> None:
        """Only the buttons change."""

    return await _edit(call, change)


async def _edit(call: Call, change: Callable[[Message], Awaitable[None]]) -> Payload:
    if "inline_message_id" in call.params:
        raise wrong("the fake knows no messages sent through inline queries")
    chat = call.chat()
    message = call.own_message(chat)
    keyboard = call.keyboard(chat)
    if message.other_markup is not None or (message.album is not None and keyboard):
        raise bad("message can't be edited")
    later = replace(message, keyboard=keyboard)
    await change(later)
    if _content(later) == _content(message):
        raise bad(NOT_MODIFIED)
    for name in CONTENT:
        setattr(message, name, getattr(later, name))
    edited(call.world, message)
    return call.world.written(message)


def _content(message: Message) -> tuple[object, ...]:
    return tuple(getattr(message, name) for name in CONTENT)


async def delete_message(call: Call) -> bool:
    """Delete one message."""
    chat = call.chat()
    message = call.message(chat, to="delete")
    if not _may_delete(call, chat, message):
        raise bad("message can't be deleted")
    delete(call.world, message)
    return True


async def delete_messages(call: Call) -> bool:
    """Delete many messages; those that are not there are skipped."""
    chat, identifiers = call.chat(), call.params["message_ids"]
    if not 1 <= len(identifiers) <= MOST_DELETED:
        raise wrong("too many message identifiers specified" if identifiers else "message_ids are empty")
    found = [chat.posts[one] for one in identifiers if one in chat.posts]
    if not all(_may_delete(call, chat, message) for message in found):
        raise bad("message can't be deleted")
    for message in found:
        delete(call.world, message)
    return True


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    if chat.membership(call.world.bot).may("can_delete_messages"):
        return True
    is_young = call.world.clock.now() - message.date <= DELETABLE_SECONDS
    return is_young and (chat.is_private or message.sender is call.world.bot)
