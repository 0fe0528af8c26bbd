"""Threads, direct channels, members, and what there is to ask about them."""

from __future__ import annotations

import discord
import pytest

from tests.fakes.discord import NotPossibleError, Permission
from tests.unit.fakes.discord.clients import Bot, Raw
from tests.unit.fakes.discord.conftest import Club


def studio_of(club: Club, bot: Bot) -> discord.TextChannel:
    channel = bot.get_channel(club.studio.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_a_private_thread_is_seen_by_those_who_were_added(club: Club, bot: Bot) -> None:
    thread = await studio_of(club, bot).create_thread(name="For Mia", type=discord.ChannelType.private_thread)
    place = next(channel for channel in club.guild.channels.values() if channel.is_thread)
    assert place.name == "For Mia"
    with pytest.raises(NotPossibleError, match="VIEW_CHANNEL"):
        await club.mia.write(place, "let me in")
    await thread.add_user(discord.Object(club.mia.id))
    await club.mia.write(place, "thanks")
    await thread.send("welcome")
    assert [message.texts for message in place.messages] == [["thanks"], ["welcome"]]
    await thread.remove_user(discord.Object(club.mia.id))
    with pytest.raises(NotPossibleError):
        await club.mia.write(place, "again")
    await club.fake.until(lambda: bot.told("thread_create") and bot.told("raw_thread_member_remove"))
    assert club.fake.violations == []


async def test_a_thread_needs_permissions_of_its_own(club: Club, bot: Bot) -> None:
    studio = studio_of(club, bot)
    club.studio.forbid(club.fake.bot, Permission.CREATE_PRIVATE_THREADS)
    with pytest.raises(discord.Forbidden):
        await studio.create_thread(name="no", type=discord.ChannelType.private_thread)
    thread = await studio.create_thread(name="yes", type=discord.ChannelType.public_thread)
    club.studio.forbid(club.fake.bot, Permission.SEND_MESSAGES)
    await thread.send("still here")
    club.studio.forbid(club.fake.bot, Permission.SEND_MESSAGES_IN_THREADS)
    with pytest.raises(discord.Forbidden):
        await thread.send("no longer")


async def test_a_thread_can_be_archived_and_locked(club: Club, bot: Bot) -> None:
    thread = await studio_of(club, bot).create_thread(name="one", type=discord.ChannelType.public_thread)
    await thread.edit(name="two", archived=True)
    place = club.guild.channels[thread.id]
    assert (place.name, place.archived) == ("two", True)
    await thread.send("wakes it")
    assert not place.archived
    with pytest.raises(discord.Forbidden):
        await thread.edit(locked=True)
    club.studio.allow(club.fake.bot, Permission.MANAGE_THREADS)
    await thread.edit(locked=True, archived=True)
    with pytest.raises(discord.HTTPException) as error:
        await thread.send("too late")
    assert error.value.code == 50083


async def test_a_public_thread_at_a_message_has_its_number(club: Club, bot: Bot) -> None:
    message = await studio_of(club, bot).send("Which?")
    thread = await message.create_thread(name="About this")
    assert thread.id == message.id
    with pytest.raises(discord.HTTPException) as error:
        await message.create_thread(name="Again")
    assert error.value.code == 160004


async def test_a_direct_channel_opens_for_everybody_and_may_still_take_no_messages(
    club: Club, bot: Bot
) -> None:
    person = await bot.fetch_user(club.mia.id)
    await person.send("hello")
    assert [message.texts for message in club.mia.direct_messages] == [["hello"]]
    club.mia.accepts_direct_messages = False
    await person.create_dm()
    with pytest.raises(discord.Forbidden) as error:
        await person.send("hello?")
    assert error.value.code == 50007


async def test_a_stranger_takes_no_direct_messages(club: Club, bot: Bot) -> None:
    stranger = club.fake.add_user("eve")
    person = await bot.fetch_user(stranger.id)
    with pytest.raises(discord.Forbidden) as error:
        await person.send("hello")
    assert error.value.code == 50007


async def test_a_command_in_private_comes_without_a_guild(club: Club, bot: Bot) -> None:
    @bot.tree.command(description="Ask")
    async def question(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{interaction.guild} {type(interaction.channel).__name__}")

    await bot.tree.sync()
    exchange = await club.mia.command(club.mia.direct_channel, "question")
    await exchange.acknowledged()
    assert [message.texts for message in club.mia.direct_messages] == [["None DMChannel"]]


async def test_members_and_users_are_found_or_not(club: Club, bot: Bot, ask: Raw) -> None:
    guild = bot.get_guild(club.guild.id)
    assert guild is not None
    assert (await guild.fetch_member(club.mia.id)).name == "mia"
    stranger = club.fake.add_user("eve")
    for user, code in ((stranger.id, 10007), (1, 10013)):
        assert (await ask("GET", f"/guilds/{club.guild.id}/members/{user}"))[1]["code"] == code
    assert (await ask("GET", f"/guilds/1/members/{club.mia.id}"))[1]["code"] == 10004
    club.guild.remove_member(club.mia)
    assert (await ask("GET", f"/guilds/{club.guild.id}/members/{club.mia.id}"))[1]["code"] == 10007


async def test_members_can_be_asked_for_over_the_gateway(club: Club, bot: Bot) -> None:
    guild = bot.get_guild(club.guild.id)
    assert guild is not None
    assert [member.id for member in await guild.query_members(user_ids=[club.mia.id])] == [club.mia.id]
    assert [member.name for member in await guild.query_members("ad")] == ["ada"]


async def test_guilds_and_channels_that_come_later_are_told(club: Club, bot: Bot) -> None:
    hall = club.guild.add_channel("hall", nsfw=True)
    other = club.fake.add_guild("Later")
    await club.fake.until(lambda: bot.get_guild(other.id) is not None)
    channel = bot.get_channel(hall.id)
    assert isinstance(channel, discord.TextChannel)
    assert channel.is_nsfw()
    club.guild.delete_channel(hall)
    await club.fake.until(lambda: bot.get_channel(hall.id) is None)


async def test_a_bot_that_is_thrown_out_has_no_access(club: Club, bot: Bot, ask: Raw) -> None:
    club.fake.remove_guild(club.guild)
    await club.fake.until(lambda: bot.told("guild_remove"))
    status, body = await ask("POST", f"/channels/{club.studio.id}/messages", {"content": "x"})
    assert (status, body["code"]) == (403, 50001)
    assert (await ask("GET", f"/guilds/{club.guild.id}"))[1]["code"] == 10004


async def test_typing_is_seen(club: Club, bot: Bot) -> None:
    await studio_of(club, bot).typing()
    assert club.studio.typing_seen == 1


async def test_what_is_asked_about_places_is_answered(club: Club, bot: Bot, ask: Raw) -> None:
    assert (await bot.fetch_guild(club.guild.id, with_counts=False)).name == "Art club"
    assert (await bot.fetch_channel(club.studio.id)).id == club.studio.id
    roles = await ask("GET", f"/guilds/{club.guild.id}/roles")
    assert "@everyone" in [role["name"] for role in roles[1]]
    channels = await ask("GET", f"/guilds/{club.guild.id}/channels")
    assert [channel["name"] for channel in channels[1]] == ["studio"]
    assert (await ask("GET", "/channels/1"))[1]["code"] == 10003
