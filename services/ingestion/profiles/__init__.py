"""Mapping profiles that organisations keep, try and have proposed; templates and dictionary."""
