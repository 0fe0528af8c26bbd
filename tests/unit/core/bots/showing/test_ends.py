"""What is shown at the end: a refined image first, and what it was made from beside it."""

from __future__ import annotations

from dataclasses import replace

from core.bots.looking_back import marked_image
from core.bots.reporting import images_reported
from core.bots.showing.ends import end_of
from core.bots.showing.hiding import PLAIN, concealed
from core.community_ports import Report, SavedImage
from core.texts.catalogue import texts_in
from core.types.answers import Keep, Pick
from core.types.galleries import ImageRef
from core.types.identifiers import ImageHash
from core.types.sessions import Rules, Session
from tests.fakes.sessions import ANNA, SESSION, after, do, refined_to, shown

REFINED = ImageRef(hash=ImageHash("refined"), media_type="image/webp")


def kept(image: ImageRef | None = REFINED) -> Session:
    """A session whose kept image, the second one of its second gallery, was refined."""
    session = do(shown(Rules(finishes=True), picks=1), Keep(number=2)).session
    return refined_to(session, image)


def original(session: Session) -> ImageRef:
    assert session.kept is not None
    return session.turn(session.kept.serial).images[session.kept.position][0]


def hidden_original(session: Session) -> Session:
    """The same where the picked image is to be hidden."""
    turn = session.turns[-1]
    images = tuple((replace(row[0], spoiler=row[0] == original(session)),) for row in turn.images)
    return replace(session, turns=(*session.turns[:-1], replace(turn, images=images)))


def test_a_refined_image_comes_first_and_the_picked_one_beside_it_untouched() -> None:
    session = kept()
    end = end_of(session)
    assert [one.image for one in end.images] == [REFINED, original(session)]
    assert [one.name for one in end.images] == ["refined", "original"]
    assert end.is_refined
    assert end.heading_key == "end-kept"
    texts = texts_in("en")
    assert [one.description(texts) for one in end.images] == [
        f"Refined: {end.expansion}",
        f"The original: {end.expansion}",
    ]


def test_an_image_that_was_not_refined_stands_by_itself_and_needs_no_name() -> None:
    for session in (kept(image=None), after(shown(picks=1), Keep(number=2))):
        end = end_of(session)
        assert [one.image for one in end.images] == [original(session)]
        assert not end.is_refined
        assert end.images[0].description(texts_in("de")) == end.expansion


def test_picks_on_the_way_are_not_taken_for_a_refined_image() -> None:
    end = end_of(after(shown(picks=4), Pick(number=1)))
    assert len(end.images) == 5
    assert not end.is_refined


def test_where_marked_images_must_not_be_seen_neither_is_what_was_made_from_them() -> None:
    for session in (hidden_original(kept()), kept(replace(REFINED, spoiler=True))):
        refined, _ = end_of(concealed(session)).images
        assert refined.image.hash == f"{PLAIN}en"
    assert end_of(concealed(kept())) == end_of(kept())
    _, picked = end_of(concealed(kept(replace(REFINED, spoiler=True)))).images
    assert picked.image == original(kept())


def test_a_saved_image_is_the_refined_one_where_it_was_kept() -> None:
    session = kept()
    assert session.kept is not None
    mark = SavedImage(session=SESSION, serial=session.kept.serial, position=session.kept.position, at=0)
    assert marked_image(session, mark)[0] == REFINED
    assert marked_image(kept(image=None), mark)[0] == original(session)
    other = replace(mark, serial=1)
    assert marked_image(session, other)[0] == session.turn(1).images[mark.position][0]


def test_a_report_of_a_kept_image_shows_what_was_refined_from_it_too() -> None:
    session = kept()
    assert session.kept is not None
    report = Report(
        session=SESSION, serial=2, position=session.kept.position, kind="other", by=ANNA, at=0, community=None
    )
    assert [(name, image) for name, image, _ in images_reported(session, report)] == [
        ("2", original(session)),
        ("2-refined", REFINED),
    ]
    whole = images_reported(session, replace(report, position=None))
    assert [name for name, _, _ in whole] == ["1", "2", "2-refined", "3", "4"]
    assert len(images_reported(session, replace(report, serial=1))) == 1
