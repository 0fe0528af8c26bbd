"""Routes about the bot itself, its application and its commands."""

from __future__ import annotations

from tests.fakes.discord.rest import errors
from tests.fakes.discord.rest.call import Call
from tests.fakes.discord.rules.commands import check_commands
from tests.fakes.discord.world.users import Payload


async def me(call: Call) -> Payload:
    """GET the bot's user."""
    about: Payload = {"verified": True, "mfa_enabled": False, "email": None, "locale": "en-US"}
    return call.world.bot.payload() | about


async def application(call: Call) -> Payload:
    """GET the bot's application."""
    return {
        "id": str(call.world.application_id),
        "name": call.world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "type": None,
        "flags": 0,
        "flags_new": "0",
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "explicit_content_filter": 0,
        "approximate_guild_count": len(call.world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "eligible_oauth2_scopes": [],
        "bot": call.world.bot.payload(),
        "owner": call.world.bot.payload() | {"username": "operator", "bot": False},
        "integration_types_config": {"0": {}},
    }


async def gateway(call: Call) -> Payload:
    """GET where the gateway is, and in how many shards to come."""
    start = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 16}
    return {"url": call.world.gateway_url, "shards": call.world.shards, "session_start_limit": start}


async def get_commands(call: Call) -> list[Payload]:
    """GET the registered commands of one scope."""
    return call.world.commands.listed(_scope(call))


async def put_commands(call: Call) -> list[Payload]:
    """PUT all commands of one scope."""
    scope = _scope(call)
    call.check(lambda problems: check_commands(call.body, problems))
    return call.world.commands.overwrite(scope, call.body)


def _scope(call: Call) -> int | None:
    if call.id("application_id") != call.world.application_id:
        raise errors.ApiError(403, 20012, "You are not authorized to perform this action on this application")
    if "guild_id" not in call.params:
        return None
    if call.id("guild_id") not in call.world.guilds:
        raise errors.missing_access()
    return call.id("guild_id")
