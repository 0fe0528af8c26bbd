"""Methods that send messages."""

from __future__ import annotations

from tests.fakes.telegram.api.call import Call
from tests.fakes.telegram.api.errors import wrong
from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.messages.posting import begin, post
from tests.fakes.telegram.world.chats import Chat
from tests.fakes.telegram.world.users import Payload

RIGHT = {"photo": "can_send_photos", "document": "can_send_documents", "poll": "can_send_polls"}
ACTIONS = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
]
LEAST_ALBUM, MOST_ALBUM = 2, 10


def draft(call: Call, chat: Chat) -> Message:
    """A message of the bot's with all that does not depend on what it holds."""
    message = begin(call.world, chat, call.world.bot, topic=call.topic(chat), reply_to=call.reply_to(chat))
    message.keyboard = call.keyboard(chat)
    if "inline_keyboard" not in call.get("reply_markup", {}):
        message.other_markup = call.get("reply_markup")
    message.is_protected = call.get("protect_content", False)
    message.is_silent = call.get("disable_notification", False)
    return message


async def send_message(call: Call) -> Payload:
    """Send a text."""
    text = call.text()
    message = draft(call, chat := call.chat())
    call.need(chat, "can_send_messages", "text messages")
    message.formatted = text
    message.link_preview_options = call.get("link_preview_options")
    return call.world.written(post(call.world, message))


async def send_photo(call: Call) -> Payload:
    """Send a photo."""
    return await _send_file(call, "photo")


async def send_document(call: Call) -> Payload:
    """Send a file as it is."""
    return await _send_file(call, "document")


async def _send_file(call: Call, kind: str) -> Payload:
    message = draft(call, chat := call.chat())
    call.need(chat, RIGHT[kind], f"{kind}s")
    await fill(call, message, {**call.params, "type": kind, "media": call.params[kind]})
    return call.world.written(post(call.world, message))


async def fill(call: Call, message: Message, media: Payload) -> None:
    """Put a photo or a document with its caption into a message."""
    kind = media["type"]
    if kind not in ("photo", "document"):
        raise wrong(f"the fake knows no media of the kind {kind}")
    message.formatted = call.caption(media)
    file = await call.file(kind, media["media"])
    message.photo, message.document = (file, None) if kind == "photo" else (None, file)
    message.has_spoiler = media.get("has_spoiler", False)
    message.caption_above = media.get("show_caption_above_media", False)


async def send_media_group(call: Call) -> list[Payload]:
    """Send an album."""
    items = call.params["media"]
    if not LEAST_ALBUM <= len(items) <= MOST_ALBUM:
        raise wrong("media group must include 2-10 items" if items else "media group must be non-empty")
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and not kinds <= {"photo", "video"}:
        raise wrong("can't mix documents with other media in an album")
    chat, album = call.chat(), str(13_000_000_000_000_000 + call.world.serial())
    messages = []
    for item in items:
        message = draft(call, chat)
        call.need(chat, RIGHT.get(item["type"], ""), f"{item['type']}s")
        await fill(call, message, item)
        message.album = album
        messages.append(message)
    return [call.world.written(post(call.world, message)) for message in messages]


async def send_chat_action(call: Call) -> bool:
    """Show that the bot is doing something."""
    if call.params["action"] not in ACTIONS:
        raise wrong("wrong parameter action in request")
    chat = call.chat()
    chat.actions.append((call.params["action"], call.topic(chat)))
    return True
