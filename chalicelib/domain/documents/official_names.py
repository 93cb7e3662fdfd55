"""Names as official papers write them (NĐ 30/2020, Annex I and II): people, agencies, and the place of a date line."""

from __future__ import annotations

import re
from collections.abc import Iterable

_COMMITTEE = re.compile(r"\bUBND\b")
_PLACE = re.compile(r"\b(xã|phường|đặc khu|thị trấn|quận|huyện|thị xã|thành phố|tỉnh) (?=\S)")
_UNCHECKED = re.compile(r" \([^()]*chưa đối chiếu\)")
_ORGANISATION = re.compile(
    r"(tổng |chi nhánh|công ty|doanh nghiệp|hợp tác xã|htx|tổ hợp tác|hộ kinh doanh|trường |ủy ban|ubnd|sở |ban "
    r"|trung tâm|hiệp hội|hội |liên |quỹ |ngân hàng|văn phòng|cơ sở|bệnh viện|phòng |nhà |tập đoàn|xí nghiệp|cửa hàng)"
)


def write_person(stored: str) -> str:
    """Return a person's name with each syllable capitalised, where it was typed all in lower or all in upper case;
    accents are kept. A name in mixed case, and an organisation's, stay unchanged."""
    if not (stored.islower() or stored.isupper()) or _ORGANISATION.match(stored.lower()) or re.search(r"\d", stored):
        return stored
    return re.sub(r"[^\W\d_]+", lambda syllable: syllable[0].capitalize(), stored)


def write_agency(name: str) -> str:
    """Return an agency's full name: the issuer of a paper does not abbreviate the committee's name."""
    return _COMMITTEE.sub("Ủy ban nhân dân", name)


def write_instrument(listed: str) -> str:
    """Return a legal instrument of the catalogue's list, without the editors' note that it was not verified yet."""
    return _UNCHECKED.sub("", listed)


def find_place(names: Iterable[str]) -> str:
    """Return the place in a paper's date line: the unit of the issuer's seat, which is the first of `names` (the
    issuer's own, then its superiors') that names a place. A name in figures keeps its kind. Raise ValueError when none
    names a place."""
    for name in names:
        for found in _PLACE.finditer(name):
            bare = name[found.end() :]
            if bare[0].isdigit():
                return f"{found[1].capitalize()} {bare}"
            # "bảo hiểm xã hội": a name of a place begins with a capital.
            if bare[0].isupper():
                return bare
    raise ValueError("no place among the names of the issuer and those above it")
