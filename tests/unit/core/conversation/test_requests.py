"""What the ports are asked: history, base, picked image and seeds."""

from __future__ import annotations

from core.belief import unknown_person
from core.conversation.requests import expansion_request, history_of, render_jobs, slate_request
from core.ports import ExpansionRequest
from core.types.answers import GoOn, Keep, Pick, Undo
from core.types.sessions import Phase, Rules, Session
from core.types.slates import Category
from tests.fakes.sessions import after, begun, do, in_phase, shown, the_open, worked


def asked(session: Session) -> ExpansionRequest:
    return expansion_request(session, the_open(session), per_category=5)


def test_the_first_request_knows_the_prompt_alone() -> None:
    request = asked(begun())
    assert (request.prompt, request.intent, request.base) == ("a white cat",) * 3
    assert (request.history, request.picked_image) == ((), None)
    assert (request.categories, request.per_category) == (tuple(Category), 5)


def test_later_requests_know_what_was_shown_picked_and_said() -> None:
    session = do(after(shown(), Pick(number=2)), Pick(number=None, words="at night")).session
    first, second = asked(session).history
    turn = session.turns[0]
    assert turn.slate is not None
    assert turn.gallery is not None
    assert first.shown == tuple(turn.candidates[index].text for index in turn.slate.chosen)
    assert first.picked == turn.candidate_at(turn.gallery.order[1]).text
    assert (second.picked, second.words) == (None, "at night")


def test_the_picked_image_is_the_one_whose_text_the_turn_starts_from() -> None:
    session = do(shown(), Pick(number=2)).session
    turn = session.turns[0]
    assert turn.gallery is not None
    assert asked(session).picked_image == turn.images[turn.gallery.order[1]][0]
    after_none = do(worked(session), Pick(number=None)).session
    assert asked(after_none).picked_image == asked(session).picked_image


def test_after_going_on_from_a_kept_image_that_is_the_image_asked_with() -> None:
    session = shown(picks=2)
    kept = do(session, Keep(number=4), on=session.turns[0]).session
    assert kept.kept is not None
    went_on = do(kept, GoOn()).session
    turn = kept.turns[0]
    assert asked(went_on).base == turn.candidate_at(kept.kept.position).text
    assert asked(went_on).picked_image == turn.images[kept.kept.position][0]
    later = do(worked(went_on), Pick(number=1)).session
    assert asked(later).picked_image != asked(went_on).picked_image, "a newer pick counts from then on"


def test_undone_turns_are_no_history() -> None:
    session = do(worked(do(shown(picks=2), Undo()).session), Pick(number=3)).session
    assert len(history_of(session, the_open(session))) == 2
    assert len(session.turns) == 4


def test_turns_of_one_session_and_its_duties_have_seeds_of_their_own() -> None:
    session = in_phase(Phase.RENDERING, picks=2)
    seeds = [
        seed
        for turn in session.turns
        for seed in (
            expansion_request(session, turn, per_category=5).seed,
            slate_request(session, turn, None).seed,
        )
    ]
    assert len(set(seeds)) == 6
    assert seeds[0] == expansion_request(session, session.turns[0], per_category=5).seed


def test_a_slate_request_holds_candidates_size_turn_and_belief() -> None:
    session = in_phase(Phase.RENDERING, Rules(slate_size=3), picks=1)
    belief = unknown_person("fake", (0.0,))
    request = slate_request(session, the_open(session), belief)
    assert request.candidates == the_open(session).candidates
    assert (request.size, request.turn, request.belief, len(request.history)) == (3, 2, belief, 1)


def test_every_image_of_a_position_has_the_same_text_and_another_seed() -> None:
    session = in_phase(Phase.RENDERING, Rules(images_per_position=3))
    jobs = render_jobs(session, the_open(session), size_pixels=64)
    assert [len(row) for row in jobs] == [3, 3, 3, 3]
    assert len({job.seed for row in jobs for job in row}) == 12
    for position, row in enumerate(jobs):
        candidate = the_open(session).candidate_at(position)
        assert {job.text for job in row} == {candidate.text}
        assert row[0].seed == candidate.seed
        assert {job.size_pixels for job in row} == {64}
