"""The images of a gallery by themselves: an album to look at and to react to, and files byte by byte."""

from __future__ import annotations

from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.outlet import Outlet, Picture
from adapters.telegram.pictures import of_the_end, originals, tiles
from adapters.telegram.services import PLATFORM
from core.bots.acting import turn_of
from core.bots.services import BotServices
from core.bots.showing.controls import Press
from core.bots.showing.ends import end_of
from core.bots.showing.hiding import WithPlainTiles, concealed
from core.community_ports import Role, SessionMessage
from core.conversation.gallery import view_of
from core.errors import NotNowError
from core.ports import ImageStore
from core.types.sessions import ENDED, Session


class Originals:
    """Sends them once for each gallery: in a group they count as eight of the twenty messages a minute."""

    def __init__(self, services: BotServices) -> None:
        self.images: ImageStore = WithPlainTiles(services.images)

    async def send(self, incoming: Incoming, connection: Connection, session: Session, press: Press) -> None:
        """Send what was asked for: at the end of a session its image, else the gallery's."""
        if session.is_taken_down:
            raise NotNowError("refused-moderated")
        session = concealed(session)
        is_end = session.phase in ENDED and incoming.message is not None and _is_end(incoming)
        if is_end:
            await incoming.answer(incoming.texts.say("one-moment"))
            files = await of_the_end(end_of(session), self.images)
            await self._note(connection, incoming.outlet, press, Role.FILE, await _sent(incoming, files))
            return
        turn = turn_of(session, press)
        known = await connection.messages.of_session(PLATFORM, session.id)
        if any(one.turn == press.turn and one.role is Role.PHOTO for one in known):
            raise NotNowError("refused-originals-there")
        await incoming.answer(incoming.texts.say("one-moment"))
        view = view_of(session, turn)
        album = await incoming.outlet.show_album(await tiles(view, self.images), reply_to=incoming.number)
        await self._note(connection, incoming.outlet, press, Role.PHOTO, album)
        files = await originals(view, self.images)
        await self._note(connection, incoming.outlet, press, Role.FILE, await _sent(incoming, files))

    async def _note(
        self, connection: Connection, outlet: Outlet, press: Press, role: Role, messages: list[int]
    ) -> None:
        noted = [
            SessionMessage(message=outlet.spot.ref(message), turn=press.turn, role=role, number=number)
            for number, message in enumerate(messages, start=1)
        ]
        await connection.messages.note(PLATFORM, noted)


async def _sent(incoming: Incoming, files: list[Picture]) -> list[int]:
    return await incoming.outlet.send_files(files, reply_to=incoming.number) if files else []


def _is_end(incoming: Incoming) -> bool:
    """Whether the controls are those of an end: no gallery has *Start again*."""
    assert incoming.message is not None
    markup = incoming.message.reply_markup
    data = [str(button.callback_data) for row in markup.inline_keyboard for button in row] if markup else []
    return any(":restart:" in one for one in data)
