"""Matters at the HTTP edge."""
