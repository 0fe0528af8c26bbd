"""Polls are asked, voted in and closed, and the bot is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.telegram import NotPossibleError
from tests.unit.fakes.telegram.clients import Raw, picture
from tests.unit.fakes.telegram.conftest import Club

OPTIONS = [{"text": str(number)} for number in range(1, 5)]


def poll(club: Club, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parameters of any type
    return {"chat_id": club.group.id, "question": "Which?", "options": OPTIONS, "is_anonymous": False} | more


async def test_a_vote_is_told_with_the_voter_and_can_be_changed_and_taken_back(club: Club, ask: Raw) -> None:
    await ask.done("sendPoll", poll(club))
    message = club.group.messages[-1]
    await club.mia.votes(message, 2)
    await club.ben.votes(message, 2)
    await club.mia.votes(message, 0)
    await club.ben.votes(message)
    assert message.poll is not None
    assert message.poll.counts == [1, 0, 0, 0]
    updates = await ask.updates()
    answers = [one["poll_answer"] for one in updates if "poll_answer" in one]
    assert [(one["user"]["first_name"], one["option_ids"]) for one in answers] == [
        ("mia", [2]),
        ("ben", [2]),
        ("mia", [0]),
        ("ben", []),
    ]
    assert [one["poll"]["total_voter_count"] for one in updates if "poll" in one] == [1, 2, 2, 1]


async def test_an_anonymous_poll_tells_counts_alone(club: Club, ask: Raw) -> None:
    await ask.done("sendPoll", poll(club, is_anonymous=True))
    await club.mia.votes(club.group.messages[-1], 1)
    (update,) = await ask.updates()
    assert [one["voter_count"] for one in update["poll"]["options"]] == [0, 1, 0, 0]


async def test_hidden_results_are_told_at_the_end(club: Club, ask: Raw) -> None:
    sent = await ask.done("sendPoll", poll(club, hide_results_until_closes=True, open_period=60))
    await club.mia.votes(club.group.messages[-1], 3)
    (update,) = await ask.updates()
    assert update["poll_answer"]["option_ids"] == [3]
    place = {"chat_id": club.group.id, "message_id": sent["message_id"]}
    markup = {"inline_keyboard": [[{"text": "1", "callback_data": "x"}]]}
    shown = (await ask.done("editMessageReplyMarkup", place | {"reply_markup": markup}))["poll"]
    assert (shown["total_voter_count"], shown["options"][3]["voter_count"]) == (0, 0)
    ended = await ask.done("stopPoll", place)
    assert (ended["is_closed"], ended["total_voter_count"]) == (True, 1)
    (update,) = await ask.updates()
    assert update["poll"]["options"][3]["voter_count"] == 1
    assert await ask.said_no("stopPoll", place) == "poll has already been closed"
    with pytest.raises(NotPossibleError, match="nobody can vote"):
        await club.ben.votes(club.group.messages[-1], 0)


async def test_a_poll_closes_by_itself_by_the_fakes_clock(club: Club, ask: Raw) -> None:
    await ask.done("sendPoll", poll(club, open_period=60))
    message = club.group.messages[-1]
    club.fake.clock.advance(59)
    await ask.done("getMe")
    assert message.poll is not None
    assert not message.poll.is_closed
    club.fake.clock.advance(1)
    await club.fake.until(lambda: message.poll is not None and message.poll.is_closed)
    assert [one["poll"]["is_closed"] for one in await ask.updates()] == [True]


async def test_options_show_photos_uploaded_or_sent_before(club: Club, ask: Raw) -> None:
    earlier = await ask.done("sendPhoto", {"chat_id": club.mia.id}, files={"photo": picture()})
    sources = ["attach://p", earlier["photo"][-1]["file_id"]]
    options = [
        {"text": str(number), "media": {"type": "photo", "media": one}} for number, one in enumerate(sources)
    ]
    sent = await ask.done("sendPoll", poll(club, options=options), files={"p": picture()})
    assert [bool(one["media"]["photo"]) for one in sent["poll"]["options"]] == [True, True]
    options[0]["media"] = {"type": "photo", "media": "https://example.org/a.png"}
    assert "HTTP URL" in await ask.said_no("sendPoll", poll(club, options=options))
    options[0]["media"] = {"type": "location", "latitude": 0.5, "longitude": 1}
    assert "no location" in await ask.said_no("sendPoll", poll(club, options=options))


@pytest.mark.parametrize(
    ("more", "fine"),
    [
        ({"options": OPTIONS[:1]}, False),
        ({"options": OPTIONS[:2]}, True),
        ({"options": OPTIONS * 3}, True),
        ({"options": [*OPTIONS * 3, {"text": "x"}]}, False),
        ({"options": [{"text": "x" * 100}, {"text": "y"}]}, True),
        ({"options": [{"text": "x" * 101}, {"text": "y"}]}, False),
        ({"options": [{"text": ""}, {"text": "y"}]}, False),
        ({"question": ""}, False),
        ({"question": "x" * 300}, True),
        ({"question": "x" * 301}, False),
        ({"open_period": 4}, False),
        ({"open_period": 5}, True),
        ({"open_period": 2_628_001}, False),
        ({"type": "quiz"}, False),
        ({"type": "regular"}, True),
    ],
)
async def test_a_poll_keeps_to_telegrams_bounds(
    club: Club, ask: Raw, more: dict[str, object], fine: bool
) -> None:
    status, _ = await ask("sendPoll", poll(club, **more))
    assert (status == 200, club.fake.violations == []) == (fine, fine)


async def test_people_vote_as_the_poll_lets_them(club: Club, ask: Raw) -> None:
    await ask.done("sendPoll", poll(club, allows_revoting=False))
    once = club.group.messages[-1]
    await club.mia.votes(once, 1)
    with pytest.raises(NotPossibleError, match="cannot be changed"):
        await club.mia.votes(once, 2)
    with pytest.raises(NotPossibleError, match="one answer"):
        await club.ben.votes(once, 1, 2)
    with pytest.raises(NotPossibleError, match="4 options"):
        await club.ben.votes(once, 4)
    await ask.done("sendPoll", poll(club, allows_multiple_answers=True))
    await club.ben.votes(club.group.messages[-1], 3, 1)
    told = [one["poll_answer"]["option_ids"] for one in await ask.updates() if "poll_answer" in one]
    assert told == [[1], [1, 3]]


async def test_only_polls_are_stopped(club: Club, ask: Raw) -> None:
    sent = await ask.done("sendMessage", {"chat_id": club.group.id, "text": "x"})
    place = {"chat_id": club.group.id, "message_id": sent["message_id"]}
    assert await ask.said_no("stopPoll", place) == "message with poll to stop not found"
