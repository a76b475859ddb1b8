"""Apache Kafka on one machine, from its published jars, for development and tests."""
