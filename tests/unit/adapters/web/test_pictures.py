"""Images, downloads and recaps: for who began the session, and cached for good."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from PIL import Image

from adapters.web.recaps import MOST_REMEMBERED, RecapKind, Recaps
from adapters.web.routes.pictures import file_name, shrunk
from core.errors import StorageUnavailableError
from core.recap import RecapRow
from tests.fakes.ports import TINY_PNGS
from tests.fakes.website import Browser, Site


async def test_an_image_comes_with_its_type_and_stays_cached_for_its_owner_alone(
    site: Site, anna: Browser
) -> None:
    session = await anna.begin()
    response = await anna.get(f"/sessions/{session}/images/1/2/0")
    image = (await site.look(session)).turn(1).images[2][0]
    assert response.content in TINY_PNGS
    assert response.headers["content-type"] == image.media_type
    assert response.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert response.headers["etag"] == f'"{image.hash}"'
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_an_image_that_the_browser_has_is_not_sent_again(anna: Browser) -> None:
    session = await anna.begin()
    path = f"/sessions/{session}/images/1/0/0"
    tag = (await anna.get(path)).headers["etag"]
    again = await anna.get(path, **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert (await anna.get(path, **{"If-None-Match": '"other"'})).status_code == 200


@pytest.mark.parametrize("place", ["0/0/0", "2/0/0", "1/4/0", "1/0/1", "1/-1/0"])
async def test_where_no_image_is_there_is_nothing(anna: Browser, place: str) -> None:
    session = await anna.begin()
    assert (await anna.get(f"/sessions/{session}/images/{place}")).status_code == 404


async def test_a_lost_image_file_is_told_as_trouble_of_the_storage(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    site.world.images.damage((await site.look(session)).turn(1).images[0][0].hash)
    assert (await anna.get(f"/sessions/{session}/images/1/0/0")).status_code == 503


async def test_a_thumbnail_is_small_and_cached_as_long(anna: Browser) -> None:
    session = await anna.begin()
    response = await anna.get(f"/sessions/{session}/thumbnails/1/0/0")
    assert response.headers["content-type"] == "image/webp"
    assert "immutable" in response.headers["cache-control"]
    assert (await anna.get(f"/sessions/{session}/thumbnails/1/9/0")).status_code == 404


def test_a_thumbnail_keeps_the_shape_of_a_large_image_and_never_grows() -> None:
    large = io.BytesIO()
    Image.new("RGB", (1024, 512), "teal").save(large, format="PNG")
    for content, size in ((large.getvalue(), (320, 160)), (TINY_PNGS[0], (4, 4))):
        with Image.open(io.BytesIO(shrunk(content))) as picture:
            assert (picture.format, picture.size) == ("WEBP", size)
    with pytest.raises(StorageUnavailableError):
        shrunk(b"no image")


async def test_the_kept_image_is_downloaded_under_the_prompts_name(site: Site, anna: Browser) -> None:
    session = await anna.begin("A white cat, at night!")
    assert (await anna.get(f"/sessions/{session}/download")).status_code == 404
    await anna.act(session, "keep", number=2)
    response = await anna.get(f"/sessions/{session}/download")
    assert response.headers["content-disposition"] == 'attachment; filename="a-white-cat-at-night.png"'
    stored = await site.look(session)
    assert stored.kept is not None
    image = stored.turn(1).images[stored.kept.position][0]
    assert response.content == await site.world.images.get(image.hash)


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A White  Cat", "a-white-cat"),
        ('../../etc/passwd"; x=\r\n', "etc-passwd-x"),
        ("قطة", "image"),
        ("x" * 300, "x" * 60),
        ("word " * 30, ("word-" * 12)[:-1]),
    ],
)
def test_a_file_name_is_safe_on_any_system(prompt: str, name: str) -> None:
    assert file_name(prompt) == name


@pytest.mark.parametrize(("suffix", "kind"), [("png", "PNG"), ("gif", "GIF")])
async def test_a_recap_is_a_picture_or_a_loop(anna: Browser, suffix: str, kind: str) -> None:
    session = await anna.begin()
    path = f"/sessions/{session}/recap.{suffix}"
    assert (await anna.get(path)).status_code == 404
    await anna.act(session, "pick", number=1)
    await anna.act(session, "keep", number=1)
    response = await anna.get(path)
    assert response.headers["content-type"] == f"image/{suffix}"
    with Image.open(io.BytesIO(response.content)) as picture:
        assert picture.format == kind
    assert (await anna.get(f"/sessions/{session}/recap.bmp")).status_code == 422


async def test_a_recap_is_drawn_once_until_the_session_moves_on(
    site: Site, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def draw(rows: Sequence[RecapRow], _: object) -> bytes:
        drawn.append(len(rows))
        return b"x"

    monkeypatch.setattr("adapters.web.recaps.recap_picture", draw)
    session = await anna.begin()
    await anna.act(session, "pick", number=1)
    for _ in range(3):
        await anna.get(f"/sessions/{session}/recap.png")
    await anna.act(session, "pick", number=1)
    await anna.get(f"/sessions/{session}/recap.png")
    assert drawn == [1, 2]


async def test_only_so_many_recaps_are_remembered(site: Site, anna: Browser) -> None:
    recaps = site.app.state.site.recaps
    assert isinstance(recaps, Recaps)
    session = await site.look(await anna.begin())
    await anna.act(session.id, "keep", number=1)
    kept = await site.look(session.id)
    for index in range(MOST_REMEMBERED + 5):
        recaps._done[(RecapRow(images=(), picked=index),), RecapKind.PICTURE] = b""
    assert await recaps.draw(kept, RecapKind.PICTURE)
    assert len(recaps._done) == MOST_REMEMBERED
