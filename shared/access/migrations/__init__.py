"""Migrations of the database behind `shared.access.store`."""
