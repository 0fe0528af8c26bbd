"""Gives the sessions of a community its new name, inside one transaction of the writer.

Messages keep the names they were posted under: a platform that renames a group does not post them anew.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Text, case, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.tables import reports
from adapters.storage.tables import sessions
from core.types.communities import CommunityRules
from core.types.identifiers import SessionId

SEPARATOR = ":"
"""Stands between a channel and a topic in it, where a platform has topics."""


async def move_sessions(
    connection: AsyncConnection, platform: str, old: str, new: str
) -> tuple[SessionId, ...]:
    """Move them, and what was reported about them; the caller commits.

    They count on as if somebody had acted in them: who remembers them as they were must read them again.
    """
    within = sessions.c.platform == platform, sessions.c.community == old
    names = select(sessions.c.id).where(*within).order_by(sessions.c.id)
    moved = tuple((await connection.scalars(names)).all())
    reported = reports.c.session_id.in_(names), reports.c.community == old
    await connection.execute(update(reports).where(*reported).values(community=new))
    place = {"community": new, "channel": _new_channel(old, new), "version": sessions.c.version + 1}
    await connection.execute(update(sessions).where(*within).values(place))
    return moved


def moved_rules(rules: CommunityRules, old: str, new: str) -> CommunityRules:
    """The same rules, where the community itself and its topics go by its new name."""
    channels = tuple(_renamed(channel, old, new) for channel in rules.channels)
    told_in = rules.report_channel and _renamed(rules.report_channel, old, new)
    return replace(rules, channels=channels, report_channel=told_in)


def _renamed(channel: str, old: str, new: str) -> str:
    name, separator, topic = channel.partition(SEPARATOR)
    return f"{new}{separator}{topic}" if name == old else channel


def _new_channel(old: str, new: str) -> ColumnElement[str]:
    """As `_renamed`, of every session at once."""
    channel, start = sessions.c.channel, f"{old}{SEPARATOR}"
    topic = func.substr(channel, len(start) + 1)
    in_topic = func.substr(channel, 1, len(start)) == start
    renamed = (channel == old, literal(new)), (in_topic, literal(new + SEPARATOR, Text).concat(topic))
    return case(*renamed, else_=channel)
