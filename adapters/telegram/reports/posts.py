"""Shows reports where a group's administrators want them: the images, hidden at first, and what was said.

Who has reported is not told there: members may read along.
"""

from __future__ import annotations

from dataclasses import replace

import structlog

from adapters.telegram.connection import Connection
from adapters.telegram.keyboards import button, keyboard
from adapters.telegram.outlet import Keyboard, Outlet, Picture
from adapters.telegram.pictures import whole_image, within_photo
from adapters.telegram.services import PLATFORM
from adapters.telegram.where import Spot, spot_of, spot_of_channel
from adapters.telegram.wording import bold, escaped, plain, unlinked
from core.bots.gate import Gate
from core.bots.reporting import images_reported, lines_of
from core.bots.services import BotServices
from core.bots.showing.controls import Verb
from core.bots.showing.hiding import WithPlainTiles
from core.community_ports import Report, Role, SessionMessage
from core.errors import WorkError
from core.texts.catalogue import Texts, texts_in
from core.types.identifiers import turn_id
from core.types.sessions import Session

log = structlog.get_logger()


class ReportPosts:
    """Writes them into the group of the session."""

    def __init__(self, services: BotServices, gate: Gate) -> None:
        self._services = services
        self._gate = gate
        self._images = WithPlainTiles(services.images)

    async def show(self, connection: Connection, session: Session, report: Report) -> bool:
        """Whether the report stands where the administrators see it."""
        rules = await self._gate.rules_of(session.place.community)
        if session.place.community is None or rules.report_channel is None:
            return False
        topic = spot_of_channel(rules.report_channel).topic
        outlet = connection.outlet(Spot(chat=spot_of(session.place).chat, topic=topic))
        try:
            await self._write(connection, outlet, session, report, texts_in(rules.language))
        except WorkError as error:
            log.warning("report not shown", chat=outlet.spot.chat, error=type(error).__name__)
            return False
        return True

    async def _write(
        self, connection: Connection, outlet: Outlet, session: Session, report: Report, texts: Texts
    ) -> None:
        pictures = await self._pictures(connection, outlet, session, report)
        shown = await outlet.show_album(pictures) if len(pictures) > 1 else [await outlet.show(pictures[0])]
        await self._note(connection, outlet, report, list(enumerate(shown, start=1)))
        text = await self._text(connection, session, report, texts)
        message = await outlet.write(text, keyboard=_controls(report, texts), reply_to=shown[0])
        await self._note(connection, outlet, report, [(None, message)])

    async def _pictures(
        self, connection: Connection, outlet: Outlet, session: Session, report: Report
    ) -> list[Picture]:
        """The images that it is about, hidden until somebody asks to see them."""
        seen = await connection.hiding.seen_in(outlet.spot.channel, session.place.community, session)
        pictures = []
        for name, image, _ in images_reported(seen, report):
            picture = await within_photo(await whole_image(image, f"image-{name}", self._images))
            pictures.append(replace(picture, caption=name, spoiler=True))
        return pictures

    async def _text(self, connection: Connection, session: Session, report: Report, texts: Texts) -> str:
        maker, there = await self._maker(connection, session), spot_of(session.place)
        people = plain(texts.say("report-maker", maker=maker))
        heading, lines = lines_of(session, report, texts, plain=plain, people=people)
        gallery = session.turn(report.serial).gallery
        link = there.link(int(gallery.messages[-1].message)) if gallery and gallery.messages else None
        if link is not None:
            lines.append(f'<a href="{link}">{escaped(texts.say("report-link"))}</a>')
        return "\n".join((bold(heading), *lines))

    async def _maker(self, connection: Connection, session: Session) -> str:
        """How whoever began is called, as far as that is known."""
        account = await self._services.people.account_of(session.starter, PLATFORM)
        if account is None:
            return "?"
        return unlinked(await connection.name_of(int(account), spot_of(session.place))) or account

    async def _note(
        self,
        connection: Connection,
        outlet: Outlet,
        report: Report,
        messages: list[tuple[int | None, int]],
    ) -> None:
        """Remember them, so that they go with the session."""
        turn = turn_id(report.session, report.serial)
        noted = [
            SessionMessage(message=outlet.spot.ref(message), turn=turn, role=Role.REPORT, number=number)
            for number, message in messages
        ]
        await connection.messages.note(PLATFORM, noted)


def _controls(report: Report, texts: Texts) -> Keyboard:
    turn = turn_id(report.session, report.serial)
    take_down = button(texts.say("button-take-down"), Verb.TAKE_DOWN, turn)
    return keyboard([take_down, button(texts.say("button-halt"), Verb.HALT, turn)])
