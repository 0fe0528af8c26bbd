"""The gateway lets the right clients in, tells them what they asked for, and loses no event of a session."""

from __future__ import annotations

import json
from collections import deque

import aiohttp
import discord
import pytest

from tests.fakes.discord import FakeDiscord, Intent, Permission
from tests.fakes.discord.gateway.session import Session
from tests.unit.fakes.discord.clients import INTENTS, Bot, Raw, running
from tests.unit.fakes.discord.conftest import Club


class ShardedBot(Bot, discord.AutoShardedClient):
    """The same in several shards."""


async def test_a_client_gets_ready_with_its_guilds_channels_and_permissions(club: Club, bot: Bot) -> None:
    guild = bot.get_guild(club.guild.id)
    assert guild is not None
    assert [channel.name for channel in guild.text_channels] == ["studio"]
    channel = guild.text_channels[0]
    assert channel.permissions_for(guild.me).send_messages
    assert bot.user is not None
    assert bot.user.id == club.fake.bot.id
    assert bot.application_id == club.fake.application_id != club.fake.bot.id


async def test_a_wrong_token_is_refused_on_both_sides(club: Club, ask: Raw) -> None:
    assert await ask("GET", "/users/@me", token="wrong") == (401, {"message": "401: Unauthorized", "code": 0})
    async with aiohttp.ClientSession() as session, session.ws_connect(club.fake.gateway) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": "wrong", "intents": 1}})
        await socket.receive()
        assert socket.close_code == 4004


async def test_privileged_intents_that_are_not_switched_on_are_refused(club: Club) -> None:
    intents = discord.Intents.default()
    intents.message_content = True
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(club.fake, Bot(intents=intents)):
            pass
    assert [error.code for error in club.fake.connection.refusals] == [4014]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("no json", 4002),
        ({"op": 2, "d": {"token": "x" * 5000}}, 4002),
        ({"op": 3, "d": {}}, 4003),
        ({"op": 2, "d": {"intents": 1 << 23}}, 4013),
        ({"op": 2, "d": {"intents": 1, "shard": [2, 2]}}, 4010),
    ],
)
async def test_what_no_client_should_send_closes_the_connection(club: Club, sent: object, code: int) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(club.fake.gateway) as socket:
        await socket.receive_json()
        if isinstance(sent, dict):
            sent = json.dumps({**sent, "d": {"token": club.fake.token, **sent["d"]}})
        await socket.send_str(str(sent))
        while (await socket.receive()).type != aiohttp.WSMsgType.CLOSE:
            pass
        assert socket.close_code == code


async def test_heartbeats_are_asked_for_and_acknowledged() -> None:
    async with FakeDiscord(heartbeat_seconds=0.02) as fake:
        bot = Bot()
        async with running(fake, bot):
            await fake.until(lambda: fake.connection.heartbeats >= 3)
            assert 0 < bot.latency < 1


async def test_events_of_kinds_that_were_not_asked_for_do_not_come(club: Club) -> None:
    bot = Bot(intents=discord.Intents(guilds=True, guild_messages=True))
    async with running(club.fake, bot):
        message = await club.mia.write(club.studio, "hello")
        await club.mia.react(message, "👍")
        await club.mia.write(club.mia.direct_channel, "hello")
        await club.mia.write(club.studio, "again")
        await club.fake.until(lambda: len(bot.told("message")) == 2)
    assert bot.told("raw_reaction_add") == []


async def test_events_of_channels_that_the_bot_does_not_see_do_not_come(club: Club, bot: Bot) -> None:
    secret = club.guild.add_channel("secret")
    secret.forbid(club.fake.bot, Permission.VIEW_CHANNEL)
    await club.mia.write(secret, "nobody hears this")
    await club.mia.write(club.studio, "hello")
    await club.fake.until(lambda: bot.told("message"))
    (message,) = bot.told("message")
    assert message.channel.id == club.studio.id


@pytest.mark.parametrize("allowed", [False, True])
async def test_words_of_others_come_only_with_the_content_intent(allowed: bool) -> None:
    intents = discord.Intents(INTENTS.value)
    intents.message_content = allowed
    async with FakeDiscord(privileged=Intent.MESSAGE_CONTENT) as fake:
        guild = fake.add_guild()
        studio, mia, bot = guild.add_channel("studio"), guild.add_member("mia"), Bot(intents=intents)
        async with running(fake, bot):
            await mia.write(studio, "a secret")
            await mia.write(studio, f"<@{fake.bot.id}> to you")
            await mia.write(mia.direct_channel, "in private")
            await fake.until(lambda: len(bot.told("message")) == 3)
    heard = [message.content for message in bot.told("message")]
    assert heard == ["a secret" if allowed else "", f"<@{fake.bot.id}> to you", "in private"]


async def test_what_happened_while_the_connection_was_lost_is_told_after_the_resume(
    club: Club, bot: Bot
) -> None:
    message = await club.mia.write(club.studio, "hello")
    await club.fake.until(lambda: bot.told("message"))
    await club.fake.drop_gateway()
    for emoji in ("1️⃣", "2️⃣", "3️⃣"):
        await club.mia.react(message, emoji)
    await club.fake.until(lambda: bot.told("resumed"))
    assert [str(event.emoji) for event in bot.told("raw_reaction_add")] == ["1️⃣", "2️⃣", "3️⃣"]
    assert len(bot.told("message")) == 1
    assert (club.fake.connection.identifies, club.fake.connection.resumes) == (1, 1)


