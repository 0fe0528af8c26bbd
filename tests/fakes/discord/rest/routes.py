"""The table of routes; paths are written as in Discord's own description."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes.discord.rest import application, interactions, messages, places, reactions
from tests.fakes.discord.rest.call import Call

Handler = Callable[[Call], Awaitable[Any]]

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"
REACTIONS = MESSAGE + "/reactions"
EMOJI = REACTIONS + "/{emoji_name}"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
THREAD_MEMBERS = "/channels/{channel_id}/thread-members"
COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"

WITHOUT_TOKEN = ("/interactions/", "/webhooks/")
"""Paths whose own token is enough."""

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/users/@me", application.me),
    ("GET", "/gateway/bot", application.gateway),
    ("GET", "/oauth2/applications/@me", application.application),
    ("GET", "/applications/@me", application.application),
    ("GET", COMMANDS, application.get_commands),
    ("PUT", COMMANDS, application.put_commands),
    ("GET", GUILD_COMMANDS, application.get_commands),
    ("PUT", GUILD_COMMANDS, application.put_commands),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", interactions.respond),
    ("POST", WEBHOOK, interactions.follow_up),
    ("GET", WEBHOOK + "/messages/@original", interactions.get),
    ("PATCH", WEBHOOK + "/messages/@original", interactions.change),
    ("DELETE", WEBHOOK + "/messages/@original", interactions.remove),
    ("GET", WEBHOOK + "/messages/{message_id}", interactions.get),
    ("PATCH", WEBHOOK + "/messages/{message_id}", interactions.change),
    ("DELETE", WEBHOOK + "/messages/{message_id}", interactions.remove),
    ("GET", MESSAGES, messages.listed),
    ("POST", MESSAGES, messages.create),
    ("POST", MESSAGES + "/bulk-delete", messages.remove_many),
    ("GET", MESSAGE, messages.get),
    ("PATCH", MESSAGE, messages.change),
    ("DELETE", MESSAGE, messages.remove),
    ("POST", "/channels/{channel_id}/typing", messages.typing),
    ("DELETE", REACTIONS, reactions.remove_all),
    ("GET", EMOJI, reactions.who),
    ("DELETE", EMOJI, reactions.remove_emoji),
    ("PUT", EMOJI + "/@me", reactions.add_own),
    ("DELETE", EMOJI + "/@me", reactions.remove_own),
    ("DELETE", EMOJI + "/{user_id}", reactions.remove_of),
    ("GET", "/channels/{channel_id}", places.get_channel),
    ("PATCH", "/channels/{channel_id}", places.change_channel),
    ("POST", "/channels/{channel_id}/threads", places.start_thread),
    ("POST", MESSAGE + "/threads", places.start_thread_at),
    ("PUT", THREAD_MEMBERS + "/@me", places.join_thread),
    ("PUT", THREAD_MEMBERS + "/{user_id}", places.add_thread_member),
    ("DELETE", THREAD_MEMBERS + "/{user_id}", places.remove_thread_member),
    ("POST", "/users/@me/channels", places.open_direct),
    ("GET", "/users/{user_id}", places.get_user),
    ("GET", "/guilds/{guild_id}", places.get_guild),
    ("GET", "/guilds/{guild_id}/channels", places.get_guild_channels),
    ("GET", "/guilds/{guild_id}/roles", places.get_roles),
    ("GET", "/guilds/{guild_id}/members/{user_id}", places.get_member),
)
