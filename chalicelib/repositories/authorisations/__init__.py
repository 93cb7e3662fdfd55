"""Authorisations in the table."""
