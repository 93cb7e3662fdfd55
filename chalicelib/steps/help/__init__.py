"""Answers of the assistant."""
