"""Reports in other forms than JSON; the same figures, statuses kept."""
