"""The flow table: states, steps, and who takes them."""
