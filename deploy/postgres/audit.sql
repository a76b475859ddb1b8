-- A service may add entries to its audit log and chain them, and neither change nor delete any.
-- Once after `lmis migrate`, as the owner:  psql -v service=ingestion -f audit.sql   (and matching)
REVOKE UPDATE, DELETE, TRUNCATE ON :"service".audit FROM :"service";
GRANT UPDATE (position, hash) ON :"service".audit TO :"service";
