"""The pages as people meet them: the real app in a real browser."""
