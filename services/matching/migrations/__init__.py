"""Migrations of the database behind `services.matching.store`."""
