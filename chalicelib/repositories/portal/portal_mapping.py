"""The national portal's vocabulary: the newest version of the mapping as shipped."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from chalicelib.domain.portal.mapping import PortalMapping
from chalicelib.domain.portal.mapping_data import read_mapping

FOLDER = Path(__file__).parents[2] / "data" / "sync"


@cache
def load_mapping(folder: Path = FOLDER) -> PortalMapping:
    """Return the mapping with the highest version. Raise ValueError that names every fault, or that there is none."""
    found = [read_mapping(tomllib.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("portal-*.toml")]
    if not found:
        raise ValueError("there is no mapping for the portal")
    return max(found, key=lambda mapping: mapping.version)
