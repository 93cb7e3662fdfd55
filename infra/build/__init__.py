"""Builds: sources people edit, checked and turned into what the functions load."""
