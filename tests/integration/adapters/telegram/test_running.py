"""Connecting to Telegram: what is kept, what is told, and how it ends, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.telegram.polling import ALLOWED_UPDATES
from adapters.telegram.trouble import FOREIGN_WEBHOOK, NO_NETWORK, SECOND_POLLER
from tests.fakes.hosted import QUICK, Hosted
from tests.fakes.serving import free_port
from tests.fakes.telegram import ALWAYS, FakeTelegram, Person


@pytest.fixture
async def hosted(tmp_path: Path) -> AsyncIterator[Hosted]:
    async with FakeTelegram() as fake:
        yield Hosted(fake=fake, folder=tmp_path)
        assert fake.violations == []


@pytest.fixture
async def mia(hosted: Hosted) -> Person:
    person = hosted.fake.add_user("mia")
    await person.starts()
    return person


async def test_messages_are_answered_between_connecting_and_disconnecting(
    hosted: Hosted, mia: Person
) -> None:
    async with hosted.bot():
        await mia.says(mia.chat, "a white cat")
        await hosted.has_handled("a white cat")
        assert mia.chat.messages[-1].text == "heard: a white cat"
        assert hosted.course == ["connected"]
    assert hosted.course == ["connected", "disconnected"]
    assert hosted.told == []


async def test_reactions_votes_and_all_else_that_the_bot_needs_are_asked_for(hosted: Hosted) -> None:
    async with hosted.bot():
        await hosted.fake.until(lambda: hosted.fake.allowed_updates)
    assert set(hosted.fake.allowed_updates) == set(ALLOWED_UPDATES)
    assert {"message_reaction", "poll_answer", "my_chat_member", "inline_query"} <= set(ALLOWED_UPDATES)


async def test_what_happened_while_the_bot_was_down_is_handled_once(hosted: Hosted, mia: Person) -> None:
    async with hosted.bot():
        await mia.says(mia.chat, "before")
        await hosted.has_handled("before")
    await mia.says(mia.chat, "meanwhile")
    for _ in range(2):
        async with hosted.bot():
            await mia.says(mia.chat, "after")
            await hosted.has_handled("meanwhile")
            await hosted.fake.until(lambda: not hosted.fake.pending_updates)
            await hosted.has_handled("after")
    assert [hosted.handled.count(text) for text in ("before", "meanwhile", "after")] == [1, 1, 2]


async def test_a_handler_under_way_is_finished_before_the_bot_stops(hosted: Hosted, mia: Person) -> None:
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        reached.set()
        await go_on.wait()

    hosted.before_answer = wait
    async with hosted.bot() as runner:
        await mia.says(mia.chat, "slow")
        await asyncio.wait_for(reached.wait(), 5)
        runner.cancel()
        await asyncio.sleep(0.1)
        assert not runner.done()
        go_on.set()
        await asyncio.wait({runner}, timeout=5)
    assert "slow" in hosted.handled
    assert mia.chat.messages[-1].text == "heard: slow"


async def test_what_waits_for_a_chats_limit_does_not_hold_up_the_end(hosted: Hosted, mia: Person) -> None:
    hosted.farewell_seconds = 0.2
    hosted.fake.flood(mia.chat, retry_after=60)
    async with hosted.bot():
        await mia.says(mia.chat, "a white cat")
        await hosted.fake.until(lambda: hosted.fake.requested("sendMessage"))
        began = asyncio.get_running_loop().time()
        await hosted.stop()
        assert asyncio.get_running_loop().time() - began < 3
    assert hosted.course == ["connected", "disconnected"]


@pytest.mark.parametrize("token", ["123456:wrong", "not a token", "12/34?x=#"])
async def test_a_refused_token_is_told_in_one_line_with_its_cure(hosted: Hosted, token: str) -> None:
    hosted.token = token
    async with hosted.bot() as runner:
        await asyncio.wait_for(runner, 5)
    (line,) = hosted.told
    assert "TELEGRAM_TOKEN" in line
    assert "@BotFather" in line
    assert token not in line
    assert hosted.course == []


async def test_a_wrong_address_is_named_beside_the_token(hosted: Hosted) -> None:
    hosted.base_url = hosted.fake.base_url.replace("/bot", "/not-there")
    async with hosted.bot() as runner:
        await asyncio.wait_for(runner, 5)
    (line,) = hosted.told
    assert "telegram.base_url" in line


async def test_a_token_that_is_revoked_later_is_told_too(hosted: Hosted) -> None:
    async with hosted.bot() as runner:
        await hosted.fake.until(lambda: hosted.course)
        hosted.fake.fail("getUpdates", status=401, description="Unauthorized")
        await hosted.fake.add_user("ben").starts()
        await asyncio.wait_for(runner, 5)
    (line,) = hosted.told
    assert "TELEGRAM_TOKEN" in line
    assert hosted.course == ["connected", "disconnected"]


async def test_without_a_network_the_operator_is_told_once_and_the_bot_goes_on_trying(
    hosted: Hosted, mia: Person
) -> None:
    hosted.fake.fail("getMe", status=502, times=3, description="Bad Gateway")
    async with hosted.bot():
        await mia.says(mia.chat, "at last")
        await hosted.has_handled("at last")
    assert hosted.told == [NO_NETWORK]


async def test_a_machine_that_cannot_be_reached_is_no_network(hosted: Hosted) -> None:
    hosted.base_url = f"http://127.0.0.1:{free_port()}/bot"
    async with hosted.bot() as runner:
        await asyncio.sleep(0.5)
        assert not runner.done()
    assert hosted.told == [NO_NETWORK]


async def test_a_network_that_breaks_later_is_waited_for_without_flooding_the_log(
    hosted: Hosted, mia: Person
) -> None:
    async with hosted.bot():
        await hosted.fake.until(lambda: hosted.course)
        with capture_logs() as logs:
            hosted.fake.fail("getUpdates", status=502, times=4, description="Bad Gateway")
            await mia.says(mia.chat, "now")
            await hosted.has_handled("now")
    assert hosted.told == []
    assert [entry["event"] for entry in logs].count("telegram not reached") == 1


async def test_a_first_call_that_is_refused_for_a_while_is_told_and_made_again(
    hosted: Hosted, mia: Person
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    hosted.patience = replace(QUICK, sleep=sleep)
    hosted.fake.fail("getMe", status=429, retry_after=40)
    async with hosted.bot():
        await mia.says(mia.chat, "at last")
        await hosted.has_handled("at last")
    assert slept == [40.5]
    (line,) = hosted.told
    assert "40 s" in line


async def test_a_second_poller_is_refused_and_the_first_one_stays(hosted: Hosted, mia: Person) -> None:
    newcomer = Hosted(fake=hosted.fake, folder=hosted.folder)
    async with hosted.bot() as resident:
        await hosted.fake.until(lambda: hosted.course)
        await asyncio.sleep(0.4)  # until it is at home there
        with capture_logs() as logs:
            async with newcomer.bot() as second:
                await asyncio.wait_for(second, 10)
            await mia.says(mia.chat, "still here?")
            await hosted.has_handled("still here?")
        assert not resident.done()
    assert newcomer.told == [SECOND_POLLER]
    assert newcomer.course == ["connected", "disconnected"]
    assert hosted.told == []
    assert len(logs) <= 4


async def test_who_stays_beside_a_poller_that_does_not_give_way_stops_at_last(hosted: Hosted) -> None:
    async with hosted.bot() as runner:
        await hosted.fake.until(lambda: hosted.fake.requested("getMe") and hosted.course)
        hosted.fake.fail("getUpdates", status=409, times=ALWAYS, description="Conflict: terminated by other")
        await hosted.fake.add_user("ben").starts()
        await asyncio.wait_for(runner, 10)
    assert hosted.told == [SECOND_POLLER]


async def test_a_webhook_that_another_program_sets_is_told(hosted: Hosted) -> None:
    async with hosted.bot() as runner:
        await hosted.fake.until(lambda: hosted.course)
        await hosted.fake.webhook.set("https://elsewhere.example/hook")
        await asyncio.wait_for(runner, 10)
    assert hosted.told == [FOREIGN_WEBHOOK]
    assert hosted.course == ["connected", "disconnected"]


async def test_a_webhook_left_over_is_told_and_removed_and_what_waits_there_is_kept(
    hosted: Hosted, mia: Person
) -> None:
    await hosted.fake.webhook.set("https://elsewhere.example:8443/hook/with-a-secret")
    await mia.says(mia.chat, "waiting")
    async with hosted.bot():
        await hosted.has_handled("waiting")
    (line,) = hosted.told
    assert "elsewhere.example" in line
    assert "with-a-secret" not in line


async def test_presses_are_answered_while_messages_have_to_wait(hosted: Hosted, mia: Person) -> None:
    hosted.farewell_seconds = 0.1
    async with hosted.bot():
        await mia.says(mia.chat, "one")
        await hosted.has_handled("one")
        hosted.fake.flood(mia.chat, retry_after=30)
        await mia.says(mia.chat, "two")
        await hosted.fake.until(lambda: len(hosted.fake.requested("sendMessage")) == 2)
        (answer,) = [message for message in mia.chat.messages if message.text == "heard: one"]
        exchange = await mia.presses_data(answer, "x")
        assert (await exchange.answered()).text == "pressed"
