"""Reports: whoever sees a gallery can say what is wrong with it."""

from __future__ import annotations

from core.bots.looking_back import is_kept
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.controls import Press
from core.bots.showing.recent import Recent
from core.bots.showing.wording import Plain
from core.community_ports import Report
from core.conversation.refining import refined_image
from core.errors import NotNowError, StaleGalleryError
from core.texts.catalogue import Texts
from core.types.galleries import ImageRef
from core.types.identifiers import serial_of
from core.types.sessions import Session, Turn

KINDS = ("sexual", "violent", "hateful", "person", "other")
"""What can be wrong, as it is stored."""
MOST_WORDS = 500
MOST_AN_HOUR = 5
HOUR_SECONDS = 3600.0


class Reporting:
    """Takes reports down, not too many of one person."""

    def __init__(self, services: BotServices, members: Members) -> None:
        self._services = services
        self._members = members
        self._reported_at: Recent[int, tuple[float, ...]] = Recent()

    def check_rate(self, account: int) -> None:
        """Refuse whoever has reported a lot lately."""
        if len(self._newly(account)) >= MOST_AN_HOUR:
            raise NotNowError("refused-many-reports", most=MOST_AN_HOUR)

    async def record(
        self,
        account: int,
        session: Session,
        press: Press,
        *,
        kind: str,
        number: int | None = None,
        words: str = "",
    ) -> Report:
        """Write a report down: about one image of a gallery, or about all of it.

        Raises `RefusedError` where the gallery shows nothing (any more) or the person reports too much.
        """
        self.check_rate(account)
        turn = _reported(session, press)
        assert turn.gallery is not None
        order = turn.gallery.order
        report = Report(
            kind=kind if kind in KINDS else KINDS[-1],
            session=session.id,
            serial=turn.serial,
            position=order[number - 1] if number and number <= len(order) else None,
            by=await self._members.recognise(account),
            at=self._services.clock(),
            community=session.place.community,
            words=words.strip()[:MOST_WORDS] or None,
        )
        await self._services.reports.record(report)
        self._reported_at.remember(account, (*self._newly(account), self._services.clock()))
        return report

    def _newly(self, account: int) -> tuple[float, ...]:
        """When the person reported something in the last hour."""
        since = self._services.clock() - HOUR_SECONDS
        return tuple(at for at in self._reported_at.get(account) or () if at > since)


def images_reported(session: Session, report: Report) -> list[tuple[str, ImageRef, str]]:
    """The name, image and text of all that a report is about, and of what was refined from it."""
    turn, refined = session.turn(report.serial), refined_image(session)
    assert turn.gallery is not None
    shown = []
    for position in turn.gallery.order if report.position is None else (report.position,):
        name, text = str(turn.gallery.number_of(position)), turn.candidate_at(position).text
        shown.append((name, turn.images[position][0], text))
        if refined is not None and is_kept(session, report.serial, position):
            shown.append((f"{name}-refined", refined, text))
    return shown


def lines_of(
    session: Session, report: Report, texts: Texts, *, plain: Plain, people: str
) -> tuple[str, list[str]]:
    """What moderators read of a report: its heading, and what stands below it, such as the `people`."""
    gallery = session.turn(report.serial).gallery
    assert gallery is not None
    number = 0 if report.position is None else gallery.number_of(report.position)
    lines = [texts.say("report-prompt", prompt=plain(session.prompt)), people]
    if report.words:
        lines.append(texts.say("report-words", words=plain(report.words)))
    return texts.say("report-heading", kind=report.kind, number=number), lines


def _reported(session: Session, press: Press) -> Turn:
    serial = serial_of(press.turn)
    if serial > len(session.turns) or not session.turn(serial).images:
        raise StaleGalleryError
    if session.is_taken_down:
        raise NotNowError("refused-moderated")
    return session.turn(serial)
