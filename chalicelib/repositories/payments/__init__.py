"""Fees, payments and the till."""
