"""What the bot may depends on the channel, and what it lacks is said as Discord says it."""

from __future__ import annotations

import pytest

from tests.fakes.discord import Channel, NotPossibleError, Permission
from tests.unit.fakes.discord.clients import Bot, Raw
from tests.unit.fakes.discord.conftest import Club

MISSING_ACCESS = (403, 50001)
MISSING_PERMISSIONS = (403, 50013)


async def refusal(ask: Raw, method: str, path: str, *more: object) -> tuple[int, int]:
    status, body = await ask(method, path, *more)
    return status, body["code"] if body and "code" in body else 0


def posts(channel: Channel) -> str:
    return f"/channels/{channel.id}/messages"


async def test_a_channel_that_the_bot_does_not_see_gives_no_access(club: Club, ask: Raw) -> None:
    club.studio.forbid(club.fake.bot, Permission.VIEW_CHANNEL)
    for method, path in (("POST", posts(club.studio)), ("GET", f"/channels/{club.studio.id}")):
        assert await refusal(ask, method, path, {"content": "x"}) == MISSING_ACCESS
    assert club.fake.invalid_requests == 2
    assert club.fake.violations == []


@pytest.mark.parametrize(
    ("permission", "body", "files"),
    [
        (Permission.SEND_MESSAGES, {"content": "x"}, None),
        (Permission.EMBED_LINKS, {"embeds": [{"title": "x"}]}, None),
        (Permission.ATTACH_FILES, {"content": "x"}, {"a.png": b"x"}),
    ],
)
async def test_what_is_taken_from_the_bot_in_one_channel_it_still_may_in_another(
    club: Club, ask: Raw, permission: Permission, body: object, files: dict[str, bytes] | None
) -> None:
    hall = club.guild.add_channel("hall")
    club.studio.forbid(club.fake.bot, permission)
    status, answer = await ask("POST", posts(club.studio), body, files=files)
    assert (status, answer["code"]) == MISSING_PERMISSIONS
    assert (await ask("POST", posts(hall), body, files=files))[0] == 200
    club.studio.allow(club.fake.bot, permission)
    assert (await ask("POST", posts(club.studio), body, files=files))[0] == 200


async def test_reactions_and_history_have_permissions_of_their_own(club: Club, ask: Raw) -> None:
    message = await club.mia.write(club.studio, "hello")
    path = f"{posts(club.studio)}/{message.id}"
    club.studio.forbid(club.fake.bot, Permission.ADD_REACTIONS)
    assert await refusal(ask, "PUT", path + "/reactions/👍/@me") == MISSING_PERMISSIONS
    await club.mia.react(message, "👍")
    assert await refusal(ask, "PUT", path + "/reactions/👍/@me") == (204, 0)
    club.studio.forbid(club.fake.bot, Permission.READ_MESSAGE_HISTORY)
    assert await refusal(ask, "GET", path) == MISSING_PERMISSIONS
    assert await ask("GET", posts(club.studio)) == (200, [])


async def test_only_who_manages_messages_can_touch_those_of_others(club: Club, ask: Raw) -> None:
    message = await club.mia.write(club.studio, "hello")
    await club.mia.react(message, "👍")
    path = f"{posts(club.studio)}/{message.id}"
    touches = [f"/reactions/👍/{club.mia.id}", "/reactions/👍", "/reactions", ""]
    for more in touches:
        assert await refusal(ask, "DELETE", path + more) == MISSING_PERMISSIONS
    club.studio.allow(club.fake.bot, Permission.MANAGE_MESSAGES)
    for more in touches:
        assert await refusal(ask, "DELETE", path + more) == (204, 0)


async def test_overwrites_go_from_everyone_over_roles_to_the_member(club: Club) -> None:
    artists = club.guild.add_role("artists")
    joe = club.guild.add_member("joe", roles=(artists,))
    club.studio.forbid(club.guild.everyone, Permission.SEND_MESSAGES)
    with pytest.raises(NotPossibleError, match="SEND_MESSAGES"):
        await joe.write(club.studio, "no")
    club.studio.allow(artists, Permission.SEND_MESSAGES)
    await joe.write(club.studio, "yes")
    visitors = club.guild.add_role("visitors")
    club.studio.forbid(visitors, Permission.ADD_REACTIONS)
    with pytest.raises(NotPossibleError, match="ADD_REACTIONS"):
        await club.guild.add_member("guest", roles=(visitors,)).react(club.studio.messages[0], "👍")
    club.studio.forbid(joe, Permission.SEND_MESSAGES)
    with pytest.raises(NotPossibleError, match="SEND_MESSAGES"):
        await joe.write(club.studio, "no")
    with pytest.raises(NotPossibleError, match="SEND_MESSAGES"):
        await club.mia.write(club.studio, "no")


async def test_an_administrator_may_everything(club: Club) -> None:
    boss = club.guild.add_member("boss", permissions=Permission.ADMINISTRATOR)
    club.studio.forbid(club.guild.everyone, Permission.SEND_MESSAGES | Permission.VIEW_CHANNEL)
    await boss.write(club.studio, "here I am")
    assert len(club.studio.messages) == 1


async def test_a_client_knows_of_permissions_that_change(club: Club, bot: Bot) -> None:
    channel = bot.get_channel(club.studio.id)
    club.studio.forbid(club.fake.bot, Permission.ADD_REACTIONS)
    await club.fake.until(lambda: bot.told("guild_channel_update"))
    guild = bot.get_guild(club.guild.id)
    assert guild is not None
    assert not guild.text_channels[0].permissions_for(guild.me).add_reactions
    assert channel is guild.text_channels[0]
