"""The messages of sessions beside their galleries, and how a community's sessions are found when it moves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IN_COMMUNITY = sa.text("community IS NOT NULL")


def upgrade() -> None:
    """Bring the database to this revision."""
    _create_session_messages()
    op.create_index(
        "ix_sessions_platform_community",
        "sessions",
        ["platform", "community"],
        sqlite_where=IN_COMMUNITY,
        postgresql_where=IN_COMMUNITY,
    )


def _create_session_messages() -> None:
    op.create_table(
        "session_messages",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.PrimaryKeyConstraint("platform", "channel", "message", name="pk_session_messages"),
        sa.ForeignKeyConstraint(
            ["session_id", "serial"],
            ["turns.session_id", "turns.serial"],
            name="fk_session_messages_session_id_serial_turns",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_session_messages_session_id_serial", "session_messages", ["session_id", "serial"])
