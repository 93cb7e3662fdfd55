"""A whole province on one machine: the local cloud, stand-ins for systems of others, and people who use it."""
