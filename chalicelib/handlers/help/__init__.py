"""Help: guides and the assistant."""
