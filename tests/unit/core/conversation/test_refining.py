"""What has become of the kept image at the end of a session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.conversation.refining import is_being_refined, refined_image
from core.types.answers import GoOn, Keep, Stop, Undo
from core.types.galleries import ImageRef
from core.types.identifiers import ImageHash
from core.types.sessions import Rules, Session
from tests.fakes.sessions import after, do, refined_to, shown, worked

REFINED = ImageRef(hash=ImageHash("refined"), media_type="image/png")


def kept() -> Session:
    """A session whose kept image is about to be refined."""
    return do(shown(Rules(finishes=True)), Keep(number=2)).session


def test_a_kept_image_is_being_refined_until_that_is_done() -> None:
    session = kept()
    assert is_being_refined(session)
    assert refined_image(session) is None
    done = refined_to(session, REFINED)
    assert not is_being_refined(done)
    assert refined_image(done) == REFINED


def test_an_image_that_stays_as_it_is_has_become_nothing_else() -> None:
    done = refined_to(kept(), None)
    assert not is_being_refined(done)
    assert refined_image(done) is None


@pytest.mark.parametrize("session", [do(shown(), Keep(number=2)).session, after(shown(), Stop()), shown()])
def test_without_that_rule_or_without_a_kept_image_nothing_is_refined(session: Session) -> None:
    assert not is_being_refined(session)
    assert refined_image(session) is None


@pytest.mark.parametrize("picked_is_hidden", [False, True])
@pytest.mark.parametrize("refined_is_hidden", [False, True])
def test_a_refined_image_is_hidden_where_it_or_the_picked_one_is(
    picked_is_hidden: bool, refined_is_hidden: bool
) -> None:
    session = refined_to(kept(), replace(REFINED, spoiler=refined_is_hidden))
    (turn,) = session.turns
    images = tuple((replace(row[0], spoiler=picked_is_hidden),) for row in turn.images)
    session = replace(session, turns=(replace(turn, images=images),))
    image = refined_image(session)
    assert image is not None
    assert image.spoiler is (picked_is_hidden or refined_is_hidden)


def test_going_on_keeps_what_was_refined_and_undo_does_not() -> None:
    session = worked(refined_to(kept(), REFINED))
    assert refined_image(after(session, GoOn())) == REFINED
    assert refined_image(after(session, Undo())) is None
