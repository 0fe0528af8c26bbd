"""Inline queries: what is typed behind the bot's name in any chat becomes a command there."""

from __future__ import annotations

import structlog
from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import TelegramError

from adapters.telegram.connection import Connection
from core.conversation.gallery import shortened
from core.texts.catalogue import Texts, texts_in

log = structlog.get_logger()

CACHE_SECONDS = 10
START_PAYLOAD = "inline"
TITLE_CHARACTERS = 60


async def offer_command(query: InlineQuery, connection: Connection) -> None:
    """Offer to send what was typed as a command; where nothing was, say how, and lead to the private chat."""
    texts, prompt = texts_in(query.from_user.language_code), query.query.strip()
    try:
        if prompt:
            await query.answer(
                [_command(prompt, connection, texts)], cache_time=CACHE_SECONDS, is_personal=True
            )
        else:
            hint = InlineQueryResultsButton(texts.say("inline-hint"), start_parameter=START_PAYLOAD)
            await query.answer([], button=hint, cache_time=CACHE_SECONDS, is_personal=True)
    except TelegramError as error:  # whoever types on asks again
        log.info("inline query not answered", error=type(error).__name__)


def _command(prompt: str, connection: Connection, texts: Texts) -> InlineQueryResultArticle:
    """The text goes into the chat in the name of whoever typed it, and is read like any other command."""
    return InlineQueryResultArticle(
        id="imagine",
        title=texts.say("inline-imagine", prompt=shortened(prompt, TITLE_CHARACTERS)),
        description=texts.say("inline-where"),
        input_message_content=InputTextMessageContent(
            f"/imagine@{connection.username} {prompt}", parse_mode=None
        ),
    )
