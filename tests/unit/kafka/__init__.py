"""Tests of the local Apache Kafka that need no broker."""
