"""Clients and secrets of AWS."""
