"""What people do on the page: agree, begin and answer."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from adapters.web.bodies import AnswerBody, ConsentBody, NewSessionBody
from adapters.web.site import OwnSession, TheSite, TheVisitor, Visitor
from adapters.web.stage import CHANNEL, PLATFORM, Changed
from core.conductor.conductor import Receipt
from core.errors import ConsentRequiredError, UnknownSessionError
from core.ports import RUN_CONSENT_VERSION, Consent, Purpose
from core.types.answers import NewSession, PersonEvent
from core.types.identifiers import Place

router = APIRouter()


@router.post("/consent")
async def consent(body: ConsentBody, request: Request, site: TheSite, visitor: TheVisitor) -> Response:
    """Write a yes down, once; who has no account yet gets one with it."""
    if visitor is None:
        site.admit(request)
        visitor = await site.recognised(site.accounts.new())
    if not await site.has_agreed(visitor):
        await site.services.people.record_consent(
            Consent(
                user=visitor.user,
                purpose=Purpose.RUN,
                version=RUN_CONSENT_VERSION,
                granted=body.agreed,
                at=site.services.clock(),
            )
        )
    response = JSONResponse({"agreed": True})
    site.greet(response, visitor)
    return response


@router.post("/sessions")
async def begin(body: NewSessionBody, request: Request, site: TheSite, visitor: TheVisitor) -> Response:
    """Begin a session."""
    if visitor is None:
        raise ConsentRequiredError(Purpose.RUN)
    site.admit(request)
    new = NewSession(
        key=body.event_key,
        user=visitor.user,
        place=Place(platform=PLATFORM, channel=CHANNEL),
        prompt=body.prompt,
        rules=site.services.rules,
        seed=site.services.new_seed(),
        at=site.services.clock(),
    )
    return _counted(await site.services.conductor.begin(new), visitor)


@router.post("/sessions/{session_id}/answers")
async def answer(body: AnswerBody, session: OwnSession, site: TheSite, visitor: TheVisitor) -> Response:
    """Let one act happen, and let the session's other pages know."""
    assert visitor is not None
    event = PersonEvent(
        key=body.event_key,
        session=session.id,
        user=visitor.user,
        act=body.meaning(),
        at=site.services.clock(),
        turn=body.turn_id,
    )
    receipt = await site.services.conductor.handle(event)
    site.services.stage.publish(session.id, Changed())
    return _counted(receipt, visitor)


def _counted(receipt: Receipt, visitor: Visitor) -> Response:
    """The session as it stands after an act; a key that somebody else has used tells nothing about theirs."""
    session = receipt.session
    if session.starter != visitor.user:
        raise UnknownSessionError(session.id)
    turn = session.current
    return JSONResponse(
        {
            "session": {
                "id": session.id,
                "phase": session.phase,
                "version": session.version,
                "turn": None if turn is None else turn.serial,
            },
            "repeated": receipt.repeated,
        }
    )
