"""Putting the services together and running them."""
