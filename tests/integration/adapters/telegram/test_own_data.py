"""One's own data on Telegram: handed over as a file, and deleted with all that shows it."""

from __future__ import annotations

import json
import time

import pytest

from core.errors import StorageError
from tests.fakes.circle import PROMPT, Circle, begun, galleries_in, told_by
from tests.fakes.telegram import ALWAYS, Chat, Message

YES, NO = "Delete everything", "Keep everything"


async def question(circle: Circle) -> Message:
    """What /forgetme asks."""
    await circle.mia.says(circle.mia.chat, "/forgetme")
    return await circle.said(circle.mia.chat, "This cannot be undone")


def shown_in(chat: Chat) -> list[Message]:
    """All pictures and files of the bot."""
    return [one for one in chat.bot_messages if one.photo or one.document]


async def test_my_data_is_a_file_with_all_that_i_did(circle: Circle) -> None:
    async with circle.bot():
        await circle.mia.presses(await begun(circle, "a lighthouse at dawn"), "1️⃣")
        await circle.galleries(2)
        await circle.mia.says(circle.mia.chat, "/mydata")
        await circle.telegram.until(lambda: circle.mia.messages[-1].document)
        content = circle.mia.messages[-1].sent_bytes
    assert content is not None
    data = json.loads(content)
    assert data["sessions"][0]["prompt"] == "a lighthouse at dawn"
    assert data["identities"][0]["account"] == str(circle.mia.id)
    assert len(data["picks"]) == 1


async def test_who_is_forgotten_leaves_nothing_in_any_chat_and_begins_as_somebody_new(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        await circle.mia.presses(gallery, "More…")
        await circle.telegram.until(lambda: "Originals" in str(gallery.labels))
        await circle.mia.presses(gallery, "Originals")
        await circle.telegram.until(lambda: len([one for one in circle.group.messages if one.document]) == 4)
        await circle.mia.presses(gallery, "← Back")
        await circle.telegram.until(lambda: "1️⃣" in str(gallery.labels))
        await circle.mia.presses(gallery, "1️⃣")
        await circle.mia.presses(await circle.galleries(2), "Finish")
        end = await circle.said(circle.group, "What you picked on the way")
        await circle.mia.presses(end, "Recap")
        await circle.said(circle.mia.chat, "The way there")
        asked = await question(circle)
    async with circle.bot():
        pressed = await circle.mia.presses(asked, YES)
        await pressed.answered()
        await circle.said(circle.mia.chat, "you are forgotten, and 1 session with you")
        await circle.telegram.until(lambda: not shown_in(circle.group) + shown_in(circle.mia.chat))
        assert not asked.buttons
        await circle.mia.says(circle.mia.chat, "/history")
        await circle.said(circle.mia.chat, "no sessions yet")
        await circle.mia.says(circle.group, "/imagine a boat")
        await circle.telegram.until(lambda: "I agree; begin" in str(circle.group.messages[-1].labels))


async def test_what_is_being_made_ends_with_whoever_wanted_it(circle: Circle) -> None:
    async with circle.bot():
        await begun(circle)
        asked = await question(circle)
        with circle.world.renderer.hitch.held():
            await circle.mia.presses(galleries_in(circle.group)[0], "1️⃣")
            await circle.mia.presses(asked, YES)
            await circle.said(circle.mia.chat, "you are forgotten, and 1 session with you")
        await circle.telegram.until(lambda: galleries_in(circle.group) == [])


async def test_a_message_that_cannot_be_deleted_shows_nothing_any_more(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        asked = await question(circle)
        circle.telegram.fail(
            "deleteMessage", status=400, description="message can't be removed", times=ALWAYS
        )
        before = gallery.sent_bytes
        await circle.mia.presses(asked, YES)
        await circle.telegram.until(lambda: (gallery.caption or "").startswith("Deleted by"))
        assert gallery.sent_bytes != before
        assert not gallery.buttons


async def test_who_keeps_everything_keeps_everything(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        asked = await question(circle)
        await circle.mia.presses(asked, NO)
        await circle.telegram.until(lambda: asked.text == "Nothing was deleted.")
        assert not asked.buttons
        await circle.mia.presses(gallery, "1️⃣")
        await circle.galleries(2)


async def test_nobody_is_forgotten_by_a_forged_press_in_a_group_or_by_another(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        pressed = await circle.mia.presses_data(gallery, "pasta:ask:forget")
        assert "for you alone" in await told_by(pressed)
        await circle.ben.says(circle.ben.chat, "/forgetme")
        asked = await circle.said(circle.ben.chat, "This cannot be undone")
        await circle.ben.presses(asked, YES)
        await circle.said(circle.ben.chat, "Done: you are forgotten.")
        assert (await circle.session(conductor)).prompt == PROMPT
        assert galleries_in(circle.group) == [gallery]


async def test_where_deleting_fails_she_is_told_and_can_press_again(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StorageError

    async with circle.bot():
        gallery = await begun(circle)
        asked = await question(circle)
        with monkeypatch.context() as broken:
            broken.setattr(type(circle.storage.personal_data), "forget", fail)
            pressed = await circle.mia.presses(asked, YES)
            assert "could not be saved just now" in await told_by(pressed)
        assert gallery in circle.group.messages
        await circle.mia.presses(asked, YES)
        await circle.said(circle.mia.chat, "you are forgotten")


async def test_what_is_still_being_deleted_does_not_keep_the_bot_from_leaving(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await begun(circle)
        asked = await question(circle)
        await circle.session(conductor)
        circle.telegram.delay("deleteMessage", seconds=60)
        await circle.mia.presses(asked, YES)
        await circle.said(circle.mia.chat, "you are forgotten")
        left_at = time.monotonic()
    assert time.monotonic() - left_at < 5


async def test_in_german_she_is_asked_and_told_in_german(circle: Circle) -> None:
    uwe = circle.group.add(circle.telegram.add_user("uwe", language_code="de"))
    async with circle.bot():
        await uwe.says(circle.group, "/forgetme")
        line = await circle.said(circle.group, "Das geht nur dich etwas an")
        assert line.labels == [["Unseren privaten Chat öffnen"]]
        await uwe.starts("forgetme")
        asked = await circle.said(uwe.chat, "Das lässt sich nicht rückgängig machen")
        await uwe.presses(asked, "Alles löschen")
        await circle.said(uwe.chat, "Erledigt: Du bist vergessen.")
