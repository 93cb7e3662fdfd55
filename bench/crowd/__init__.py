"""Many clients at a whole stack, and what it needs of the machine."""
