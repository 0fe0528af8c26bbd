"""Votes in polls, and their end."""

from __future__ import annotations

import asyncio

from tests.fakes.telegram.messages.polls import Poll, poll_payload
from tests.fakes.telegram.world.chats import Chat
from tests.fakes.telegram.world.users import Payload, User
from tests.fakes.telegram.world.world import World


def vote(world: World, poll: Poll, chat: Chat, voter: User, chosen: tuple[int, ...]) -> None:
    """Count what somebody chose; nothing takes their vote back. In open polls the bot is told by whom."""
    if chosen:
        poll.votes[voter] = chosen
    else:
        poll.votes.pop(voter, None)
    if not poll.hides_results:
        world.publish("poll", poll_payload(poll))
    if not poll.is_anonymous:
        world.publish(
            "poll_answer",
            {
                "poll_id": poll.id,
                "option_ids": list(chosen),
                "option_persistent_ids": [poll.options[position].id for position in chosen],
            }
            | _who(chat, voter),
        )
    world.changed()


def _who(chat: Chat, voter: User) -> Payload:
    if chat.membership(voter).is_anonymous:
        return {"voter_chat": chat.payload()}
    return {"user": voter.payload()}


def close(world: World, poll: Poll) -> None:
    """End a poll and tell the bot how it ended."""
    if not poll.is_closed:
        poll.is_closed = True
        world.publish("poll", poll_payload(poll))


def close_in_time(world: World, poll: Poll) -> None:
    """End a poll when its time is over by the fake's clock."""
    moment = poll.close_date if poll.open_period is None else world.clock.now() + poll.open_period
    if moment is not None:
        world.in_background(asyncio.create_task(_close_at(world, poll, moment)))


async def _close_at(world: World, poll: Poll, moment: float) -> None:
    await world.clock.sleep_until(moment)
    close(world, poll)
