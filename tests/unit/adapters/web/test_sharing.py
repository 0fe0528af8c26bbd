"""Sharing a recap: only its owner gives the link out, and whoever has it sees that and no more."""

from __future__ import annotations

import pytest

from adapters.web.recaps import as_shared, has_hidden, told_by
from core.ports import SharedRecap
from core.types.identifiers import SessionId, ShareToken
from tests.fakes.ports import TINY_PNGS
from tests.fakes.website import Browser, Site, WebWorld, running_site


async def shared(anna: Browser, prompt: str = "a white cat") -> tuple[SessionId, str]:
    """A session that has ended, and the link to its recap."""
    session = await anna.begin(prompt)
    await anna.act(session, "pick", number=1)
    await anna.act(session, "keep", number=2)
    response = await anna.post(f"/sessions/{session}/share", {"shared": True})
    assert response.status_code == 200
    return session, response.json()["link"]


async def test_whoever_has_the_link_sees_the_recap_and_no_way_to_act(site: Site, anna: Browser) -> None:
    session, link = await shared(anna)
    page = await site.browser().get(link)
    assert page.status_code == 200
    assert "a white cat" in page.text
    assert "Found in 2 turns" in page.text
    assert session not in page.text
    assert "data-act" not in page.text
    assert "set-cookie" not in page.headers
    for kind in ("png", "gif"):
        recap = await site.browser().get(f"{link}/recap.{kind}")
        assert recap.headers["content-type"] == f"image/{kind}"
        assert "noindex" in recap.headers["x-robots-tag"]


async def test_a_shared_page_asks_not_to_be_indexed(anna: Browser, site: Site) -> None:
    _, link = await shared(anna)
    page = await site.browser().get(link)
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert f'<meta property="og:image" content="http://pasta.test{link}/recap.png">' in page.text


async def seen(site: Site, link: str) -> tuple[str, bytes]:
    """The shared page and its picture, as a stranger sees them."""
    stranger = site.browser()
    return (await stranger.get(link)).text, (await stranger.get(f"{link}/recap.png")).content


async def test_what_comes_after_sharing_is_not_seen_until_it_is_shared_again(
    site: Site, anna: Browser
) -> None:
    session, link = await shared(anna)
    before = await seen(site, link)
    await anna.act(session, "go_on")
    await anna.act(session, "pick", number=3, words="a secret")
    assert await seen(site, link) == before
    await anna.act(session, "keep", number=4)
    assert await seen(site, link) == before
    again = await anna.post(f"/sessions/{session}/share", {"shared": True})
    assert again.json()["link"] == link
    page, picture = await seen(site, link)
    assert "Found in 4 turns" in page
    assert picture != before[1]


