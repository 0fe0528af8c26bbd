"""Runs the migrations on the connection that `adapters.storage.database.migrating` hands over."""

from __future__ import annotations

from alembic import context

from adapters.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
