"""What is handed out to somebody about themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from adapters.storage.opening import Storage
from core.community_ports import Report, Role, SavedImage, SessionMessage
from core.ports import Consent, Purpose, SharedAnswer, SharedRecap
from core.types.answers import CloseVote, Compare, Keep, Pick
from core.types.communities import CommunityRules
from core.types.galleries import Comparison
from core.types.identifiers import MessageRef, Place, UserId, turn_id
from core.types.sessions import Session
from tests.fakes.ports import USER_MODEL
from tests.fakes.saving import acting, beginning, saved, saved_until_shown
from tests.fakes.sessions import ANNA, BEN, BY_STARTER, NOW

SERVER = Place(platform="fake", channel="here", community="server")
RECAP = SharedRecap(answers=(SharedAnswer(serial=1, position=2),), kept=None, is_found=True)


async def exported(storage: Storage, user: UserId = ANNA) -> dict[str, Any]:
    """The export as it is when it has been written down and read again."""
    return dict(json.loads(json.dumps(await storage.personal_data.export(user))))


@pytest.fixture
async def session(storage: Storage) -> Session:
    """Anna's session on a server: Ben has voted there, too, and she has kept an image."""
    session = await saved(storage.sessions, beginning(replace(BY_STARTER, finishes=True), place=SERVER))
    for user, act in (
        (BEN, Pick(number=1, words="Ben's words")),
        (ANNA, Pick(number=2, words="at night")),
        (ANNA, CloseVote()),
        (BEN, Pick(number=3)),
        (ANNA, Pick(number=4)),
        (ANNA, CloseVote()),
        (BEN, Compare(comparison=Comparison.WORSE)),
        (ANNA, Compare(comparison=Comparison.BETTER)),
        (ANNA, Keep(number=1)),
    ):
        session = await saved_until_shown(storage.sessions, session)
        session = await saved(storage.sessions, acting(session, act, user=user))
    return await saved_until_shown(storage.sessions, session)


async def test_a_person_who_has_done_nothing_is_an_identity_and_no_more(storage: Storage) -> None:
    told = await exported(storage)
    assert told.pop("identities") == [{"platform": "fake", "account": ANNA}]
    assert [kind for kind, records in told.items() if records] == []


async def test_somebody_unknown_has_nothing_stored(storage: Storage) -> None:
    assert not any((await exported(storage, UserId("nobody"))).values())


async def test_sessions_are_told_whole_with_what_was_shown(storage: Storage, session: Session) -> None:
    (told,) = (await exported(storage))["sessions"]
    assert (told["id"], told["prompt"], told["began_at"]) == (session.id, "a white cat", NOW)
    assert told["place"] == {"platform": "fake", "channel": "here", "community": "server"}
    assert told["rules"]["turns"] == 5
    assert session.kept is not None
    where = {"serial": 3, "position": session.kept.position, "at": NOW}
    refined = {"hash": f"3.{session.kept.position}.refined", "media_type": "image/webp", "spoiler": True}
    assert told["kept"] == {**where, "finish": {"image": refined}}
    first, turn = told["turns"][0], session.turns[0]
    assert turn.slate is not None
    assert [one["text"] for one in first["shown"]] == [
        turn.candidates[chosen].text for chosen in turn.slate.chosen
    ]
    assert first["shown"][0]["category"] == turn.candidate_at(0).category
    assert first["images"][1][0]["hash"] == turn.images[1][0].hash
    assert first["outcome"] == {"position": turn.outcome.position, "words": turn.outcome.words}  # type: ignore[union-attr]


async def test_of_others_answers_nothing_is_told(storage: Storage, session: Session) -> None:
    told = await exported(storage)
    assert BEN not in json.dumps(told).replace("Ben's words", "")
    turn = told["sessions"][0]["turns"][0]
    assert [vote["words"] for vote in turn["votes"]] == ["at night"]
    assert [said["comparison"] for said in told["sessions"][0]["turns"][1]["feedback"]] == ["better"]
    assert len(told["picks"]) == 3
    assert "Ben's words" in json.dumps(await exported(storage, BEN))
    assert (await exported(storage, BEN))["sessions"] == []


