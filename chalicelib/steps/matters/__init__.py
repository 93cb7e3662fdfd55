"""Open matters, take their steps, and read them."""
