"""The HTTP edge: guard, reading, answering, and the registry of routes."""
