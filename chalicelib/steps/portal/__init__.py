"""The link to the national portal and to line-of-business systems."""
