"""The window: folds events into a read model and publishes it."""
