"""Public look-up and the search at the counter."""
