"""Bodies of messages that Discord refuses are refused, with the place of each mistake, and noted."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.fakes.discord import FakeDiscord
from tests.unit.fakes.discord.clients import Raw
from tests.unit.fakes.discord.conftest import Club

V2 = 1 << 15


def button(custom_id: str | None = "a", **more: object) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "One", "custom_id": custom_id, **more}


def row(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inside)}


def menu(count: int = 1, **more: object) -> dict[str, Any]:
    options = [{"label": f"option {number}", "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "menu", "options": options, **more}


def text(words: str) -> dict[str, Any]:
    return {"type": 10, "content": words}


def gallery(*urls: str, **more: object) -> dict[str, Any]:
    return {"type": 12, "items": [{"media": {"url": url}, **more} for url in urls]}


def section(*inside: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": 9, "components": list(inside), **more}


def container(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": 17, "components": list(inside)}


def v2(*components: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"flags": V2, "components": list(components), **more}


def legacy(*components: dict[str, Any]) -> dict[str, Any]:
    return {"content": "x", "components": list(components)}


LINK = {"type": 2, "style": 5, "label": "There", "url": "https://example.org"}
PICTURE = "https://example.org/cat.png"
FINE: dict[str, dict[str, Any]] = {
    "words as long as they may be": {"content": "x" * 2000},
    "five full rows": legacy(*(row(*(button(f"{y}{x}") for x in range(5))) for y in range(5))),
    "a custom_id and a label as long as they may be": legacy(row(button("x" * 100, label="x" * 80))),
    "a button with nothing but an emoji": legacy(row(button(label=None, emoji={"id": None, "name": "👍"}))),
    "a link": legacy(row(LINK)),
    "a full menu": legacy(row(menu(25))),
    "a gallery of ten": v2(gallery(*[PICTURE] * 10, description="x" * 1024)),
    "forty components": v2(container(*(text("x") for _ in range(39)))),
    "a section with a button": v2(section(text("x"), accessory=button())),
    "an embed as long as it may be": {"embeds": [{"title": "x" * 256, "description": "x" * 4096}]},
    "a nonce of 25 characters": {"content": "x", "nonce": "x" * 25},
    "a silent message": {"content": "x", "flags": 1 << 12},
}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "words too long": ({"content": "x" * 2001}, "content: BASE_TYPE_BAD_LENGTH"),
    "words that are a number": ({"content": 7}, "content: STRING_TYPE_CONVERT"),
    "a nonce too long": ({"content": "x", "nonce": "x" * 26}, "nonce: BASE_TYPE_BAD_LENGTH"),
    "a custom_id too long": (
        legacy(row(button("x" * 101))),
        "components.0.components.0.custom_id: BASE_TYPE_BAD",
    ),
    "an empty custom_id": (
        legacy(row(button(""))),
        "components.0.components.0.custom_id: BASE_TYPE_BAD_LENGTH",
    ),
    "no custom_id": (
        legacy(row(button(custom_id=None))),
        "components.0.components.0.custom_id: BASE_TYPE_REQ",
    ),
    "a custom_id twice": (legacy(row(button(), button())), "components: COMPONENT_CUSTOM_ID_DUPLICATED"),
    "a custom_id twice in different rows": (legacy(row(button()), row(button())), "CUSTOM_ID_DUPLICATED"),
    "a label too long": (
        legacy(row(button(label="x" * 81))),
        "components.0.components.0.label: BASE_TYPE_BAD",
    ),
    "a button with neither label nor emoji": (legacy(row(button(label=None))), "LABEL_OR_EMOJI_REQUIRED"),
    "a button of no known style": (
        legacy(row(button(style=9))),
        "components.0.components.0.style: BASE_TYPE_CHOICES",
    ),
    "a link with a custom_id": (legacy(row({**LINK, "custom_id": "a"})), "URL_MUTUALLY_EXCLUSIVE"),
    "a link without an address": (
        legacy(row({**LINK, "url": None})),
        "components.0.components.0.url: BASE_TYPE_REQ",
    ),
    "a button with an address": (legacy(row(button(url=PICTURE))), "BUTTON_COMPONENT_URL_WITHOUT_LINK"),
    "six buttons in a row": (
        legacy(row(*(button(str(x)) for x in range(6)))),
        "components.0.components: BASE_TYPE_BAD",
    ),
    "an empty row": (legacy(row()), "components.0.components: BASE_TYPE_BAD_LENGTH"),
    "six rows": (legacy(*(row(button(str(y))) for y in range(6))), "components: BASE_TYPE_BAD_LENGTH"),
    "a menu beside a button": (legacy(row(menu(), button())), "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    "a menu of 26": (legacy(row(menu(26))), "components.0.components.0.options: BASE_TYPE_BAD_LENGTH"),
    "an empty menu": (legacy(row(menu(0))), "components.0.components.0.options: BASE_TYPE_BAD_LENGTH"),
    "an option too long": (
        legacy(row(menu(options=[{"label": "x" * 101, "value": "x" * 101}]))),
        "components.0.components.0.options.0.value: BASE_TYPE_BAD_LENGTH",
    ),
    "an option twice": (
        legacy(row(menu(options=[{"label": "x", "value": "x"}] * 2))),
        "OPTION_VALUE_DUPLICATED",
    ),
    "a menu that wants more than there is": (
        legacy(row(menu(2, min_values=3))),
        "min_values: BASE_TYPE_BAD_LENGTH",
    ),
    "a button outside of a row": (legacy(button()), "components.0.type: BASE_TYPE_CHOICES"),
    "a gallery without the flag": (
        {"content": "x", "components": [gallery(PICTURE)]},
        "components.0.type: BASE_TYPE",
    ),
    "words beside Components V2": (v2(text("x"), content="x"), "content: MESSAGE_CANNOT_USE_LEGACY_FIELDS"),
    "embeds beside Components V2": (
        v2(text("x"), embeds=[{"title": "x"}]),
        "embeds: MESSAGE_CANNOT_USE_LEGACY",
    ),
    "an empty gallery": (v2(gallery()), "components.0.items: BASE_TYPE_BAD_LENGTH"),
    "a gallery of eleven": (v2(gallery(*[PICTURE] * 11)), "components.0.items: BASE_TYPE_BAD_LENGTH"),
    "alt text too long": (
        v2(gallery(PICTURE, description="x" * 1025)),
        "components.0.items.0.description: BASE",
    ),
    "an address of no scheme": (
        v2(gallery("cat.png")),
        "components.0.items.0.media.url: URL_TYPE_INVALID_SCHEME",
    ),
    "a file that was not sent": (v2(gallery("attachment://cat.png")), "REFERENCED_ATTACHMENT_NOT_FOUND"),
    "a file in an embed that was not sent": (
        {"embeds": [{"image": {"url": "attachment://cat.png"}}]},
        "embeds: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    "forty-one components": (
        v2(*(container(*(text("x") for _ in range(40))),)),
        "MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    "too many words in all": (v2(text("x" * 4000), text("x")), "DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
    "a container in a container": (
        v2(container(container(text("x")))),
        "components.0.components.0.type: BASE_TYPE",
    ),
    "an empty container": (v2(container()), "components.0.components: BASE_TYPE_BAD_LENGTH"),
    "a section without an accessory": (v2(section(text("x"))), "components.0.accessory: BASE_TYPE_REQUIRED"),
    "a section of four texts": (
        v2(section(*[text("x")] * 4, accessory=LINK)),
        "components.0.components: BASE_TYPE",
    ),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds: BASE_TYPE_BAD_LENGTH"),
    "a title too long": ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title: BASE_TYPE_BAD_LENGTH"),
    "a description too long": (
        {"embeds": [{"description": "x" * 4097}]},
        "embeds.0.description: BASE_TYPE_BAD",
    ),
    "a field without a value": (
        {"embeds": [{"fields": [{"name": "x"}]}]},
        "embeds.0.fields.0.value: BASE_TYPE_REQ",
    ),
    "embeds too long together": (
        {"embeds": [{"description": "x" * 3001}] * 2},
        "embeds: MAX_EMBED_SIZE_EXCEEDED",
    ),
    "an embed's address of no scheme": (
        {"embeds": [{"url": "example.org"}]},
        "embeds.0.url: URL_TYPE_INVALID",
    ),
    "an attachment that was not sent": (
        {"content": "x", "attachments": [{"id": 0, "filename": "cat.png"}]},
        "attachments.0.id: ATTACHMENT_NOT_FOUND",
    ),
    "mentions that contradict each other": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions.parse: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    "ephemeral, outside of an interaction": ({"content": "x", "flags": 1 << 6}, "flags: BASE_TYPE_FORBIDDEN"),
    "a component that is none": ({"components": ["x"]}, "components.0.type: BASE_TYPE_REQUIRED"),
    "embeds that are words": ({"embeds": "x"}, "embeds: LIST_TYPE_CONVERT"),
    "a reply to nothing": (
        {"content": "x", "message_reference": {"message_id": "1"}},
        "message_reference: MESSAGE_REF",
    ),
}


@pytest.mark.parametrize("body", FINE.values(), ids=FINE.keys())
async def test_what_discord_takes_is_taken(club: Club, ask: Raw, body: dict[str, Any]) -> None:
    status, answer = await ask("POST", f"/channels/{club.studio.id}/messages", body)
    assert status == 200, answer
    assert club.fake.violations == []


@pytest.mark.parametrize(("body", "complaint"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_discord_refuses_is_refused_and_noted(
    club: Club, ask: Raw, body: dict[str, Any], complaint: str
) -> None:
    status, answer = await ask("POST", f"/channels/{club.studio.id}/messages", body)
    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    assert any(complaint in str(violation) for violation in club.fake.violations), club.fake.violations
    assert club.studio.messages == []


async def test_mistakes_are_told_at_their_place(club: Club, ask: Raw) -> None:
    body = legacy(row(button("a"), button("", label="x" * 81)))
    _, answer = await ask("POST", f"/channels/{club.studio.id}/messages", body)
    place = answer["errors"]["components"]["0"]["components"]["1"]
    assert place["custom_id"]["_errors"][0]["code"] == "BASE_TYPE_BAD_LENGTH"
    assert place["label"]["_errors"][0]["message"] == "Must be between 0 and 80 in length."


@pytest.mark.parametrize("body", [{}, {"content": "  "}, v2(), {"embeds": []}])
async def test_a_message_that_shows_nothing_is_refused(club: Club, ask: Raw, body: dict[str, Any]) -> None:
    status, answer = await ask("POST", f"/channels/{club.studio.id}/messages", body)
    assert (status, answer["code"]) == (400, 50006)
    assert "Cannot send an empty message" in str(club.fake.violations)


async def test_files_belong_to_what_is_said_about_them(club: Club, ask: Raw) -> None:
    path, files = f"/channels/{club.studio.id}/messages", {"my cat.png": b"cat"}
    described = {"attachments": [{"id": 0, "description": "a cat"}]}
    assert (await ask("POST", path, {**described, **v2(gallery("attachment://my_cat.png"))}, files=files))[
        0
    ] == 200
    assert (await ask("POST", path, {"attachments": []}, files=files))[0] == 200
    assert [picture.content for picture in club.studio.messages[-1].media] == [b"cat"]
    described = {"attachments": [{"id": 0, "description": "x" * 1025}, {"id": "1"}]}
    assert (await ask("POST", path, {"content": "x", **described}, files=files))[0] == 400
    noted = " ".join(map(str, club.fake.violations))
    assert "attachments.0.description: BASE_TYPE_BAD_LENGTH" in noted
    assert "attachments.1.id: ATTACHMENT_NOT_FOUND" in noted


async def test_what_is_left_out_of_components_is_filled_in(club: Club, ask: Raw) -> None:
    path = f"/channels/{club.studio.id}/messages"
    shown = row(button(label=None, emoji={"id": None, "name": "👍"}), LINK | {"id": 1})
    _, made = await ask("POST", path, v2(shown, gallery(PICTURE), container(text("x"))))
    first, pictures, box = made["components"]
    assert first["components"][0] == {
        "type": 2,
        "id": 3,
        "style": 1,
        "custom_id": "a",
        "emoji": {"name": "👍"},
    }
    assert [part["id"] for part in (first, pictures, box)] == [2, 4, 5]
    assert (pictures["items"][0]["description"], pictures["items"][0]["spoiler"]) == (None, False)
    assert (box["accent_color"], box["spoiler"]) == (None, False)


async def test_files_and_requests_have_a_size_at_most(club: Club, ask: Raw) -> None:
    path, mebibyte = f"/channels/{club.studio.id}/messages", bytes(1024 * 1024)
    assert (await ask("POST", path, {}, files={"a.png": mebibyte * 10}))[0] == 200
    status, answer = await ask("POST", path, {}, files={"a.png": mebibyte * 10 + b"x"})
    assert (status, answer["code"]) == (413, 40005)
    assert (await ask("POST", path, {}, files={f"{number}.png": mebibyte * 9 for number in range(3)}))[
        0
    ] == 413
    assert [str(one).split(": ")[1] for one in club.fake.violations] == [
        "a.png is too large",
        "the request is too large",
    ]


async def test_what_is_no_json_is_refused(club: Club, ask: Raw) -> None:
    assert (await ask("POST", f"/channels/{club.studio.id}/messages", ["x"]))[1]["code"] == 50035
    assert (await ask("POST", "/channels/studio/messages", {"content": "x"}))[1]["code"] == 50035


async def test_a_message_cannot_go_back_from_components_v2(club: Club, ask: Raw) -> None:
    path = f"/channels/{club.studio.id}/messages"
    _, made = await ask("POST", path, v2(text("x")))
    assert (await ask("PATCH", f"{path}/{made['id']}", {"content": "x"}))[0] == 400
    assert (await ask("PATCH", f"{path}/{made['id']}", {"components": [text("y")]}))[0] == 200
    _, made = await ask("POST", path, {"content": "x"})
    assert (await ask("PATCH", f"{path}/{made['id']}", v2(text("y"))))[0] == 400
    assert (await ask("PATCH", f"{path}/{made['id']}", {**v2(text("y")), "content": None}))[0] == 200
    assert club.studio.messages[-1].texts == ["y"]


async def test_nothing_is_checked_where_a_test_does_not_want_it() -> None:
    async with FakeDiscord(validate=False) as fake:
        studio = fake.add_guild().add_channel("studio")
        assert not fake.violations
        async with aiohttp.ClientSession() as session:
            ask = Raw(fake, session)
            assert (await ask("POST", f"/channels/{studio.id}/messages", {"content": "x" * 2001}))[0] == 200
        assert fake.violations == []
