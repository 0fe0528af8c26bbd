"""Cookies that prove who a browser is, and the key that signs them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from adapters.web.access.identity import COOKIE, KEY_FILE, Accounts, CookieKeyError, cookie_key
from core.errors import PastaError
from tests.fakes.website import Browser, Site, WebWorld, running_site


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    key = cookie_key(folder)
    assert len(key) == 32
    assert cookie_key(folder) == key
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600


def test_two_folders_have_different_keys(tmp_path: Path) -> None:
    assert cookie_key(tmp_path / "one") != cookie_key(tmp_path / "two")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    cookie_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(mode)
    with pytest.raises(CookieKeyError, match=r"can be read by others.*delete it"):
        cookie_key(tmp_path)


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_file_that_holds_no_whole_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    (tmp_path / KEY_FILE).chmod(0o600)
    with pytest.raises(CookieKeyError, match=r"does not hold a key.*delete it"):
        cookie_key(tmp_path)


def test_a_key_that_cannot_be_read_is_told_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).mkdir()
    with pytest.raises(CookieKeyError, match="cannot be read"):
        cookie_key(tmp_path)


def test_a_folder_that_cannot_be_made_is_told_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CookieKeyError, match="set another data_directory") as trouble:
        cookie_key(tmp_path / "file" / "data")
    assert isinstance(trouble.value, PastaError)


def test_a_signed_account_comes_back_and_every_account_is_new() -> None:
    accounts = Accounts(b"k" * 32)
    account = accounts.new()
    assert accounts.account_of(accounts.cookie_of(account)) == account
    assert account != accounts.new()


def test_forged_broken_and_missing_cookies_prove_nothing() -> None:
    accounts, others = Accounts(b"k" * 32), Accounts(b"o" * 32)
    good = accounts.cookie_of(accounts.new())
    swapped = accounts.new() + good[32:]
    for cookie in (None, "", "nonsense", good[:-1], swapped, others.cookie_of(accounts.new()), "é.é"):
        assert accounts.account_of(cookie) is None
    assert accounts.account_of(accounts.cookie_of("no account")) is None


async def test_a_browser_gets_its_cookie_with_its_consent_and_not_before(anna: Browser) -> None:
    assert "set-cookie" not in (await anna.get("/")).headers
    response = await anna.post("/consent", {"agreed": True})
    cookie = response.headers["set-cookie"]
    for part in (f"{COOKIE}=", "HttpOnly", "SameSite=lax", "Path=/", "Max-Age=63072000"):
        assert part in cookie
    assert "Secure" not in cookie


async def test_where_browsers_come_by_https_the_cookie_stays_on_it() -> None:
    world = WebWorld()
    world.options = type(world.options)(allowed_hosts=("pasta.test",), cookie_key=b"k" * 32, is_https=True)
    async with running_site(world) as site:
        browser = site.browser()
        response = await browser.http.post(
            "/consent", json={"agreed": True}, headers={"Origin": "https://pasta.test"}
        )
    assert "Secure" in response.headers["set-cookie"]


async def test_agreeing_twice_stays_one_person_and_one_record(site: Site, anna: Browser) -> None:
    await anna.agree()
    session = await anna.begin()
    site.world.time.now += 10
    await anna.agree()
    consents = site.world.store._consents.values()
    assert [consent.at for consent in consents] == [1000.0]
    assert f"/sessions/{session}" in (await anna.get("/")).text


async def test_a_forged_cookie_counts_as_none(anna: Browser, stranger: Browser) -> None:
    session = await anna.begin()
    cookie = anna.http.cookies[COOKIE]
    stranger.http.cookies.clear()
    stranger.http.cookies.set(COOKIE, os.urandom(16).hex() + cookie[32:], domain="pasta.test")
    assert (await stranger.get(f"/sessions/{session}")).status_code == 404


async def test_the_cookie_lasts_anew_with_every_visit(anna: Browser) -> None:
    await anna.agree()
    assert "Max-Age=63072000" in (await anna.get("/")).headers["set-cookie"]


def test_a_start_that_was_killed_while_it_made_the_key_hinders_no_other(tmp_path: Path) -> None:
    (tmp_path / "cookie.new").write_bytes(b"half")
    key = cookie_key(tmp_path)
    assert len(key) == 32
    assert cookie_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["cookie.key"]
