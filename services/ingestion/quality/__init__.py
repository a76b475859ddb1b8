"""How good a provider's records are: counted as they come, compared with the last, scored."""
