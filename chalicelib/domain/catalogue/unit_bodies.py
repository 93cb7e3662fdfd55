"""What body each unit is, and by what a body is a unit here: every province has the committees with their offices and
departments and the one-stop units; its own regulation adds others (`tenants.extra`), and a published list names the
vertical agencies whose procedures the one-stop units receive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

AUTHORITY, ONE_STOP = "authorities", "one_stop_units"
VERTICAL: Final = "vertical_agencies"
OF_EVERY_PROVINCE: Final = (AUTHORITY, ONE_STOP)
BODIES: Final[Mapping[str, str]] = {
    "one_stop": ONE_STOP,
    "post_office": ONE_STOP,
    "provincial_police": VERTICAL,
    "commune_police": VERTICAL,
    "social_insurance": VERTICAL,
    "tax_authority": VERTICAL,
    "state_treasury": VERTICAL,
    "court_enforcement": VERTICAL,
    "economic_zone_board": "economic_zone_board",
    "utility": "utilities",
    "public_unit": "public_units",
    "state_enterprise": "state_enterprises",
    "association": "associations",
    "service_enterprise": "service_enterprises",
    "participating_body": "participating_bodies",
}
"""Body by the kind of a unit, in the words of `tenants.extra`; a kind without a line here is an authority."""


@dataclass(frozen=True, slots=True)
class VerticalList:
    """A published list of vertical agencies by kind, in force from `since` until the day before `until`."""

    number: str
    name_vi: str
    issuer_vi: str
    issued_on: date
    since: date
    until: date | None
    kinds: frozenset[str]
    certainty: str
    question: str

    def is_in_force(self, on: date) -> bool:
        """Return whether it is in force on the day."""
        return self.since <= on and (self.until is None or on < self.until)


def find_body(kind: str) -> str:
    """Return what body a unit of that kind is."""
    return BODIES.get(kind, AUTHORITY)


def find_published_list(kind: str, lists: Iterable[VerticalList], on: date) -> VerticalList | None:
    """Return the list in force on the day that names vertical agencies of that kind."""
    return next((each for each in lists if each.is_in_force(on) and kind in each.kinds), None)


def is_unit_here(kind: str, extra: Collection[str], published: VerticalList | None) -> bool:
    """Return whether bodies of that kind are units of the province: as everywhere, by its regulation, or by a list."""
    body = find_body(kind)
    return body in OF_EVERY_PROVINCE or body in extra or published is not None
