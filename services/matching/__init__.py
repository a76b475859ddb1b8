"""The brain: codes both sides, scores, flags, tells."""
