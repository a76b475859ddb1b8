"""Alerts: rules about published figures, and a signed message to the owner of one come true."""
