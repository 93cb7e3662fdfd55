"""The dossier and the frame of every command on it."""
