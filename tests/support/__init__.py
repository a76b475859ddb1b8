"""The real parts that tests run on: an Apache Kafka broker and a PostgreSQL server."""
