"""What holds in each community; remembered, since it is asked for with every event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.auditing import write_note
from adapters.storage.community.moving import move_sessions, moved_rules
from adapters.storage.community.spending import move_spending
from adapters.storage.community.tables import community_rules
from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.writing.memory import Memory
from adapters.storage.writing.rows import to_json
from adapters.storage.writing.statements import IfExists, write_rows
from adapters.storage.writing.writer import Writer
from core.budget import day_of
from core.community_ports import Json
from core.types.communities import CommunityRules, SafetyLevel
from core.types.identifiers import Place, SessionId, UserId, account_of

_RULES = community_rules.c


class SqlCommunities:
    """A Communities port."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer
        self._known: Memory[tuple[str, str], CommunityRules] = Memory()

    async def rules_of(self, platform: str, community: str) -> CommunityRules:
        """What holds there now; the rules of a community that has decided nothing are the defaults."""
        rules = self._known.get((platform, community))
        if rules is None:
            with readable_failures(self._database.where):
                async with self._database.reader.connect() as connection:
                    rules = await _rules_in_force(connection, platform, community)
            self._known.suggest((platform, community), rules)
        return rules

    async def save_rules(
        self, platform: str, community: str, rules: CommunityRules, *, by: UserId, at: float
    ) -> None:
        """Let these rules hold from now on; the audit log tells what they were before."""

        async def save(connection: AsyncConnection) -> None:
            before = await _rules_in_force(connection, platform, community)
            await _write_rules(connection, platform, community, rules)
            details: dict[str, Json] = {
                "platform": platform,
                "community": community,
                "before": asdict(before),
                "after": asdict(rules),
            }
            await write_note(connection, by, "rules", details, at=at)

        def remember(_: None) -> None:
            self._known.remember({(platform, community): rules})

        await self._writer.perform(save, then=remember)

    async def move(self, platform: str, old: str, new: str, *, at: float) -> Sequence[SessionId]:
        """Let what holds in a community, and its sessions, be those of another name of it."""
        held: dict[tuple[str, str], CommunityRules] = {}

        async def move(connection: AsyncConnection) -> tuple[SessionId, ...]:
            moved = await _move(connection, platform, old, new, at=at)
            for community in (old, new):
                held[platform, community] = await _rules_in_force(connection, platform, community)
            return moved

        def let_go(_moved: Sequence[SessionId]) -> None:
            self._known.remember(held)
            self._writer.forget_remembered()

        return () if old == new else await self._writer.perform(move, then=let_go)


async def _move(
    connection: AsyncConnection, platform: str, old: str, new: str, *, at: float
) -> tuple[SessionId, ...]:
    """Move rules, sessions and the spending of the day; without rules or sessions nothing is noted."""
    rules = await _stored_rules(connection, platform, old)
    if rules is not None:
        await _move_rules(connection, platform, rules, old, new)
    moved = await move_sessions(connection, platform, old, new)
    accounts = (account_of(Place(platform=platform, channel=one, community=one)) for one in (old, new))
    await move_spending(connection, day_of(at), *accounts)
    if moved or rules is not None:
        details: dict[str, Json] = {
            "platform": platform,
            "before": old,
            "after": new,
            "sessions": len(moved),
            "rules": None if rules is None else asdict(rules),
        }
        await write_note(connection, None, "move", details, at=at)
    return moved


async def _move_rules(
    connection: AsyncConnection, platform: str, rules: CommunityRules, old: str, new: str
) -> None:
    """Let the rules hold under the new name, unless that has some; the old name has none any more."""
    if await _stored_rules(connection, platform, new) is None:
        await _write_rules(connection, platform, new, moved_rules(rules, old, new))
    theirs = _RULES.platform == platform, _RULES.community == old
    await connection.execute(delete(community_rules).where(*theirs))


async def _rules_in_force(connection: AsyncConnection, platform: str, community: str) -> CommunityRules:
    return await _stored_rules(connection, platform, community) or CommunityRules()


async def _stored_rules(connection: AsyncConnection, platform: str, community: str) -> CommunityRules | None:
    query = select(_RULES.rules).where(_RULES.platform == platform, _RULES.community == community)
    text = await connection.scalar(query)
    return None if text is None else _rules(text)


async def _write_rules(
    connection: AsyncConnection, platform: str, community: str, rules: CommunityRules
) -> None:
    row = platform, community, to_json(asdict(rules))
    await write_rows(connection, community_rules, [row], if_exists=IfExists.REPLACE)


def _rules(text: str) -> CommunityRules:
    values: dict[str, Any] = json.loads(text)
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
    return CommunityRules(**{**values, "safety": SafetyLevel(values["safety"])})
