"""The recap: every gallery that counts, the picks outlined, the kept image last."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageSequence

from core.recap import GROUND, KEPT, PICKED, RecapRow, recap_loop, recap_of, recap_picture
from core.types.answers import GoOn, Keep, Pick, Undo
from core.types.galleries import ImageRef
from core.types.identifiers import ImageHash
from core.types.sessions import Rules, Session
from tests.fakes.ports import tiny_png
from tests.fakes.sessions import after, begun, do, name_of, shown, worked

COLOURS = [(220, 40, 40), (40, 200, 60), (50, 80, 230), (200, 200, 40)]
TILE, GAP = 100, 7
Colour = tuple[int, int, int]


def row(picked: int | None = None, kept: int | None = None, *, size: int = 4, name: str = "") -> RecapRow:
    images = tuple(
        ImageRef(hash=ImageHash(f"{name}{index}"), media_type="image/png") for index in range(size)
    )
    return RecapRow(images=images, picked=picked, kept=kept)


def contents(*rows: RecapRow) -> dict[ImageHash, bytes]:
    return {
        image.hash: tiny_png(*COLOURS[index % len(COLOURS)])
        for one in rows
        for index, image in enumerate(one.images)
    }


def picture_of(*rows: RecapRow) -> Image.Image:
    picture = Image.open(io.BytesIO(recap_picture(rows, contents(*rows), tile_pixels=TILE)))
    assert picture.format == "PNG"
    return picture.convert("RGB")


def rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def middle(picture: Image.Image, down: int, across: int) -> object:
    step = TILE + GAP
    return picture.getpixel((GAP + across * step + TILE // 2, GAP + down * step + TILE // 2))


def edge(picture: Image.Image, down: int, across: int, *, inset: int = 1) -> object:
    step = TILE + GAP
    return picture.getpixel((GAP + across * step + TILE // 2, GAP + down * step + inset))


def numbers(session: Session) -> list[tuple[int | None, int | None]]:
    return [(one.picked, one.kept) for one in recap_of(session)]


def test_a_session_without_an_answer_has_nothing_to_recap() -> None:
    assert recap_of(begun()) == ()
    assert recap_of(shown()) == ()


def test_every_answered_gallery_is_a_row_with_the_pick_at_its_number() -> None:
    session = after(shown(), Pick(number=2), Pick(number=None), Pick(number=4))
    assert numbers(session) == [(1, None), (None, None), (3, None)]


def test_images_stand_in_the_order_in_which_they_were_shown() -> None:
    session = after(shown(), Pick(number=3))
    turn = session.turn(1)
    assert turn.gallery is not None
    assert turn.outcome is not None
    (one,) = recap_of(session)
    assert one.picked == 2
    assert turn.outcome.position is not None
    assert one.images[2] == turn.images[turn.outcome.position][0]
    assert one.images == tuple(turn.images[position][0] for position in turn.gallery.order)


def test_what_was_undone_does_not_count() -> None:
    session = after(shown(), Pick(number=1), Pick(number=2), Undo())
    assert numbers(session) == [(0, None)]


def test_the_kept_image_is_marked_also_in_an_older_gallery() -> None:
    session = after(shown(), Pick(number=1))
    newest = after(session, Keep(number=4))
    assert [kept for _, kept in numbers(newest)] == [None, 3]
    older = worked(do(session, Keep(number=3), on=name_of(session.turn(1))).session)
    assert numbers(older) == [(0, 2)]


def test_a_session_that_went_on_keeps_nothing_until_it_is_kept_again() -> None:
    session = after(shown(Rules(turns=1)), Pick(number=1), GoOn(), Pick(number=2))
    assert numbers(session) == [(0, None), (1, None)]


def test_of_several_images_at_a_number_the_first_stands_for_all() -> None:
    session = after(shown(Rules(images_per_position=2)), Pick(number=1))
    assert all(image.hash.endswith(".0") for image in recap_of(session)[0].images)


def test_the_picture_has_a_row_for_each_gallery_and_a_column_for_each_number() -> None:
    picture = picture_of(row(0), row(None), row(1))
    assert picture.size == (4 * (TILE + GAP) + GAP, 3 * (TILE + GAP) + GAP)
    assert picture.getpixel((1, 1)) == rgb(GROUND)


def test_a_pick_is_outlined_and_bright_and_the_others_stand_back() -> None:
    picture = picture_of(row(2))
    assert middle(picture, 0, 2) == COLOURS[2]
    assert edge(picture, 0, 2) == rgb(PICKED)
    for across in (0, 1, 3):
        dimmed, full = middle(picture, 0, across), sum(COLOURS[across])
        assert isinstance(dimmed, tuple)
        assert sum(dimmed) < 0.6 * full
        assert edge(picture, 0, across) != rgb(PICKED)


def test_where_nothing_was_picked_all_are_as_bright() -> None:
    picture = picture_of(row())
    assert [middle(picture, 0, across) for across in range(4)] == COLOURS


def test_a_kept_image_has_a_second_outline() -> None:
    picture = picture_of(row(picked=0, kept=1))
    assert edge(picture, 0, 1) == rgb(PICKED)
    assert edge(picture, 0, 1, inset=4) == rgb(KEPT)
    assert edge(picture, 0, 0, inset=4) != rgb(KEPT)
    assert middle(picture, 0, 0) == COLOURS[0]


def test_rows_of_different_lengths_fit_the_longest() -> None:
    assert picture_of(row(size=2), row(size=5)).width == 5 * (TILE + GAP) + GAP


def frames_of(*rows: RecapRow) -> list[Image.Image]:
    loop = Image.open(io.BytesIO(recap_loop(rows, contents(*rows))))
    assert loop.format == "GIF"
    assert loop.info["loop"] == 0
    return [frame.convert("RGB") for frame in ImageSequence.Iterator(loop)]


def near(colour: object, wanted: Colour) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - other) < 16 for one, other in zip(colour, wanted, strict=True))


def test_the_loop_shows_every_gallery_its_pick_and_last_the_kept_image() -> None:
    rows = (row(0, name="a"), row(1, kept=3, name="b"))
    frames = frames_of(*rows)
    assert len(frames) == 5
    assert all(near(frames[-1].getpixel((x, 220)), COLOURS[3]) for x in (30, 220, 400))
    assert near(frames[0].getpixel((330, 110)), COLOURS[1])
    assert not near(frames[1].getpixel((330, 110)), COLOURS[1])


def test_without_a_kept_image_the_loop_ends_on_the_last_pick() -> None:
    frames = frames_of(row(0, name="a"), row(2, name="b"), row(None, name="c"))
    assert near(frames[-1].getpixel((220, 220)), COLOURS[2])


def test_without_any_pick_the_loop_is_the_galleries() -> None:
    assert frames_of(row(None))


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_any_size_of_gallery_fits_the_square(size: int) -> None:
    frames = frames_of(row(1, size=size))
    assert {frame.size for frame in frames} == {(440, 440)}


def test_a_row_knows_what_stands_out() -> None:
    assert row().chosen == frozenset()
    assert replace(row(1), kept=2).chosen == {1, 2}
