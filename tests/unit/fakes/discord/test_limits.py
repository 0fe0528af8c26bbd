"""Rate limits hold a client back, and requests fail when a test wants them to."""

from __future__ import annotations

import time

import discord
import pytest

from tests.fakes.discord import ALWAYS
from tests.fakes.discord.rest.limits import Limit
from tests.fakes.discord.rest.routes import MESSAGES
from tests.unit.fakes.discord.clients import Bot, Raw
from tests.unit.fakes.discord.conftest import Club


def posts(club: Club) -> str:
    return f"/channels/{club.studio.id}/messages"


async def test_there_are_no_limits_at_first(club: Club, ask: Raw) -> None:
    answers = [(await ask("POST", posts(club), {"content": "x"}))[0] for _ in range(60)]
    assert answers == [200] * 60


async def test_a_channel_takes_five_messages_in_five_seconds(club: Club, ask: Raw) -> None:
    club.fake.limits.like_discord()
    answers = [(await ask("POST", posts(club), {"content": "x"}))[0] for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert ask.headers["X-RateLimit-Remaining"] == "0"
    assert 4 < float(ask.headers["X-RateLimit-Reset-After"]) <= 5
    hall = club.guild.add_channel("hall")
    assert (await ask("POST", f"/channels/{hall.id}/messages", {"content": "x"}))[0] == 200
    club.fake.clock.advance(5)
    assert (await ask("POST", posts(club), {"content": "x"}))[0] == 200
    assert club.fake.invalid_requests == 1


async def test_the_whole_bot_takes_fifty_requests_a_second_and_answers_do_not_count(
    club: Club, ask: Raw
) -> None:
    club.fake.limits.like_discord()
    club.fake.limits.overall = Limit(name="global", requests=3, seconds=60)
    answers = [await ask("GET", "/users/@me") for _ in range(4)]
    assert [status for status, _ in answers] == [200, 200, 200, 429]
    assert answers[-1][1]["global"] is True
    assert ask.headers["X-RateLimit-Scope"] == "global"
    assert (await ask("POST", "/interactions/1/x/callback", {"type": 6}))[1]["code"] == 10062


async def test_a_client_waits_as_long_as_it_is_told(club: Club, bot: Bot) -> None:
    club.fake.limits.per_route = {("POST", MESSAGES): Limit(name="write", requests=2, seconds=0.2)}
    channel = bot.get_partial_messageable(club.studio.id)
    began = time.monotonic()
    for number in range(5):
        await channel.send(str(number))
    assert 0.35 < time.monotonic() - began < 2
    assert len(club.studio.messages) == 5


async def test_a_request_fails_as_often_as_it_is_told_to(club: Club, ask: Raw) -> None:
    failure = club.fake.fail("POST", "/channels/*/messages", status=502, times=2)
    answers = [(await ask("POST", posts(club), {"content": "x"}))[0] for _ in range(3)]
    assert answers == [502, 502, 200]
    assert failure.happened == 2
    assert len(club.studio.messages) == 1


async def test_a_request_can_be_carried_out_and_its_answer_lost(club: Club, ask: Raw) -> None:
    club.fake.fail("POST", "/channels/*/messages", carried_out=True)
    body = {"content": "x", "nonce": "7", "enforce_nonce": True}
    assert (await ask("POST", posts(club), body))[0] == 500
    (made,) = club.studio.messages
    status, again = await ask("POST", posts(club), body)
    assert (status, again["id"]) == (200, str(made.id))
    assert len(club.studio.messages) == 1


async def test_a_client_retries_what_was_too_much_and_gives_up_what_is_refused(club: Club, bot: Bot) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    club.fake.fail("POST", "/channels/*/messages", status=429, retry_after=0.02)
    await channel.send("once")
    assert [request.status for request in club.fake.requests if request.path == posts(club)] == [429, 200]
    club.fake.fail("POST", "/channels/*/messages", status=403, code=50013, times=ALWAYS)
    with pytest.raises(discord.Forbidden):
        await channel.send("twice")


async def test_an_answer_can_take_its_time(club: Club, ask: Raw) -> None:
    club.fake.delay("POST", "/channels/*", seconds=0.1)
    began = time.monotonic()
    await ask("GET", "/users/@me")
    assert time.monotonic() - began < 0.1
    await ask("POST", posts(club), {"content": "x"})
    assert time.monotonic() - began >= 0.1


async def test_a_route_that_the_fake_does_not_know_is_a_violation(club: Club, ask: Raw) -> None:
    assert (await ask("GET", "/voice/regions"))[0] == 404
    assert ["no such route" in str(one) for one in club.fake.violations] == [True]
