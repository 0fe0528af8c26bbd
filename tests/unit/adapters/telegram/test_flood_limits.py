"""Over any sequence of calls Telegram's limits are kept, whatever the calls take to get there."""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.pacing import SupersededError, Urgency
from tests.fakes.wire import Made, Wire

BURST = 3
MANY = settings(max_examples=60, deadline=None)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A call that somebody wants to make."""

    after: float
    """Since the one before."""
    chat: int
    endpoint: str
    items: int = 1
    message: int = 1
    urgency: Urgency | None = None
    takes: float = 0.0


chats = st.sampled_from([1, 2, -1, -2])
pauses = st.sampled_from([0.0, 0.0, 0.0, 0.3, 1.0, 7.0])
durations = st.sampled_from([0.0, 0.1, 2.5])
messages = st.builds(Wanted, after=pauses, chat=chats, endpoint=st.just("sendMessage"), takes=durations)
albums = st.builds(
    Wanted,
    after=pauses,
    chat=chats,
    endpoint=st.just("sendMediaGroup"),
    items=st.integers(2, 10),
    takes=durations,
)
edits = st.builds(
    Wanted,
    after=pauses,
    chat=chats,
    endpoint=st.just("editMessageText"),
    message=st.integers(1, 4),
    urgency=st.sampled_from([Urgency.EDIT, Urgency.PROGRESS]),
    takes=durations,
)
kinds = messages | albums | edits
wishes = st.lists(kinds, max_size=70) | st.lists(kinds, min_size=30, max_size=70)
of_one_group = st.lists(kinds.map(lambda wanted: replace(wanted, chat=-1)), min_size=20, max_size=60)


@MANY
@given(wishes | of_one_group)
def test_no_minute_holds_more_than_a_group_may_get(wanted: list[Wanted]) -> None:
    for chat, made in _by_chat(_carried_out(wanted).made).items():
        if chat < 0:
            for first, last in _stretches(made):
                if made[last].began - made[first].ended < 60:
                    assert _sum(made[first : last + 1]) <= 20


@MANY
@given(wishes)
def test_no_chat_gets_more_than_a_message_a_second_after_a_short_burst(wanted: list[Wanted]) -> None:
    for made in _by_chat(_carried_out(wanted).made).values():
        for first, last in _stretches(made):
            seconds = made[last].began - made[first].ended
            most_at_once = max(BURST, made[last].cost)
            assert _sum(made[first : last + 1]) <= seconds + most_at_once + 1e-6


@MANY
@given(st.lists(messages | albums, max_size=70), st.integers(1, 40))
def test_no_second_holds_more_than_the_bot_may_send(wanted: list[Wanted], crowd: int) -> None:
    many = [Wanted(after=0, chat=100 + number, endpoint="sendMessage") for number in range(crowd)]
    made = sorted(_carried_out([*many, *wanted]).made, key=lambda each: each.began)
    for first, last in _stretches(made):
        if made[last].began - made[first].began < 1:
            assert _sum(made[first : last + 1]) <= 30


@MANY
@given(wishes)
def test_calls_of_one_kind_go_to_a_chat_as_they_came_and_none_is_lost(wanted: list[Wanted]) -> None:
    wire = _carried_out(wanted)
    assert len(wire.made) + wire.superseded == len(wanted)
    for made in _by_chat(wire.made).values():
        for urgency in Urgency:
            order = [int(each.name) for each in made if each.urgency is urgency]
            assert order == sorted(order)
        assert all(later.began >= earlier.ended for earlier, later in itertools.pairwise(made))


@MANY
@given(wishes, st.lists(st.integers(1, 100), min_size=1, max_size=3))
def test_one_chat_that_asks_for_patience_delays_no_other(wanted: list[Wanted], waits: list[int]) -> None:
    calm = _carried_out(wanted)
    troubled = _carried_out(wanted, refusals={1: waits})
    for chat in (2, -1, -2):
        assert _by_chat(troubled.made)[chat] == _by_chat(calm.made)[chat]


@dataclass
class Outcome:
    made: list[Made]
    superseded: int


def _carried_out(wanted: Sequence[Wanted], refusals: dict[int, list[int]] | None = None) -> Outcome:
    """What reaches Telegram of all that is wanted, with each call named by its number."""

    async def carry_out() -> Outcome:
        wire = Wire(refusals={chat: map(float, waits) for chat, waits in (refusals or {}).items()})

        async def all_of_them() -> list[BaseException | None]:
            tasks = []
            for number, each in enumerate(wanted):
                if each.after:
                    await wire.time.sleep(each.after)
                tasks.append(_started(wire, number, each))
            return await asyncio.gather(*tasks, return_exceptions=True)

        results = await wire.time.run(all_of_them())
        errors = [result for result in results if result is not None]
        assert all(isinstance(error, SupersededError) for error in errors)
        await wire.lanes.shutdown()
        return Outcome(sorted(wire.made, key=lambda made: made.began), len(errors))

    return asyncio.run(carry_out())


def _started(wire: Wire, number: int, each: Wanted) -> asyncio.Task[None]:
    return wire.task(
        each.endpoint,
        each.chat,
        urgency=each.urgency,
        name=str(number),
        takes=each.takes,
        message_id=each.message,
        media=["picture"] * each.items,
    )


def _by_chat(made: Sequence[Made]) -> dict[int, list[Made]]:
    chats: dict[int, list[Made]] = defaultdict(list)
    for each in made:
        assert isinstance(each.chat, int)
        chats[each.chat].append(each)
    return chats


def _stretches(made: Sequence[Made]) -> list[tuple[int, int]]:
    return [(first, last) for last in range(len(made)) for first in range(last)]


def _sum(made: Sequence[Made]) -> int:
    return sum(each.cost for each in made)
