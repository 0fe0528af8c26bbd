"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    _create_people()
    _create_sessions()
    _create_galleries()
    _create_answers()


def _create_people() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("recognised_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "identities",
        sa.Column("platform", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "account", name="pk_identities"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_identities_user_id_users"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"])
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_consents_user_id_users"),
    )
    op.create_index("ix_consents_user_id_purpose", "consents", ["user_id", "purpose"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("user_id", sa.Text()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_audit_user_id_users"),
    )


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("starter_id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("began_at", sa.Double(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("owes_work", sa.Boolean(), nullable=False),
        sa.Column("extra_turns", sa.Integer(), nullable=False),
        sa.Column("ending", sa.Text()),
        sa.Column("endings", sa.Integer(), nullable=False),
        sa.Column("kept_serial", sa.Integer()),
        sa.Column("kept_position", sa.Integer()),
        sa.Column("kept_at", sa.Double()),
        sa.Column("failed_phase", sa.Text()),
        sa.Column("failure_reason", sa.Text()),
        sa.Column("failure_told", sa.Boolean()),
        sa.Column("notice", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(["starter_id"], ["users.id"], name="fk_sessions_starter_id_users"),
        sqlite_with_rowid=False,
    )
    owing = sa.text("owes_work")
    op.create_index("ix_sessions_owing", "sessions", ["began_at"], sqlite_where=owing, postgresql_where=owing)
    op.create_index("ix_sessions_starter_id_began_at", "sessions", ["starter_id", "began_at"])
    op.create_table(
        "turns",
        sa.Column("session_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text()),
        sa.Column("policy", sa.Text()),
        sa.Column("log_propensity", sa.Double()),
        sa.Column("has_outcome", sa.Boolean(), nullable=False),
        sa.Column("outcome_position", sa.Integer()),
        sa.Column("outcome_words", sa.Text()),
        sa.PrimaryKeyConstraint("session_id", "serial", name="pk_turns"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_turns_session_id_sessions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_events"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_events_session_id_sessions"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_events_user_id_users"),
        sqlite_with_rowid=False,
    )


def _create_galleries() -> None:
    op.create_table(
        "candidates",
        sa.Column("session_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "serial", "place", name="pk_candidates"),
        sa.ForeignKeyConstraint(
            ["session_id", "serial"],
            ["turns.session_id", "turns.serial"],
            name="fk_candidates_session_id_serial_turns",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outcomes",
        sa.Column("session_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_model", sa.Text(), nullable=False),
        sa.Column("log_prior", sa.LargeBinary(), nullable=False),
        sa.Column("log_probs", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "serial", name="pk_outcomes"),
        sa.ForeignKeyConstraint(
            ["session_id", "serial"],
            ["turns.session_id", "turns.serial"],
            name="fk_outcomes_session_id_serial_turns",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "images",
        sa.Column("hash", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_images"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "turn_images",
        sa.Column("session_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("image_hash", sa.Text(), nullable=False),
        sa.Column("spoiler", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "serial", "position", "place", name="pk_turn_images"),
        sa.ForeignKeyConstraint(["image_hash"], ["images.hash"], name="fk_turn_images_image_hash_images"),
        sa.ForeignKeyConstraint(
            ["session_id", "serial"],
            ["turns.session_id", "turns.serial"],
            name="fk_turn_images_session_id_serial_turns",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_turn_images_image_hash", "turn_images", ["image_hash"])
    op.create_table(
        "galleries",
        sa.Column("session_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Text(), nullable=False),
        sa.Column("rendering", sa.Text()),
        sa.Column("posted_at", sa.Double()),
        sa.Column("closes_at", sa.Double()),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "serial", name="pk_galleries"),
        sa.ForeignKeyConstraint(
            ["session_id", "serial"],
            ["turns.session_id", "turns.serial"],
            name="fk_galleries_session_id_serial_turns",
        ),
        sqlite_with_rowid=False,
    )


def _create_answers() -> None:
    op.create_table(
        "picks",
        sa.Column("session_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.Column("words", sa.Text()),
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("update_number", sa.Integer()),
        sa.PrimaryKeyConstraint("session_id", "serial", "user_id", name="pk_picks"),
        sa.ForeignKeyConstraint(
            ["session_id", "serial"],
            ["turns.session_id", "turns.serial"],
            name="fk_picks_session_id_serial_turns",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_picks_user_id_users"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feedback",
        sa.Column("session_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("comparison", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "serial", "user_id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["session_id", "serial"],
            ["turns.session_id", "turns.serial"],
            name="fk_feedback_session_id_serial_turns",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_feedback_user_id_users"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "beliefs",
        sa.Column("user_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("user_model", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("log_prior", sa.LargeBinary(), nullable=False),
        sa.Column("log_evidence", sa.LargeBinary(), nullable=False),
        sa.Column("updates", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "user_model", name="pk_beliefs"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_beliefs_user_id_users"),
        sqlite_with_rowid=False,
    )