async def test_a_session_that_is_lost_begins_anew_without_the_missed_events(club: Club, bot: Bot) -> None:
    message = await club.mia.write(club.studio, "hello")
    await club.fake.until(lambda: bot.told("message"))
    await club.fake.drop_gateway(resumable=False)
    await club.mia.react(message, "1️⃣")
    await club.fake.until(lambda: len(bot.told("ready")) == 2)
    assert bot.told("raw_reaction_add") == []
    assert (club.fake.connection.identifies, club.fake.connection.resumes) == (2, 0)


@pytest.mark.parametrize(("code", "left"), [(1000, 0), (4000, 1)])
async def test_a_client_says_with_its_code_whether_it_leaves_for_good(
    club: Club, code: int, left: int
) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(club.fake.gateway) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": club.fake.token, "intents": INTENTS.value}})
        await club.fake.until(lambda: club.fake.connection.connected)
        await socket.close(code=code)
        await club.fake.until(lambda: not club.fake.connection.connected)
    assert len(club.fake.connection.sessions) == left


async def test_a_client_that_is_asked_to_reconnect_resumes(club: Club, bot: Bot) -> None:
    await club.fake.connection.ask_to_reconnect()
    await club.fake.until(lambda: bot.told("resumed"))
    assert club.fake.connection.connected == 1


@pytest.mark.parametrize(("resumable", "event"), [(True, "resumed"), (False, "ready")])
async def test_a_client_whose_session_is_invalid_comes_back(
    club: Club, bot: Bot, resumable: bool, event: str
) -> None:
    before = len(bot.told(event))
    await club.fake.connection.invalidate(resumable=resumable)
    await club.fake.until(lambda: len(bot.told(event)) > before)


async def test_a_client_comes_back_when_its_heartbeats_are_not_answered() -> None:
    async with FakeDiscord(heartbeat_seconds=0.05) as fake:
        bot = Bot(heartbeat_timeout=0.2)
        async with running(fake, bot):
            fake.connection.answers_heartbeats = False
            await fake.until(lambda: bot.told("disconnect"))
            fake.connection.answers_heartbeats = True
            await fake.until(lambda: fake.connection.resumes)


async def test_a_closed_gateway_lets_nobody_in(club: Club) -> None:
    club.fake.connection.is_open = False
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(club.fake.gateway)


async def test_events_are_numbered_without_a_gap(club: Club) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(club.fake.gateway) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": club.fake.token, "intents": INTENTS.value}})
        await club.fake.until(lambda: club.fake.connection.identifies)
        await club.mia.write(club.studio, "hello")
        events = [await socket.receive_json() for _ in range(3)]
    assert [(event["t"], event["s"]) for event in events] == [
        ("READY", 1),
        ("GUILD_CREATE", 2),
        ("MESSAGE_CREATE", 3),
    ]


async def test_a_session_that_nobody_knows_cannot_be_resumed(club: Club) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(club.fake.gateway) as socket:
        await socket.receive_json()
        for number, name in ((99, "nobody's"), (None, "")):
            body = {"token": club.fake.token, "session_id": name, "seq": number}
            await socket.send_json({"op": 6, "d": body})
            assert await socket.receive_json() == {"op": 9, "d": False, "s": None, "t": None}


def test_a_session_goes_on_only_from_what_it_remembers() -> None:
    session = Session(id="7", shard=0, shards=1, intents=0)
    session.told = deque(maxlen=3)
    for _ in range(5):
        session.dispatch("TYPING_START", {})
    assert [session.can_resume(after) for after in range(7)] == [False, False, True, True, True, True, False]


async def test_all_members_come_with_the_intent_for_members() -> None:
    intents = discord.Intents(INTENTS.value)
    intents.members = True
    async with FakeDiscord(privileged=Intent.GUILD_MEMBERS) as fake:
        guild = fake.add_guild()
        guild.add_member("mia")
        bot = Bot(intents=intents)
        async with running(fake, bot):
            known = bot.get_guild(guild.id)
            assert known is not None
            guild.remove_member(guild.add_member("joe"))
            await fake.until(lambda: bot.told("member_remove"))
            assert {member.name for member in known.members} == {"owner", "mia", "pasta"}


async def test_each_shard_hears_of_its_own_guilds_and_the_first_of_direct_messages() -> None:
    async with FakeDiscord(shards=2) as fake:
        guilds = [fake.add_guild(f"guild {number}") for number in range(6)]
        people = [guild.add_member("mia") for guild in guilds]
        rooms = [guild.add_channel("studio") for guild in guilds]
        bot = ShardedBot()
        async with running(fake, bot):
            for person, room in zip(people, rooms, strict=True):
                await person.write(room, "hello")
            await people[0].write(people[0].direct_channel, "hello")
            await fake.until(lambda: len(bot.told("message")) == 7)
            assert {shard.id for shard in bot.shards.values()} == {0, 1}
            told = {session.shard: json.dumps(list(session.told)) for session in fake.connection.sessions}
            for guild in guilds:
                home = (guild.id >> 22) % 2
                assert str(guild.id) in told[home]
                assert str(guild.id) not in told[1 - home]
