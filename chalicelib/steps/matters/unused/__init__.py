"""Officers' accounts that nobody uses."""
