"""Showing the waiting gallery once more: it is posted again, and nothing that was said is lost."""

from __future__ import annotations

import pytest

from core.conversation.session import owed
from core.errors import ForeignSessionError, NotNowError
from core.types.answers import Pick, ShowAgain, Stop
from core.types.sessions import Phase
from core.types.work import Duty
from tests.fakes.sessions import BEN, BY_DEADLINE, BY_STARTER, begun, do, shown, the_open, worked


def test_the_waiting_gallery_is_owed_once_more_and_its_votes_stay() -> None:
    session = do(shown(BY_STARTER), Pick(number=2), user=BEN).session
    again = do(session, ShowAgain()).session
    assert again.phase is Phase.POSTING
    assert the_open(again).votes == the_open(session).votes
    wanted = owed(again)
    assert wanted is not None
    assert (wanted.duty, wanted.attempt) == (Duty.POST, 1)


def test_its_deadline_begins_anew_when_it_stands_there_again() -> None:
    session = do(shown(BY_DEADLINE), ShowAgain()).session
    gallery = the_open(session).gallery
    assert gallery is not None
    assert gallery.closes_at is None
    gallery = the_open(worked(session)).gallery
    assert gallery is not None
    assert gallery.closes_at is not None


def test_where_no_gallery_waits_there_is_none_to_show() -> None:
    for session in (begun(), do(shown(), Stop()).session, do(shown(), Pick(number=1)).session):
        with pytest.raises(NotNowError):
            do(session, ShowAgain())


def test_only_who_began_the_session_may_have_it_shown_again() -> None:
    with pytest.raises(ForeignSessionError):
        do(shown(BY_STARTER), ShowAgain(), user=BEN)
