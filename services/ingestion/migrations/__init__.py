"""Migrations of the database behind `services.ingestion.store`."""
