"""Messages are edited and deleted as Telegram lets a bot do it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.fakes.telegram.clients import Raw, picture
from tests.unit.fakes.telegram.conftest import Club

ONE: dict[str, Any] = {"inline_keyboard": [[{"text": "1", "callback_data": "one"}]]}


async def sent(club: Club, ask: Raw, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    message = await ask.done("sendMessage", {"chat_id": club.mia.id, "text": "before", **more})
    return {"chat_id": club.mia.id, "message_id": message["message_id"]}


async def test_an_edit_without_buttons_takes_them_away(club: Club, ask: Raw) -> None:
    place = await sent(club, ask, reply_markup=ONE)
    message = club.mia.messages[-1]
    edited = await ask.done("editMessageText", place | {"text": "<b>after</b>", "parse_mode": "HTML"})
    assert (message.text, message.buttons, message.edits) == ("after", [], 1)
    assert (edited["entities"][0]["type"], "edit_date" in edited) == ("bold", True)


async def test_an_edit_that_changes_nothing_is_refused_in_telegrams_words(club: Club, ask: Raw) -> None:
    place = await sent(club, ask, reply_markup=ONE)
    same = place | {"text": "<i></i>before ", "parse_mode": "HTML", "reply_markup": ONE}
    assert await ask.said_no("editMessageText", same) == (
        "message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message"
    )
    assert (await ask.said_no("editMessageReplyMarkup", place | {"reply_markup": ONE})).startswith(
        "message is not modified"
    )
    assert club.fake.violations == []
    await ask.done("editMessageReplyMarkup", place)
    assert club.mia.messages[-1].buttons == []


async def test_only_what_is_there_and_the_bots_own_can_be_edited(club: Club, ask: Raw) -> None:
    place = await sent(club, ask)
    text = {"text": "after"}
    assert await ask.said_no("editMessageText", place | text | {"message_id": 999}) == (
        "message to edit not found"
    )
    said = await club.mia.says(club.mia.chat, "hello")
    assert await ask.said_no("editMessageText", place | text | {"message_id": said.id}) == (
        "message can't be edited"
    )
    assert await ask.said_no("editMessageCaption", place | {"caption": "x"}) == (
        "there is no caption in the message to edit"
    )
    await ask.done("deleteMessage", place)
    assert await ask.said_no("editMessageText", place | text) == "message to edit not found"
    assert await ask.said_no("editMessageText", place | {"text": "x" * 4097}) == "MESSAGE_TOO_LONG"


async def test_a_photo_gets_another_caption_and_is_replaced(club: Club, ask: Raw) -> None:
    made = await ask.done("sendPhoto", {"chat_id": club.mia.id, "caption": "a"}, files={"photo": picture()})
    place = {"chat_id": club.mia.id, "message_id": made["message_id"]}
    message = club.mia.messages[-1]
    await ask.done("editMessageCaption", place | {"caption": "b"})
    assert message.caption == "b"
    assert "there is no text" in await ask.said_no("editMessageText", place | {"text": "x"})
    media = {"type": "photo", "media": "attach://p", "caption": "c", "has_spoiler": True}
    other = picture(80, 60)
    await ask.done("editMessageMedia", place | {"media": media}, files={"p": other})
    assert (message.caption, message.sent_bytes, message.has_spoiler) == ("c", other, True)
    assert message.photo is not None
    media["media"] = message.photo.file_id
    same = await ask.said_no("editMessageMedia", place | {"media": media})
    assert same.startswith("message is not modified")
    assert message.edits == 2


async def test_an_album_stays_of_its_kind_and_without_buttons(club: Club, ask: Raw) -> None:
    media = [{"type": "photo", "media": f"attach://p{number}"} for number in range(2)]
    files = {f"p{number}": picture() for number in range(2)}
    first, _ = await ask.done("sendMediaGroup", {"chat_id": club.mia.id, "media": media}, files=files)
    place = {"chat_id": club.mia.id, "message_id": first["message_id"]}
    document = {"media": {"type": "document", "media": "attach://p"}}
    assert "album" in await ask.said_no("editMessageMedia", place | document, files={"p": b"x"})
    assert await ask.said_no("editMessageReplyMarkup", place | {"reply_markup": ONE}) == (
        "message can't be edited"
    )


async def test_a_message_that_forces_a_reply_cannot_be_edited(club: Club, ask: Raw) -> None:
    force = {"force_reply": True, "selective": True}
    place = await sent(club, ask, reply_markup=force)
    assert club.mia.messages[-1].other_markup == force
    assert await ask.said_no("editMessageText", place | {"text": "x"}) == "message can't be edited"


async def test_a_failed_edit_changes_nothing(club: Club, ask: Raw) -> None:
    made = await ask.done("sendPhoto", {"chat_id": club.mia.id, "caption": "a"}, files={"photo": picture()})
    place = {"chat_id": club.mia.id, "message_id": made["message_id"]}
    media = {"media": {"type": "photo", "media": "AgACnone", "caption": "b"}}
    await ask.said_no("editMessageMedia", place | media)
    assert club.mia.messages[-1].caption == "a"


async def test_the_bot_deletes_its_own_messages_for_two_days(club: Club, ask: Raw) -> None:
    place = await sent(club, ask)
    assert await ask.done("deleteMessage", place) is True
    assert await ask.said_no("deleteMessage", place) == "message to delete not found"
    place = await sent(club, ask)
    club.fake.clock.advance(48 * 3600 + 1)
    assert await ask.said_no("deleteMessage", place) == "message can't be deleted"


async def test_what_others_write_in_a_group_only_administrators_delete(club: Club, ask: Raw) -> None:
    said = await club.ben.says(club.group, "hello")
    place = {"chat_id": club.group.id, "message_id": said.id}
    assert await ask.said_no("deleteMessage", place) == "message can't be deleted"
    club.group.promote_bot(rights=())
    assert await ask.said_no("deleteMessage", place) == "message can't be deleted"
    club.group.promote_bot(rights=["can_delete_messages"])
    await ask.done("deleteMessage", place)
    assert said.is_deleted
    assert said not in club.group.messages


@pytest.mark.parametrize(("count", "fine"), [(0, False), (1, True), (100, True), (101, False)])
async def test_many_messages_are_deleted_at_once_and_missing_ones_skipped(
    club: Club, ask: Raw, count: int, fine: bool
) -> None:
    place = await sent(club, ask)
    first = place["message_id"]
    many = {"chat_id": club.mia.id, "message_ids": list(range(first, first + count))}
    status, _ = await ask("deleteMessages", many)
    assert (status == 200, club.mia.chat.posts[first].is_deleted) == (fine, fine)
