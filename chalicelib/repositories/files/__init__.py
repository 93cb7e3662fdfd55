"""Data files that ship with the code."""
