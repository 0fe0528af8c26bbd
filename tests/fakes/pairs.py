"""Two accounts of one person, who are two people to the program until they are joined."""

from __future__ import annotations

from dataclasses import dataclass

from core.belief import Belief
from core.community_ports import Joined
from core.types.identifiers import Identity, Place, UserId
from core.types.sessions import Rules, Session
from tests.fakes.ports import USER_MODEL
from tests.fakes.saving import beginning, saved, saved_until_shown
from tests.fakes.stores import Stores

CODE = "ABCD2345"
DISCORD = Identity(platform="discord", account="1")
TELEGRAM = Identity(platform="telegram", account="1")
WEB = Identity(platform="web", account="1")
NOW = 1000.0


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two people who are one in truth: the one who offers a code, and the one who gives it."""

    stores: Stores
    host: UserId
    guest: UserId

    async def join(self, *, at: float = NOW) -> Joined:
        """Make them one person."""
        await self.stores.links.offer(self.host, code=CODE, until=at + 1)
        return await self.stores.links.join(self.guest, CODE, at=at)

    async def gallery(self, user: UserId, platform: str, rules: Rules | None = None) -> Session:
        """A session on a platform whose first gallery waits."""
        place = Place(platform=platform, channel="here")
        session = await saved(self.stores.sessions, beginning(rules, user=user, place=place))
        return await saved_until_shown(self.stores.sessions, session)

    async def read(self, session: Session) -> Session:
        """The session as it is stored."""
        stored = await self.stores.sessions.load(session.id)
        assert stored is not None
        return stored

    async def belief(self, user: UserId) -> Belief:
        """What is believed of a person."""
        belief = await self.stores.beliefs.belief(user, USER_MODEL)
        assert belief is not None
        return belief

    async def separate(self, *, at: float = NOW + 1) -> UserId:
        """Let Telegram's account go its own way again."""
        return (await self.stores.links.separate(TELEGRAM, at=at)).user


async def a_pair(stores: Stores) -> Pair:
    """One person on Discord and one on Telegram."""
    return Pair(
        stores=stores,
        host=await stores.people.recognise(DISCORD),
        guest=await stores.people.recognise(TELEGRAM),
    )
