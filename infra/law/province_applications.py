"""Checks of the applications that a province registers for its people's sign-in (decision 0311)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chalicelib.domain.security.applications import ApplicationAudience
from chalicelib.repositories.security.application_files import APPLICATIONS
from infra.law.source import Keys, LawSource

__all__ = ["APPLICATIONS", "check_applications"]

APPLICATION: Keys = {
    "code": str, "name_vi": str, "name_en": str, "unit": str, "audience": list, "start": str, "redirects": list,
    "sign_out": str, "from": date, "until": date, "article": str,
}  # fmt: skip
APPLICATION_MORE: Keys = {"example": bool}
CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_CODE, LONGEST_ADDRESS, MOST_ADDRESSES = 40, 300, 5
ADDRESS = re.compile(r"https://[a-z0-9.-]+(?::\d+)?/[A-Za-z0-9._~/-]*")
"""Without query, fragment or escapes: the address is compared as it is written."""


def check_applications(source: LawSource, folder: Path, tree: Mapping[str, Any]) -> None:
    """Check the province's registered applications; the file is optional."""
    path, file = folder / APPLICATIONS, f"province/{folder.name}/{APPLICATIONS}"
    if not path.exists() or file in source.unreadable:
        return
    table = source.load_file(folder.parents[1], path)
    if file in source.unreadable or not source.has_exact_keys(file, "-", table, {"application": list}, {}):
        return
    units = [str(each.get("id")) for each in tree.get("agencies", ()) if isinstance(each, dict)]
    codes = [each.get("code") for each in table["application"] if isinstance(each, dict)]
    for code in sorted({str(each) for each in codes if codes.count(each) > 1}):
        source.refuse_value(file, code, "is registered twice")
    for number, row in enumerate(table["application"], 1):
        key = f"application {number}"
        if source.has_exact_keys(file, key, row, APPLICATION, APPLICATION_MORE):
            _check_application(source, file, row, units)


def _check_application(source: LawSource, file: str, row: Mapping[str, Any], units: list[str]) -> None:
    code = row["code"]
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        source.refuse_value(file, f"{code}.code", "must be small letters and digits joined by hyphens, 40 at most")
    for name in ("name_vi", "name_en", "article"):
        if not row[name].strip():
            source.refuse_value(file, f"{code}.{name}", "missing")
    if units:
        source.require_one_of(file, f"{code}.unit", row["unit"], units)
    if not row["audience"]:
        source.refuse_value(file, f"{code}.audience", "names nobody who may open it")
    for each in row["audience"]:
        source.require_one_of(file, f"{code}.audience", each, tuple(ApplicationAudience))
    if not 1 <= len(row["redirects"]) <= MOST_ADDRESSES:
        source.refuse_value(file, f"{code}.redirects", f"one address at least, {MOST_ADDRESSES} at most")
    named = [
        ("start", row["start"]),
        ("sign_out", row["sign_out"]),
        *(("redirects", each) for each in row["redirects"]),
    ]
    for name, address in named:
        if not (isinstance(address, str) and ADDRESS.fullmatch(address) and len(address) <= LONGEST_ADDRESS):
            source.refuse_value(
                file, f"{code}.{name}", f"{address!r} is no address: https://, a host, and a path without ? and #"
            )
    hosts = {urlsplit(str(address)).netloc for _, address in named}
    if len(hosts) > 1:
        source.refuse_value(file, f"{code}.start", "all addresses of an application are at one host")
    if row["until"] < row["from"]:
        source.refuse_value(file, f"{code}.until", f"must not be before {row['from']}")
