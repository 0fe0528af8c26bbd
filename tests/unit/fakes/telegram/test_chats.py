"""Where the bot may write, and what it is told where it may not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.telegram import NotPossibleError
from tests.unit.fakes.telegram.clients import Raw, picture
from tests.unit.fakes.telegram.conftest import Club


def to(chat_id: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parameters of any type
    return {"chat_id": chat_id, "text": "x"} | more


async def test_the_bot_writes_to_nobody_who_has_not_started_it(club: Club, ask: Raw) -> None:
    assert await ask("sendMessage", to(club.ben.id)) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    assert await ask.said_no("sendMessage", to(12345)) == "chat not found"
    assert await ask.said_no("sendMessage", {"chat_id": "@nobody", "text": "x"}) == "chat not found"
    assert club.fake.violations == []


async def test_who_blocks_the_bot_gets_nothing_until_they_unblock_it(club: Club, ask: Raw) -> None:
    await club.mia.blocks()
    assert await ask("sendMessage", to(club.mia.id)) == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(NotPossibleError, match="blocked"):
        await club.mia.says(club.mia.chat, "hello")
    await club.mia.starts()
    await ask.done("sendMessage", to(club.mia.id))
    kinds = [one.get("my_chat_member", {}).get("new_chat_member", {}) for one in await ask.updates()]
    assert [one.get("status") for one in kinds] == ["kicked", "member", None]


async def test_who_throws_the_bot_out_is_told_of_by_status(club: Club, ask: Raw) -> None:
    club.group.remove_bot()
    assert await ask("sendMessage", to(club.group.id)) == (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    )
    (update,) = await ask.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    stranger = club.fake.add_group("Other", kind="group")
    assert await ask.said_no("sendMessage", to(stranger.id)) == "chat not found"
    stranger.add_bot()
    stranger.remove_bot()
    assert await ask.said_no("getChat", {"chat_id": stranger.id}) == "bot was kicked from the group chat"


@pytest.mark.parametrize(
    ("right", "method", "what"),
    [
        ("can_send_messages", "sendMessage", "text messages"),
        ("can_send_photos", "sendPhoto", "photos"),
        ("can_send_documents", "sendDocument", "documents"),
        ("can_send_polls", "sendPoll", "polls"),
    ],
)
async def test_the_bot_sends_what_members_may_send_unless_it_is_administrator(
    club: Club, ask: Raw, right: str, method: str, what: str
) -> None:
    kind = method.removeprefix("send").lower()
    asked: dict[str, Any] = {"question": "?", "options": [{"text": "a"}] * 2}
    params = {"chat_id": club.group.id} | {"message": {"text": "x"}, "poll": asked}.get(kind, {})
    files = {kind: picture()} if kind in ("photo", "document") else None
    club.group.forbid(right)
    said = await ask.said_no(method, params, files=files)
    assert said == f"not enough rights to send {what} to the chat"
    club.group.promote_bot()
    await ask.done(method, params, files=files)
    club.group.demote_bot()
    club.group.allow(right)
    await ask.done(method, params, files=files)


async def test_a_group_that_becomes_a_supergroup_is_another_chat(club: Club, ask: Raw) -> None:
    group = club.fake.add_group("Small", kind="group")
    group.add(club.mia)
    group.add_bot()
    await ask.updates()
    await ask.done("sendMessage", to(group.id))
    later = group.migrate()
    status, description = await ask("sendMessage", to(group.id))
    assert (status, description) == (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
    )
    assert club.fake.requests[-1].answer["parameters"] == {"migrate_to_chat_id": later.id}
    old, new = [one["message"] for one in await ask.updates()]
    assert (old["chat"]["id"], old["migrate_to_chat_id"]) == (group.id, later.id)
    assert (new["chat"]["id"], new["migrate_from_chat_id"]) == (later.id, group.id)
    await ask.done("sendMessage", to(later.id))
    await club.mia.says(later, "/imagine")
    with pytest.raises(NotPossibleError, match="become a supergroup"):
        await club.mia.says(group, "hello")


async def test_a_forum_has_topics_that_can_be_closed_and_deleted(club: Club, ask: Raw) -> None:
    forum = club.fake.add_group("Forum", forum=True)
    forum.add(club.mia)
    forum.add_bot()
    pictures = forum.add_topic("Pictures")
    said = await club.mia.says(forum, "/imagine a cat", topic=pictures)
    update = (await ask.updates())[-1]["message"]
    assert (update["message_thread_id"], update["is_topic_message"]) == (pictures.id, True)
    assert update["reply_to_message"]["forum_topic_created"]["name"] == "Pictures"
    sent = await ask.done("sendMessage", to(forum.id, message_thread_id=pictures.id))
    assert (sent["message_thread_id"], forum.messages[-1].topic) == (pictures.id, pictures.id)
    reply = await ask.done("sendMessage", to(forum.id, reply_parameters={"message_id": said.id}))
    assert reply["message_thread_id"] == pictures.id
    assert "is_topic_message" not in await ask.done("sendMessage", to(forum.id))
    for thread in (1, 99):
        params = to(forum.id, message_thread_id=thread)
        assert await ask.said_no("sendMessage", params) == "message thread not found"
    forum.close_topic(pictures)
    params = to(forum.id, message_thread_id=pictures.id)
    assert await ask.said_no("sendMessage", params) == "TOPIC_CLOSED"
    with pytest.raises(NotPossibleError, match="closed"):
        await club.mia.says(forum, "hello", topic=pictures)
    forum.reopen_topic(pictures)
    await ask.done("sendMessage", params)
    forum.delete_topic(pictures)
    assert await ask.said_no("sendMessage", params) == "message thread not found"
    assert said.is_deleted


async def test_only_a_forum_has_topics(club: Club, ask: Raw) -> None:
    params = to(club.group.id, message_thread_id=1)
    assert await ask.said_no("sendMessage", params) == "message thread not found"
    with pytest.raises(NotPossibleError, match="no topics"):
        club.group.add_topic("Pictures")


async def test_the_bot_is_told_who_is_what(club: Club, ask: Raw) -> None:
    place = {"chat_id": club.group.id}
    club.group.promote(club.ben, rights=["can_delete_messages"])
    ben = await ask.done("getChatMember", place | {"user_id": club.ben.id})
    assert (ben["status"], ben["can_delete_messages"], ben["can_pin_messages"]) == (
        "administrator",
        True,
        False,
    )
    assert (await ask.done("getChatMember", place | {"user_id": club.mia.id}))["status"] == "member"
    stranger = club.fake.add_user("zoe")
    assert (await ask.done("getChatMember", place | {"user_id": stranger.id}))["status"] == "left"
    assert await ask.said_no("getChatMember", place | {"user_id": 1}) == "PARTICIPANT_ID_INVALID"
    administrators = await ask.done("getChatAdministrators", place)
    assert [one["status"] for one in administrators] == ["creator", "administrator"]
    assert "no administrators" in await ask.said_no("getChatAdministrators", {"chat_id": club.mia.id})
    club.group.forbid("can_send_polls")
    told = await ask.done("getChat", place)
    assert (told["title"], told["permissions"]["can_send_polls"]) == ("Art club", False)
    assert (await ask.done("getChat", {"chat_id": club.mia.id}))["first_name"] == "mia"


async def test_who_leaves_a_group_is_told_of_and_does_nothing_there_any_more(club: Club, ask: Raw) -> None:
    await club.mia.leaves(club.group)
    (update,) = await ask.updates()
    assert update["message"]["left_chat_member"]["id"] == club.mia.id
    assert update["message"]["from"]["id"] == club.mia.id
    with pytest.raises(NotPossibleError, match="not in Art club"):
        await club.mia.says(club.group, "hello")


async def test_who_comes_and_goes_is_told_to_a_bot_that_asks_and_is_administrator(
    club: Club, ask: Raw
) -> None:
    club.group.remove(club.ben)
    assert ["left_chat_member" in one.get("message", {}) for one in await ask.updates()] == [True]
    club.group.promote_bot()
    await ask.updates(allowed_updates=["chat_member"])
    club.group.add(club.ben, admin=True)
    (update,) = await ask.updates()
    assert update["chat_member"]["old_chat_member"]["status"] == "kicked"
    assert update["chat_member"]["new_chat_member"]["status"] == "administrator"
