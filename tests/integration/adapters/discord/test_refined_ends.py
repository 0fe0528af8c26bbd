"""Refined images at the end of a session on Discord, and the way there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.discord import pictures
from core.bots.showing.wording import DIGITS
from core.types.sessions import Rules
from tests.fakes.bots import Club, answer_to, begun
from tests.fakes.discord import Message, Permission
from tests.fakes.ports import FINISHED_PNG, TINY_PNGS

REFINED_FROM = "Refined from your pick, with the original beside it."


@pytest.fixture
def club(club: Club) -> Club:
    """One where kept images are refined."""
    club.rules = Rules(finishes=True)
    club.world.limits = replace(club.world.limits, progress_interval_seconds=0.05)
    return club


async def keep(club: Club, gallery: Message) -> None:
    """Mia keeps the second image."""
    club.world.time.now += 60  # so that progress may be told again
    question = await answer_to(await club.mia.press(gallery, "This is it"))
    await (await club.mia.press(question, DIGITS[1])).acknowledged()


async def kept(club: Club, gallery: Message) -> Message:
    """The end, after that."""
    await keep(club, gallery)
    await club.discord.until(lambda: "Seed" in " ".join(club.studio.messages[-1].texts))
    return club.studio.messages[-1]


async def test_a_refined_image_comes_first_and_the_original_beside_it_byte_by_byte(club: Club) -> None:
    async with club.bot() as conductor:
        end = await kept(club, await begun(club))
        session = await club.session(conductor)
        assert session.kept is not None
        original = session.turn(1).images[session.kept.position][0]
        picked = await club.storage.images.get(original.hash)
    assert [one.content for one in end.media] == [FINISHED_PNG, picked]
    assert [one.filename for one in end.attachments] == ["refined.png", "original.png"]
    text = session.turn(1).candidate_at(session.kept.position).text
    assert [one.description for one in end.media] == [f"Refined: {text}", f"The original: {text}"]
    assert REFINED_FROM in " ".join(end.texts)


async def test_an_image_that_stays_as_it_is_stands_by_itself(club: Club) -> None:
    club.world.renderer.finished = None
    async with club.bot():
        end = await kept(club, await begun(club))
    assert [one.filename for one in end.attachments] == ["image.png"]
    assert REFINED_FROM not in " ".join(end.texts)


async def test_while_it_is_refined_that_is_said_and_undo_still_works_but_cancel_is_not_offered(
    club: Club,
) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        with club.world.renderer.finishing.held():
            await keep(club, gallery)
            await club.discord.until(lambda: "Refining your image…" in " ".join(gallery.texts))
            assert [button.label for button in gallery.buttons] == ["Undo", "More…"]
            await (await club.mia.press(gallery, "Undo")).acknowledged()
            await club.discord.until(lambda: any(one.label == "This is it" for one in gallery.buttons))
        session = await club.session(conductor)
    assert session.kept is None
    assert "Refining" not in " ".join(gallery.texts)


async def test_that_it_is_refined_is_not_said_any_more_when_the_end_is_there(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
        with club.world.renderer.finishing.held():
            await keep(club, gallery)
            await club.discord.until(lambda: "Refining your image…" in " ".join(gallery.texts))
        await club.discord.until(lambda: "Seed" in " ".join(club.studio.messages[-1].texts))
        await club.discord.until(lambda: "Refining" not in " ".join(gallery.texts))


async def test_what_is_saved_is_the_refined_image(club: Club) -> None:
    async with club.bot():
        end = await kept(club, await begun(club))
        await answer_to(await club.mia.press(end, "Save"))
        saved = await answer_to(await club.mia.command(club.studio, "saved"))
    assert [one.content for one in saved.media] == [FINISHED_PNG]


async def test_taken_down_neither_of_the_two_is_seen_any_more(club: Club) -> None:
    ada = club.guild.add_member("ada", permissions=Permission.MANAGE_MESSAGES)
    async with club.bot():
        end = await kept(club, await begun(club))
        await (await ada.use(end, "Stop and take down")).filled()
    assert end.texts == ["Taken down by the moderators."]
    assert end.media == []


async def test_where_marked_images_must_not_be_seen_a_refined_one_is_not_either(club: Club) -> None:
    club.world.safety.hidden.update(TINY_PNGS)
    async with club.bot():
        end = await kept(club, await begun(club))
    shown = [one.content for one in end.media]
    assert len(shown) == 2
    assert not {FINISHED_PNG, *TINY_PNGS} & set(shown)


async def test_an_image_that_is_too_large_for_discord_is_shown_as_one_that_is_not(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_UPLOAD_BYTES", len(FINISHED_PNG) - 1)
    monkeypatch.setattr(
        pictures, "within_bytes", lambda content, most: b"jpeg" if len(content) > most else None
    )
    async with club.bot():
        end = await kept(club, await begun(club))
    assert end.attachments[0].filename == "refined.jpg"
    assert end.media[0].content == b"jpeg"
