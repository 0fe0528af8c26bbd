"""Runs the migrations on the connection that `adapters.storage.database.migrating` hands over."""

from __future__ import annotations

from alembic import context

from adapters.storage.community.tables import all_tables

context.configure(connection=context.config.attributes["connection"], target_metadata=all_tables)
with context.begin_transaction():
    context.run_migrations()
