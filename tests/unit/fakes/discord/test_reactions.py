"""Reactions come and go, by the bot, by members and by moderators, and the bot hears of each way."""

from __future__ import annotations

import pytest

from tests.fakes.discord import Message, NotPossibleError
from tests.unit.fakes.discord.clients import Bot, Raw
from tests.unit.fakes.discord.conftest import Club


async def a_message(club: Club, bot: Bot) -> Message:
    await bot.get_partial_messageable(club.studio.id).send("Which?")
    return club.studio.messages[-1]


async def test_the_bot_seeds_reactions_that_members_join(club: Club, bot: Bot) -> None:
    message = await a_message(club, bot)
    mine = bot.get_partial_messageable(club.studio.id).get_partial_message(message.id)
    for emoji in ("1️⃣", "2️⃣"):
        await mine.add_reaction(emoji)
    await club.mia.react(message, "2️⃣")
    assert message.reactions == {"1️⃣": [club.fake.bot], "2️⃣": [club.fake.bot, club.mia]}
    await club.fake.until(lambda: len(bot.told("raw_reaction_add")) == 3)
    event = bot.told("raw_reaction_add")[-1]
    assert (event.user_id, str(event.emoji), event.message_author_id) == (club.mia.id, "2️⃣", club.fake.bot.id)
    assert event.member.id == club.mia.id
    fetched = await mine.fetch()
    assert [(str(one.emoji), one.count, one.me) for one in fetched.reactions] == [
        ("1️⃣", 1, True),
        ("2️⃣", 2, True),
    ]
    assert {user.name async for user in fetched.reactions[1].users()} == {"pasta", "mia"}


async def test_a_second_reaction_of_the_same_kind_changes_nothing(club: Club, bot: Bot) -> None:
    message = await a_message(club, bot)
    await club.mia.react(message, "👍")
    await club.mia.react(message, "👍")
    await club.mia.unreact(message, "👍")
    await club.fake.until(lambda: bot.told("raw_reaction_remove"))
    assert len(bot.told("raw_reaction_add")) == 1
    assert message.reactions == {}
    with pytest.raises(NotPossibleError):
        await club.mia.unreact(message, "👍")


async def test_a_clear_by_a_moderator_is_told_as_what_it_is(club: Club, bot: Bot) -> None:
    message = await a_message(club, bot)
    for emoji in ("1️⃣", "2️⃣"):
        await club.mia.react(message, emoji)
    await club.moderator.clear_emoji(message, "1️⃣")
    assert list(message.reactions) == ["2️⃣"]
    await club.moderator.clear_reactions(message)
    await club.fake.until(lambda: bot.told("raw_reaction_clear"))
    assert [str(event.emoji) for event in bot.told("raw_reaction_clear_emoji")] == ["1️⃣"]
    assert bot.told("raw_reaction_remove") == []
    with pytest.raises(NotPossibleError, match="MANAGE_MESSAGES"):
        await club.mia.clear_reactions(message)


async def test_deletions_one_by_one_and_in_bulk_are_told_as_such(club: Club, bot: Bot) -> None:
    messages = [await a_message(club, bot) for _ in range(3)]
    await club.moderator.delete(messages[0])
    await club.moderator.delete_all(messages[1:])
    await club.fake.until(lambda: bot.told("raw_bulk_message_delete"))
    assert [event.message_id for event in bot.told("raw_message_delete")] == [messages[0].id]
    assert bot.told("raw_bulk_message_delete")[0].message_ids == {messages[1].id, messages[2].id}
    with pytest.raises(NotPossibleError, match="does not see"):
        await club.mia.react(messages[0], "👍")


async def test_a_reaction_in_private_carries_no_member(club: Club, bot: Bot) -> None:
    person = await bot.fetch_user(club.mia.id)
    await person.send("Which?")
    (message,) = club.mia.direct_messages
    await club.mia.react(message, "👍")
    await club.fake.until(lambda: bot.told("raw_reaction_add"))
    (event,) = bot.told("raw_reaction_add")
    assert (event.guild_id, event.member, event.user_id) == (None, None, club.mia.id)


@pytest.mark.parametrize(
    ("emoji", "taken"), [("👍", True), ("cat:123456789012345678", True), ("x", False), ("né", False)]
)
async def test_only_emoji_are_reactions(club: Club, ask: Raw, emoji: str, taken: bool) -> None:
    message = await club.mia.write(club.studio, "hello")
    path = f"/channels/{club.studio.id}/messages/{message.id}/reactions/{emoji}/@me"
    status, body = await ask("PUT", path)
    assert (status, body and body["code"]) == ((204, None) if taken else (400, 10014))


async def test_a_message_takes_twenty_kinds_of_reaction(club: Club, ask: Raw) -> None:
    message = await club.mia.write(club.studio, "hello")
    path = f"/channels/{club.studio.id}/messages/{message.id}/reactions/"
    answers = [(await ask("PUT", f"{path}{chr(0x1F600 + number)}/@me"))[0] for number in range(21)]
    assert answers == [204] * 20 + [400]


async def test_somebodys_reaction_is_taken_away_by_their_id(club: Club, bot: Bot, ask: Raw) -> None:
    message = await a_message(club, bot)
    await club.mia.react(message, "👍")
    mine = f"/channels/{club.studio.id}/messages/{message.id}/reactions/👍"
    assert (await ask("DELETE", f"{mine}/{club.fake.bot.id}"))[0] == 204
    assert (await ask("DELETE", f"{mine}/12345"))[1]["code"] == 10013
    assert message.reactions == {"👍": [club.mia]}
    await club.moderator.remove_reaction(message, club.mia, "👍")
    assert message.reactions == {}
