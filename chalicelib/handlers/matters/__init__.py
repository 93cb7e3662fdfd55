"""Routes of every kind of matter, made from the tables."""
