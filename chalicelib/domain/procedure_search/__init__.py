"""Search for a procedure by what people type."""
