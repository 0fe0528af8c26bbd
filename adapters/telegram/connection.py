"""How the bot reaches chats while it is connected, and what it knows of the people in them."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog
from telegram import ChatMember, ChatMemberAdministrator, ChatMemberOwner, ChatMemberRestricted

from adapters.telegram.failures import MovedError, readable_failures
from adapters.telegram.outlet import Bot, Outlet
from adapters.telegram.services import PLATFORM
from adapters.telegram.where import Spot
from core.bots.services import BotServices
from core.bots.showing.hiding import Hiding
from core.bots.showing.recent import Recent
from core.community_ports import SessionMessages
from core.errors import TransientError, WorkError
from core.types.identifiers import Place, account_of

log = structlog.get_logger()


OUTSIDE = {ChatMember.LEFT, ChatMember.BANNED}


def is_there(member: ChatMember | None) -> bool:
    """Whether that is somebody who is in the chat now."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member is not None and member.status not in OUTSIDE


def _nowhere(_: str) -> bool:
    """Telegram does not say of any group that children are kept out."""
    return False


@dataclass(frozen=True, kw_only=True)
class Connection:
    """The bot's connection: a chat's outlet, the messages that are known, and where groups have moved to."""

    bot: Bot
    services: BotServices
    moved_to: Recent[int, int] = field(default_factory=Recent)

    @property
    def messages(self) -> SessionMessages:
        """The messages of sessions beside their galleries."""
        return self.services.session_messages

    @property
    def hiding(self) -> Hiding:
        """Where marked images may be seen: nowhere, as Telegram knows no groups for adults alone."""
        return Hiding(self.services.communities, PLATFORM, is_for_adults=_nowhere)

    @property
    def username(self) -> str:
        """The bot's name, as links to it have it."""
        return self.bot.username

    def deep_link(self, payload: str) -> str:
        """What opens a private chat with the bot, which is told the payload (at most 64 characters)."""
        return f"https://t.me/{self.username}?start={payload}"

    def outlet(self, spot: Spot) -> Outlet:
        """The way into a chat, also where it has got another number since."""
        chat = self.moved_to.get(spot.chat) or spot.chat
        return Outlet(self.bot, Spot(chat=chat, topic=spot.topic), moved=self.move)

    async def is_administrator(self, account: int, spot: Spot) -> bool:
        """Whether somebody may decide for a group: asked anew each time, since that can change."""
        member = await self._membership(account, spot)
        return isinstance(member, ChatMemberOwner | ChatMemberAdministrator)

    async def may_delete(self, account: int, spot: Spot) -> bool:
        """Whether somebody may take others' messages down in a group."""
        member = await self._membership(account, spot)
        return isinstance(member, ChatMemberOwner) or (
            isinstance(member, ChatMemberAdministrator) and member.can_delete_messages
        )

    async def is_member(self, account: int, spot: Spot) -> bool:
        """Whether somebody is in a group, and so sees what is shown there."""
        return is_there(await self._membership(account, spot))

    async def name_of(self, account: int, spot: Spot) -> str:
        """How somebody is called in a group; empty where Telegram does not tell."""
        member = await self._membership(account, spot)
        return "" if member is None else member.user.full_name

    async def _membership(self, account: int, spot: Spot) -> ChatMember | None:
        """What somebody is in a group; `None` where that cannot be known (any more)."""
        if spot.community is None:
            return None
        try:
            with readable_failures():
                return await self.bot.get_chat_member(self.moved_to.get(spot.chat) or spot.chat, account)
        except MovedError as error:
            await self.move(spot.chat, error.chat)
            return await self._membership(account, Spot(chat=error.chat))
        except TransientError:
            raise
        except WorkError as error:
            log.info("membership not known", chat=spot.chat, error=type(error).__name__)
            return None

    async def move(self, old: int, new: int) -> None:
        """Note that a group has become a supergroup: its rules and sessions go with it."""
        self.moved_to.remember(old, new)
        at = self.services.clock()
        moved = await self.services.communities.move(PLATFORM, str(old), str(new), at=at)
        accounts = [Place(platform=PLATFORM, channel=str(chat), community=str(chat)) for chat in (old, new)]
        self.services.allowance.move(*map(account_of, accounts))
        await self.services.conductor.read_anew(moved)
        log.info("group moved", old=old, new=new, sessions=len(moved))
