"""The web stage: news for the pages that are open, which never holds anything up and never piles up."""

from __future__ import annotations

import asyncio

from adapters.web.stage import Changed, StorageTrouble, WebStage
from core.conversation.gallery import view_of
from core.errors import StorageFullError
from core.ports import Progress
from core.types.identifiers import SessionId
from tests.fakes.sessions import SESSION, shown, the_open

OTHER = SessionId("00000000000000bb")
PAINTING = Progress(duty="render", done=2, total=4, users_ahead=1)


async def test_a_posted_gallery_is_named_by_its_nonce_and_the_pages_look() -> None:
    stage, session = WebStage(), shown()
    view = view_of(session, the_open(session))
    with stage.listen(SESSION) as listener:
        posted = await stage.post_gallery(session, view)
        assert await listener.news(patience_seconds=1) == (Changed(),)
    (message,) = posted.messages
    assert (message.channel, message.message) == (session.place.channel, view.nonce)
    assert posted.rendering == "page"


async def test_every_telling_reaches_every_page_of_that_session_and_no_other() -> None:
    stage, session = WebStage(), shown()
    view = view_of(session, the_open(session))
    with stage.listen(SESSION) as one, stage.listen(SESSION) as two, stage.listen(OTHER) as other:
        for telling in (
            stage.close_gallery(session, view),
            stage.deliver(session),
            stage.tell(session, "It broke."),
        ):
            await telling
            for listener in (one, two):
                assert await listener.news(patience_seconds=1) == (Changed(),)
        assert await other.news(patience_seconds=0.01) == ()


async def test_progress_and_trouble_are_told_as_they_are() -> None:
    stage, session = WebStage(), shown()
    with stage.listen(SESSION) as listener:
        await stage.tell(session, PAINTING)
        await stage.tell(session, StorageFullError("/secret/place"))
        assert await listener.news(patience_seconds=1) == (PAINTING, StorageTrouble())


async def test_who_listens_slowly_gets_the_newest_of_each_kind_only() -> None:
    stage, session = WebStage(), shown()
    with stage.listen(SESSION) as listener:
        for done in range(1000):
            await stage.tell(session, Progress(duty="render", done=done, total=1000))
        assert len(listener._waiting) == 1
        (progress,) = await listener.news(patience_seconds=1)
    assert isinstance(progress, Progress)
    assert progress.done == 999


async def test_a_change_makes_older_progress_worthless() -> None:
    stage = WebStage()
    with stage.listen(SESSION) as listener:
        stage.publish(SESSION, PAINTING)
        stage.publish(SESSION, Changed())
        assert await listener.news(patience_seconds=1) == (Changed(),)


async def test_news_wakes_who_already_waits() -> None:
    stage = WebStage()
    with stage.listen(SESSION) as listener:
        waiting = asyncio.create_task(listener.news(patience_seconds=5))
        await asyncio.sleep(0)
        stage.publish(SESSION, Changed())
        assert await asyncio.wait_for(waiting, 1) == (Changed(),)


async def test_who_leaves_is_forgotten() -> None:
    stage = WebStage()
    with stage.listen(SESSION):
        with stage.listen(SESSION):
            assert stage.listeners == 2
        assert stage.listeners == 1
    assert stage.listeners == 0
    assert not stage._listeners
    stage.publish(SESSION, Changed())


async def test_closing_ends_who_listens_and_who_still_comes() -> None:
    stage = WebStage()
    with stage.listen(SESSION) as listener:
        waiting = asyncio.create_task(listener.news(patience_seconds=5))
        await asyncio.sleep(0)
        stage.close()
        assert await asyncio.wait_for(waiting, 1) == ()
        assert listener.is_over
    with stage.listen(OTHER) as late:
        assert late.is_over