async def test_an_older_image_kept_later_is_not_seen_either(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    await anna.act(session, "pick", number=1)
    await anna.act(session, "stop")
    link = (await anna.post(f"/sessions/{session}/share", {"shared": True})).json()["link"]
    before = await seen(site, link)
    assert "Looked for in 1 turn<" in before[0]
    await anna.act(session, "keep", number=2, turn=f"{session}.1")
    assert await seen(site, link) == before


async def test_the_end_says_that_a_link_shows_the_session_as_it_was(anna: Browser) -> None:
    session, _ = await shared(anna)
    assert "data-share-again" not in await anna.view(session)
    await anna.act(session, "go_on")
    await anna.act(session, "pick", number=3)
    await anna.act(session, "stop")
    view = await anna.view(session)
    assert "as it was when you shared it" in view
    assert "data-share-again" in view
    await anna.post(f"/sessions/{session}/share", {"shared": True})
    assert "data-share-again" not in await anna.view(session)


async def test_what_is_taken_back_after_sharing_is_not_seen_any_more(site: Site, anna: Browser) -> None:
    session, link = await shared(anna)
    text = (await site.look(session)).turn(2).candidates
    await anna.act(session, "undo")
    page, _ = await seen(site, link)
    assert "Looked for in 1 turn<" in page
    await anna.act(session, "keep", number=1)
    page, _ = await seen(site, link)
    assert "Looked for in 1 turn<" in page
    assert not any(f">{candidate.text}<" in page for candidate in text)


async def test_where_all_was_taken_back_words_stand_in_place_of_the_pictures(
    site: Site, anna: Browser
) -> None:
    session, link = await shared(anna)
    for _ in range(2):
        await anna.act(session, "undo")
    page = await site.browser().get(link)
    assert page.status_code == 200
    assert "taken back" in page.text
    assert "recap." not in page.text
    assert "turns" not in page.text
    for kind in ("png", "gif"):
        assert (await site.browser().get(f"{link}/recap.{kind}")).status_code == 404


async def test_what_has_not_changed_is_shared_as_it_is(site: Site, anna: Browser) -> None:
    session = await site.look((await shared(anna))[0])
    assert told_by(as_shared(session, told_by(session))) == told_by(session)


async def test_a_link_taken_back_is_dead(site: Site, anna: Browser) -> None:
    session, link = await shared(anna)
    response = await anna.post(f"/sessions/{session}/share", {"shared": False})
    assert response.json() == {"shared": False, "link": None}
    for path in (link, f"{link}/recap.png", f"{link}/recap.gif"):
        assert (await site.browser().get(path)).status_code == 404


async def test_the_end_says_all_that_sharing_shows(site: Site, anna: Browser) -> None:
    session, link = await shared(anna)
    hint = (await anna.view(session)).partition('id="share-hint"')[2].partition("</p>")[0]
    assert "sees your prompt, the pictures above with your picks outlined" in hint
    assert "the text that your image was made from, which can hold words you have added" in hint
    assert "not shown unless you share again" in hint
    page, kept = (await site.browser().get(link)).text, (await site.look(session)).turn(2)
    assert kept.outcome is not None
    assert kept.outcome.position is not None
    assert f'<p class="lead" dir="auto">{kept.candidate_at(kept.outcome.position).text}</p>' in page


async def test_the_end_remembers_that_it_is_shared(anna: Browser) -> None:
    session, link = await shared(anna)
    view = await anna.view(session)
    assert f'value="{link}"' in view
    assert "data-share checked" in view
    await anna.post(f"/sessions/{session}/share", {"shared": False})
    assert link not in await anna.view(session)


@pytest.mark.parametrize("wanted", [True, False])
async def test_other_pages_of_the_session_hear_of_a_link_given_or_taken_back(
    site: Site, anna: Browser, wanted: bool
) -> None:
    session, _ = await shared(anna)
    with site.world.web_stage.listen(session) as listener:
        await anna.post(f"/sessions/{session}/share", {"shared": wanted})
        assert await listener.news(patience_seconds=1)


async def test_there_is_nothing_to_share_before_the_first_pick(anna: Browser) -> None:
    session = await anna.begin()
    response = await anna.post(f"/sessions/{session}/share", {"shared": True})
    assert response.status_code == 409
    assert "before the first pick" in response.json()["message"]


@pytest.mark.parametrize("body", [{}, {"shared": 1}, {"shared": "yes"}, {"shared": True, "more": 1}])
async def test_what_is_no_yes_or_no_is_not_understood(anna: Browser, body: object) -> None:
    session = await anna.begin()
    assert (await anna.post(f"/sessions/{session}/share", body)).status_code == 422


@pytest.mark.parametrize("token", ["token-99", "x" * 200, "%00", "..%2F"])
async def test_an_unknown_token_shows_nothing(anna: Browser, token: str) -> None:
    for path in (f"/shared/{token}", f"/shared/{token}/recap.png"):
        assert (await anna.get(path)).status_code == 404


async def test_a_link_to_a_session_that_is_gone_shows_nothing(site: Site, anna: Browser) -> None:
    recap = SharedRecap(answers=(), kept=None, is_found=False)
    token = await site.world.shares.share(SessionId("00000000000000ff"), recap)
    assert token == ShareToken("token-1")
    assert (await anna.get(f"/shared/{token}")).status_code == 404


async def test_a_recap_with_a_hidden_image_stays_closed_until_asked_for(world: WebWorld) -> None:
    world.safety.hidden = set(TINY_PNGS)
    async with running_site(world) as site:
        anna = site.browser()
        session, link = await shared(anna)
        assert has_hidden(await site.look(session))
        page = (await site.browser().get(link)).text
        assert "not everybody may want to see it" in page
        assert "og:image" not in page
        assert "frame-recap is-hidden" in await anna.view(session)
