"""Databases: engines and transactions, the inbox, migrations, and a lock for single runners."""
