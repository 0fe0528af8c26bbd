"""What came of refining kept images, and what was spent on each day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    _create_finishes()
    op.create_table(
        "spending",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("day", "account", "kind", name="pk_spending"),
        sqlite_with_rowid=False,
    )


def _create_finishes() -> None:
    op.create_table(
        "finishes",
        sa.Column("session_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("image_hash", sa.Text()),
        sa.Column("spoiler", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_finishes"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_finishes_session_id_sessions"),
        sa.ForeignKeyConstraint(["image_hash"], ["images.hash"], name="fk_finishes_image_hash_images"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_finishes_image_hash", "finishes", ["image_hash"])
