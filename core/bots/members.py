"""Who of a platform's users somebody is to the program; nobody is written down who only looks on."""

from __future__ import annotations

from core.bots.services import BotServices
from core.errors import ForeignSessionError, StaleGalleryError, UnknownSessionError
from core.ports import RUN_CONSENT_VERSION, Consent, Purpose
from core.types.identifiers import Identity, SessionId, UserId
from core.types.sessions import Session


class Members:
    """Recognises people by their accounts, and writes down what they agree to."""

    def __init__(self, services: BotServices) -> None:
        self._services = services

    async def recognise(self, account: int) -> UserId:
        """The person behind an account."""
        identity = Identity(platform=self._services.platform, account=str(account))
        return await self._services.people.recognise(identity)

    async def began(self, account: int, session: Session) -> bool:
        """Whether the account's person began the session."""
        own = await self._services.people.account_of(session.starter, self._services.platform)
        return own == str(account)

    async def own_session(self, account: int, session_id: SessionId, *, to_look_at: bool = False) -> Session:
        """A session that the account's person began; raises `RefusedError` for others.

        Only one of this platform can be gone on with here; one of another can be looked at.
        """
        session = await self._services.conductor.look(session_id)
        if session.place.platform != self._services.platform and not to_look_at:
            raise UnknownSessionError(session_id)
        if not await self.began(account, session):
            raise ForeignSessionError
        return session

    async def check_sees(self, account: int, channel: str, community: str | None, session: Session) -> None:
        """Refuse whoever does not see the session: they did not begin it, and are not where it is."""
        here = channel, community
        if here != (session.place.channel, session.place.community) and not await self.began(
            account, session
        ):
            raise StaleGalleryError

    async def has_agreed(self, account: int) -> bool:
        """Whether the person's sessions may be stored."""
        return await self._services.people.has_agreed(await self.recognise(account), Purpose.RUN)

    async def agree(self, account: int) -> None:
        """Write a yes down, once."""
        person = await self.recognise(account)
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