async def test_answers_are_told_with_the_words_and_the_session(storage: Storage, session: Session) -> None:
    told = await exported(storage, BEN)
    assert [(one["session_id"], one["serial"], one["words"]) for one in told["picks"]] == [
        (session.id, 1, "Ben's words"),
        (session.id, 2, None),
    ]
    (said,) = told["feedback"]
    assert (said["session_id"], said["serial"], said["comparison"]) == (session.id, 2, "worse")
    assert [one["kind"] for one in told["events"]] == ["pick", "pick", "compare"]
    assert told["events"][0]["payload"] == {"number": 1, "words": "Ben's words"}


async def test_a_belief_is_told_in_numbers(storage: Storage, session: Session) -> None:
    belief = await storage.beliefs.belief(ANNA, USER_MODEL)
    assert belief is not None
    assert (await exported(storage))["beliefs"] == [
        {
            "user_model": USER_MODEL,
            "log_prior": list(belief.log_prior),
            "log_evidence": list(belief.log_evidence),
            "updates": 3,
        }
    ]


async def test_what_was_agreed_saved_shared_and_reported_is_told(storage: Storage, session: Session) -> None:
    consent = Consent(user=ANNA, purpose=Purpose.TRAIN, version="2", granted=False, at=1.5)
    await storage.people.record_consent(consent)
    image = {"session": session.id, "serial": 2, "position": 1}
    await storage.saved.save(ANNA, SavedImage(session=session.id, serial=2, position=1, at=2.5))
    token = await storage.shares.share(session.id, RECAP)
    report = Report(kind="odd", session=session.id, serial=2, position=1, by=ANNA, at=3.5, words="Look!")
    await storage.reports.record(report)
    told = await exported(storage)
    assert told["consents"] == [{"id": 1, "purpose": "train", "version": "2", "granted": False, "at": 1.5}]
    where = {"session_id": image["session"], "serial": 2, "position": 1}
    assert told["saved_images"] == [{**where, "at": 2.5}]
    rest = {"id": 1, "kind": "odd", "community": None, "words": "Look!", "at": 3.5}
    assert told["reports"] == [{**where, **rest}]
    (share,) = told["shares"]
    assert (share["session_id"], share["token"]) == (session.id, token)
    assert share["recap"]["answers"] == [{"serial": 1, "position": 2}]
    assert [(one["action"], one["at"]) for one in told["audit"]] == [("consent", 1.5), ("report", 3.5)]
    assert told["audit"][0]["details"]["granted"] is False


async def test_communities_that_have_blocked_the_person_are_told(storage: Storage) -> None:
    for platform, community, blocked in (
        ("fake", "open", (BEN,)),
        ("fake", "closed", (BEN, ANNA)),
        ("elsewhere", "of another", (ANNA,)),
    ):
        rules = CommunityRules(blocked_members=blocked)
        await storage.communities.save_rules(platform, community, rules, by=BEN, at=1.0)
    assert (await exported(storage))["blocked_in"] == [{"platform": "fake", "community": "closed"}]


async def test_messages_are_told_but_not_those_in_others_private_chats(
    storage: Storage, session: Session
) -> None:
    for number, channel in enumerate(("here", ANNA, BEN), 1):
        message = MessageRef(channel=channel, message=str(number))
        noted = SessionMessage(message=message, turn=turn_id(session.id, 2), role=Role.FILE, number=number)
        await storage.session_messages.note("fake", [noted])
    where = {"platform": "fake", "session_id": session.id, "serial": 2, "role": "file"}
    of_ben = {**where, "channel": BEN, "message": "3", "number": 3}
    assert (await exported(storage))["session_messages"] == [
        {**where, "channel": ANNA, "message": "2", "number": 2},
        {**where, "channel": "here", "message": "1", "number": 1},
    ]
    assert (await exported(storage, BEN))["session_messages"] == [of_ben]
