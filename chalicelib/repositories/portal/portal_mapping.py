"""The words in which the national portal is spoken to: the newest version of the mapping as shipped."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from chalicelib.domain.portal.mapping import PortalMapping, read_mapping

FOLDER = Path(__file__).parents[2] / "data" / "sync"


@cache
def load_mapping(folder: Path = FOLDER) -> PortalMapping:
    """The mapping with the highest version. ValueError names what is wrong with it; none at all is one too."""
    found = [read_mapping(tomllib.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("portal-*.toml")]
    if not found:
        raise ValueError("there is no mapping for the portal")
    return max(found, key=lambda mapping: mapping.version)
