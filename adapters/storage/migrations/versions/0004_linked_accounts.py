"""Codes that join two accounts, wrong codes of late, and what people who were one have in common."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    _create_link_offers()
    _create_link_attempts()
    _create_shared_tastes()


def _create_link_offers() -> None:
    op.create_table(
        "link_offers",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_link_offers"),
        sa.UniqueConstraint("code_hash", name="uq_link_offers_code_hash"),
        _of_person("link_offers"),
        sqlite_with_rowid=False,
    )


def _create_link_attempts() -> None:
    op.create_table(
        "link_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_attempts"),
        _of_person("link_attempts"),
    )
    op.create_index("ix_link_attempts_user_id_at", "link_attempts", ["user_id", "at"])
    op.create_index("ix_link_attempts_at", "link_attempts", ["at"])


def _create_shared_tastes() -> None:
    op.create_table(
        "shared_tastes",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("user_model", sa.Text(), nullable=False),
        sa.Column("log_evidence", sa.LargeBinary(), nullable=False),
        sa.Column("updates", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "other_id", "user_model", name="pk_shared_tastes"),
        _of_person("shared_tastes"),
        _of_person("shared_tastes", column="other_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shared_tastes_other_id", "shared_tastes", ["other_id"])


def _of_person(table: str, *, column: str = "user_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_{table}_{column}_users")
