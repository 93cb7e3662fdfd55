"""The kinds of matters, each one table that reads like a page of its regulation."""
