"""The end of a session on the page where the kept image is refined, and previews on the way there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.web.screen import cover_of, final_of
from core.ports import Progress
from core.types.identifiers import ImageHash, SessionId
from core.types.sessions import Rules
from tests.fakes.ports import FINISHED_PNG, TINY_PNGS
from tests.fakes.website import Browser, Site, WebWorld, a_web_key

PAINTING = Progress(duty="render", total=4, previews={2: b"\xff\xd8 a preview"})
REFINED_FROM = "Refined from your pick, with the original beside it."


@pytest.fixture
def world() -> WebWorld:
    return WebWorld(rules=Rules(finishes=True))


async def kept(anna: Browser) -> SessionId:
    """A session in which the second image was kept."""
    session = await anna.begin("A white cat, at night!")
    await anna.act(session, "keep", number=2)
    return session


async def original_of(site: Site, session: SessionId) -> bytes:
    stored = await site.look(session)
    assert stored.kept is not None
    return await site.world.images.get(stored.turn(1).images[stored.kept.position][0].hash)


async def test_the_refined_image_is_the_large_one_and_the_original_has_its_place(
    site: Site, anna: Browser
) -> None:
    session = await kept(anna)
    final, view = final_of(await site.look(session)), await anna.view(session)
    assert final is not None
    assert final.original is not None
    assert REFINED_FROM in view
    assert view.index(final.picture.url) < view.index(final.original.url)
    assert (await anna.get(final.picture.url)).content == FINISHED_PNG
    assert (await anna.get(final.original.url)).content == await original_of(site, session)
    assert "Refining" not in view


async def test_both_are_downloaded_under_names_that_tell_them_apart(site: Site, anna: Browser) -> None:
    session = await kept(anna)
    refined = await anna.get(f"/sessions/{session}/download")
    original = await anna.get(f"/sessions/{session}/download/original")
    assert refined.content == FINISHED_PNG
    assert original.content == await original_of(site, session)
    assert [one.headers["content-disposition"] for one in (refined, original)] == [
        'attachment; filename="a-white-cat-at-night.png"',
        'attachment; filename="a-white-cat-at-night-original.png"',
    ]


async def test_an_image_that_stays_as_it_is_has_no_other_beside_it(site: Site, anna: Browser) -> None:
    site.world.renderer.finished = None
    session = await kept(anna)
    assert REFINED_FROM not in await anna.view(session)
    assert (await anna.get(f"/sessions/{session}/download")).content == await original_of(site, session)
    assert (await anna.get(f"/sessions/{session}/download/original")).status_code == 404


async def test_while_it_is_refined_the_picked_image_is_there_already(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    with site.world.renderer.finishing.held() as reached:
        body = {"key": a_web_key(), "act": "keep", "number": 2}
        assert (await anna.post(f"/sessions/{session}/answers", body)).status_code == 200
        await asyncio.wait_for(reached.wait(), 5)
        view = await anna.view(session)
        assert 'data-mode="end"' in view
        assert "Refining your image…" in view
        assert (await anna.get(f"/sessions/{session}/download")).content == await original_of(site, session)
    await site.conductor.settled(session)
    assert "Refining" not in await anna.view(session)


async def test_a_refined_image_stays_at_its_address_and_another_one_is_not_there(
    site: Site, anna: Browser
) -> None:
    session = await kept(anna)
    final = final_of(await site.look(session))
    assert final is not None
    response = await anna.get(final.picture.url)
    assert response.headers["cache-control"] == "private, max-age=31536000, immutable"
    again = await anna.get(final.picture.url, **{"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304
    small = await anna.get(final.picture.thumbnail_url)
    assert small.headers["content-type"] == "image/webp"
    for folder in ("images", "thumbnails"):
        assert (
            await anna.get(f"/sessions/{session}/{folder}/refined/{ImageHash('0' * 64)}")
        ).status_code == 404


async def test_the_list_of_sessions_shows_the_refined_image(site: Site, anna: Browser) -> None:
    session = await kept(anna)
    cover = cover_of(await site.look(session))
    assert cover is not None
    assert cover.image.hash in cover.thumbnail_url
    assert cover.thumbnail_url in (await anna.get("/")).text


async def test_a_refined_image_is_hidden_where_the_picked_one_is(site: Site, anna: Browser) -> None:
    site.world.safety.hidden.update(TINY_PNGS)
    session = await kept(anna)
    final = final_of(await site.look(session))
    assert final is not None
    assert final.original is not None
    assert final.picture.is_hidden
    assert final.original.is_hidden
    assert "Show it" in await anna.view(session)


async def test_undo_takes_the_refined_image_away(anna: Browser) -> None:
    session = await kept(anna)
    await anna.act(session, "undo")
    assert 'data-mode="gallery"' in await anna.view(session)
    assert (await anna.get(f"/sessions/{session}/download/original")).status_code == 404


async def test_a_link_shared_before_it_was_refined_tells_all_that_there_is(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    await anna.act(session, "pick", number=1)
    await anna.act(session, "keep", number=2)
    link = (await anna.post(f"/sessions/{session}/share", {"shared": True})).json()["link"]
    assert "as it was when you shared it" not in await anna.view(session)
    shared = await site.browser().get(link)
    assert shared.status_code == 200
    assert "refined" not in shared.text.lower()


@asynccontextmanager
async def painted(site: Site, anna: Browser) -> AsyncIterator[SessionId]:
    """A session whose first gallery is being painted while a page is open."""
    with site.world.renderer.hitch.held() as reached:
        await anna.agree()
        begun = await anna.post("/sessions", {"key": a_web_key(), "prompt": "a white cat"})
        session = SessionId(begun.json()["session"]["id"])
        await asyncio.wait_for(reached.wait(), 5)
        with site.world.web_stage.listen(session):
            await site.world.web_stage.tell(await site.look(session), PAINTING)
            yield session
    await site.conductor.settled(session)


async def test_a_preview_is_seen_by_its_person_alone_and_kept_by_nobody(
    site: Site, anna: Browser, stranger: Browser
) -> None:
    async with painted(site, anna) as session:
        response = await anna.get(f"/sessions/{session}/previews/2")
        assert response.content == PAINTING.previews[2]
        assert response.headers["content-type"] == "image/jpeg"
        assert response.headers["cache-control"] == "no-store"
        nothing = await anna.get(f"/sessions/{session}/previews/1")
        assert (nothing.status_code, nothing.content) == (204, b"")
        for other in (stranger, site.browser()):
            assert (await other.get(f"/sessions/{session}/previews/2")).status_code == 404


async def test_previews_are_forgotten_when_the_gallery_is_there(site: Site, anna: Browser) -> None:
    async with painted(site, anna) as session:
        with site.world.web_stage.listen(session):
            pass
        assert site.world.web_stage.preview(session, 2) is not None
    assert site.world.web_stage.preview(session, 2) is None


async def test_previews_are_held_only_while_a_page_is_open(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    stage = site.world.web_stage
    await stage.tell(await site.look(session), PAINTING)
    assert stage.preview(session, 2) is None
    with stage.listen(session):
        await stage.tell(await site.look(session), PAINTING)
        assert stage.preview(session, 2) == PAINTING.previews[2]
    assert not stage._previews


async def test_cancelling_throws_previews_away(site: Site, anna: Browser) -> None:
    async with painted(site, anna) as session:
        body = {"key": a_web_key(), "act": "cancel"}
        await anna.post(f"/sessions/{session}/answers", body)
        assert site.world.web_stage.preview(session, 2) is None
