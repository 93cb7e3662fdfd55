"""Matters in the table, and their lists."""
