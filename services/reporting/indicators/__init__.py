"""The indicators: pure functions from counts to figures, each with its formula and source."""
