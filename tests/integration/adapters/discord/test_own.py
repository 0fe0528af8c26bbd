"""What is one's own on Discord: past sessions, a waiting gallery, saved images, one's data, and its end."""

from __future__ import annotations

import json

from core.bots.showing.wording import DIGITS
from core.types.sessions import Ending, Phase
from tests.fakes.bots import Club, answer_to, begun, galleries_in
from tests.fakes.discord import Message, Permission


async def told(club: Club, command: str) -> Message:
    """What a command of mia's says to her in the end."""
    exchange = await club.mia.command(club.studio, command)
    message = await exchange.filled()
    assert message.ephemeral
    return message


async def test_the_history_shows_the_tree_of_a_session_and_goes_on_from_any_turn(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        second = await club.galleries(2)
        await (await club.mia.press(second, DIGITS[1])).acknowledged()
        await club.galleries(3)
        sessions = await told(club, "history")
        (chooser,) = sessions.selects
        assert chooser.options[0][0] == "a white cat"
        exchange = await club.mia.choose(sessions, chooser.custom_id, [chooser.options[0][1]])
        tree = await answer_to(exchange)
        assert tree.ephemeral
        assert "Picked: image 1" in " ".join(tree.texts)
        assert len(tree.media) == 1
        (turns,) = tree.selects
        exchange = await club.mia.choose(tree, turns.custom_id, [turns.options[0][1]])
        await exchange.filled()
        fourth = await club.galleries(4)
        session = await club.session(conductor)
        assert session.current is not None
        first = session.turn(1)
        assert first.outcome is not None
        assert first.outcome.position is not None
        assert session.current.base == first.candidate_at(first.outcome.position).text
        assert fourth.buttons


async def test_nobody_sees_another_s_history(club: Club) -> None:
    async with club.bot():
        await begun(club)
        sessions = await told(club, "history")
        (chooser,) = sessions.selects
        theirs = await (await club.ben.command(club.studio, "history")).filled()
        assert "noch keine" in " ".join(theirs.texts)
        exchange = await club.ben.choose(theirs, chooser.custom_id, [chooser.options[0][1]], forged=True)
        assert "jemand anderem" in " ".join((await answer_to(exchange)).texts)


async def test_a_gallery_that_was_deleted_is_shown_again_by_resume(club: Club) -> None:
    moderator = club.guild.add_member("ada", permissions=Permission.MANAGE_MESSAGES)
    async with club.bot() as conductor:
        gallery = await begun(club)
        await moderator.delete(gallery)
        where = " ".join((await told(club, "resume")).texts)
        (again,) = galleries_in(club.studio)
        assert str(again.id) in where
        await club.discord.until(lambda: len(again.reactions) == 4)
        await club.mia.react(again, DIGITS[1])
        await club.galleries(2)
        session = await club.session(conductor)
    assert len(session.answered) == 1


async def test_where_nothing_waits_resume_says_so(club: Club) -> None:
    async with club.bot():
        assert "/imagine" in " ".join((await told(club, "resume")).texts)


async def test_an_image_is_saved_at_the_end_shown_again_and_taken_out(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        assert "nothing yet" in " ".join((await told(club, "saved")).texts)
        question = await answer_to(await club.mia.press(gallery, "This is it"))
        await club.mia.press(question, DIGITS[2])
        await club.discord.until(lambda: "Seed" in " ".join(club.studio.messages[-1].texts))
        end = club.studio.messages[-1]
        await answer_to(await club.mia.press(end, "Save"))
        await answer_to(await club.mia.press(end, "Save"))
        saved = await told(club, "saved")
        session = await club.session(conductor)
        assert session.ending is Ending.KEPT
        assert session.kept is not None
        kept = session.turn(session.kept.serial).images[session.kept.position][0]
        assert [media.content for media in saved.media] == [await club.storage.images.get(kept.hash)]
        (remove,) = saved.selects
        await answer_to(await club.mia.choose(saved, remove.custom_id, [remove.options[0][1]]))
        assert "nothing yet" in " ".join((await told(club, "saved")).texts)


async def test_a_recap_is_for_its_person_alone_until_it_is_shared(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        second = await club.galleries(2)
        await (await club.mia.press(second, "Finish")).acknowledged()
        await club.discord.until(lambda: "picked on the way" in " ".join(club.studio.messages[-1].texts))
        end = club.studio.messages[-1]
        recap = await answer_to(await club.mia.press(end, "Recap"))
        assert recap.ephemeral
        assert len(recap.media) == 1
        refused = await answer_to(await club.ben.press(end, "Share"))
        assert refused.ephemeral
        shared = await answer_to(await club.mia.press(end, "Share"))
        assert not shared.ephemeral
        assert [media.content for media in shared.media] == [media.content for media in recap.media]


async def test_my_data_is_a_file_for_me_alone_with_all_that_i_did(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club, "a lighthouse at dawn")
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        await club.galleries(2)
        message = await told(club, "mydata")
        (file,) = message.attachments
        data = json.loads(file.content)
    assert data["sessions"][0]["prompt"] == "a lighthouse at dawn"
    assert data["identities"][0]["account"] == str(club.mia.id)
    assert len(data["picks"]) == 1


async def test_who_wants_to_be_forgotten_is_and_begins_anew_as_somebody_else(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        await club.galleries(2)
        form = await (await club.mia.command(club.studio, "forgetme")).modal()
        exchange = await club.mia.submit(form, {"word": "no"})
        assert "Nothing was deleted" in " ".join((await answer_to(exchange)).texts)
        form = await (await club.mia.command(club.studio, "forgetme")).modal()
        exchange = await club.mia.submit(form, {"word": " Forget "})
        assert "1 session" in " ".join((await exchange.filled()).texts)
        await club.discord.until(lambda: galleries_in(club.studio) == [])
        assert "no sessions yet" in " ".join((await told(club, "history")).texts)
        again = await club.mia.command(club.studio, "imagine", prompt="a boat")
        assert "first session" in (await again.modal()).title


async def test_a_session_in_the_making_can_be_cancelled(club: Club) -> None:
    async with club.bot() as conductor:
        with club.world.renderer.hitch.held():
            form = await (await club.mia.command(club.studio, "imagine", prompt="a boat")).modal()
            header = await answer_to(await club.mia.submit(form, {}))
            await answer_to_none(club, header)
        session = await club.session(conductor)
    assert session.phase is Phase.CANCELLED
    assert galleries_in(club.studio) == []


async def answer_to_none(club: Club, header: Message) -> None:
    """Press Cancel; the message itself is the answer."""
    await (await club.mia.press(header, "Cancel")).acknowledged()
