"""The text of the statements that write many rows."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

from adapters.storage.tables import FIXED
from adapters.storage.writing.statements import IfExists, delete_text, insert_text

THINGS = Table(
    "things",
    MetaData(),
    Column("place", Integer, primary_key=True),
    Column("order", Text),
    Column("made_by", Text, info=FIXED),
)


def test_many_rows_are_one_list_of_values() -> None:
    text = insert_text(THINGS, 2, IfExists.FAIL, numbered=False)
    assert text == 'INSERT INTO "things" ("place", "order", "made_by") VALUES (?, ?, ?), (?, ?, ?)'


def test_a_row_that_is_there_is_replaced_but_for_what_never_changes() -> None:
    text = insert_text(THINGS, 1, IfExists.REPLACE, numbered=True)
    assert text.endswith('VALUES ($1, $2, $3) ON CONFLICT ("place") DO UPDATE SET "order" = excluded."order"')


def test_a_row_that_is_there_can_be_left_alone() -> None:
    assert insert_text(THINGS, 1, IfExists.SKIP, numbered=False).endswith("ON CONFLICT DO NOTHING")


def test_amounts_of_a_row_that_is_there_can_be_raised() -> None:
    text = insert_text(THINGS, 1, IfExists.ADD, numbered=True)
    assert text.endswith('ON CONFLICT ("place") DO UPDATE SET "order" = "things"."order" + excluded."order"')


def test_rows_are_deleted_by_their_key() -> None:
    assert delete_text(THINGS, numbered=True) == 'DELETE FROM "things" WHERE "place" = $1'
