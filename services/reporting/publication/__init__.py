"""Releases: frozen from the facts, signed, kept, opened again; and the live figures beside them."""
