"""What holds for all tables."""

from __future__ import annotations

from adapters.storage.community.tables import all_tables


def test_the_columns_of_a_key_come_first_in_every_table() -> None:
    for table in all_tables.tables.values():
        key = [column.name for column in table.primary_key]
        assert [column.name for column in table.columns][: len(key)] == key


def test_what_a_row_refers_to_can_be_deleted_without_reading_the_whole_table() -> None:
    for table in all_tables.tables.values():
        indexes = [list(table.primary_key), *(list(index.columns) for index in table.indexes)]
        for reference in table.foreign_key_constraints:
            columns = list(reference.columns)
            assert any(index[: len(columns)] == columns for index in indexes), reference.name
