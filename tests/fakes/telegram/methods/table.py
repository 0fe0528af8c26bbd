"""Which methods there are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tests.fakes.telegram.api.call import Call
from tests.fakes.telegram.methods import answers, chats, editing, polls, profile, sending, updates

Handler = Callable[[Call], Awaitable[Any]]

METHODS: Mapping[str, Handler] = {
    "answerCallbackQuery": answers.answer_callback_query,
    "answerInlineQuery": answers.answer_inline_query,
    "close": chats.close,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "deleteMyCommands": profile.delete_my_commands,
    "deleteWebhook": updates.delete_webhook,
    "editMessageCaption": editing.edit_caption,
    "editMessageMedia": editing.edit_media,
    "editMessageReplyMarkup": editing.edit_reply_markup,
    "editMessageText": editing.edit_text,
    "getChat": chats.get_chat,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMember": chats.get_chat_member,
    "getFile": chats.get_file,
    "getMe": chats.get_me,
    "getMyCommands": profile.get_my_commands,
    "getMyDescription": profile.get_my_description,
    "getMyShortDescription": profile.get_my_short_description,
    "getUpdates": updates.get_updates,
    "getWebhookInfo": updates.get_webhook_info,
    "logOut": chats.log_out,
    "sendChatAction": sending.send_chat_action,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendPoll": polls.send_poll,
    "setMessageReaction": polls.set_message_reaction,
    "setMyCommands": profile.set_my_commands,
    "setMyDescription": profile.set_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "setWebhook": updates.set_webhook,
    "stopPoll": polls.stop_poll,
}

UNSUPPORTED = frozenset(
    {
        "business_connection_id",
        "direct_messages_topic_id",
        "suggested_post_parameters",
        "message_effect_id",
        "allow_paid_broadcast",
        "rich_message",
        "thumbnail",
        "return_bots",
    }
)
"""Parameters that Telegram knows and the fake does not."""
