"""Guilds, channels and members as Discord writes them."""

from __future__ import annotations

from tests.fakes.discord.world.places import Channel, ChannelKind, Guild, Membership, Overwrite, Role
from tests.fakes.discord.world.users import Payload, User


def member_payload(membership: Membership, *, with_user: bool = True) -> Payload:
    """The member object."""
    body: Payload = {
        "roles": [str(role.id) for role in membership.roles],
        "joined_at": membership.joined_at,
        "nick": None,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    return {**body, "user": membership.user.payload()} if with_user else body


def role_payload(role: Role) -> Payload:
    """The role object."""
    return {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(int(role.permissions)),
        "position": role.position,
        "color": 0,
        "icon": None,
        "unicode_emoji": None,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def channel_payload(channel: Channel) -> Payload:
    """The channel object."""
    body: Payload = {"id": str(channel.id), "type": int(channel.kind), "flags": 0}
    body["last_message_id"] = str(next(reversed(channel.posts))) if channel.posts else None
    if channel.kind is ChannelKind.DIRECT:
        assert channel.recipient is not None
        return {**body, "recipients": [channel.recipient.payload()]}
    body |= {"guild_id": str(channel.guild_id), "name": channel.name, "rate_limit_per_user": 0}
    if channel.is_thread:
        return body | _of_thread(channel)
    return body | {
        "parent_id": None,
        "position": 0,
        "topic": None,
        "nsfw": channel.nsfw,
        "permission_overwrites": [_overwrite(whom, one) for whom, one in channel.overwrites.items()],
    }


def guild_payload(guild: Guild, *, bot: User, threads: list[Channel]) -> Payload:
    """The guild as GUILD_CREATE tells of it to a bot that may not list members."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "preferred_locale": guild.locale,
        "joined_at": guild.joined_at,
        "unavailable": False,
        "large": False,
        "member_count": len(guild.memberships),
        "roles": [role_payload(role) for role in guild.roles.values()],
        "members": [member_payload(guild.memberships[bot.id])],
        "channels": [channel_payload(one) for one in guild.channels.values() if not one.is_thread],
        "threads": [channel_payload(one) for one in threads],
        "features": [],
        "emojis": [],
        "stickers": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "description": None,
        "banner": None,
        "vanity_url_code": None,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "nsfw": False,
        "region": "deprecated",
        "widget_enabled": False,
        "widget_channel_id": None,
        "safety_alerts_channel_id": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "application_id": None,
        "incidents_data": None,
        "home_header": None,
        "max_presences": None,
        "max_members": 500_000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
    }


def _of_thread(channel: Channel) -> Payload:
    assert channel.parent is not None
    return {
        "parent_id": str(channel.parent.id),
        "owner_id": str(channel.owner_id),
        "message_count": len(channel.posts),
        "member_count": len(channel.member_ids),
        "total_message_sent": len(channel.posts),
        "thread_metadata": {
            "archived": channel.archived,
            "locked": channel.locked,
            "auto_archive_duration": 1440,
            "archive_timestamp": channel.created_at,
            "create_timestamp": channel.created_at,
            "invitable": False,
        },
    }


def _overwrite(whom: int, overwrite: Overwrite) -> Payload:
    return {
        "id": str(whom),
        "type": 0 if overwrite.of_role else 1,
        "allow": str(int(overwrite.allow)),
        "deny": str(int(overwrite.deny)),
    }
