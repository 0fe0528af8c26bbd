"""What a page sends: consent, a beginning and every kind of answer, each counted once."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import StorageUnavailableError
from core.types.galleries import Comparison
from core.types.identifiers import SessionId, UserId
from core.types.sessions import Ending, Phase, Rules
from tests.fakes.website import Browser, Site, WebWorld, a_web_key, running_site


async def test_nothing_is_stored_before_somebody_agrees(site: Site, anna: Browser) -> None:
    for path in ("/", "/sessions/0000000000000001", "/static/page.css", "/healthz"):
        await anna.get(path)
    response = await anna.post("/sessions", {"key": a_web_key(), "prompt": "a white cat"})
    assert response.status_code == 403
    assert "agree" in response.json()["message"]
    assert not site.world.store._people
    assert not site.world.store._consents


@pytest.mark.parametrize("body", [{"agreed": False}, {"agreed": "yes"}, {}, {"agreed": True, "more": 1}, []])
async def test_only_a_plain_yes_is_a_consent(site: Site, anna: Browser, body: object) -> None:
    assert (await anna.post("/consent", body)).status_code == 422
    assert not site.world.store._people


async def test_a_session_begins_with_the_rules_and_at_the_page(site: Site, anna: Browser) -> None:
    site.world.rules = Rules()
    session = await site.look(await anna.begin("a white cat"))
    assert (session.place.platform, session.place.channel) == ("web", "page")
    assert (session.prompt, session.rules, session.seed) == ("a white cat", Rules(), 7)


async def test_the_answer_to_a_beginning_says_where_the_session_stands(anna: Browser) -> None:
    await anna.agree()
    response = await anna.post("/sessions", {"key": a_web_key(), "prompt": "a white cat"})
    told = response.json()
    assert told["session"] == {"id": "0000000000000001", "phase": "expanding", "version": 0, "turn": 1}
    assert told["repeated"] is False


async def test_a_beginning_sent_again_begins_nothing_new(site: Site, anna: Browser) -> None:
    await anna.agree()
    body = {"key": a_web_key(), "prompt": "a white cat"}
    first, second = await anna.post("/sessions", body), await anna.post("/sessions", body)
    assert first.json()["session"]["id"] == second.json()["session"]["id"]
    assert second.json()["repeated"] is True
    assert len(site.world.store._sessions) == 1


@pytest.mark.parametrize(
    ("prompt", "words"),
    [("", "empty"), ("   ", "empty"), ("x" * 2001, "2001 characters"), ("forbidden", "cannot be used")],
)
async def test_a_prompt_that_cannot_be_used_is_told_why(anna: Browser, prompt: str, words: str) -> None:
    await anna.agree()
    response = await anna.post("/sessions", {"key": a_web_key(), "prompt": prompt})
    assert response.status_code == 422
    assert words in response.json()["message"]


async def test_a_pick_counts_with_its_words(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    response = await anna.act(session, "pick", number=2, words="at night", turn=f"{session}.1")
    assert response.json()["session"]["turn"] == 2
    outcome = (await site.look(session)).turn(1).outcome
    assert outcome is not None
    assert (outcome.position is not None, outcome.words) == (True, "at night")


async def test_an_answer_sent_again_counts_once(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    body = {"key": a_web_key(), "act": "pick", "number": 2, "turn": f"{session}.1"}
    told = []
    for _ in range(3):
        told.append((await anna.post(f"/sessions/{session}/answers", body)).json())
        await site.conductor.settled(session)
    assert [each["repeated"] for each in told] == [False, True, True]
    assert len((await site.look(session)).answered) == 1


async def test_an_answer_sent_again_after_a_restart_counts_once(world: WebWorld) -> None:
    key = a_web_key()
    async with running_site(world) as site:
        anna = site.browser()
        session = await anna.begin()
        await anna.post(f"/sessions/{session}/answers", {"key": key, "act": "pick", "number": 1})
    async with running_site(world) as site:
        again = await site.visited_by(anna).post(
            f"/sessions/{session}/answers", {"key": key, "act": "pick", "number": 1}
        )
        assert again.json()["repeated"] is True
        await site.conductor.settled(session)
        assert len((await site.look(session)).answered) == 1


async def test_none_undo_compare_keep_and_go_on_do_what_they_say(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    await anna.act(session, "pick", number=None, words="brighter")
    await anna.act(session, "compare", comparison="better", turn=f"{session}.2")
    assert (await site.look(session)).turn(2).feedback[0].comparison is Comparison.BETTER
    await anna.act(session, "undo", turn=f"{session}.2")
    assert (await site.look(session)).answered == ()
    await anna.act(session, "keep", number=3, turn=f"{session}.1")
    assert (await site.look(session)).ending is Ending.KEPT
    await anna.act(session, "go_on")
    assert (await site.look(session)).phase is Phase.AWAITING_PICK


@pytest.mark.parametrize(
    ("act", "phase"), [("stop", Phase.FINISHED), ("cancel", Phase.CANCELLED), ("undo", Phase.AWAITING_PICK)]
)
async def test_plain_acts_lead_where_they_should(site: Site, anna: Browser, act: str, phase: Phase) -> None:
    session = await anna.begin()
    await anna.act(session, "pick", number=1)
    assert (await anna.act(session, act)).status_code == 200
    assert (await site.look(session)).phase is phase


async def test_try_again_resumes_what_failed(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    site.world.renderer.hitch.fail_always(RuntimeError("no"))
    await anna.act(session, "pick", number=1)
    assert (await site.look(session)).phase is Phase.FAILED
    site.world.renderer.hitch.heal()
    await anna.act(session, "try_again")
    assert (await site.look(session)).phase is Phase.AWAITING_PICK


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"act": "pick", "number": 9}, 422, "no image 9"),
        ({"act": "pick", "number": 1, "turn": "0000000000000001.7"}, 409, "earlier turn"),
        ({"act": "pick", "number": 1, "words": "forbidden"}, 422, "cannot be used"),
        ({"act": "undo"}, 409, "nothing to undo"),
        ({"act": "try_again"}, 409, "Nothing has failed"),
        ({"act": "go_on"}, 409, "still going on"),
        ({"act": "compare", "comparison": "same"}, 409, "second turn"),
    ],
)
async def test_what_cannot_be_done_is_told_and_changes_nothing(
    site: Site, anna: Browser, body: dict[str, Any], status: int, words: str
) -> None:
    session = await anna.begin()
    before = await site.look(session)
    response = await anna.post(f"/sessions/{session}/answers", {"key": a_web_key(), **body})
    assert response.status_code == status
    assert words in response.json()["message"]
    assert await site.look(session) == before


@pytest.mark.parametrize(
    "body",
    [
        {"act": "pick"},
        {"act": "pick", "number": "1"},
        {"act": "pick", "number": 0},
        {"act": "pick", "number": True},
        {"act": "keep", "number": None},
        {"act": "dance"},
        {"act": "undo", "extra": 1},
        {"act": "compare", "comparison": "equal"},
        {"act": "undo", "turn": "1"},
        {"act": "undo", "key": "mine"},
        {"act": "undo", "key": None},
        {},
    ],
)
async def test_what_no_page_of_ours_sends_is_not_understood(anna: Browser, body: dict[str, Any]) -> None:
    session = await anna.begin()
    response = await anna.post(f"/sessions/{session}/answers", {"key": a_web_key(), **body})
    assert response.status_code == 422
    assert "reload" in response.json()["message"]


async def test_a_body_that_is_no_json_is_not_understood(anna: Browser) -> None:
    response = await anna.http.post(
        "/consent",
        content=b"{",
        headers={"Content-Type": "application/json", "Origin": "http://pasta.test"},
    )
    assert response.status_code == 422


async def test_while_the_storage_fails_the_browser_is_asked_to_try_again(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    site.world.store.saving.fail(StorageUnavailableError("/secret/place is gone"))
    body = {"key": a_web_key(), "act": "pick", "number": 1}
    response = await anna.post(f"/sessions/{session}/answers", body)
    assert response.status_code == 503
    assert "secret" not in response.text
    assert (await anna.post(f"/sessions/{session}/answers", body)).json()["repeated"] is False
    await site.conductor.settled(session)
    assert len((await site.look(session)).answered) == 1


async def test_an_answer_that_was_saved_but_not_acknowledged_is_counted_once(
    site: Site, anna: Browser
) -> None:
    session = await anna.begin()
    site.world.store.answering.fail(StorageUnavailableError("lost after saving"))
    body = {"key": a_web_key(), "act": "pick", "number": 1}
    assert (await anna.post(f"/sessions/{session}/answers", body)).status_code == 503
    assert (await anna.post(f"/sessions/{session}/answers", body)).json()["repeated"] is True
    await site.conductor.settled(session)
    assert len((await site.look(session)).answered) == 1


async def test_a_key_that_somebody_else_has_used_tells_nothing_about_their_session(
    anna: Browser, stranger: Browser
) -> None:
    key = a_web_key()
    await anna.agree()
    theirs = await anna.post("/sessions", {"key": key, "prompt": "a secret cat"})
    response = await stranger.post("/sessions", {"key": key, "prompt": "mine"})
    assert response.status_code == 404
    assert theirs.json()["session"]["id"] not in response.text


async def test_other_pages_of_the_session_hear_of_an_answer(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    with site.world.web_stage.listen(session) as listener:
        body = {"key": a_web_key(), "act": "pick", "number": 1}
        await anna.post(f"/sessions/{session}/answers", body)
        assert await listener.news(patience_seconds=1)


async def test_a_session_of_another_platform_is_not_shown_here(site: Site, anna: Browser) -> None:
    await anna.agree()
    (user,) = site.world.store._people.values()
    begun = await site.conductor.begin(site.world.wish(user=UserId(user)))
    elsewhere = SessionId(begun.session.id)
    assert begun.session.place.platform == "fake"
    assert (await anna.get(f"/sessions/{elsewhere}")).status_code == 404
    assert str(elsewhere) not in (await anna.get("/")).text
    response = await anna.post(f"/sessions/{elsewhere}/answers", {"key": a_web_key(), "act": "stop"})
    assert response.status_code == 404
