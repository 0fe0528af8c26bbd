"""Who may come in, as which shard, and what they are told first."""

from __future__ import annotations

import secrets

from tests.fakes.discord.gateway.connection import GatewayCloseError
from tests.fakes.discord.gateway.session import Session
from tests.fakes.discord.world.events import KNOWN_BITS, PRIVILEGED, Intent
from tests.fakes.discord.world.users import Payload
from tests.fakes.discord.world.world import World


def new_session(world: World, body: Payload, *, privileged: Intent) -> Session:
    """The session of a shard that says who it is and what it wants to hear."""
    check_token(world, body)
    intents = body.get("intents")
    if not isinstance(intents, int) or intents & ~KNOWN_BITS:
        raise GatewayCloseError(4013, "invalid intents")
    if intents & PRIVILEGED & ~privileged:
        raise GatewayCloseError(4014, "disallowed intents")
    shard, shards = body.get("shard") or (0, 1)
    if not 0 <= shard < shards:
        raise GatewayCloseError(4010, "invalid shard")
    return Session(id=secrets.token_hex(16), shard=shard, shards=shards, intents=intents)


def check_token(world: World, body: Payload) -> None:
    """Refuse who does not know the bot's token."""
    if body.get("token") != world.token:
        raise GatewayCloseError(4004, "authentication failed")


def greet(world: World, session: Session) -> None:
    """READY, and then every guild of the shard."""
    guilds = [
        guild
        for guild in world.guilds.values()
        if (guild.id >> 22) % session.shards == session.shard and world.bot.id in guild.memberships
    ]
    ready: Payload = {
        "v": 10,
        "user": world.bot.payload() | {"verified": True, "mfa_enabled": False, "email": None},
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "resume_gateway_url": world.gateway_url,
        "shard": [session.shard, session.shards],
        "application": {"id": str(world.application_id), "flags": 0},
        "private_channels": [],
        "user_settings": {},
        "relationships": [],
    }
    session.dispatch("READY", ready)
    for guild in guilds:
        if session.intents & Intent.GUILDS:
            session.dispatch("GUILD_CREATE", world.guild_payload(guild))
