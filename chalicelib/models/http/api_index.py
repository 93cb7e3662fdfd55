"""The first answer for somebody who writes a program."""

from __future__ import annotations

from pydantic import BaseModel


class ApiIndex(BaseModel):
    """Where the API is described, and what can be read without signing in. Each member but name and version is a path
    on the same host."""

    name: str
    api_version: str
    description: str
    """The OpenAPI document."""
    reference: str
    """The same as a page to read."""
    open_to_all: list[str]
    """Operations that anybody may call with GET."""
