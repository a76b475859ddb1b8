"""Signed messages to addresses that others gave: allowed, kept, sent, tried again, on record."""
