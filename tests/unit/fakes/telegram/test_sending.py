"""Texts, photos, documents and albums: what is taken, what is refused, and what people then see."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.unit.fakes.telegram.clients import Raw, picture
from tests.unit.fakes.telegram.conftest import Club


def to_mia(club: Club, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parameters of any type
    return {"chat_id": club.mia.id} | more


async def test_a_text_in_html_is_stored_as_text_and_entities(club: Club, ask: Raw) -> None:
    mention = f'<a href="tg://user?id={club.mia.id}">mia</a>'
    text = f"  🐈 <b>A <i>white</i></b> cat &amp; {mention}, @pasta_bot /start"
    sent = await ask.done("sendMessage", to_mia(club, text=text, parse_mode="HTML"))
    assert sent["text"] == "🐈 A white cat & mia, @pasta_bot /start"
    found = [(one["type"], one["offset"], one["length"]) for one in sent["entities"]]
    assert found == [
        ("bold", 3, 7),
        ("italic", 5, 5),
        ("text_mention", 17, 3),
        ("mention", 22, 10),
        ("bot_command", 33, 6),
    ]
    assert sent["entities"][2]["user"]["id"] == club.mia.id
    (message,) = club.mia.messages[-1:]
    assert message.html == text.strip()


@pytest.mark.parametrize("length", [4096, 4097])
async def test_a_text_has_at_most_4096_units_after_parsing(club: Club, ask: Raw, length: int) -> None:
    text = "<b>" + "🐈" + "x" * (length - 2) + "</b>"
    status, _ = await ask("sendMessage", to_mia(club, text=text, parse_mode="HTML"))
    assert status == (200 if length == 4096 else 400)
    assert len(club.fake.violations) == (0 if length == 4096 else 1)


@pytest.mark.parametrize("text", ["", "   ", "<b> </b>"])
async def test_a_text_is_not_empty(club: Club, ask: Raw, text: str) -> None:
    assert await ask.said_no("sendMessage", to_mia(club, text=text, parse_mode="HTML")) == (
        "message text is empty"
    )


async def test_a_photo_is_recompressed_and_a_document_stays_as_it_is(club: Club, ask: Raw) -> None:
    content = picture(2000, 1000)
    photo = await ask.done("sendPhoto", to_mia(club, has_spoiler=True), files={"photo": content})
    document = await ask.done("sendDocument", to_mia(club), files={"document": content})
    assert [(one["width"], one["height"]) for one in photo["photo"]] == [(320, 160), (1280, 640)]
    assert photo["has_media_spoiler"] is True
    assert (document["document"]["file_name"], document["document"]["mime_type"]) == (
        "document.png",
        "image/png",
    )
    shown, kept = club.mia.messages[-2:]
    assert shown.sent_bytes == kept.sent_bytes == kept.shown_bytes == content
    assert shown.has_spoiler
    path = (await ask.done("getFile", {"file_id": photo["photo"][-1]["file_id"]}))["file_path"]
    status, downloaded = await ask.fetch(path)
    assert (status, downloaded) == (200, shown.shown_bytes)
    assert Image.open(BytesIO(downloaded)).format == "JPEG"
    path = (await ask.done("getFile", {"file_id": document["document"]["file_id"]}))["file_path"]
    assert await ask.fetch(path) == (200, content)
    assert (await ask.fetch("photos/none.jpg"))[0] == 404


async def test_a_file_is_sent_again_by_its_identifier_and_only_as_what_it_is(club: Club, ask: Raw) -> None:
    sent = await ask.done("sendPhoto", to_mia(club), files={"photo": picture()})
    identifier = sent["photo"][-1]["file_id"]
    again = await ask.done("sendPhoto", to_mia(club, photo=identifier))
    assert again["photo"][-1]["file_id"] == identifier
    assert "file of type Photo" in await ask.said_no("sendDocument", to_mia(club, document=identifier))
    assert await ask.said_no("sendPhoto", to_mia(club, photo="AgACnone")) == (
        "wrong file identifier/HTTP URL specified"
    )
    assert await ask.said_no("getFile", {"file_id": "none"}) == "invalid file_id"
    assert club.fake.violations == []
    assert "HTTP URL" in await ask.said_no("sendPhoto", to_mia(club, photo="https://example.org/x.png"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "file must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (picture(9001, 1000), "PHOTO_INVALID_DIMENSIONS"),
        (b"x" * (10 * 1024 * 1024 + 1), "too big for a photo"),
    ],
)
async def test_a_bad_photo_is_refused(club: Club, ask: Raw, content: bytes, problem: str) -> None:
    assert problem in await ask.said_no("sendPhoto", to_mia(club), files={"photo": content})
    assert len(club.fake.violations) == 1
    if content:
        await ask.done("sendDocument", to_mia(club), files={"document": content})


async def test_a_photo_of_extreme_but_allowed_shape_is_taken(club: Club, ask: Raw) -> None:
    await ask.done("sendPhoto", to_mia(club), files={"photo": picture(2000, 100)})


async def test_a_document_has_at_most_50_megabytes(club: Club, ask: Raw) -> None:
    content = bytes(50 * 1024 * 1024 + 1)
    assert (await ask("sendDocument", to_mia(club), files={"document": content}))[0] == 413
    sent = await ask.done("sendDocument", to_mia(club), files={"document": content[: 21 * 1024 * 1024]})
    file_id = sent["document"]["file_id"]
    assert await ask.said_no("getFile", {"file_id": file_id}) == "file is too big"


@pytest.mark.parametrize("length", [1024, 1025])
async def test_a_caption_has_at_most_1024_units(club: Club, ask: Raw, length: int) -> None:
    status, _ = await ask("sendPhoto", to_mia(club, caption="x" * length), files={"photo": picture()})
    assert status == (200 if length == 1024 else 400)


async def test_an_album_is_several_messages_with_one_identifier(club: Club, ask: Raw) -> None:
    media = [{"type": "photo", "media": f"attach://p{number}", "has_spoiler": True} for number in range(4)]
    media[0]["caption"] = "four"
    files = {f"p{number}": picture(40 + number, 40) for number in range(4)}
    sent = await ask.done("sendMediaGroup", to_mia(club, media=media), files=files)
    seen = club.mia.messages[-4:]
    assert [one["message_id"] for one in sent] == [one.id for one in seen]
    assert {one.album for one in seen} == {sent[0]["media_group_id"]}
    assert [one.sent_bytes for one in seen] == list(files.values())
    assert [one.caption for one in seen] == ["four", None, None, None]


@pytest.mark.parametrize(
    ("kinds", "problem"),
    [
        (["photo"], "2-10 items"),
        (["photo"] * 11, "2-10 items"),
        (["photo", "document"], "can't mix"),
        (["video", "photo"], "knows no media of the kind video"),
    ],
)
async def test_an_album_of_another_kind_is_refused(
    club: Club, ask: Raw, kinds: list[str], problem: str
) -> None:
    media = [{"type": kind, "media": f"attach://p{number}"} for number, kind in enumerate(kinds)]
    files = {f"p{number}": picture() for number in range(len(kinds))}
    assert problem in await ask.said_no("sendMediaGroup", to_mia(club, media=media), files=files)


async def test_documents_are_an_album_among_themselves_without_buttons(club: Club, ask: Raw) -> None:
    media = [{"type": "document", "media": f"attach://p{number}"} for number in range(2)]
    files = {f"p{number}": picture() for number in range(2)}
    await ask.done("sendMediaGroup", to_mia(club, media=media), files=files)
    markup: dict[str, Any] = {"inline_keyboard": []}
    params = to_mia(club, media=media, reply_markup=markup)
    assert "no parameter 'reply_markup'" in await ask.said_no("sendMediaGroup", params, files=files)


def keyboard(*rows: int, data: str = "x", label: str = "1") -> dict[str, Any]:
    row = {"text": label, "callback_data": data}
    return {"inline_keyboard": [[row] * count for count in rows]}


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        (keyboard(8, 8), None),
        (keyboard(9), "REPLY_MARKUP_TOO_LONG"),
        (keyboard(*[8] * 12, 4), None),
        (keyboard(*[8] * 12, 5), "REPLY_MARKUP_TOO_LONG"),
        (keyboard(1, data="ü" * 32), None),
        (keyboard(1, data="ü" * 32 + "x"), "BUTTON_DATA_INVALID"),
        (keyboard(1, data=""), "BUTTON_DATA_INVALID"),
        (keyboard(1, label=" "), "Button text must be non-empty"),
        ({"inline_keyboard": [[{"text": "1"}]]}, "Text buttons are unallowed"),
        ({"inline_keyboard": [[{"text": "1", "callback_data": "x", "url": "https://a.org"}]]}, "exactly one"),
        ({"inline_keyboard": [[{"text": "1", "url": "https://example.org/x"}]]}, None),
        ({"inline_keyboard": [[{"text": "1", "url": " nowhere"}]]}, "Wrong HTTP URL"),
    ],
)
async def test_a_keyboard_is_as_telegram_wants_it(
    club: Club, ask: Raw, markup: dict[str, Any], problem: str | None
) -> None:
    params = to_mia(club, text="x", reply_markup=markup)
    if problem is None:
        await ask.done("sendMessage", params)
        labels = [[one["text"] for one in row] for row in markup["inline_keyboard"]]
        assert club.mia.messages[-1].labels == labels
    else:
        assert problem in await ask.said_no("sendMessage", params)


async def test_a_reply_needs_its_message_unless_it_may_do_without(club: Club, ask: Raw) -> None:
    said = await club.mia.says(club.mia.chat, "hello")
    params = to_mia(club, text="x", reply_parameters={"message_id": said.id})
    sent = await ask.done("sendMessage", params)
    assert sent["reply_to_message"]["message_id"] == said.id
    assert club.mia.messages[-1].reply_to is said
    await club.mia.deletes(said)
    assert await ask.said_no("sendMessage", params) == "message to be replied not found"
    params["reply_parameters"]["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await ask.done("sendMessage", params)


async def test_what_else_is_said_of_a_message_is_kept(club: Club, ask: Raw) -> None:
    options = {"is_disabled": True}
    params = to_mia(club, text="https://example.org", link_preview_options=options, protect_content=True)
    await ask.done("sendMessage", params)
    message = club.mia.messages[-1]
    assert (message.link_preview_options, message.is_protected) == (options, True)
    assert [one["type"] for one in message.entities] == ["url"]


async def test_people_see_that_the_bot_is_busy(club: Club, ask: Raw) -> None:
    await ask.done("sendChatAction", to_mia(club, action="upload_photo"))
    assert club.mia.chat.actions == [("upload_photo", None)]
