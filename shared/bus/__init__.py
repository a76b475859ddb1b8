"""The log the services talk over: one protocol, three adapters, a relay and a consumer loop."""
