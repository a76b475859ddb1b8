"""Feedback: anyone may doubt a published figure or a code, and is answered for all to read."""
