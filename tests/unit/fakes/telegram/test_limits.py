"""Flood limits hold a bot back by the fake's clock, and what came too soon is noted."""

from __future__ import annotations

import time
from typing import Any

from tests.fakes.telegram import Bucket, Chat, FakeTelegram, Rate
from tests.unit.fakes.telegram.clients import Raw, picture
from tests.unit.fakes.telegram.conftest import Club


def to(chat: Chat, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parameters of any type
    return {"chat_id": chat.id, "text": "x"} | more


async def statuses(ask: Raw, chat: Chat, count: int) -> list[int]:
    return [(await ask("sendMessage", to(chat)))[0] for _ in range(count)]


async def test_there_are_no_limits_at_first(club: Club, ask: Raw) -> None:
    assert await statuses(ask, club.group, 40) == [200] * 40


async def test_a_chat_takes_a_few_at_once_and_then_one_each_second(club: Club, ask: Raw) -> None:
    club.fake.limits.like_telegram()
    assert await statuses(ask, club.mia.chat, 4) == [200, 200, 200, 429]
    assert (await ask("sendMessage", to(club.mia.chat)))[1] == "Too Many Requests: retry after 1"
    (first, _) = club.fake.floods
    assert (first.method, first.chat_id, first.retry_after) == ("sendMessage", club.mia.id, 1)
    assert (await ask("sendMessage", to(club.group)))[0] == 200
    club.fake.clock.advance(1)
    assert await statuses(ask, club.mia.chat, 2) == [200, 429]
    assert len(club.mia.messages) == 1 + 4


async def test_a_group_takes_twenty_in_a_minute_and_an_album_counts_as_its_photos(
    club: Club, ask: Raw
) -> None:
    club.fake.limits.like_telegram()
    club.fake.limits.per_chat = club.fake.limits.overall = None
    media = [{"type": "photo", "media": f"attach://p{number}"} for number in range(4)]
    files = {f"p{number}": picture() for number in range(4)}
    album = {"chat_id": club.group.id, "media": media}
    await ask.done("sendMediaGroup", album, files=files)
    assert await statuses(ask, club.group, 13) == [200] * 13
    assert (await ask("sendMediaGroup", album, files=files))[0] == 429
    assert await statuses(ask, club.group, 4) == [200, 200, 200, 429]
    assert club.fake.floods[-1].retry_after in (59, 60)
    assert await statuses(ask, club.mia.chat, 25) == [200] * 25
    club.fake.clock.advance(60)
    assert await statuses(ask, club.group, 20) == [200] * 20


async def test_all_chats_together_take_thirty_in_a_second(club: Club, ask: Raw) -> None:
    club.fake.limits.overall = Rate(messages=3, seconds=100)
    assert await statuses(ask, club.mia.chat, 2) == [200, 200]
    assert await statuses(ask, club.group, 2) == [200, 429]
    assert (await ask("sendChatAction", {"chat_id": club.mia.id, "action": "typing"}))[0] == 200


async def test_an_album_larger_than_what_goes_at_once_is_sent_and_paid_for_later(
    club: Club, ask: Raw
) -> None:
    club.fake.limits.like_telegram()
    media = [{"type": "photo", "media": f"attach://p{number}"} for number in range(4)]
    files = {f"p{number}": picture() for number in range(4)}
    await ask.done("sendMediaGroup", {"chat_id": club.mia.id, "media": media}, files=files)
    assert (await ask("sendMessage", to(club.mia.chat)))[1].endswith("retry after 2")


async def test_edits_count_unless_they_are_told_not_to(club: Club, ask: Raw) -> None:
    club.fake.limits.per_chat = Bucket(per_second=0.01, burst=2)
    sent = await ask.done("sendMessage", to(club.mia.chat))
    place = {"chat_id": club.mia.id, "message_id": sent["message_id"]}
    assert (await ask("editMessageText", place | {"text": "a"}))[0] == 200
    assert (await ask("editMessageText", place | {"text": "b"}))[0] == 429
    club.fake.limits.edits_count = False
    assert (await ask("editMessageText", place | {"text": "b"}))[0] == 200


async def test_a_storm_for_one_chat_is_no_flood_of_the_bots_unless_it_does_not_wait(
    club: Club, ask: Raw
) -> None:
    club.fake.flood(club.mia.chat, retry_after=5, times=2)
    assert (await ask("sendMessage", to(club.mia.chat)))[1].endswith("retry after 5")
    assert (await ask("sendMessage", to(club.group)))[0] == 200
    assert club.fake.floods == []
    club.fake.clock.advance(5)
    assert (await ask("sendMessage", to(club.mia.chat)))[0] == 429
    assert club.fake.floods == []
    assert (await ask("sendMessage", to(club.mia.chat)))[0] == 429
    assert [one.chat_id for one in club.fake.floods] == [club.mia.id]
    club.fake.clock.advance(5)
    assert (await ask("sendMessage", to(club.mia.chat)))[0] == 200


async def test_a_fast_clock_counts_over_a_time_that_can_be_measured() -> None:
    async with FakeTelegram(speed=40) as fake:
        fake.limits.overall = Rate(messages=30, seconds=1)
        passed = [fake.limits.judge("sendMessage", chat, 1) == 0 for chat in range(1, 700)]
        assert passed == [True] * 600 + [False] * 99  # 30/s over 20 s, as the tolerance is 2 s of this clock
        fake.clock.advance(18)
        assert fake.limits.judge("sendMessage", 1, 1) == 0


async def test_a_fast_clock_makes_the_limits_pass_sooner() -> None:
    async with FakeTelegram(speed=100) as fake:
        fake.limits.per_chat = Bucket(per_second=0.1, burst=1)
        began, moment = time.monotonic(), fake.clock.now()
        assert fake.limits.judge("sendMessage", 1, 1) == 0
        assert fake.limits.judge("sendMessage", 1, 1) > 0
        await fake.clock.sleep(10)
        assert fake.limits.judge("sendMessage", 1, 1) == 0
        assert time.monotonic() - began < 1
        assert fake.clock.now() - moment >= 10
