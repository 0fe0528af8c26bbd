"""Communities, the messages that show galleries, saved images, reports, and forgetting people."""

from __future__ import annotations

import json
from itertools import islice

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 1000
OF_PEOPLE = ("audit", "events", "feedback", "picks")
"""Tables that are searched for what one person has left."""


def upgrade() -> None:
    """Bring the database to this revision."""
    op.add_column("sessions", sa.Column("community", sa.Text()))
    _create_posted_messages()
    _fill_posted_messages(op.get_bind())
    _create_communities()
    _create_saved_images()
    _create_reports()
    _create_forgettings()
    for table in OF_PEOPLE:
        op.create_index(f"ix_{table}_user_id", table, ["user_id"])
    op.create_index("ix_events_session_id", "events", ["session_id"])


def _create_posted_messages() -> None:
    op.create_table(
        "posted_messages",
        sa.Column("platform", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("message", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "channel", "message", name="pk_posted_messages"),
        _of_turn("posted_messages"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posted_messages_session_id_serial", "posted_messages", ["session_id", "serial"])


def _fill_posted_messages(connection: sa.Connection) -> None:
    """Take the messages from the stored galleries; of two galleries in one message the newer one counts."""
    galleries = connection.execute(
        sa.text(
            "SELECT sessions.platform, galleries.session_id, galleries.serial, galleries.messages"
            " FROM galleries JOIN sessions ON sessions.id = galleries.session_id"
            " WHERE galleries.messages <> '[]' ORDER BY galleries.posted_at"
        )
    ).all()
    posted = (
        {"platform": platform, "channel": channel, "message": message, "session": session, "serial": serial}
        for platform, session, serial, messages in galleries
        for channel, message in json.loads(messages)
    )
    statement = sa.text(
        "INSERT INTO posted_messages (platform, channel, message, session_id, serial)"
        " VALUES (:platform, :channel, :message, :session, :serial)"
        " ON CONFLICT (platform, channel, message)"
        " DO UPDATE SET session_id = excluded.session_id, serial = excluded.serial"
    )
    while rows := list(islice(posted, ROWS_AT_ONCE)):
        connection.execute(statement, rows)


def _create_communities() -> None:
    op.create_table(
        "community_rules",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "community", name="pk_community_rules"),
        sqlite_with_rowid=False,
    )


def _create_saved_images() -> None:
    op.create_table(
        "saved_images",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "session_id", "serial", "position", name="pk_saved_images"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_saved_images_user_id_users"),
        _of_turn("saved_images"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_saved_images_session_id_serial", "saved_images", ["session_id", "serial"])


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("community", sa.Text()),
        sa.Column("words", sa.Text()),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_reports_user_id_users"),
        _of_turn("reports"),
    )
    op.create_index("ix_reports_user_id", "reports", ["user_id"])
    op.create_index("ix_reports_session_id_serial", "reports", ["session_id", "serial"])


def _create_forgettings() -> None:
    op.create_table(
        "forgettings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("withdrawn", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_forgettings"),
        sqlite_with_rowid=False,
    )


def _of_turn(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["session_id", "serial"],
        ["turns.session_id", "turns.serial"],
        name=f"fk_{table}_session_id_serial_turns",
    )
