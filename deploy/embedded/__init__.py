"""Everything in one process on embedded storage: the only place that knows all three services."""
