"""Một Cửa: the Chalice app. Which file answers which address is said in `chalicelib/handlers/http/addresses.py`."""

from chalicelib.handlers.http.registry import create_app

app = create_app("motcua")
