"""The one table: items, keys, indexes and errors."""
