"""The shapes of Thailand's provinces for maps, and how they were made."""
