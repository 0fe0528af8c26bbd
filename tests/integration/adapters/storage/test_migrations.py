"""The migrations lead to the tables that the code knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from adapters.storage.community.tables import all_tables
from adapters.storage.database.engines import make_database
from adapters.storage.database.migrating import HEAD, alembic_config
from adapters.storage.opening import Storage, open_storage
from adapters.storage.tables import sessions
from core.community_ports import Role, SessionMessage
from core.types.galleries import ImageRef
from core.types.identifiers import ImageHash, MessageRef, SessionId, TurnId, turn_id
from core.types.sessions import Finish, Kept
from core.types.work import Change


async def test_migrations_and_tables_agree(storage: Storage) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, all_tables))

    async with storage.sessions._database.reader.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_newest_revision_is_the_one_that_starts_are_checked_against(storage: Storage) -> None:
    def heads(connection: Connection) -> list[str]:
        return list(ScriptDirectory.from_config(alembic_config(connection)).get_heads())

    async with storage.sessions._database.reader.connect() as connection:
        assert await connection.run_sync(heads) == [HEAD]


OLD_ROWS = (
    "INSERT INTO users VALUES ('anna', 0)",
    "INSERT INTO sessions (id, starter_id, platform, channel, prompt, rules, seed, began_at, phase,"
    " owes_work, extra_turns, endings, version)"
    " VALUES ('s', 'anna', 'chat', 'here', 'a cat', '{}', 7, 0, 'cancelled', false, 0, 0, 0)",
    "INSERT INTO turns (session_id, serial, intent, base, status, has_outcome)"
    " SELECT 's', serial, '', '', 'open', false FROM (SELECT 1 AS serial UNION SELECT 2 UNION SELECT 3) AS n",
    'INSERT INTO galleries (session_id, serial, "order", revision, messages, posted_at, overdue)'
    """ VALUES ('s', 1, '[]', 0, '[["here","one"],["here","two"]]', 1, false),"""
    """ ('s', 2, '[]', 0, '[]', null, false), ('s', 3, '[]', 0, '[["here","two"]]', 3, false)""",
)
"""A session as it was stored before messages had a table."""

OLD_RULES = """UPDATE sessions SET rules = '{"turns":4,"closing":"first_pick"}'"""


async def stored_at(revision: str, statements: Sequence[str], url: str | None, folder: Path) -> None:
    """A database as an older version of the program has left it."""

    def fill(connection: Connection) -> None:
        command.upgrade(alembic_config(connection), revision)
        for statement in statements:
            connection.exec_driver_sql(statement)

    database = make_database(url, folder)
    async with database.writer.begin() as connection:
        await connection.run_sync(fill)
    await database.dispose()


async def test_messages_of_galleries_stored_before_are_known(url: str | None, tmp_path: Path) -> None:
    await stored_at("0002", OLD_ROWS, url, tmp_path)
    async with open_storage(url, tmp_path) as storage:
        for message, turn in (("one", "s.1"), ("two", "s.3")):
            shown = MessageRef(channel="here", message=message)
            assert await storage.posted_galleries.turn_shown_by("chat", shown) == TurnId(turn)


async def test_sessions_stored_before_take_messages_and_move_with_their_group(
    url: str | None, tmp_path: Path
) -> None:
    in_group = "UPDATE sessions SET community = '-7', channel = '-7:5'"
    await stored_at("0004", (*OLD_ROWS, in_group), url, tmp_path)
    session, ref = SessionId("s"), MessageRef(channel="-7", message="one")
    noted = SessionMessage(message=ref, turn=turn_id(session, 3), role=Role.PHOTO, number=2)
    async with open_storage(url, tmp_path) as storage:
        await storage.session_messages.note("chat", [noted])
        assert await storage.communities.move("chat", "-7", "-1007", at=1.0) == (session,)
    async with open_storage(url, tmp_path) as storage:
        assert await storage.session_messages.named("chat", ref) == noted
        query = select(sessions.c.community, sessions.c.channel)
        async with storage.sessions._database.reader.connect() as connection:
            assert (await connection.execute(query)).all() == [("-1007", "-1007:5")]


async def test_a_session_that_was_over_before_images_were_refined_loads_and_goes_on(
    url: str | None, tmp_path: Path
) -> None:
    kept = "UPDATE sessions SET ending = 'kept', kept_serial = 1, kept_position = 2, kept_at = 3"
    await stored_at("0005", (*OLD_ROWS, OLD_RULES, kept), url, tmp_path)
    async with open_storage(url, tmp_path) as storage:
        before = await storage.sessions.load(SessionId("s"))
        assert before is not None
        assert before.kept == Kept(serial=1, position=2, at=3.0)
        image = ImageRef(hash=ImageHash("ab"), media_type="image/png", spoiler=True)
        refined = replace(before.kept, finish=Finish(image=image))
        after = replace(before, kept=refined, version=before.version + 1)
        await storage.sessions.save(Change(before=before, after=after))
        assert await storage.sessions.load(SessionId("s")) == after
