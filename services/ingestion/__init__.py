"""The front door: takes records in, keeps them, tells."""
