"""Tests of the text coders."""
