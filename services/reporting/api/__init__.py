"""The reports over HTTP, one file per report; all are public, being aggregates."""
