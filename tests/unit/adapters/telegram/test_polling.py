"""Fetching updates: in their order, each once, and past what cannot be read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut

from adapters.telegram.building import Bot
from adapters.telegram.polling import Poller, PollingRules
from adapters.telegram.trouble import FOREIGN_WEBHOOK, SECOND_POLLER, CannotStayError
from adapters.telegram.unsettled import Unsettled
from core.patience import Patience
from tests.fakes.virtual_time import VirtualTime

BY_OTHER = Conflict("Conflict: terminated by other getUpdates request; make sure that only one bot runs")
BY_WEBHOOK = Conflict("Conflict: can't use getUpdates method while webhook is active")


class ScriptedBot:
    """Gives what a script says, one entry for each request for updates."""

    def __init__(self, time: VirtualTime, script: Sequence[Sequence[int] | Exception]) -> None:
        self.offsets: list[int] = []
        self.skipped = 0
        self._time, self._script = time, list(script)

    async def get_updates(
        self,
        *,
        offset: int,
        timeout: int,  # noqa: ASYNC109 - so the library calls how long the request stays open
        allowed_updates: Sequence[str],
    ) -> tuple[Update, ...]:
        self.offsets.append(offset)
        if not self._script:
            raise asyncio.CancelledError
        given = self._script.pop(0)
        if isinstance(given, Exception):
            raise given
        return tuple(Update(number) for number in given)

    async def do_api_request(self, endpoint: str, api_kwargs: dict[str, int]) -> list[dict[str, int]]:
        assert (endpoint, api_kwargs["limit"]) == ("getUpdates", 1)
        self.skipped += 1
        return [{"update_id": api_kwargs["offset"]}]


async def fetched(*script: Sequence[int] | Exception) -> tuple[list[int], ScriptedBot, VirtualTime]:
    """What was handed on until the script ended."""
    time, handed_on, unsettled = VirtualTime(), list[int](), Unsettled()
    bot = ScriptedBot(time, script)

    def hand_on(update: Update) -> None:
        with unsettled.handling(update.update_id):
            handed_on.append(update.update_id)

    poller = Poller(
        cast("Bot", bot),
        hand_on,
        unsettled,
        patience=Patience(first_wait_seconds=2, longest_wait_seconds=60, sleep=time.sleep),
        rules=PollingRules(),
        clock=time.clock,
    )
    with pytest.raises(asyncio.CancelledError):
        await time.run(poller.run())
    return handed_on, bot, time


async def test_each_update_is_handed_on_once_and_confirmed_with_the_next_request() -> None:
    handed_on, bot, _ = await fetched([5, 6], [], [7])
    assert handed_on == [5, 6, 7]
    assert bot.offsets == [0, 7, 7, 8]


@pytest.mark.parametrize("trouble", [NetworkError("Bad Gateway"), TimedOut()])
async def test_trouble_in_passing_is_waited_out_longer_each_time(trouble: Exception) -> None:
    handed_on, _, time = await fetched([5], trouble, trouble, trouble, [6])
    assert handed_on == [5, 6]
    assert 1000 + 14 <= time.now <= 1000 + 21


async def test_a_wait_that_telegram_asks_for_is_kept_to() -> None:
    handed_on, _, time = await fetched(RetryAfter(30), [6])
    assert handed_on == [6]
    assert time.now == 1030.5


async def test_an_update_that_cannot_be_read_is_left_out() -> None:
    handed_on, bot, _ = await fetched([5], KeyError("chat"), [7])
    assert handed_on == [5, 7]
    assert bot.skipped == 1
    assert bot.offsets == [0, 6, 7, 8]


async def test_a_revoked_token_ends_it() -> None:
    with pytest.raises(InvalidToken):
        await fetched([5], InvalidToken())


async def test_a_webhook_that_is_set_meanwhile_ends_it() -> None:
    with pytest.raises(CannotStayError, match="set a webhook") as caught:
        await fetched([5], BY_WEBHOOK)
    assert str(caught.value) == FOREIGN_WEBHOOK


async def test_two_conflicts_may_pass_and_a_third_ends_it() -> None:
    handed_on, _, _ = await fetched(BY_OTHER, BY_OTHER, [5])
    assert handed_on == [5]
    with pytest.raises(CannotStayError) as caught:
        await fetched(BY_OTHER, [4], BY_OTHER, [5], BY_OTHER)
    assert str(caught.value) == SECOND_POLLER


async def test_conflicts_long_ago_are_forgotten() -> None:
    script: list[Sequence[int] | Exception] = []
    for _ in range(10):
        script += [BY_OTHER, BY_OTHER, RetryAfter(60)]
    handed_on, _, _ = await fetched(*script, [5])
    assert handed_on == [5]


async def test_who_was_there_first_gives_a_newcomer_time_to_give_way() -> None:
    handed_on, _, _ = await fetched(RetryAfter(61), *[BY_OTHER] * 7, [5])
    assert handed_on == [5]
    with pytest.raises(CannotStayError):
        await fetched(RetryAfter(61), *[BY_OTHER] * 8)
