"""Units in which nobody has a special task: read from the whole list of officers, for those who grant and audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.steps.accounts.unit_use import list_units_without

NOW = datetime(2026, 11, 23, 8, tzinfo=VIETNAM)
SINCE = datetime(2021, 1, 1, tzinfo=VIETNAM)
OFFICE = Actor("vp", (Assignment(Role.PROVINCIAL_OFFICE, "province", SINCE),), citizen=False)


@dataclass
class Pages:
    """A list of officers, one of them on a page."""

    officers: Sequence[Officer]

    def load_page(self, after: str, count: int) -> tuple[Sequence[Officer], str]:
        """The officer after a place."""
        left = [each for each in self.officers if each.sub > after]
        return left[:1], left[0].sub if len(left) > 1 else ""


def test_every_page_of_the_list_counts_and_others_read_nothing() -> None:
    tree = CatalogueFiles().load_agencies("quang-ngai")
    units = [each.id for each in tree.list_active(NOW.date())]
    held = [Officer(f"{n}", 1, assignments=(Assignment(Role.UNIT_IT, units[n], SINCE),)) for n in range(3)]
    assert list_units_without(Pages(held), tree, OFFICE, Role.UNIT_IT, NOW) == tuple(units[3:])
    with pytest.raises(Forbidden):
        list_units_without(Pages(held), tree, Actor("0", held[0].assignments), Role.UNIT_IT, NOW)
