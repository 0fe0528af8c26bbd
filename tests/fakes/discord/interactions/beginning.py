"""An interaction begins: it is noted, and the bot is told."""

from __future__ import annotations

import secrets

from tests.fakes.discord.interactions.interaction import Interaction, InteractionKind
from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.messages.payloads import message_payload
from tests.fakes.discord.world.payloads import channel_payload, member_payload
from tests.fakes.discord.world.places import Channel
from tests.fakes.discord.world.users import Payload, User
from tests.fakes.discord.world.world import World

IN_GUILD, WITH_BOT = 0, 1
FILE_BYTES = 10 * 1024 * 1024


def begin(
    world: World,
    kind: InteractionKind,
    user: User,
    channel: Channel,
    data: Payload,
    *,
    name: str,
    source: Message | None = None,
    caused_by: Interaction | None = None,
) -> Interaction:
    """Tell the bot of something that somebody did."""
    interaction = Interaction(
        id=world.ids.next(),
        token=secrets.token_urlsafe(64),
        kind=kind,
        user=user,
        channel=channel,
        began_at=world.clock.now(),
        name=name,
        source=source,
        caused_by=caused_by,
    )
    world.interactions[interaction.token] = interaction
    world.publish("INTERACTION_CREATE", _payload(world, interaction, data), guild_id=channel.guild_id)
    return interaction


def _payload(world: World, interaction: Interaction, data: Payload) -> Payload:
    channel, user = interaction.channel, interaction.user
    theirs = str(int(world.permissions(user, channel)))
    body: Payload = {
        "id": str(interaction.id),
        "application_id": str(world.application_id),
        "type": int(interaction.kind),
        "token": interaction.token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": channel_payload(channel) | {"permissions": theirs},
        "app_permissions": str(int(world.permissions(world.bot, channel))),
        "locale": user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": (
            {"1": str(user.id)} if user.brings_bot else {"0": str(channel.guild_id or 0)}
        ),
        "context": WITH_BOT if channel.guild_id is None else IN_GUILD,
        "attachment_size_limit": FILE_BYTES,
    }
    if interaction.source is not None:
        body["message"] = message_payload(world, interaction.source)
    if channel.guild_id is None:
        return body | {"user": user.payload()}
    guild = world.guilds[channel.guild_id]
    return body | {
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "member": member_payload(guild.memberships[user.id]) | {"permissions": theirs},
    }
