"""What a change writes, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Table

from adapters.storage import tables
from adapters.storage.loading import from_floats
from adapters.storage.writing.rows import PickKey, Row, Rows, add_change, to_floats
from core.types.answers import CloseVote, Compare, Keep, Pick, Undo
from core.types.galleries import Comparison
from core.types.sessions import Finish, Phase, Rules
from core.types.work import Change
from tests.fakes.saving import acting, beginning, working
from tests.fakes.sessions import ANNA, BEN, BY_STARTER, in_phase, shown


def rows_of(change: Change, updates: dict[PickKey, int] | None = None) -> Rows:
    rows = Rows()
    add_change(rows, change, updates=updates or {}, now=5.0)
    return rows


def counts(by_table: dict[Table, list[Row]]) -> dict[str, int]:
    return {table.name: len(rows) for table, rows in by_table.items() if rows}


def test_a_new_session_must_not_be_there_yet() -> None:
    rows = rows_of(beginning())
    assert counts(rows.new) == {"sessions": 1, "events": 1}
    assert counts(rows.changed) == {"turns": 1}


@pytest.mark.parametrize(
    ("phase", "written"),
    [
        (Phase.EXPANDING, {"sessions": 1, "candidates": 25}),
        (Phase.RENDERING, {"sessions": 1, "outcomes": 1, "turn_images": 4}),
        (Phase.POSTING, {"sessions": 1, "galleries": 1, "posted_messages": 1}),
    ],
)
def test_work_writes_what_it_has_made_and_no_more(phase: Phase, written: dict[str, int]) -> None:
    assert counts(rows_of(working(in_phase(phase, picks=3))).changed) == written


def test_an_answer_writes_itself_and_the_two_turns_it_moves_between() -> None:
    rows = rows_of(acting(shown(picks=2), Pick(number=1, words="at night")))
    assert counts(rows.new) == {"events": 1}
    assert counts(rows.changed) == {"sessions": 1, "turns": 2, "picks": 1}


def test_images_are_written_where_they_are_new() -> None:
    assert counts(rows_of(working(in_phase(Phase.RENDERING))).shared) == {"images": 4}
    assert counts(rows_of(working(in_phase(Phase.POSTING))).shared) == {}


def test_an_answer_taken_back_loses_its_row() -> None:
    session = shown(picks=1)
    gone = rows_of(acting(session, Undo())).gone
    assert {table: keys for table, keys in gone.items() if keys} == {tables.picks: [(session.id, 1, ANNA)]}


def test_closing_a_vote_writes_which_update_each_vote_was() -> None:
    session = shown(BY_STARTER)
    for user in (ANNA, BEN):
        session = acting(session, Pick(number=1), user=user).after
    change = acting(session, CloseVote())
    rows = rows_of(change, {(session.id, 1, ANNA): 7, (session.id, 1, BEN): 9})
    assert [row[-1] for row in rows.changed[tables.picks]] == [7, 9]


def test_a_comparison_said_anew_replaces_the_first_one() -> None:
    session = shown(picks=2)
    session = acting(session, Compare(comparison=Comparison.SAME)).after
    rows = rows_of(acting(session, Compare(comparison=Comparison.BETTER)))
    assert [row[4] for row in rows.changed[tables.feedback]] == ["better"]
    assert not rows.gone[tables.feedback]


def test_parts_that_vanish_lose_their_rows() -> None:
    session = in_phase(Phase.POSTING)
    bare = replace(session.turns[0], candidates=(), outcomes=None, images=(), gallery=None)
    rows = rows_of(Change(before=session, after=replace(session, turns=(bare,))))
    assert counts(rows.gone) == {"candidates": 25, "outcomes": 1, "turn_images": 4, "galleries": 1}


def test_a_refined_image_is_written_once_and_its_row_goes_when_the_keep_is_taken_back() -> None:
    session = shown(Rules(finishes=True))
    assert session.turns[0].gallery is not None
    keep = Keep(number=session.turns[0].gallery.number_of(1))
    kept = acting(session, keep).after
    refining = working(kept)
    rows = rows_of(refining)
    assert counts(rows.changed) == {"sessions": 1, "finishes": 1}
    assert counts(rows.shared) == {"images": 1}
    assert counts(rows_of(working(refining.after)).changed) == {"sessions": 1}
    undoing = acting(refining.after, Undo())
    gone = {table: keys for table, keys in rows_of(undoing).gone.items() if keys}
    assert gone[tables.finishes] == [(kept.id,)]
    assert not rows_of(acting(undoing.after, keep)).gone[tables.finishes]


def test_an_image_that_stays_as_it_is_has_a_row_without_an_image() -> None:
    kept = acting(shown(Rules(finishes=True)), Keep(number=1)).after
    assert kept.kept is not None
    after = replace(kept, kept=replace(kept.kept, finish=Finish(image=None)))
    rows = rows_of(Change(before=kept, after=after))
    assert rows.changed[tables.finishes] == [(kept.id, None, False)]
    assert counts(rows.shared) == {}


@pytest.mark.parametrize("value", [0.1, -5e-324, 1.7976931348623157e308, float("-inf"), 1 / 3])
def test_floats_are_packed_to_the_last_bit(value: float) -> None:
    assert from_floats(to_floats((value, 1.0))) == (value, 1.0)
