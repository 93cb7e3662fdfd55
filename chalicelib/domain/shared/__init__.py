"""Values and functions that every part of the domain uses: refusals, text, time zone, serialization."""
