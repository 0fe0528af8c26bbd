"""What people who wait are told, in words and in pictures, and how often."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.bots.showing.telling import PREVIEW_AFTER_SECONDS, PREVIEW_SECONDS, Telling
from core.bots.showing.wording import progress_line
from core.ports import Progress
from core.texts.catalogue import texts_in
from core.types.work import Duty
from tests.fakes.sessions import shown
from tests.fakes.world import FakeTime

MIDNIGHT = 1_800_057_600.0 - 1_800_057_600.0 % 86_400
DRAWING = Progress(duty=Duty.RENDER, done=1, total=4, seconds_left=7)
EARLY, LATER = {1: b"early"}, {1: b"later", 2: b"early"}


@pytest.mark.parametrize(
    ("progress", "english", "german"),
    [
        (Progress(duty=Duty.FINISH), "Refining your image…", "Dein Bild wird verfeinert…"),
        (
            replace(DRAWING, waits_until=MIDNIGHT),
            "Today's GPU time is used up; your images are made after 00:00 UTC. You can cancel.",
            "Die heutige GPU-Zeit ist aufgebraucht; deine Bilder entstehen nach 00:00 UTC. "
            "Du kannst abbrechen.",
        ),
        (
            Progress(duty=Duty.RENDER, total=4, users_ahead=2, waits_until=MIDNIGHT + 5400),
            "2 people are before you · Today's GPU time is used up; your images are made after 01:30 UTC. "
            "You can cancel.",
            "2 Leute sind vor dir · Die heutige GPU-Zeit ist aufgebraucht; deine Bilder entstehen nach "
            "01:30 UTC. Du kannst abbrechen.",
        ),
        (DRAWING, "1 of 4 images drawn · about 7 s", "1 von 4 Bildern gezeichnet · etwa 7 s"),
    ],
)
def test_what_is_being_done_or_waited_for_is_said_in_each_language(
    progress: Progress, english: str, german: str
) -> None:
    assert progress_line(progress, texts_in("en")) == english
    assert progress_line(progress, texts_in("de")) == german


def test_a_platform_writes_moments_in_its_own_way() -> None:
    telling = Telling(FakeTime(), seconds=lambda _: 0, per_second=1000, when=lambda at: f"<t:{round(at)}:t>")
    line = telling.line_for(shown(), replace(DRAWING, waits_until=MIDNIGHT))
    assert line is not None
    assert f"<t:{round(MIDNIGHT)}:t>" in line


def telling(clock: FakeTime) -> Telling:
    return Telling(clock, seconds=lambda _: 2, per_second=10)


def test_previews_are_shown_only_where_the_work_takes_long_and_then_now_and_again() -> None:
    clock, session = FakeTime(), shown()
    told = telling(clock)
    assert told.previews_for(session, replace(DRAWING, previews=EARLY)) is None
    clock.now += PREVIEW_AFTER_SECONDS
    assert told.previews_for(session, replace(DRAWING, previews=EARLY)) == EARLY
    clock.now += 1
    assert told.previews_for(session, replace(DRAWING, previews=LATER)) is None, "too soon"
    clock.now += PREVIEW_SECONDS
    assert told.previews_for(session, replace(DRAWING, previews=EARLY)) is None, "nothing new"
    assert told.previews_for(session, replace(DRAWING, previews=LATER)) == LATER


def test_work_without_previews_shows_none_however_long_it_takes() -> None:
    clock, session = FakeTime(), shown()
    told = telling(clock)
    for _ in range(5):
        assert told.previews_for(session, DRAWING) is None
        clock.now += PREVIEW_AFTER_SECONDS


def test_the_next_work_has_to_take_long_again() -> None:
    clock, session = FakeTime(), shown()
    told = telling(clock)
    told.previews_for(session, DRAWING)
    clock.now += PREVIEW_AFTER_SECONDS
    told.forget(session.id)
    assert told.previews_for(session, replace(DRAWING, previews=EARLY)) is None


def test_previews_and_lines_of_all_sessions_share_one_limit() -> None:
    clock, session = FakeTime(), shown()
    told = telling(clock)
    told.previews_for(session, DRAWING)
    clock.now += PREVIEW_AFTER_SECONDS
    assert told.line_for(session, DRAWING) is not None
    assert told.previews_for(session, replace(DRAWING, previews=EARLY)) is None
    clock.now += 0.2
    assert told.previews_for(session, replace(DRAWING, previews=EARLY)) == EARLY
