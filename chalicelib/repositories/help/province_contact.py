"""How people reach those who run a province's service, from the description of the province."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from chalicelib.provinces import DESCRIPTION, FOLDERS


class ProvinceContact(NamedTuple):
    """The address of the counter and the mail address; empty where the province gives none."""

    address: str
    email: str


def read_province_contact(province: str, folders: Path = FOLDERS) -> ProvinceContact:
    """Return how to reach a province's service apart from the telephone of its centre."""
    about = tomllib.loads((folders / province / DESCRIPTION).read_text(encoding="utf-8"))
    contact = about.get("contact", {})
    return ProvinceContact(contact.get("address", ""), contact.get("email", ""))
