"""Migrations of the database behind `services.reporting.store`."""
