"""Mapping profiles, rows, rejects."""
