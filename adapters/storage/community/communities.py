"""What holds in each community; remembered, since it is asked for with every event."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.auditing import write_note
from adapters.storage.community.tables import community_rules
from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.writing.memory import Memory
from adapters.storage.writing.rows import to_json
from adapters.storage.writing.statements import IfExists, write_rows
from adapters.storage.writing.writer import Writer
from core.community_ports import Json
from core.types.communities import CommunityRules, SafetyLevel
from core.types.identifiers import UserId


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
                    rules = await _stored_rules(connection, platform, community)
            self._known.suggest((platform, community), rules)
        return rules

    async def save_rules(
        self, platform: str, community: str, rules: CommunityRules, *, by: UserId, at: float
    ) -> None:
        """Let these rules hold from now on; the audit log tells what they were before."""

        async def save(connection: AsyncConnection) -> None:
            before = await _stored_rules(connection, platform, community)
            row = platform, community, to_json(asdict(rules))
            await write_rows(connection, community_rules, [row], if_exists=IfExists.REPLACE)
            details: dict[str, Json] = {
                "platform": platform,
                "community": community,
                "before": asdict(before),
                "after": asdict(rules),
            }
            await write_note(connection, by, "rules", details, at=at)

        await self._writer.perform(save)
        self._known.remember({(platform, community): rules})


async def _stored_rules(connection: AsyncConnection, platform: str, community: str) -> CommunityRules:
    rules = community_rules.c
    query = select(rules.rules).where(rules.platform == platform, rules.community == community)
    text = await connection.scalar(query)
    return CommunityRules() if text is None else _rules(text)


def _rules(text: str) -> CommunityRules:
    values: dict[str, Any] = json.loads(text)
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
    return CommunityRules(**{**values, "safety": SafetyLevel(values["safety"])})
