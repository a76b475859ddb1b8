"""The web skeleton every service stands on: problems, access, health, metrics, documentation."""
