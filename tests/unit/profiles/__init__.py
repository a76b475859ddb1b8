"""Profiles proposed, tried, and the words they are made of."""
