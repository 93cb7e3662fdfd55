"""Public reading as plain pages, for readers without scripts and for search engines."""
