"""Effects of facts on a dossier, one file for each part of its state."""
