"""An application of python-telegram-bot works with the fake as it does with Telegram."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultCachedPhoto,
    InputMediaPhoto,
    InputPollOption,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from tests.unit.fakes.telegram.clients import application, picture, polling
from tests.unit.fakes.telegram.conftest import Club

BUTTONS = InlineKeyboardMarkup(
    [[InlineKeyboardButton(str(number), callback_data=f"pick:{number}") for number in range(1, 5)]]
)


async def test_a_gallery_is_sent_pressed_and_edited(club: Club) -> None:
    async with polling(club.fake, Update.ALL_TYPES) as (bot, heard):
        said = await club.mia.says(club.group, "/imagine a white cat")
        await club.fake.until(lambda: heard.updates)
        told = heard.updates[0].effective_message
        assert told is not None
        assert (told.text, told.parse_entities()) == (
            "/imagine a white cat",
            {told.entities[0]: "/imagine"},
        )
        await bot.set_message_reaction(club.group.id, said.id, ReactionTypeEmoji("👀"))
        sent = await bot.send_photo(
            club.group.id,
            picture(),
            caption="<b>Four</b> readings",
            parse_mode="HTML",
            reply_markup=BUTTONS,
            reply_parameters=ReplyParameters(said.id),
            has_spoiler=True,
        )
        shown = club.group.messages[-1]
        assert (sent.message_id, sent.caption_html, shown.labels) == (
            shown.id,
            "<b>Four</b> readings",
            [["1", "2", "3", "4"]],
        )
        assert sent.reply_to_message.message_id == said.id
        exchange = await club.mia.presses(shown, "3")
        await club.fake.until(lambda: len(heard.updates) == 2)
        query = heard.updates[1].callback_query
        assert query is not None
        assert query.data == "pick:3"
        assert isinstance(query.message, Message)
        assert query.message.reply_markup == BUTTONS
        await query.answer("3 it is")
        await query.edit_message_caption("Painting …")
        assert (await exchange.answered()).text == "3 it is"
        media = InputMediaPhoto(picture(80, 60), caption="Next")
        edited = await bot.edit_message_media(media, club.group.id, shown.id, reply_markup=BUTTONS)
        assert (edited.photo[-1].width, shown.caption, shown.edits) == (80, "Next", 2)
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_reply_markup(club.group.id, shown.id, reply_markup=BUTTONS)
        downloaded = await (await bot.get_file(sent.photo[-1].file_id)).download_as_bytearray()
        assert bytes(downloaded)[:2] == b"\xff\xd8"
    assert club.fake.violations == []


async def test_an_album_of_documents_and_a_poll_with_its_photos(club: Club) -> None:
    async with polling(club.fake) as (bot, heard):
        media = [InputMediaPhoto(picture(60 + number, 60)) for number in range(4)]
        sent = await bot.send_media_group(club.group.id, media, caption="four")
        assert len({one.media_group_id for one in sent}) == 1
        await bot.send_document(
            club.group.id, picture(), filename="x.png", disable_content_type_detection=True
        )
        assert club.group.messages[-1].sent_bytes == picture()
        options = [
            InputPollOption(str(number), media=InputMediaPhoto(one.photo[-1].file_id))
            for number, one in enumerate(sent, start=1)
        ]
        made = await bot.send_poll(
            club.group.id,
            "Which?",
            options,
            is_anonymous=False,
            open_period=timedelta(seconds=60),
            api_kwargs={"hide_results_until_closes": True},
        )
        message = club.group.messages[-1]
        await club.mia.votes(message, 2)
        await club.fake.until(lambda: any(one.poll_answer for one in heard.updates))
        club.fake.clock.advance(60)
        await club.fake.until(lambda: any(one.poll and one.poll.is_closed for one in heard.updates))
        (ended,) = [one.poll for one in heard.updates if one.poll]
        assert [one.voter_count for one in ended.options] == [0, 0, 1, 0]
        with pytest.raises(BadRequest, match="Poll has already been closed"):
            await bot.stop_poll(club.group.id, made.message_id)
    assert club.fake.violations == []


async def test_refusals_become_the_librarys_errors(club: Club) -> None:
    async with polling(club.fake) as (bot, _):
        with pytest.raises(Forbidden, match="can't initiate conversation"):
            await bot.send_message(club.ben.id, "x")
        with pytest.raises(BadRequest, match="Can't parse entities"):
            await bot.send_message(club.mia.id, "<b>x", parse_mode="HTML")
        club.fake.flood(club.mia.chat, retry_after=7)
        with pytest.raises(RetryAfter) as flooded:
            await bot.send_message(club.mia.id, "x")
        assert flooded.value._retry_after == timedelta(seconds=7)
        club.fake.fail("sendMessage", status=502)
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(club.mia.id, "x")
        small = club.fake.add_group("Small", kind="group")
        small.add_bot()
        later = small.migrate()
        with pytest.raises(ChatMigrated) as migrated:
            await bot.send_message(small.id, "x")
        assert migrated.value.new_chat_id == later.id


async def test_a_second_poller_is_refused_and_a_wrong_token_as_well(club: Club) -> None:
    made, _ = application(club.fake)
    told: list[Exception] = []
    async with made:
        assert made.updater is not None
        await made.start()
        await made.updater.start_polling(timeout=5, error_callback=told.append)
        await asyncio.sleep(0.1)
        async with polling(club.fake) as (_, heard):
            await club.fake.until(lambda: told)
            assert isinstance(told[0], Conflict)
            await made.updater.stop()
            await club.mia.says(club.mia.chat, "hello")
            await club.fake.until(lambda: heard.updates)
        await made.stop()
    other, _ = application(club.fake, token="123:wrong")
    with pytest.raises(InvalidToken):
        await other.initialize()


async def test_what_else_a_bot_does_at_its_start_and_in_between(club: Club) -> None:
    async with polling(club.fake) as (bot, heard):
        await bot.set_my_commands(
            [BotCommand("imagine", "Paint")], scope=BotCommandScopeAllGroupChats(), language_code="de"
        )
        assert club.mia.commands_shown(club.group) == ["imagine"]
        await bot.set_my_description("x")
        await bot.set_my_short_description("x")
        await bot.send_chat_action(club.mia.id, "upload_photo")
        sent = await bot.send_message(
            club.mia.id,
            f'<a href="tg://user?id={club.mia.id}">mia</a>',
            parse_mode="HTML",
            protect_content=True,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        assert sent.entities[0].user.id == club.mia.id
        assert (await bot.get_chat(club.group.id)).title == "Art club"
        assert (await bot.get_chat_member(club.group.id, club.mia.id)).status == "member"
        assert len(await bot.get_chat_administrators(club.group.id)) == 1
        await bot.delete_messages(club.mia.id, [sent.message_id])
        photo = await bot.send_photo(club.mia.id, picture())
        exchange = await club.mia.asks_inline("a cat")
        await club.fake.until(lambda: heard.updates)
        result = InlineQueryResultCachedPhoto("1", photo.photo[-1].file_id, title="A cat")
        asked = heard.updates[0].inline_query
        assert asked is not None
        await asked.answer([result], cache_time=0, is_personal=True)
        assert (await exchange.answered()).results[0]["title"] == "A cat"
    assert club.fake.violations == []
    names: Any = {request.method for request in club.fake.requests}
    assert {"getMe", "deleteWebhook", "getUpdates"} <= names
