"""Slips and registers as documents."""
