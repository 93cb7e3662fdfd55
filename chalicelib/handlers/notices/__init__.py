"""Notices: who is informed of what, by which channel, and what became of it."""
