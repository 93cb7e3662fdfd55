"""The applications that a province has registered, as shipped in its folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from chalicelib.domain.security.applications import Application, ApplicationAudience
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.provinces import FOLDERS

APPLICATIONS = "applications.toml"


def load_applications(province: str, origin: str = "", folders: Path = FOLDERS) -> tuple[Application, ...]:
    """Return the applications of a province; none without the file. `origin` replaces scheme and host of every address,
    for stages in which a stand-in plays the applications."""
    path = folders / province / APPLICATIONS
    if not path.is_file():
        return ()
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["application"]
    return tuple(read_application(row, origin) for row in rows)


def read_application(row: Mapping[str, Any], origin: str = "") -> Application:
    """Return the application that a checked row describes."""
    return Application(
        code=row["code"],
        name=BilingualWords(row["name_vi"], row["name_en"]),
        unit=row["unit"],
        audience=frozenset(ApplicationAudience(each) for each in row["audience"]),
        start=_place_at(row["start"], origin),
        redirects=tuple(_place_at(each, origin) for each in row["redirects"]),
        sign_out=_place_at(row["sign_out"], origin),
        begins=row["from"],
        ends=row["until"],
        article=row["article"],
        example=row.get("example", False),
    )


def _place_at(address: str, origin: str) -> str:
    if not origin:
        return address
    scheme, host, *_ = urlsplit(origin)
    return urlunsplit((scheme, host, *urlsplit(address)[2:]))
