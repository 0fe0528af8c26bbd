"""Saved images on Telegram: an album of them, their files, and taking one out again."""

from __future__ import annotations

from core.bots.looking_back import SavedName
from core.types.identifiers import SessionId
from tests.fakes.circle import PROMPT, Circle, begun, told_by
from tests.fakes.ports import TINY_PNGS
from tests.fakes.telegram import Message

END = "What you picked on the way"


async def saved(circle: Circle, prompt: str, *, number: int) -> None:
    """Mia begins, picks an image, finishes, and saves what she found."""
    chat = circle.mia.chat
    if number == 1:
        gallery = await begun(circle, prompt, chat=chat)
    else:
        await circle.mia.says(chat, f"/imagine {prompt}")
        gallery = await circle.galleries(2 * number - 1, chat)
    await circle.mia.presses(gallery, "2️⃣")
    await circle.mia.presses(await circle.galleries(2 * number, chat), "Finish")
    await circle.telegram.until(lambda: "Save" in str(chat.messages[-1].labels))
    pressed = await circle.mia.presses(chat.messages[-1], "Save")
    assert "/saved" in await told_by(pressed)


async def shown(circle: Circle) -> Message:
    """What /saved says below the pictures."""
    await circle.mia.says(circle.mia.chat, "/saved")
    await circle.telegram.until(lambda: "Files" in str(circle.mia.messages[-1].labels))
    return circle.mia.messages[-1]


async def test_one_saved_image_is_a_photo_and_its_file_is_byte_by_byte(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await saved(circle, PROMPT, number=1)
        message = await shown(circle)
        assert circle.mia.messages[-2].caption == f"1. {PROMPT}"
        assert message.labels == [["Take out 1"], ["Files"]]
        turn = (await circle.session(conductor)).turn(1)
        assert turn.outcome is not None
        assert turn.outcome.position is not None
        kept = await circle.storage.images.get(turn.images[turn.outcome.position][0].hash)
    async with circle.bot():
        await circle.mia.presses(message, "Files")
        await circle.telegram.until(lambda: circle.mia.messages[-1].document)
        assert circle.mia.messages[-1].sent_bytes == kept


async def test_several_are_an_album_newest_first_and_each_can_be_taken_out(circle: Circle) -> None:
    async with circle.bot():
        await saved(circle, PROMPT, number=1)
        circle.world.time.now += 10
        await saved(circle, "a boat at sea", number=2)
        message = await shown(circle)
        album = circle.mia.messages[-3:-1]
        assert [one.caption for one in album] == ["1. a boat at sea", f"2. {PROMPT}"]
        assert album[0].album == album[1].album is not None
        pressed = await circle.mia.presses(message, "Take out 1")
        assert await told_by(pressed) == "Taken out."
        await circle.telegram.until(lambda: message.labels == [["Take out 2"], ["Files"]])
        await circle.mia.presses(message, "Take out 2")
        await circle.telegram.until(lambda: message.labels == [])
        await circle.mia.says(circle.mia.chat, "/saved")
        await circle.said(circle.mia.chat, "saved nothing yet")


async def test_nobody_takes_out_or_is_sent_what_another_has_saved(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await saved(circle, PROMPT, number=1)
        turn = (await circle.session(conductor)).turn(1)
        assert turn.outcome is not None
        assert turn.outcome.position is not None
        name = SavedName(session=SessionId(f"{1:016x}"), serial=1, position=turn.outcome.position)
        await circle.ben.says(circle.ben.chat, "/saved")
        empty = await circle.said(circle.ben.chat, "saved nothing yet")
        await (await circle.ben.presses_data(empty, f"pasta:unsave:{name}")).answered()
        for data in ("pasta:unsave:anything", "pasta:unsave:"):
            assert await told_by(await circle.ben.presses_data(empty, data))
        assert "saved nothing" in await told_by(await circle.ben.presses_data(empty, "pasta:files"))
        assert (await shown(circle)).labels == [["Take out 1"], ["Files"]]


async def test_files_are_not_sent_where_others_look_on(circle: Circle) -> None:
    async with circle.bot():
        await saved(circle, PROMPT, number=1)
        await circle.mia.says(circle.group, "/saved")
        line = await circle.said(circle.group, "for you alone")
        assert "for you alone" in await told_by(await circle.mia.presses_data(line, "pasta:files"))
        assert circle.group.messages[-1] is line


async def test_images_that_the_safety_check_marks_are_not_shown_there_either(circle: Circle) -> None:
    circle.world.safety.hidden.update(TINY_PNGS)
    async with circle.bot():
        await saved(circle, PROMPT, number=1)
        message = await shown(circle)
        await circle.mia.presses(message, "Files")
        await circle.telegram.until(lambda: circle.mia.messages[-1].document)
        album, file = circle.mia.messages[-3], circle.mia.messages[-1]
        assert album.sent_bytes == file.sent_bytes
        assert file.sent_bytes not in TINY_PNGS
