"""International classifications and Thai reference tables as look-ups; sources in SOURCES.md."""
