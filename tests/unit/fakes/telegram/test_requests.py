"""Requests are read however they are written, and refused where they are not as Telegram describes them."""

from __future__ import annotations

import time

import aiohttp
import pytest

from tests.fakes.telegram import ALWAYS
from tests.unit.fakes.telegram.clients import Raw, picture
from tests.unit.fakes.telegram.conftest import Club


async def test_the_bot_is_told_who_it_is(club: Club, ask: Raw) -> None:
    me = await ask.done("getMe")
    assert (me["id"], me["username"], me["is_bot"]) == (club.fake.bot.id, "pasta_bot", True)
    assert club.fake.token.startswith(f"{me['id']}:")


async def test_another_token_is_unauthorized(ask: Raw) -> None:
    assert await ask("getMe", token="123:x") == (401, "Unauthorized")


async def test_a_method_that_the_fake_does_not_know_is_a_violation(club: Club, ask: Raw) -> None:
    assert await ask("sendDice", {"chat_id": club.mia.id}) == (404, "Not Found")
    assert [str(one) for one in club.fake.violations] == ["sendDice: the fake knows no such method"]


@pytest.mark.parametrize("form", [True, False])
async def test_json_and_forms_say_the_same(club: Club, ask: Raw, form: bool) -> None:
    markup = {"inline_keyboard": [[{"text": "1", "callback_data": "one"}]]}
    params = {"chat_id": club.mia.id, "text": "hello", "disable_notification": True, "reply_markup": markup}
    sent = await ask.done("sendMessage", params, form=form)
    assert (sent["text"], sent["reply_markup"]) == ("hello", markup)
    assert club.mia.messages[-1].is_silent
    request = club.fake.requested("sendMessage")[-1]
    assert (request.status, request.params) == (200, params)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"colour": "red"}, "has no parameter 'colour'"),
        ({"disable_notification": "maybe"}, "can't parse disable_notification"),
        ({"reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "1", "data": "x"}]]}}, "has no field 'data'"),
        ({"reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}}, "lacks 'text'"),
        ({"reply_parameters": {"message_id": "seven"}}, "can't parse reply_parameters"),
        ({"text": 7}, "can't parse text"),
        ({"parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"parse_mode": "MarkdownV2"}, "no text in Markdown"),
        ({"business_connection_id": "x"}, "does not know the parameter"),
    ],
)
async def test_what_is_not_described_is_refused_and_noted(
    club: Club, ask: Raw, more: dict[str, object], problem: str
) -> None:
    said = await ask.said_no("sendMessage", {"chat_id": club.mia.id, "text": "x"} | more)
    assert problem in said
    assert [problem in str(one) for one in club.fake.violations] == [True]


@pytest.mark.parametrize(
    ("method", "params", "problem"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
        ("deleteMessage", {"chat_id": 1}, "message identifier is not specified"),
        ("answerCallbackQuery", {}, 'parameter "callback_query_id" is required'),
        ("sendChatAction", {"chat_id": 1, "action": "dance"}, "wrong parameter action in request"),
    ],
)
async def test_what_is_missing_is_told_in_telegrams_words(
    ask: Raw, method: str, params: dict[str, object], problem: str
) -> None:
    assert await ask.said_no(method, params) == problem


async def test_a_part_nobody_refers_to_and_a_reference_to_no_part_are_refused(club: Club, ask: Raw) -> None:
    photo = {"chat_id": club.mia.id, "photo": "attach://there"}
    await ask.done("sendPhoto", photo, files={"there": picture()})
    assert "no part 'there'" in await ask.said_no("sendPhoto", photo)
    assert "nothing refers" in await ask.said_no("sendPhoto", photo, files={"there": b"x", "other": b"x"})
    assert len(club.fake.violations) == 2


async def test_a_request_fails_as_often_as_it_is_told_to(club: Club, ask: Raw) -> None:
    failure = club.fake.fail("send*", status=502, times=2, description="Bad Gateway")
    params = {"chat_id": club.mia.id, "text": "x"}
    answers = [await ask("sendMessage", params) for _ in range(3)]
    assert [status for status, _ in answers] == [502, 502, 200]
    assert (answers[0][1], failure.happened) == ("Bad Gateway", 2)
    club.fake.fail("*", status=429, retry_after=7, times=ALWAYS)
    assert await ask("getMe") == (429, "Too Many Requests: retry after 7")
    assert club.fake.floods == []


async def test_a_request_can_be_carried_out_and_its_answer_lost(club: Club, ask: Raw) -> None:
    club.fake.fail("sendMessage", carried_out=True)
    assert (await ask("sendMessage", {"chat_id": club.mia.id, "text": "x"}))[0] == 500
    assert club.mia.messages[-1].text == "x"


async def test_a_connection_can_be_cut_in_place_of_an_answer(club: Club, ask: Raw) -> None:
    failure = club.fake.fail("sendMessage", hangs_up=True, carried_out=True, times=ALWAYS)
    params = {"chat_id": club.mia.id, "text": "x"}
    with pytest.raises(aiohttp.ClientError):
        await ask("sendMessage", params)
    assert [message.text for message in club.mia.chat.bot_messages] == ["x"]
    failure.stop()
    await ask.done("sendMessage", params)


async def test_an_answer_can_take_its_time(club: Club, ask: Raw) -> None:
    club.fake.delay("sendMessage", seconds=0.1)
    began = time.monotonic()
    await ask.done("getMe")
    assert time.monotonic() - began < 0.1
    await ask.done("sendMessage", {"chat_id": club.mia.id, "text": "x"})
    assert time.monotonic() - began >= 0.1


async def test_who_has_logged_out_is_not_let_in_again(ask: Raw) -> None:
    assert await ask.done("close") is True
    await ask.done("logOut")
    assert await ask.said_no("getMe") == "Logged out"
