"""Một Cửa: the Chalice app. Which file answers which address is said in `chalicelib/handlers/_blueprints.py`."""

from chalicelib.handlers._blueprints import made

app = made("motcua")
