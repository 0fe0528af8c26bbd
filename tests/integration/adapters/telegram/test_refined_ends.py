"""Refined images at the end of a session on Telegram: an album of two, and both files to the last byte."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.telegram import pictures
from core.bots.showing.hiding import concealed
from core.bots.showing.wording import DIGITS
from core.ports import Progress
from core.types.identifiers import SessionId
from core.types.sessions import Rules
from core.types.work import Duty
from tests.fakes.circle import Circle, begun, labels_of, told_by
from tests.fakes.ports import FINISHED_PNG, TINY_PNGS
from tests.fakes.telegram import Chat, Message

REFINED_FROM = "Refined from your pick, with the original beside it."


@pytest.fixture
def circle(circle: Circle) -> Circle:
    """One where kept images are refined."""
    circle.rules = Rules(finishes=True)
    circle.world.limits = replace(circle.world.limits, progress_interval_seconds=0.05)
    return circle


async def keep(circle: Circle, gallery: Message) -> None:
    """Mia keeps the second image."""
    circle.world.time.now += 60  # so that progress may be told again
    await circle.mia.presses(gallery, "This is it")
    await circle.telegram.until(lambda: "← Back" in labels_of(gallery))
    await circle.mia.presses(gallery, DIGITS[1])


async def kept(circle: Circle, chat: Chat) -> Message:
    """The text of the end, after that."""
    await keep(circle, await begun(circle, chat=chat))
    return await circle.said(chat, "This is it\n")


async def test_a_refined_image_and_the_original_are_an_album_and_files_to_the_last_byte(
    circle: Circle,
) -> None:
    chat = circle.mia.chat
    async with circle.bot() as conductor:
        end = await kept(circle, chat)
        session = await circle.session(conductor)
        assert session.kept is not None
        original = session.turn(1).images[session.kept.position][0]
        picked = await circle.storage.images.get(original.hash)
        album = chat.messages[-3:-1]
        assert chat.messages[-1] is end
        assert [one.caption for one in album] == ["Refined", "The original"]
        assert album[0].album == album[1].album is not None
        assert [one.sent_bytes for one in album] == [FINISHED_PNG, picked]
        assert REFINED_FROM in (end.text or "")
        await circle.mia.presses(end, "File")
        await circle.telegram.until(lambda: chat.messages[-1].document and chat.messages[-2].document)
        assert [one.sent_bytes for one in chat.messages[-2:]] == [FINISHED_PNG, picked]


async def test_while_it_is_refined_that_is_said_under_the_gallery_without_a_cancel(circle: Circle) -> None:
    chat = circle.mia.chat
    async with circle.bot():
        gallery = await begun(circle, chat=chat)
        with circle.world.renderer.finishing.held():
            await keep(circle, gallery)
            await circle.telegram.until(lambda: "Refining your image…" in (gallery.caption or ""))
            assert labels_of(gallery) == ["Undo", "More…"]
        await circle.said(chat, "This is it\n")
        await circle.telegram.until(lambda: "Refining" not in (gallery.caption or ""))


async def test_taken_down_nothing_of_both_stands_there_any_more(circle: Circle) -> None:
    ada = circle.telegram.add_user("ada")
    circle.group.add(ada, admin=True)
    async with circle.bot():
        end = await kept(circle, circle.group)
        album = [one for one in circle.group.messages if one.album]
        assert len(album) == 2
        await ada.says(circle.group, "/takedown", reply_to=end)
        await circle.telegram.until(lambda: all(one.is_deleted for one in (*album, end)))


async def test_where_the_picked_image_is_marked_neither_of_the_two_is_shown(circle: Circle) -> None:
    circle.world.safety.hidden.update(TINY_PNGS)
    async with circle.bot() as conductor:
        await kept(circle, circle.mia.chat)
        session = await circle.session(conductor)
        sent = [one.sent_bytes for one in circle.mia.chat.messages if one.album]
    assert len(sent) == 2
    assert not {FINISHED_PNG, *TINY_PNGS} & set(sent)
    assert concealed(session) != session


async def test_what_is_saved_is_the_refined_image(circle: Circle) -> None:
    chat = circle.mia.chat
    async with circle.bot():
        end = await kept(circle, chat)
        await told_by(await circle.mia.presses(end, "Save"))
        await circle.mia.says(chat, "/saved")
        await circle.telegram.until(lambda: "Files" in str(chat.messages[-1].labels))
    assert chat.messages[-2].sent_bytes == FINISHED_PNG


async def test_an_image_that_is_too_large_for_a_photo_is_shown_smaller_and_its_file_is_whole(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def smaller(content: bytes, _: int) -> bytes | None:
        return TINY_PNGS[0] if content == FINISHED_PNG else None

    monkeypatch.setattr(pictures, "within_bytes", smaller)
    chat = circle.mia.chat
    async with circle.bot():
        end = await kept(circle, chat)
        assert chat.messages[-3].sent_bytes == TINY_PNGS[0]
        await circle.mia.presses(end, "File")
        await circle.telegram.until(lambda: chat.messages[-1].document and chat.messages[-2].document)
        assert chat.messages[-2].sent_bytes == FINISHED_PNG


async def test_whoever_waits_for_the_next_day_is_told_until_when(circle: Circle) -> None:
    chat = circle.mia.chat
    circle.world.limits = replace(circle.world.limits, progress_interval_seconds=3600)
    async with circle.bot() as conductor:
        gallery = await begun(circle, chat=chat)
        with circle.world.renderer.hitch.held() as reached:
            await circle.mia.presses(gallery, DIGITS[0])
            await reached.wait()
            stage = conductor._ports.stages["telegram"]
            session = await conductor.look(SessionId(f"{1:016x}"))
            await stage.tell(session, Progress(duty=Duty.RENDER, total=4, waits_until=1_800_057_600.0))
            await circle.telegram.until(lambda: "made after 00:00 UTC" in (gallery.caption or ""))
            assert "Cancel" in labels_of(gallery)
