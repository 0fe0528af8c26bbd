"""Whole sessions on Discord: by buttons, by reactions, in words, and back again."""

from __future__ import annotations

from typing import Any

import pytest

from core.bots.showing.wording import DIGITS
from core.types.galleries import Comparison
from core.types.sessions import Ending, Phase, Session
from tests.fakes.bots import Club, answer_to, begun
from tests.fakes.discord import Permission


def answered_by_number(session: Session) -> list[Any]:
    """The turns in which an image was picked."""
    return [turn for turn in session.answered if turn.outcome and turn.outcome.position is not None]


async def test_five_turns_by_buttons_end_with_the_picks(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        for turn in range(1, 6):
            assert [media.description for media in gallery.media] == [
                media.description for media in (await club.galleries(turn)).media
            ]
            await (await club.mia.press(gallery, DIGITS[turn % 4])).acknowledged()
            if turn < 5:
                gallery = await club.galleries(turn + 1)
        session = await club.session(conductor)
    assert session.phase is Phase.FINISHED
    assert [turn.outcome.position is not None for turn in session.answered if turn.outcome] == [True] * 5
    assert "picked on the way" in " ".join(club.studio.messages[-1].texts)
    assert len(club.studio.messages[-1].media) == 5


@pytest.mark.parametrize("ways", [("react",) * 5, ("press", "react", "react", "press", "react")])
async def test_five_turns_by_reactions_or_mixed_are_the_same_to_the_session(
    club: Club, ways: tuple[str, ...]
) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        for turn, way in enumerate(ways, start=1):
            if way == "react":
                await club.mia.react(gallery, DIGITS[turn % 4])
            else:
                await club.mia.press(gallery, DIGITS[turn % 4])
            if turn < 5:
                gallery = await club.galleries(turn + 1)
        await club.discord.until(lambda: "picked on the way" in " ".join(club.studio.messages[-1].texts))
        session = await club.session(conductor)
    picked = [turn.gallery.number_of(turn.outcome.position) for turn in answered_by_number(session)]
    assert picked == [turn % 4 + 1 for turn in range(1, 6)]


async def test_a_stranger_s_reaction_is_taken_away_where_the_bot_may(club: Club) -> None:
    club.studio.allow(club.discord.bot, Permission.MANAGE_MESSAGES)
    async with club.bot() as conductor:
        gallery = await begun(club)
        await club.discord.until(lambda: len(gallery.reactions) == 4)
        await club.ben.react(gallery, DIGITS[0])
        await club.discord.until(lambda: club.ben not in gallery.reactions[DIGITS[0]])
        await club.mia.react(gallery, "🦊")
        session = await club.session(conductor)
    assert session.answered == ()


async def test_moderators_who_clear_all_reactions_undo_nothing(club: Club) -> None:
    moderator = club.guild.add_member("ada", permissions=Permission.MANAGE_MESSAGES)
    async with club.bot() as conductor:
        gallery = await begun(club)
        await club.discord.until(lambda: len(gallery.reactions) == 4)
        with club.world.renderer.hitch.held():
            await club.mia.react(gallery, DIGITS[1])
            await club.discord.until(lambda: "Picked: image 2" in " ".join(gallery.texts))
            await moderator.clear_reactions(gallery)
            await moderator.clear_emoji(gallery, DIGITS[1])
        await club.galleries(2)
        session = await club.session(conductor)
    assert len(session.answered) == 1


async def test_a_reaction_picks_and_taking_it_away_undoes(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        await club.discord.until(lambda: len(gallery.reactions) == 4)
        with club.world.renderer.hitch.held():
            await club.mia.react(gallery, DIGITS[1])
            await club.discord.until(lambda: "Picked: image 2" in " ".join(gallery.texts))
            await club.mia.unreact(gallery, DIGITS[1])
            await club.discord.until(lambda: any(button.label == "This is it" for button in gallery.buttons))
        session = await club.session(conductor)
        assert session.answered == ()
        await club.mia.react(gallery, DIGITS[2])
        await club.galleries(2)
        session = await club.session(conductor)
    assert len(session.answered) == 1
    assert session.answered[0].outcome is not None
    assert session.answered[0].outcome.position == session.turn(1).gallery.order[2]  # type: ignore[union-attr]


async def test_taking_a_reaction_away_after_the_next_gallery_changes_nothing(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        await club.mia.react(gallery, DIGITS[0])
        await club.galleries(2)
        await club.session(conductor)
        await club.mia.unreact(gallery, DIGITS[0])
        await (await club.mia.press(await club.galleries(2), DIGITS[0])).acknowledged()
        await club.galleries(3)
        session = await club.session(conductor)
    assert len(session.answered) == 2


async def test_words_by_a_form_become_part_of_the_intent(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        form = await (await club.mia.press(gallery, "In words…")).modal()
        await (await club.mia.submit(form, {"words": "at night", "number": ["2"]})).acknowledged()
        await club.galleries(2)
        session = await club.session(conductor)
    assert session.answered[0].outcome is not None
    assert session.answered[0].outcome.words == "at night"
    assert "at night" in session.turns[1].intent
    assert "“at night”" in " ".join(gallery.texts)


async def test_words_that_are_refused_come_back_in_the_form(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        form = await (await club.mia.press(gallery, "In words…")).modal()
        exchange = await club.mia.submit(form, {"words": f"more {club.world.safety.blocked}"})
        refusal = await answer_to(exchange)
        assert refusal.ephemeral
        assert club.world.safety.blocked in " ".join(refusal.texts)
        again = await (await club.mia.press(refusal, "Change it")).modal()
        assert again.fields[0].value == f"more {club.world.safety.blocked}"
        session = await club.session(conductor)
    assert session.answered == ()


async def test_keeping_an_image_shows_it_by_itself_with_its_seed(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        question = await (await club.mia.press(gallery, "This is it")).acknowledged()
        assert question.message is not None
        assert question.message.ephemeral
        await (await club.mia.press(question.message, DIGITS[3])).acknowledged()
        await club.discord.until(lambda: "Seed" in " ".join(club.studio.messages[-1].texts))
        session = await club.session(conductor)
    assert session.ending is Ending.KEPT
    assert session.kept is not None
    turn = session.turn(1)
    kept = turn.images[session.kept.position][0]
    end = club.studio.messages[-1]
    assert end.media[0].content == await club.storage.images.get(kept.hash)
    assert str(turn.candidate_at(session.kept.position).seed) in " ".join(end.texts)


async def test_none_better_undo_and_finish_are_counted_as_themselves(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        await (await club.mia.press(gallery, "None of these")).acknowledged()
        second = await club.galleries(2)
        exchange = await club.mia.press(second, "Better")
        assert "better" in " ".join((await answer_to(exchange)).texts)
        await (await club.mia.press(second, "Undo")).acknowledged()
        await club.discord.until(lambda: any(button.label == "This is it" for button in gallery.buttons))
        session = await club.session(conductor)
        assert session.answered == ()
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        third = await club.galleries(3)
        await (await club.mia.press(third, "Same")).acknowledged()
        await (await club.mia.press(third, "Finish")).acknowledged()
        await club.discord.until(lambda: "picked on the way" in " ".join(club.studio.messages[-1].texts))
        session = await club.session(conductor)
    assert session.ending is Ending.STOPPED
    assert [feedback.comparison for feedback in session.turns[-1].feedback] == [Comparison.SAME]


async def test_somebody_else_s_press_is_answered_to_them_alone_and_their_reaction_ignored(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        exchange = await club.ben.press(gallery, DIGITS[0])
        answer = await answer_to(exchange)
        assert answer.ephemeral
        assert "jemand anderem" in " ".join(answer.texts)
        await club.ben.react(gallery, DIGITS[0])
        for control in ("In words…", "This is it"):
            response = await (await club.ben.press(gallery, control)).acknowledged()
            assert response.modal is None
            assert response.message is not None
            assert response.message.ephemeral
        session = await club.session(conductor)
    assert session.answered == ()
    assert session.current is not None
    assert session.current.votes == ()
