"""Made-up and broken inputs by the million; each command prints its seed and what it saw."""
