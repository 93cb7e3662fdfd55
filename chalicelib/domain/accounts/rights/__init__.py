"""Officers' rights: the key of each, their history, and their review."""
