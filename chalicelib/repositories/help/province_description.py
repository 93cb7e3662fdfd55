"""What a province says of itself and of how people reach its service, for the frame of the plain pages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.provinces import DESCRIPTION, FOLDERS


class ProvinceDescription(NamedTuple):
    """The name of the province, the address of its counter and its mail address; empty where it gives none."""

    name: Names
    address: str
    email: str


def read_province_description(province: str, folders: Path = FOLDERS) -> ProvinceDescription:
    """Return what the description of a province says."""
    about = tomllib.loads((folders / province / DESCRIPTION).read_text(encoding="utf-8"))
    contact = about.get("contact", {})
    name = Names(about["name_vi"], about["name_en"])
    return ProvinceDescription(name, contact.get("address", ""), contact.get("email", ""))
