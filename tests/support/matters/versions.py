"""The version of a matter on which a test's officer decides."""

from __future__ import annotations

from chalicelib.wiring import matters as wiring_matters


def find_version(path: str) -> int | None:
    """The present version of the matter whose step is at the path; None for an address without a step. A matter that
    does not exist has the first."""
    parts = path.strip("/").split("/")
    if len(parts) < 2 or parts[-1] == "papers":
        return None
    found = wiring_matters.provide_matter_dependencies().matters.load_matter(parts[-2]).matter
    return found.version if found else 1
