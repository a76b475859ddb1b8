"""The published tables, one file each: what they hold, and how protected counts become figures."""
