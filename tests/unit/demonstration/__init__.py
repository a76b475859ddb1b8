"""The synthetic records of the demonstration."""
