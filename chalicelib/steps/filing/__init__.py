"""Filing: drafts, submission, and what is held already."""
