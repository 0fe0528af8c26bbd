"""How the bot reaches chats while it is connected, and what it knows of the people in them."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog
from telegram import ChatMemberAdministrator, ChatMemberOwner

from adapters.telegram.failures import readable_failures
from adapters.telegram.outlet import Bot, Outlet
from adapters.telegram.services import PLATFORM
from adapters.telegram.where import Spot
from core.bots.services import BotServices
from core.bots.showing.hiding import Hiding
from core.bots.showing.recent import Recent
from core.community_ports import SessionMessages

log = structlog.get_logger()


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
        if spot.community is None:
            return False
        with readable_failures():
            member = await self.bot.get_chat_member(spot.chat, account)
        return isinstance(member, ChatMemberOwner | ChatMemberAdministrator)

    async def may_delete(self, account: int, spot: Spot) -> bool:
        """Whether somebody may take others' messages down in a group."""
        if spot.community is None:
            return False
        with readable_failures():
            member = await self.bot.get_chat_member(spot.chat, account)
        return isinstance(member, ChatMemberOwner) or (
            isinstance(member, ChatMemberAdministrator) and member.can_delete_messages
        )

    async def move(self, old: int, new: int) -> None:
        """Note that a group has become a supergroup: its rules and sessions go with it."""
        self.moved_to.remember(old, new)
        at = self.services.clock()
        moved = await self.services.communities.move(PLATFORM, str(old), str(new), at=at)
        await self.services.conductor.let_go(moved)
        log.info("group moved", old=old, new=new, sessions=len(moved))
