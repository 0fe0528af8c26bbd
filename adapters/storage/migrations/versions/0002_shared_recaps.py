"""Shared recaps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "shares",
        sa.Column("session_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.Double(), nullable=False),
        sa.Column("recap", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_shares"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_shares_session_id_sessions"),
        sa.UniqueConstraint("token", name="uq_shares_token"),
        sqlite_with_rowid=False,
    )
