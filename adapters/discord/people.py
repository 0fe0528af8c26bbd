"""Who of Discord's users somebody is to the program; nobody is written down who only looks on."""

from __future__ import annotations

from typing import Any

import discord

from adapters.discord.services import PLATFORM, DiscordServices
from core.errors import StaleGalleryError
from core.ports import RUN_CONSENT_VERSION, Consent, Purpose
from core.types.identifiers import Identity, UserId
from core.types.sessions import Session


class Members:
    """Recognises people, and writes down what they agree to."""

    def __init__(self, services: DiscordServices) -> None:
        self._services = services

    async def recognise(self, user: discord.abc.User | discord.Object) -> UserId:
        """The person behind an account."""
        return await self._services.people.recognise(Identity(platform=PLATFORM, account=str(user.id)))

    async def began(self, account: int, session: Session) -> bool:
        """Whether the account's person began the session."""
        return await self._services.people.account_of(session.starter, PLATFORM) == str(account)

    async def check_sees(self, interaction: discord.Interaction[Any], session: Session) -> None:
        """Refuse whoever does not see the session: they did not begin it, and are not where it is."""
        community = None if interaction.guild_id is None else str(interaction.guild_id)
        here = str(interaction.channel_id), community
        if here != (session.place.channel, session.place.community) and not await self.began(
            interaction.user.id, session
        ):
            raise StaleGalleryError

    async def has_agreed(self, user: discord.abc.User) -> bool:
        """Whether the person's sessions may be stored."""
        return await self._services.people.has_agreed(await self.recognise(user), Purpose.RUN)

    async def agree(self, user: discord.abc.User) -> None:
        """Write a yes down, once."""
        person = await self.recognise(user)
        if await self._services.people.has_agreed(person, Purpose.RUN):
            return
        await self._services.people.record_consent(
            Consent(
                user=person,
                purpose=Purpose.RUN,
                version=RUN_CONSENT_VERSION,
                granted=True,
                at=self._services.clock(),
            )
        )
