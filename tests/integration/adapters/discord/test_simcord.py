"""The same client before another simulation of Discord: simcord, written by others than our own fake.

simcord takes the place of the club's own Discord, down to the requests; what it refuses, ours should too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord
import simcord
from simcord.actors import _component_interaction

from adapters.discord.client import PastaClient
from adapters.discord.services import PLATFORM
from core.bots.showing.wording import DIGITS
from core.conductor.conductor import Conductor
from core.types.sessions import Ending, Phase
from tests.fakes.bots import Club
from tests.fakes.conducting import conducted

PROMPT = "a white cat"
BUTTON = 2
Actor = simcord.MemberActor | simcord.UserHandle


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """A server in simcord with the bot in it."""

    env: simcord.Env
    guild: simcord.GuildHandle
    studio: simcord.ChannelHandle
    mia: simcord.MemberActor
    conductor: Conductor


@asynccontextmanager
async def simulated(club: Club) -> AsyncIterator[Simulated]:
    """The bot over the club's storage and world, in simcord; an error that it swallows fails the test."""
    async with conducted(
        club.world, club.folder, platform=PLATFORM, rules=club.rules, make_stage=club.make_stage
    ) as (club.storage, stage, services):
        client = PastaClient(services, club.options(), stage, tell=club.told.append)
        async with simcord.run(client, shard_count=1) as env:
            guild = env.create_guild()
            studio = guild.create_text_channel("studio")
            mia = guild.add_member(env.create_user("mia"))
            yield Simulated(env=env, guild=guild, studio=studio, mia=mia, conductor=services.conductor)
            await stage.close()


async def begun(place: Simulated) -> discord.Message:
    """The first gallery of mia's session, after she has agreed."""
    asked = await place.mia.slash(place.studio, "imagine", prompt=PROMPT)
    await place.mia.submit_modal(asked, {"prompt": PROMPT})
    return await newest(place)


async def newest(place: Simulated) -> discord.Message:
    """The channel's last message, once nothing is under way."""
    await place.env.settle()
    message = place.studio.last_message
    assert message is not None
    return message


def button(message: discord.Message | simcord.ResponseMessage, what: str) -> str:
    """The custom id of the button with that label or emoji."""
    components = message.components
    for one in walk([each if isinstance(each, dict) else each.to_dict() for each in components]):
        if what in {one.get("label"), (one.get("emoji") or {}).get("name")}:
            return str(one["custom_id"])
    raise AssertionError(f"there is no button {what}")


def words_of(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """All that a message says."""
    assert message is not None
    parts = walk([each if isinstance(each, dict) else each.to_dict() for each in message.components])
    return " ".join([message.content, *(str(part["content"]) for part in parts if "content" in part)])


def walk(components: list[Any]) -> Iterator[dict[str, Any]]:
    """Every component, each before those within it."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])


async def test_a_whole_session_by_button_reaction_words_undo_and_keep(club: Club) -> None:
    async with simulated(club) as place:
        mia, first = place.mia, await begun(place)
        assert [reaction.emoji for reaction in first.reactions] == list(DIGITS[:4])
        assert len(first.attachments) == 4
        await mia.click(first, custom_id=button(first, DIGITS[1]))
        second = await newest(place)
        assert "Turn 2 of 5" in words_of(second)
        assert "Picked: image 2" in words_of(place.studio.history()[1])
        await mia.react(second, DIGITS[2])
        third = await newest(place)
        assert "Turn 3 of 5" in words_of(third)
        form = await mia.click(third, label="In words…")
        await mia.submit_modal(form, {"words": "at night", "number": ["1"]})
        fourth = await newest(place)
        assert "Turn 4 of 5" in words_of(fourth)
        await mia.click(fourth, label="Undo")
        await place.env.settle()
        reopened = place.studio.history()[3]
        assert button(reopened, "This is it")
        question = await mia.click(reopened, label="This is it")
        assert question.ephemeral
        assert question.response is not None
        await mia.click(question.response, custom_id=button(question.response, DIGITS[3]))
        end = await newest(place)
        session = await club.session(place.conductor)
    assert session.phase is Phase.FINISHED
    assert session.ending is Ending.KEPT
    assert [turn.outcome is not None for turn in session.answered] == [True, True, True]
    assert "Seed" in words_of(end)
    assert len(end.attachments) == 1


async def test_a_stranger_s_press_and_reaction_change_nothing(club: Club) -> None:
    async with simulated(club) as place:
        gallery = await begun(place)
        ben = place.guild.add_member(place.env.create_user("ben"))
        pressed = await ben.click(gallery, custom_id=button(gallery, DIGITS[0]))
        assert pressed.ephemeral
        assert "somebody else" in words_of(pressed.response)
        await ben.react(gallery, DIGITS[0])
        await place.env.settle()
        session = await club.session(place.conductor)
    assert session.answered == ()
    assert session.turn(1).votes == ()


async def test_a_forged_press_is_answered_and_changes_nothing(club: Club) -> None:
    async with simulated(club) as place:
        gallery = await begun(place)
        for custom_id in ("pasta:pick:ffffffffffffffff.1:1", "pasta:keep:0000000000000001.9:1", "of:others"):
            answer = await forged(place, gallery, custom_id)
            assert answer.ephemeral
        session = await club.session(place.conductor)
    assert session.answered == ()
    assert session.ending is None


async def forged(place: Simulated, gallery: discord.Message, custom_id: str) -> simcord.InteractionResult:
    """A press on a button that the message does not have; only a changed client sends that."""
    stored = place.env.backend.get_message(place.studio.id, gallery.id)
    data = {"component_type": BUTTON, "custom_id": custom_id}
    result: simcord.InteractionResult = await _component_interaction(place.mia, stored, data)
    return result


async def test_a_missing_permission_is_named_to_the_member_and_nothing_begins(club: Club) -> None:
    async with simulated(club) as place:
        me = place.guild.me
        assert me is not None
        mute = discord.PermissionOverwrite(attach_files=False)
        gagged = place.guild.create_text_channel("gagged", overwrites={me: mute})
        refused = await place.mia.slash(gagged, "imagine", prompt=PROMPT)
        assert refused.ephemeral
        assert refused.response is not None
        assert "Attach Files" in refused.response.content
        assert await club.storage.sessions.unfinished() == []


async def test_a_session_in_direct_messages_needs_no_server(club: Club) -> None:
    async with simulated(club) as place:
        eve = place.env.create_user("eve")
        asked = await eve.slash("imagine", prompt=PROMPT)
        await eve.submit_modal(asked, {"prompt": PROMPT})
        await place.env.settle()
        gallery = eve.dm_channel.last_message
        assert gallery is not None
        await eve.click(gallery, custom_id=button(gallery, DIGITS[0]))
        await place.env.settle()
        second = eve.dm_channel.last_message
        assert "Turn 2 of 5" in words_of(second)
        session = await club.session(place.conductor)
    assert session.place.community is None
    assert len(session.answered) == 1
