"""The bot is stopped in every phase of a session, and goes on where it was when it is started again."""

from __future__ import annotations

import asyncio

import pytest

from core.bots.showing.wording import DIGITS
from core.types.sessions import Ending, Phase
from tests.fakes.bots import Club, answer_to, begun, galleries_in
from tests.fakes.ports import Hitch


def hitch_of(club: Club, phase: Phase) -> Hitch:
    return {Phase.EXPANDING: club.world.expander.hitch, Phase.RENDERING: club.world.renderer.hitch}[phase]


@pytest.mark.parametrize("phase", [Phase.EXPANDING, Phase.RENDERING])
async def test_a_gallery_in_the_making_is_made_after_a_restart(club: Club, phase: Phase) -> None:
    async with club.bot():
        gallery = await begun(club)
        with hitch_of(club, phase).held() as reached:
            await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
            await asyncio.wait_for(reached.wait(), 10)
    async with club.bot() as conductor:
        second = await club.galleries(2)
        await (await club.mia.press(second, DIGITS[1])).acknowledged()
        await club.galleries(3)
        session = await club.session(conductor)
    assert len(session.answered) == 2


async def test_a_first_gallery_in_the_making_is_made_after_a_restart(club: Club) -> None:
    async with club.bot():
        with club.world.expander.hitch.held() as reached:
            form = await (await club.mia.command(club.studio, "imagine", prompt="a boat")).modal()
            await (await club.mia.submit(form, {})).acknowledged()
            await asyncio.wait_for(reached.wait(), 10)
    header = club.studio.messages[0]
    assert [button.label for button in header.buttons] == ["Cancel"]
    async with club.bot() as conductor:
        await club.galleries(1)
        session = await club.session(conductor)
        await club.discord.until(lambda: not header.buttons)
    assert session.phase is Phase.AWAITING_PICK


async def test_a_gallery_that_was_being_posted_stands_there_once(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
        club.discord.delay("POST", "/channels/*/messages", seconds=0.3)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        await asyncio.sleep(0.2)
    async with club.bot() as conductor:
        await club.galleries(2)
        session = await club.session(conductor)
        assert session.phase is Phase.AWAITING_PICK
        await asyncio.sleep(0.5)
    assert len(galleries_in(club.studio)) == 2


async def test_a_waiting_gallery_takes_presses_and_reactions_after_a_restart(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
    async with club.bot() as conductor:
        await club.mia.react(gallery, DIGITS[3])
        second = await club.galleries(2)
        form = await (await club.mia.press(second, "In words…")).modal()
    async with club.bot() as conductor:
        await (await club.mia.submit(form, {"words": "at night"})).acknowledged()
        await club.galleries(3)
        session = await club.session(conductor)
    assert [turn.outcome.words for turn in session.answered if turn.outcome] == [None, "at night"]


async def test_an_end_that_was_being_shown_is_shown_after_a_restart(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
        question = await answer_to(await club.mia.press(gallery, "This is it"))
        club.discord.delay("POST", "/channels/*/messages", seconds=0.3)
        await club.mia.press(question, DIGITS[2])
        await asyncio.sleep(0.15)
    async with club.bot() as conductor:
        await club.discord.until(lambda: "Seed" in " ".join(club.studio.messages[-1].texts))
        session = await club.session(conductor)
    assert session.ending is Ending.KEPT
    assert session.phase is Phase.FINISHED


async def test_a_failure_is_told_with_a_way_to_try_again_that_works_after_a_restart(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
        club.world.renderer.hitch.fail_always(RuntimeError("the renderer broke"))
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        await club.discord.until(
            lambda: any(b.label == "Try again" for b in club.studio.messages[-1].buttons)
        )
        failure = club.studio.messages[-1]
        assert "broke" not in " ".join(failure.texts)
    club.world.renderer.hitch.heal()
    async with club.bot() as conductor:
        await (await club.mia.press(failure, "Try again")).acknowledged()
        await club.galleries(2)
        session = await club.session(conductor)
    assert session.phase is Phase.AWAITING_PICK


async def test_without_a_network_it_is_said_and_tried_again(club: Club) -> None:
    club.api_base = "http://127.0.0.1:9/api/v10"
    async with club.bot():
        await club.discord.until(lambda: club.told)
    (line,) = club.told
    assert "network" in line
    assert "goes on trying" in line


async def test_a_refused_intent_is_told_with_its_cure(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    from adapters.discord import client

    intents = client.needed_intents()
    intents.members = True  # a privileged one, which the application has not been granted
    monkeypatch.setattr(client, "needed_intents", lambda: intents)
    async with club.bot():
        await club.discord.until(lambda: club.told)
    (line,) = club.told
    assert "intent" in line
    assert "Developer Portal" in line
