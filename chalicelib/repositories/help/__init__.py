"""The files of the guides."""
