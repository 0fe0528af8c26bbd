"""The flood limiter: what waits for what, with a clock that makes minutes pass in no time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Iterable

import pytest
from telegram.error import RetryAfter

from adapters.telegram.pacing import FloodLimits, StoppedError, SupersededError, Urgency
from tests.fakes.virtual_time import settle
from tests.fakes.wire import Wire

MIA, BEN, CLUB, OTHERS = 1, 2, -1, -2


async def test_a_first_message_goes_at_once() -> None:
    wire = Wire()
    await wire.call("sendMessage", MIA)
    assert wire.made[0].began == 1000


async def test_after_a_short_burst_messages_to_one_person_go_once_a_second() -> None:
    wire = Wire()
    await wire.time.run(_all(wire.call("sendMessage", MIA) for _ in range(6)))
    times = [made.began - 1000 for made in wire.made]
    assert times[:3] == [0, 0, 0]
    assert times[3:] == pytest.approx([1.05, 2.10, 3.15])


async def test_a_group_gets_twenty_messages_a_minute_edits_among_them() -> None:
    wire = Wire()
    calls = (
        wire.call("editMessageText" if number % 2 else "sendMessage", CLUB, message_id=number)
        for number in range(24)
    )
    await wire.time.run(_all(calls))
    times = sorted(made.began - 1000 for made in wire.made)
    assert times[19] < 60
    assert times[20] >= 61


async def test_an_album_counts_as_its_pictures() -> None:
    wire = Wire()
    album = ["picture"] * 10
    await wire.time.run(_all(wire.call("sendMediaGroup", CLUB, media=album) for _ in range(3)))
    first, second, third = (made.began - 1000 for made in wire.made)
    assert first == 0
    assert second == pytest.approx(10.5)
    assert third >= 61


async def test_what_sends_no_message_never_waits() -> None:
    wire = Wire()
    waiting = [wire.task("sendMessage", CLUB) for _ in range(30)]
    await settle()
    for endpoint in ("deleteMessage", "sendChatAction", "getChatMember"):
        await wire.call(endpoint, CLUB, message_id=5, name=endpoint)
    await wire.call("answerCallbackQuery", callback_query_id="1", name="answerCallbackQuery")
    assert wire.time.now == 1000
    assert wire.names[-4:] == ["deleteMessage", "sendChatAction", "getChatMember", "answerCallbackQuery"]
    await wire.lanes.shutdown()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_in_one_chat_messages_go_before_edits_and_these_before_progress() -> None:
    wire = Wire(limits=FloodLimits(burst=1))
    calls = (
        wire.call("sendMessage", MIA, name="first of all"),
        wire.call("editMessageText", MIA, message_id=1, urgency=Urgency.PROGRESS, name="progress"),
        wire.call("editMessageText", MIA, message_id=2, name="edit"),
        wire.call("sendMessage", MIA, name="message"),
        wire.call("editMessageText", MIA, message_id=3, name="later edit"),
    )
    await wire.time.run(_all(calls))
    assert wire.names == ["first of all", "message", "edit", "later edit", "progress"]


async def test_all_chats_together_get_thirty_messages_a_second_new_ones_first() -> None:
    wire = Wire()
    edits = (wire.call("editMessageText", chat, message_id=1, name="edit") for chat in range(1, 46))
    messages = (wire.call("sendMessage", chat, name="message") for chat in range(101, 146))
    await wire.time.run(_all(itertools.chain(edits, messages)))
    assert wire.names == ["edit"] * 30 + ["message"] * 45 + ["edit"] * 15
    assert [wire.made[index].began - 1000 for index in (29, 30, 59, 60)] == pytest.approx(
        [0, 1.05, 1.05, 2.1]
    )


async def test_newer_progress_takes_the_place_of_older() -> None:
    wire = Wire(limits=FloodLimits(burst=1))
    await wire.call("sendMessage", MIA)
    told = [
        wire.task("editMessageText", MIA, message_id=1, urgency=Urgency.PROGRESS, name=f"{percent} %")
        for percent in (25, 50, 75)
    ]
    await wire.time.run(_all(told, return_exceptions=True))
    assert wire.names == ["", "75 %"]
    assert [type(task.exception()) for task in told] == [SupersededError, SupersededError, type(None)]


async def test_the_closing_edit_makes_progress_needless_and_so_does_deleting() -> None:
    wire = Wire(limits=FloodLimits(burst=1))
    await wire.call("sendMessage", MIA)
    progress = [
        wire.task("editMessageCaption", MIA, message_id=message, urgency=Urgency.PROGRESS, name="progress")
        for message in (1, 2, 3)
    ]
    await settle()
    closing = wire.task("editMessageMedia", MIA, message_id=1, media=object(), name="closing")
    await wire.call("deleteMessage", MIA, message_id=2, name="deleted")
    await wire.time.run(_all([closing, *progress], return_exceptions=True))
    assert wire.names == ["", "deleted", "closing", "progress"]
    assert [progress[index].exception() is None for index in range(3)] == [False, False, True]


async def test_closing_edits_are_never_given_up() -> None:
    wire = Wire(limits=FloodLimits(burst=1))
    calls = (wire.call("editMessageText", MIA, message_id=1, name=str(number)) for number in range(4))
    await wire.time.run(_all(calls))
    assert wire.names == ["0", "1", "2", "3"]


async def test_progress_that_was_refused_yields_to_what_came_meanwhile() -> None:
    wire = Wire(refusals={MIA: iter([5.0])})
    progress = wire.task(
        "editMessageText", MIA, message_id=1, urgency=Urgency.PROGRESS, name="progress", takes=0.5
    )
    await settle()
    closing = wire.task("editMessageText", MIA, message_id=1, name="closing")
    await wire.time.run(_all([progress, closing], return_exceptions=True))
    assert isinstance(progress.exception(), SupersededError)
    assert wire.names == ["progress", "closing"]


async def test_progress_is_told_in_a_group_every_ten_seconds_at_most() -> None:
    wire = Wire()
    for percent in range(4):
        call = wire.call("editMessageText", CLUB, message_id=1, urgency=Urgency.PROGRESS, name=str(percent))
        await wire.time.run(call)
    assert [made.began - 1000 for made in wire.made] == pytest.approx([0, 10, 20, 30])


async def test_a_chat_that_asks_for_patience_waits_alone_and_repeats_the_call() -> None:
    wire = Wire(refusals={MIA: iter([30.0])})
    refused = wire.task("sendMessage", MIA, name="refused")
    later = wire.task("sendMessage", MIA, name="later")
    await settle()
    await wire.call("sendMessage", BEN, name="ben")
    await wire.call("answerCallbackQuery", name="answer")
    assert wire.time.now == 1000
    await wire.time.run(_all([refused, later]))
    assert wire.names == ["refused", "ben", "answer", "refused", "later"]
    assert wire.made[3].began == pytest.approx(1030.5)


async def test_a_call_that_is_refused_too_often_is_given_back() -> None:
    wire = Wire(limits=FloodLimits(repeats=2), refusals={MIA: iter([1.0, 2.0, 3.0, 4.0])})
    with pytest.raises(RetryAfter):
        await wire.time.run(wire.call("sendMessage", MIA))
    assert len(wire.made) == 3


async def test_a_refusal_without_a_chat_halts_all_lanes_but_no_answers() -> None:
    wire = Wire(refusals={None: iter([20.0])})
    with pytest.raises(RetryAfter):
        await wire.call("answerCallbackQuery")
    await wire.call("answerCallbackQuery")
    assert wire.time.now == 1000
    await wire.time.run(wire.call("sendMessage", MIA))
    assert wire.made[-1].began == pytest.approx(1020.5)


async def test_an_answer_is_made_again_after_a_short_wait() -> None:
    wire = Wire(refusals={None: iter([2.0])})
    await wire.time.run(wire.call("answerCallbackQuery"))
    assert [made.began - 1000 for made in wire.made] == pytest.approx([0, 2.5])


async def test_commands_that_are_told_too_often_stop_nothing_else() -> None:
    wire = Wire(refusals={None: iter([80_000.0])})
    with pytest.raises(RetryAfter):
        await wire.call("setMyCommands", commands=[])
    await wire.call("sendMessage", MIA)
    assert wire.time.now == 1000


async def test_who_gives_up_frees_the_place() -> None:
    wire = Wire(limits=FloodLimits(burst=1))
    await wire.call("sendMessage", MIA)
    first, second, third = (wire.task("sendMessage", MIA, name=str(number)) for number in range(3))
    await settle()
    first.cancel()
    third.cancel()
    await wire.time.run(_all([second]))
    assert wire.made[-1].began == pytest.approx(1001.05)
    await wire.time.pass_by(10)
    assert wire.names == ["", "1"]


async def test_who_gives_up_just_when_the_turn_comes_does_not_block_the_chat() -> None:
    wire = Wire(limits=FloodLimits(burst=1))
    await wire.call("sendMessage", MIA)
    first, second = (wire.task("sendMessage", MIA, name=name) for name in ("first", "second"))
    await settle()
    wire.time.now += 5
    wire.lanes._advance()
    first.cancel()
    await wire.time.run(_all([second]))
    assert wire.names == ["", "second"]


async def test_a_call_that_is_cancelled_under_way_does_not_block_the_chat() -> None:
    wire = Wire()
    slow = wire.task("sendPhoto", MIA, takes=20.0)
    await settle()
    slow.cancel()
    await wire.time.run(wire.call("sendMessage", MIA, name="next"))
    assert wire.time.now < 1002


async def test_calls_to_one_chat_never_overtake_each_other_under_way() -> None:
    wire = Wire()
    upload = wire.task("sendPhoto", MIA, takes=3.0, name="upload")
    await settle()
    message = wire.task("sendMessage", MIA, name="message")
    await wire.time.run(_all([upload, message]))
    assert wire.names == ["upload", "message"]
    assert wire.made[1].began == wire.made[0].ended


async def test_chats_are_forgotten_when_nothing_is_remembered_of_them() -> None:
    wire = Wire()
    for chat in range(1, 3001):
        await wire.time.run(wire.call("sendMessage", chat if chat % 2 else -chat))
    assert len(wire.lanes._lanes) < 2000
    await wire.time.pass_by(62)
    await wire.call("sendMessage", MIA)
    assert set(wire.lanes._lanes) == {str(MIA)}


async def test_twenty_thousand_who_give_up_leave_nothing_behind() -> None:
    wire = Wire(refusals={None: iter([1000.0])})
    with pytest.raises(RetryAfter):
        await wire.call("getMe")
    for chat in range(1, 20_001, 10_000):
        waiting = [wire.task("sendMessage", each) for each in range(chat, chat + 10_000)]
        await settle()
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    await wire.time.pass_by(1100)
    await wire.call("sendMessage", MIA)
    assert set(wire.lanes._lanes) == {str(MIA)}
    assert len(wire.lanes._ready) + len(wire.lanes._not_yet) + len(wire.lanes._forgettable) < 10


async def test_what_waits_when_the_bot_stops_is_given_up() -> None:
    wire = Wire(limits=FloodLimits(burst=1))
    await wire.call("sendMessage", MIA)
    waiting = wire.task("sendMessage", MIA)
    await settle()
    await wire.lanes.shutdown()
    with pytest.raises(StoppedError):
        await waiting
    with pytest.raises(StoppedError):
        await wire.call("sendMessage", BEN)
    await wire.call("answerCallbackQuery")
    await wire.lanes.initialize()
    await wire.call("sendMessage", BEN)


async def _all(calls: Iterable[Awaitable[None]], *, return_exceptions: bool = False) -> None:
    await asyncio.gather(*calls, return_exceptions=return_exceptions)
