"""Uploaded papers and their check."""
