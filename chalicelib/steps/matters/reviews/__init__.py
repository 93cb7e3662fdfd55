"""Periodic reviews of officers' rights."""
