"""Bodies and views of people and what they agree on."""
