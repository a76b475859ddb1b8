#!/bin/sh
# One schema and one role per service; each role reads and writes its own schema and reads access.
# Tables are made by the owner of the database (`lmis migrate`).
set -eu
for service in access ingestion matching reporting; do
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" \
    -v service="$service" -v password="$POSTGRES_PASSWORD" -v owner="$POSTGRES_USER" <<'SQL'
CREATE SCHEMA :"service";
CREATE ROLE :"service" LOGIN PASSWORD :'password';
GRANT USAGE ON SCHEMA :"service" TO :"service";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"service"
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"service";
SQL
done
