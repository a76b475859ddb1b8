"""Alembic's entry point; the connection comes from `shared.db.migrate`."""

from shared.db.migrate import run

run()
