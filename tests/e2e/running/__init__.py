"""Running systems: every process real, started, killed and stopped as an operator would."""
