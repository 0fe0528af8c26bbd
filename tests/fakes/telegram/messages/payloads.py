"""Messages as Telegram writes them."""

from __future__ import annotations

from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.messages.polls import described, formatted_payload, photo_payload, poll_payload
from tests.fakes.telegram.world.files import StoredFile
from tests.fakes.telegram.world.users import ANONYMOUS, Payload


def message_payload(message: Message, chat: Payload, *, with_reply: bool = True) -> Payload:
    """The message object; the message that is replied to comes without its own reply."""
    sender = ANONYMOUS if message.in_name_of_group else message.sender
    body: Payload = {
        "message_id": message.id,
        "from": sender.payload(),
        "date": message.date,
        "chat": chat,
    }
    if message.in_name_of_group:
        body["sender_chat"] = chat
    body |= _place(message, chat, with_reply=with_reply) | _content(message) | (message.service or {})
    if message.keyboard:
        body["reply_markup"] = {"inline_keyboard": message.keyboard}
    if message.edit_date is not None:
        body["edit_date"] = message.edit_date
    if message.is_protected:
        body["has_protected_content"] = True
    return body


def _place(message: Message, chat: Payload, *, with_reply: bool) -> Payload:
    body: Payload = {}
    if message.topic is not None:
        body |= {"message_thread_id": message.topic, "is_topic_message": True}
    replied = message.reply_to or message.topic_start
    if with_reply and replied is not None and replied is not message and not replied.is_deleted:
        body["reply_to_message"] = message_payload(replied, chat, with_reply=False)
    if message.album is not None:
        body["media_group_id"] = message.album
    return body


def _content(message: Message) -> Payload:
    body: Payload = {}
    if message.photo is not None:
        body["photo"] = photo_payload(message.photo)
    if message.document is not None:
        body["document"] = _document_payload(message.document)
    if message.poll is not None:
        body["poll"] = poll_payload(message.poll) | described(message.poll)
    if message.has_spoiler:
        body["has_media_spoiler"] = True
    if message.formatted is not None and message.formatted.text:
        name, entities = ("caption", "caption_entities") if message.has_media else ("text", "entities")
        body |= formatted_payload(name, message.formatted, entities)
    if message.caption_above:
        body["show_caption_above_media"] = True
    if message.link_preview_options is not None:
        body["link_preview_options"] = message.link_preview_options
    return body


def _document_payload(document: StoredFile) -> Payload:
    return {
        "file_id": document.file_id,
        "file_unique_id": document.unique_id,
        "file_name": document.name,
        "mime_type": document.content_type,
        "file_size": len(document.content),
    }
