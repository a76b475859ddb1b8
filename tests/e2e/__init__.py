"""The whole way, from the door to the report, on running processes in both forms."""
