"""Personal data: who sees what, and erasure."""
