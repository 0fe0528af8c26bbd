"""The tables beside those of the conversation: communities, messages, saved images, reports, links, costs."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, Text

from adapters.storage.tables import floats, json, metadata

all_tables = metadata
"""Knows these tables and those of `adapters.storage.tables`."""

community_rules = Table(
    "community_rules",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("community", Text, primary_key=True),
    Column("rules", json, nullable=False),
    sqlite_with_rowid=False,
)

session_messages = Table(
    "session_messages",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("session_id", Text, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("number", Integer),
    ForeignKeyConstraint(["session_id", "serial"], ["turns.session_id", "turns.serial"]),
    Index(None, "session_id", "serial"),
    sqlite_with_rowid=False,
)
"""What each message of a platform is for that belongs to a turn and shows no gallery."""

saved_images = Table(
    "saved_images",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("serial", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    ForeignKeyConstraint(["session_id", "serial"], ["turns.session_id", "turns.serial"]),
    Index(None, "session_id", "serial"),
    sqlite_with_rowid=False,
)
"""The images that people marked for themselves, in their own sessions and in others'."""

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False, index=True),
    Column("session_id", Text, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("position", Integer),
    Column("kind", Text, nullable=False),
    Column("community", Text),
    Column("words", Text),
    Column("at", Double, nullable=False),
    ForeignKeyConstraint(["session_id", "serial"], ["turns.session_id", "turns.serial"]),
    Index(None, "session_id", "serial"),
)

forgettings = Table(
    "forgettings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Double, nullable=False),
    Column("withdrawn", json, nullable=False),
    sqlite_with_rowid=False,
)
"""That somebody was forgotten, when, and how many records of each kind went; not who."""

link_offers = Table(
    "link_offers",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("until", Double, nullable=False),
    sqlite_with_rowid=False,
)
"""The codes that people can join another account with; never the code itself."""

link_attempts = Table(
    "link_attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("at", Double, nullable=False, index=True),
    Index(None, "user_id", "at"),
)
"""Wrong codes of late, so that nobody can try many."""

shared_tastes = Table(
    "shared_tastes",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("other_id", Text, ForeignKey("users.id"), primary_key=True, index=True),
    Column("user_model", Text, primary_key=True),
    Column("log_evidence", floats, nullable=False),
    Column("updates", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""What was believed of one person when they became two again: joined anew, it counts once."""

spending = Table(
    "spending",
    metadata,
    Column("day", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("amount", Double, nullable=False),
    sqlite_with_rowid=False,
)
"""What was spent on a day (UTC) for a community, or for a whole platform where there is none; not by whom."""
