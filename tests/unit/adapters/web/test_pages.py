"""The pages in every phase, wholly from what is stored, with nobody's words taken for markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from core.errors import StorageUnavailableError, WorkError
from core.types.sessions import Phase
from tests.fakes.ports import TINY_PNGS
from tests.fakes.website import Browser, Site, WebWorld, a_web_key, running_site

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7 * 7 }}"


async def test_the_first_page_asks_for_consent_beside_the_prompt_box(anna: Browser) -> None:
    page = (await anna.get("/")).text
    assert "I agree and begin" in page
    assert "stored on this machine, in the folder “data”" in page
    assert 'maxlength="2000"' in page


async def test_who_has_agreed_is_not_asked_again(anna: Browser) -> None:
    await anna.agree()
    page = (await anna.get("/")).text
    assert "I agree" not in page
    assert "stored on this machine" not in page


async def test_ones_own_sessions_are_listed_newest_first_and_more_on_demand(
    site: Site, anna: Browser, stranger: Browser
) -> None:
    await stranger.begin("not mine")
    names = []
    for number in range(14):
        site.world.time.now += 60
        names.append(await anna.begin(f"wish {number}"))
    first = re.findall(r'class="card" href="/sessions/(\w+)"', (await anna.get("/")).text)
    assert first == names[:1:-1]
    more = re.search(r'href="(/\?show=\d+)"', (await anna.get("/")).text)
    assert more is not None
    page = (await anna.get(more[1])).text
    assert re.findall(r'class="card" href="/sessions/(\w+)"', page) == names[::-1]
    assert "not mine" not in page
    assert "Show more" not in page


async def test_a_session_that_went_while_the_list_was_made_is_left_out(
    site: Site, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await anna.begin()

    async def with_one_that_is_gone(*_: object, **__: object) -> list[str]:
        return ["00000000000000ff", session]

    monkeypatch.setattr(site.world.store, "sessions_of", with_one_that_is_gone)
    page = await anna.get("/")
    assert page.status_code == 200
    assert re.findall(r'class="card" href="/sessions/(\w+)"', page.text) == [session]


@pytest.mark.parametrize("query", ["show=0", "show=100000", "show=x"])
async def test_an_odd_number_of_sessions_to_show_is_refused_kindly(anna: Browser, query: str) -> None:
    response = await anna.get(f"/?{query}")
    assert response.status_code == 422
    assert "not understood" in response.text


async def test_starting_again_fills_in_ones_own_prompt_and_nobody_elses(
    anna: Browser, stranger: Browser
) -> None:
    session = await anna.begin("a secret cat")
    assert ">a secret cat</textarea>" in (await anna.get(f"/?again={session}")).text
    for page in (await stranger.get(f"/?again={session}"), await anna.get("/?again=nonsense")):
        assert page.status_code == 200
        assert "a secret cat</textarea>" not in page.text


@pytest.mark.parametrize(
    ("phase", "words"), [(Phase.EXPANDING, "Finding different readings"), (Phase.RENDERING, "Painting…")]
)
async def test_a_reload_after_a_crash_at_work_shows_the_work(
    world: WebWorld, phase: Phase, words: str
) -> None:
    hitch = world.expander.hitch if phase is Phase.EXPANDING else world.renderer.hitch
    async with running_site(world) as site:
        anna = site.browser()
        session = await anna.begin()
    with hitch.held() as reached:
        async with running_site(world) as site:
            await site.visited_by(anna).post(
                f"/sessions/{session}/answers", {"key": a_web_key(), "act": "pick", "number": 1}
            )
            await reached.wait()
        async with running_site(world) as site:
            assert (await site.look(session)).phase is phase
            page = (await site.visited_by(anna).get(f"/sessions/{session}")).text
    assert 'data-mode="working"' in page
    assert words in page
    assert "Turn 2 of 5" in page


@pytest.mark.parametrize(
    ("acts", "phase", "face", "words"),
    [
        (("pick",), Phase.POSTING, "gallery", "Turn 2 of 5"),
        (("pick",), Phase.AWAITING_PICK, "gallery", "Turn 2 of 5"),
        (("pick", "keep"), Phase.DELIVERING, "end", "found in 2 turns"),
        (("pick", "keep"), Phase.FINISHED, "end", "found in 2 turns"),
        (("pick", "cancel"), Phase.CANCELLED, "cancelled", "Your last pick"),
    ],
)
async def test_a_reload_after_a_crash_shows_where_the_session_stands(
    world: WebWorld, acts: tuple[str, ...], phase: Phase, face: str, words: str
) -> None:
    async with running_site(world) as site:
        anna = site.browser()
        session = await anna.begin()
        for act in acts:
            await anna.act(session, act, **({"number": 1} if act in {"pick", "keep"} else {}))
        stored = await site.look(session)
    world.store._sessions[session] = replace(stored, phase=phase)
    async with running_site(world) as site:
        page = (await site.visited_by(anna).get(f"/sessions/{session}")).text
    assert f'data-mode="{face}"' in page
    assert words in page


async def test_a_gallery_looks_the_same_before_and_after_its_posting_is_noted_down(world: WebWorld) -> None:
    """Otherwise the page would blink."""
    async with running_site(world) as site:
        anna = site.browser()
        session = await anna.begin()
        views = [await anna.view(session)]
        stored = await site.look(session)
        site.conductor._live._entries[session].session = replace(stored, phase=Phase.POSTING)
        views.append(await anna.view(session))
    assert views[0] == views[1]


async def test_a_failure_is_told_with_its_three_ways_out(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    site.world.expander.hitch.fail_always(WorkError("The words ran out."))
    await anna.act(session, "pick", number=1)
    view = await anna.view(session)
    assert 'data-mode="failed"' in view
    assert "The words ran out." in view
    for act in ("try_again", "undo", "stop"):
        assert f'data-act="{act}"' in view


async def test_a_cancelled_session_offers_ways_back(anna: Browser) -> None:
    session = await anna.begin()
    await anna.act(session, "cancel")
    view = await anna.view(session)
    assert "Cancelled" in view
    for way in ('data-act="go_on"', 'data-act="undo"', f"/?again={session}"):
        assert way in view


async def test_a_stop_without_a_pick_says_so(anna: Browser) -> None:
    session = await anna.begin()
    await anna.act(session, "stop")
    assert "No image was picked" in await anna.view(session)


async def test_the_last_turn_asks_whether_its_pick_is_it(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    for _ in range(5):
        await anna.act(session, "pick", number=2)
    view = await anna.view(session)
    assert "Your last pick. Is this it?" in view
    assert f'data-act="keep" data-number="2" data-turn="{session}.5"' in view
    await anna.act(session, "keep", number=2, turn=f"{session}.5")
    assert "This is the one, found in 5 turns." in await anna.view(session)


async def test_the_end_shows_the_text_and_the_seed_of_the_image(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    await anna.act(session, "keep", number=1)
    stored = await site.look(session)
    assert stored.kept is not None
    candidate = stored.turn(1).candidate_at(stored.kept.position)
    view = await anna.view(session)
    assert candidate.text in view
    assert f'<dd id="seed">{candidate.seed}</dd>' in view


async def test_a_gallery_numbers_its_images_and_describes_each(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    view = await anna.view(session)
    turn = (await site.look(session)).turn(1)
    assert turn.gallery is not None
    for number, position in enumerate(turn.gallery.order, start=1):
        text = turn.candidate_at(position).text
        picture = f'<img src="/sessions/{session}/images/1/{position}/0" alt="Image {number}: {text}"'
        assert picture in view
    assert "Turn 1 of 5" in view


async def test_better_same_and_worse_come_with_the_second_turn_and_remember(anna: Browser) -> None:
    session = await anna.begin()
    assert "data-comparison" not in await anna.view(session)
    await anna.act(session, "pick", number=1)
    await anna.act(session, "compare", comparison="worse", turn=f"{session}.2")
    view = await anna.view(session)
    assert re.search(r'data-comparison="worse" aria-pressed="true"', view)
    assert re.search(r'data-comparison="better" aria-pressed="false"', view)


async def test_the_strip_outlines_what_was_picked_and_quotes_the_words(anna: Browser) -> None:
    session = await anna.begin()
    await anna.act(session, "pick", number=3, words="at night")
    await anna.act(session, "pick", number=None)
    view = await anna.view(session)
    assert len(re.findall(r"data-older", view)) == 8
    picked = re.findall(
        r'class="thumb is-picked" type="button" data-older data-turn="(\S+)" data-number="(\d)"', view
    )
    assert picked == [(f"{session}.1", "3")]
    assert '<q dir="auto">at night</q>' in view
    assert "None of these</p>" in view


async def test_a_hidden_image_waits_until_somebody_asks_to_see_it(world: WebWorld) -> None:
    world.safety.hidden = set(TINY_PNGS[:2])
    async with running_site(world) as site:
        anna = site.browser()
        session = await anna.begin()
        turn = (await site.look(session)).turn(1)
        hidden = [row[0].spoiler for row in turn.images]
        assert any(hidden)
        assert not all(hidden)
        view = await anna.view(session)
        assert view.count("picture is-hidden") == view.count("data-reveal") == sum(hidden)


async def test_nobodys_words_become_markup(site: Site, anna: Browser) -> None:
    session = await anna.begin(XSS)
    await anna.act(session, "pick", number=1, words=XSS)
    pages = [
        await anna.get("/"),
        await anna.get(f"/?again={session}"),
        await anna.get(f"/sessions/{session}"),
    ]
    await anna.act(session, "keep", number=2)
    link = (await anna.post(f"/sessions/{session}/share", {"shared": True})).json()["link"]
    pages += [await anna.get(f"/sessions/{session}"), await anna.get(link)]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text


async def test_no_page_has_a_script_or_a_style_within(anna: Browser) -> None:
    session = await anna.begin()
    for path in ("/", f"/sessions/{session}", "/nowhere"):
        page = (await anna.get(path)).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|https?://(?!www\.w3\.org)", page)


async def test_whatever_a_page_refers_to_is_served_by_us(anna: Browser) -> None:
    session = await anna.begin()
    await anna.act(session, "keep", number=1)
    for path in ("/", f"/sessions/{session}"):
        for reference in re.findall(r'(?:src|href|srcset)="([^"]+)"', (await anna.get(path)).text):
            if reference.startswith("/"):
                assert (await anna.get(reference)).status_code == 200, reference


async def test_scripts_are_served_as_scripts_and_import_only_what_is_there(anna: Browser) -> None:
    for name in ("home", "session", "outbox", "follow", "view", "keys", "notices"):
        response = await anna.get(f"/static/{name}.js")
        assert "javascript" in response.headers["content-type"]
        for other in re.findall(r'from "\./(\S+)"', response.text):
            assert (await anna.get(f"/static/{other}")).status_code == 200
        assert "innerHTML" not in response.text


@pytest.mark.parametrize("path", ["/nowhere", "/sessions/0000000000000099", "/sessions/x", "/sessions/%00"])
async def test_what_is_not_there_is_a_friendly_page_for_people_and_json_for_scripts(
    anna: Browser, path: str
) -> None:
    await anna.agree()
    page = await anna.get(path)
    assert page.status_code == 404
    assert "To the beginning" in page.text
    script = await anna.http.get(path)
    assert script.status_code == 404
    assert script.json()["message"]


async def test_a_page_while_the_storage_fails_is_friendly_and_names_no_paths(
    site: Site, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StorageUnavailableError("/secret/place is gone")

    await anna.agree()
    monkeypatch.setattr(site.world.store, "sessions_of", fail)
    response = await anna.get("/")
    assert response.status_code == 503
    assert "storage does not answer" in response.text
    assert "secret" not in response.text


async def test_a_method_that_makes_no_sense_is_told_so(anna: Browser) -> None:
    response = await anna.http.put("/sessions")
    assert response.status_code == 405
    assert "cannot be done" in response.json()["message"]


async def test_the_answer_and_the_page_agree_on_the_turn(anna: Browser) -> None:
    session = await anna.begin()
    response = await anna.post(
        f"/sessions/{session}/answers",
        {"key": a_web_key(), "act": "pick", "number": 1, "turn": f"{session}.1"},
    )
    serial = response.json()["session"]["turn"]
    assert f'data-turn="{session}.{serial}"' in await anna.view(session)
