"""Finding skills in texts."""
