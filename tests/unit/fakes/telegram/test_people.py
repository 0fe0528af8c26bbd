"""People do what Telegram's own program would let them do, and the bot hears of it where it may."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.telegram import Message, NotPossibleError
from tests.unit.fakes.telegram.clients import Raw, picture
from tests.unit.fakes.telegram.conftest import Club

MARKUP: dict[str, Any] = {
    "inline_keyboard": [
        [{"text": "One", "callback_data": "pick:1"}, {"text": "Two", "callback_data": "pick:2"}],
        [{"text": "There", "url": "https://example.org"}],
    ]
}


async def with_buttons(club: Club, ask: Raw) -> Message:
    await ask.done("sendMessage", {"chat_id": club.group.id, "text": "Which?", "reply_markup": MARKUP})
    return club.group.messages[-1]


async def test_start_is_pressed_before_anything_else(club: Club, ask: Raw) -> None:
    with pytest.raises(NotPossibleError, match="Start"):
        await club.ben.says(club.ben.chat, "hello")
    await club.ben.starts("deep-link_1")
    (update,) = await ask.updates()
    assert update["message"]["text"] == "/start deep-link_1"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert update["message"]["from"] == {
        "id": club.ben.id,
        "is_bot": False,
        "first_name": "ben",
        "language_code": "en",
    }
    for payload in ("x" * 65, "a b", ""):
        with pytest.raises(NotPossibleError, match="no link"):
            await club.ben.starts(payload)


async def test_a_press_is_told_and_answered_once(club: Club, ask: Raw) -> None:
    message = await with_buttons(club, ask)
    exchange = await club.mia.presses(message, "Two")
    (update,) = await ask.updates()
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"]) == ("pick:2", club.mia.id)
    assert query["message"]["message_id"] == message.id
    assert exchange.answer is None
    club.fake.clock.advance(2)
    answer = {"callback_query_id": query["id"], "text": "Two it is", "show_alert": True}
    await ask.done("answerCallbackQuery", answer)
    told = await exchange.answered()
    assert (told.text, told.show_alert, round(told.seconds)) == ("Two it is", True, 2)
    assert "query is too old" in await ask.said_no("answerCallbackQuery", answer)
    assert club.fake.violations == []


async def test_a_press_can_be_answered_for_some_seconds(club: Club, ask: Raw) -> None:
    message = await with_buttons(club, ask)
    exchange = await club.mia.presses(message, "pick:1")
    club.fake.clock.advance(club.fake.queries.callback_seconds + 1)
    (update,) = await ask.updates()
    assert exchange.failed
    assert await ask.said_no(
        "answerCallbackQuery", {"callback_query_id": update["callback_query"]["id"]}
    ) == ("query is too old and response timeout expired or query ID is invalid")
    with pytest.raises(AssertionError, match=r"no answer to 'pick:1' within 0.01 s"):
        await exchange.answered(within=0.01)


@pytest.mark.parametrize("length", [200, 201])
async def test_a_toast_has_at_most_200_characters(club: Club, ask: Raw, length: int) -> None:
    await club.mia.presses(await with_buttons(club, ask), "One")
    (update,) = await ask.updates()
    params = {"callback_query_id": update["callback_query"]["id"], "text": "x" * length}
    assert (await ask("answerCallbackQuery", params))[0] == (200 if length == 200 else 400)


async def test_only_buttons_that_are_there_can_be_pressed_and_data_can_be_forged(
    club: Club, ask: Raw
) -> None:
    message = await with_buttons(club, ask)
    for wrong, problem in {"Three": "0 buttons", "There": "sends nothing"}.items():
        with pytest.raises(NotPossibleError, match=problem):
            await club.mia.presses(message, wrong)
    await club.ben.presses_data(message, "pick:9")
    (update,) = await ask.updates()
    assert update["callback_query"]["data"] == "pick:9"
    club.group.remove(club.ben)
    with pytest.raises(NotPossibleError, match="not in"):
        await club.ben.presses_data(message, "pick:9")
    await ask.done("deleteMessage", {"chat_id": club.group.id, "message_id": message.id})
    with pytest.raises(NotPossibleError, match="deleted"):
        await club.mia.presses(message, "One")


async def test_in_groups_the_bot_hears_commands_and_replies_unless_it_is_administrator(
    club: Club, ask: Raw
) -> None:
    message = await with_buttons(club, ask)
    await club.mia.says(club.group, "hello")
    await club.mia.says(club.group, "/imagine a cat")
    await club.mia.says(club.group, "/imagine@pasta_bot a dog")
    await club.mia.says(club.group, "/imagine@other_bot a cow")
    await club.mia.says(club.group, "do not use /imagine here")
    await club.mia.says(club.group, "brighter", reply_to=message)
    texts = [one["message"]["text"] for one in await ask.updates()]
    assert texts == ["/imagine a cat", "/imagine@pasta_bot a dog", "brighter"]
    club.group.promote_bot()
    await club.mia.says(club.group, "hello")
    assert [one["message"]["text"] for one in await ask.updates() if "message" in one] == ["hello"]
    club.group.remove_bot()
    await ask.updates()
    await club.mia.says(club.group, "/imagine a cat")
    assert await ask.updates() == []


async def test_reactions_are_told_in_private_and_where_the_bot_is_administrator(club: Club, ask: Raw) -> None:
    await ask.updates(allowed_updates=["message_reaction", "message_reaction_count"])
    message = await with_buttons(club, ask)
    await club.mia.reacts(message, "👍")
    assert await ask.updates() == []
    club.group.promote_bot()
    await club.mia.reacts(message, "🔥")
    (update,) = await ask.updates()
    change = update["message_reaction"]
    assert change["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert change["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]
    assert (change["user"]["id"], change["message_id"]) == (club.mia.id, message.id)
    await club.mia.reacts(club.mia.messages[0], "👍")
    assert len(await ask.updates()) == 1
    with pytest.raises(NotPossibleError, match="no reaction"):
        await club.mia.reacts(message, "1️⃣")
    with pytest.raises(NotPossibleError, match="has no reaction"):
        await club.ben.unreacts(message)


async def test_who_is_anonymous_reacts_as_a_count_and_writes_in_the_groups_name(club: Club, ask: Raw) -> None:
    club.group.promote_bot()
    ada = club.group.add(club.fake.add_user("ada"), anonymous=True)
    await ask.updates(allowed_updates=["message_reaction", "message_reaction_count", "message"])
    message = await with_buttons(club, ask)
    await club.mia.reacts(message, "👍")
    await ada.reacts(message, "👍")
    await ada.says(club.group, "hello")
    _, counted, said = await ask.updates()
    counts = counted["message_reaction_count"]["reactions"]
    assert counts == [{"type": {"type": "emoji", "emoji": "👍"}, "total_count": 2}]
    assert said["message"]["from"]["username"] == "GroupAnonymousBot"
    assert said["message"]["sender_chat"]["id"] == club.group.id


async def test_a_vote_of_who_is_anonymous_is_told_as_the_groups(club: Club, ask: Raw) -> None:
    ada = club.group.add(club.fake.add_user("ada"), anonymous=True)
    asked = {"question": "?", "options": [{"text": "a"}] * 2, "is_anonymous": False}
    await ask.done("sendPoll", {"chat_id": club.group.id} | asked)
    await ask.updates()
    await ada.votes(club.group.messages[-1], 1)
    (answer,) = [one["poll_answer"] for one in await ask.updates() if "poll_answer" in one]
    assert ("user" in answer, answer["voter_chat"]["id"]) == (False, club.group.id)


async def test_the_bot_reacts_with_one_of_telegrams_emoji(club: Club, ask: Raw) -> None:
    said = await club.mia.says(club.group, "/imagine")
    place = {"chat_id": club.group.id, "message_id": said.id}
    thumb = {"type": "emoji", "emoji": "👍"}
    await ask.done("setMessageReaction", place | {"reaction": [thumb]})
    assert said.reactions == {club.fake.bot: ("👍",)}
    await ask.done("setMessageReaction", place)
    assert said.reactions == {}
    keycap = [{"type": "emoji", "emoji": "1️⃣"}]
    assert await ask.said_no("setMessageReaction", place | {"reaction": keycap}) == "REACTION_INVALID"
    assert await ask.said_no("setMessageReaction", place | {"reaction": [thumb] * 2}) == "REACTIONS_TOO_MANY"
    assert await ask.said_no("setMessageReaction", place | {"message_id": 999}) == (
        "message to react not found"
    )


async def test_people_edit_and_delete_what_they_wrote(club: Club, ask: Raw) -> None:
    said = await club.mia.says(club.mia.chat, "a cat")
    await club.mia.edits(said, "a dog")
    updates = await ask.updates()
    assert updates[1]["edited_message"]["text"] == said.text == "a dog"
    in_group = await club.mia.says(club.group, "hello")
    with pytest.raises(NotPossibleError, match="their own"):
        await club.ben.edits(in_group, "x")
    with pytest.raises(NotPossibleError, match="may not delete"):
        await club.ben.deletes(in_group)
    club.group.promote(club.ben)
    await club.ben.deletes(in_group)
    assert in_group.is_deleted


async def test_an_inline_query_is_answered_with_results(club: Club, ask: Raw) -> None:
    sent = await ask.done("sendPhoto", {"chat_id": club.mia.id}, files={"photo": picture()})
    result = {"type": "photo", "id": "1", "photo_file_id": sent["photo"][-1]["file_id"]}
    exchange = await club.mia.asks_inline("@pasta_bot a cat", chat=club.group)
    (update,) = await ask.updates()
    query = update["inline_query"]
    assert (query["query"], query["chat_type"]) == ("a cat", "supergroup")
    params = {"inline_query_id": query["id"], "results": [result]}
    twice = params | {"results": [result, result]}
    assert await ask.said_no("answerInlineQuery", twice) == "RESULT_ID_DUPLICATE"
    unknown = params | {"results": [result | {"photo_file_id": "none"}]}
    assert "wrong file identifier" in await ask.said_no("answerInlineQuery", unknown)
    await ask.done("answerInlineQuery", params)
    assert (await exchange.answered()).results == (result,)
    assert "query is too old" in await ask.said_no("answerInlineQuery", params)


async def test_a_photo_of_somebodys_is_told_with_its_caption(club: Club, ask: Raw) -> None:
    await club.mia.sends_photo(club.mia.chat, picture(), "like this")
    (update,) = await ask.updates()
    assert (update["message"]["caption"], len(update["message"]["photo"])) == ("like this", 2)
    club.group.forbid("can_send_photos")
    with pytest.raises(NotPossibleError, match="may not write"):
        await club.mia.sends_photo(club.group, picture())


async def test_people_are_offered_the_commands_of_their_place_and_language(club: Club, ask: Raw) -> None:
    def commands(*names: str) -> list[dict[str, str]]:
        return [{"command": name, "description": "x"} for name in names]

    await ask.done("setMyCommands", {"commands": commands("help")})
    german = {"commands": commands("hilfe"), "language_code": "de"}
    await ask.done("setMyCommands", german | {"scope": {"type": "all_private_chats"}})
    admins = {"type": "all_chat_administrators"}
    await ask.done("setMyCommands", {"commands": commands("rules", "help"), "scope": admins})
    assert club.mia.commands_shown(club.mia.chat) == ["hilfe"]
    assert club.ben.commands_shown(club.ben.chat) == ["help"]
    assert club.mia.commands_shown(club.group) == ["help"]
    assert club.group.owner.commands_shown(club.group) == ["rules", "help"]
    assert await ask.done("getMyCommands", {"scope": admins}) == commands("rules", "help")
    await ask.done("deleteMyCommands", {"scope": admins})
    assert await ask.done("getMyCommands", {"scope": admins}) == []
    for bad, problem in {
        "Help": "BOT_COMMAND_INVALID",
        "x" * 33: "BOT_COMMAND_INVALID",
    }.items():
        assert await ask.said_no("setMyCommands", {"commands": commands(bad)}) == problem
    too_many = {"commands": commands(*["x"] * 101)}
    assert await ask.said_no("setMyCommands", too_many) == "BOT_COMMANDS_TOO_MUCH"
    assert "language" in await ask.said_no("getMyCommands", {"language_code": "de-DE"})


async def test_the_bot_describes_itself_by_language(club: Club, ask: Raw) -> None:
    await ask.done("setMyDescription", {"description": "Bilder", "language_code": "de"})
    await ask.done("setMyShortDescription", {"short_description": "Pictures"})
    assert await ask.done("getMyDescription", {"language_code": "de"}) == {"description": "Bilder"}
    assert await ask.done("getMyDescription") == {"description": ""}
    assert await ask.done("getMyShortDescription") == {"short_description": "Pictures"}
    assert "TOO_LONG" in await ask.said_no("setMyDescription", {"description": "x" * 513})
    assert "TOO_LONG" in await ask.said_no("setMyShortDescription", {"short_description": "x" * 121})
