"""What concerns groups, put together: their commands, links, buttons and events."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Update

from adapters.telegram.connection import Connection
from adapters.telegram.groups.group_settings import GroupSettings
from adapters.telegram.groups.joining import joined
from adapters.telegram.groups.moderating import Moderating
from adapters.telegram.groups.settings_menus import PREFIX
from adapters.telegram.incoming import Incoming
from adapters.telegram.reports.posts import ReportPosts
from adapters.telegram.reports.reporting import Reporting
from adapters.telegram.stage import TelegramStage
from core.bots import moderating
from core.bots.gate import Gate
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.errors import NotNowError


class Groups:
    """What the bot does for groups and those who decide there."""

    def __init__(self, services: BotServices, members: Members, gate: Gate, stage: TelegramStage) -> None:
        self._settings = GroupSettings(gate)
        self._reporting = Reporting(services, members, ReportPosts(services, gate))
        core = moderating.Moderating(services, members)
        self._moderating = Moderating(services, core, stage)
        self.commands: dict[str, Callable[[Incoming, Connection], Awaitable[None]]] = {
            "settings": self._settings.asked,
            "takedown": self._moderating.take_down,
        }
        self.payloads = {"report": self._reporting.opened}

    async def press(self, incoming: Incoming, connection: Connection, data: str) -> bool:
        """Whether a press was on one of the buttons here, which is then answered."""
        press = Press.parse(data)
        if data.startswith(PREFIX):
            await self._settings.pressed(incoming, connection, data)
        elif press is not None and press.verb in {Verb.KIND, Verb.REPORT}:
            await self._reporting.press(incoming, connection, press)
        elif press is not None and press.verb in {Verb.TAKE_DOWN, Verb.HALT}:
            await self._moderating.press(incoming, connection, press)
        else:
            return False
        return True

    def check_may_command(self, incoming: Incoming, command: str) -> None:
        """Refuse anonymous administrators whatever is done for one person."""
        if incoming.in_name_of_chat and command not in self.commands:
            raise NotNowError("refused-anonymous")

    async def typed(self, incoming: Incoming, connection: Connection) -> bool:
        """Whether a message is taken care of: words to a report, or what an anonymous administrator says."""
        if not incoming.in_name_of_chat:
            return await self._reporting.worded(incoming, connection)
        if _answers(incoming, connection):
            raise NotNowError("refused-anonymous")
        return True

    async def happened(self, update: Update, connection: Connection) -> None:
        """The bot has come into a chat, or has become something else there."""
        if update.my_chat_member is not None:
            await joined(update.my_chat_member, connection)


def _answers(incoming: Incoming, connection: Connection) -> bool:
    """Whether a message answers one of the bot's."""
    answered = incoming.message.reply_to_message if incoming.message else None
    return (
        answered is not None
        and answered.from_user is not None
        and (answered.from_user.id == connection.bot.id)
    )
