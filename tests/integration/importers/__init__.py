"""Whole files through the real handlers."""
