"""The entry point of the API for developers."""

from __future__ import annotations

from pydantic import BaseModel


class ApiIndex(BaseModel):
    """Addresses of the API's description, and of operations without sign-in. Each member but name and version is a path
    on the same host."""

    name: str
    api_version: str
    description: str
    """The OpenAPI document."""
    reference: str
    """The same as a page for people."""
    open_to_all: list[str]
    """Operations that anybody may call with GET."""
