"""People who grant rights revoke each other's at the same moment: one granting person always remains."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer, RightsChange
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.shared.errors import Forbidden, Refusal, Stale
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.steps.accounts.officers import put_rights
from chalicelib.steps.dossier.ports import Conflict
from tests.api.conftest import Everybody
from tests.contract.engines import DYNAMODB, RIVALS

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, RIVALS)]

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OPERATOR, OFFICE = Role.OPERATOR, Role.PROVINCIAL_OFFICE
HUE, LAI_CHAU = (OPERATOR, OFFICE), (OFFICE,)
"""The granting roles, the highest first: where the regulation leaves them open, and where it names the office alone."""

_names = itertools.count()


@dataclass(frozen=True)
class Round:
    """The granting role, the number of its people, who revokes whose rights, and the rights left to that person."""

    grantors: tuple[Role, ...]
    role: Role
    takes: tuple[tuple[int, int], ...]
    left: str = "nothing"

    @property
    def people(self) -> int:
        """How many people there are."""
        return 1 + max(max(pair) for pair in self.takes)


PAIR, RING = ((0, 1), (1, 0)), ((0, 1), (1, 2), (2, 0))
ALL_OF_THREE = tuple(itertools.permutations(range(3), 2))
ROUNDS = [
    Round(grantors, role, takes, left)
    for grantors, role in ((HUE, OPERATOR), (LAI_CHAU, OFFICE))
    for takes in (PAIR, RING, ALL_OF_THREE, (*RING, (0, 2)))
    for left in ("nothing", "another role", "until an hour ago")
]


def build_rights(role: Role, left: str = "") -> tuple[Assignment, ...]:
    """The right to grant, or what is left after it was taken."""
    if left == "nothing":
        return ()
    if left == "another role":
        return (Assignment(Role.AUDITOR, "province", LONG_AGO),)
    until = NOW - timedelta(hours=1) if left else None
    return (Assignment(role, "province", LONG_AGO, until),)


def appoint_grantors(round_: Round) -> list[str]:
    """New people who all may grant."""
    subs = [f"grantor-{next(_names)}" for _ in range(round_.people)]
    for sub in subs:
        Officers().save(Officer(sub, 1, "Cán bộ", "", "", build_rights(round_.role)), "seed", "01/TB", LONG_AGO)
    return subs


def leave_nothing(before: Officer, after: Officer, now: datetime) -> None:
    """Nobody here has open work."""


def take_right(records: Officers, round_: Round, by: str, whose: str) -> Officer | Refusal:
    """One takes another's right; the new record, or the refusal."""
    change = RightsChange("Cán bộ", "", "", build_rights(round_.role, round_.left), "02/TB")
    # The API's cached rights of the actor are up to a minute old.
    actor = Actor(by, build_rights(round_.role))
    try:
        return put_rights(
            records, Everybody(), CatalogueFiles().load_agencies("hue"), actor, whose, change, 1, NOW, round_.grantors,
            leave_nothing,
        )  # fmt: skip
    except Refusal as refused:
        return refused


def run_at_once(round_: Round, subs: Sequence[str]) -> list[Officer | Refusal]:
    """All of them in one moment, each in a thread of its own."""
    start = threading.Barrier(len(round_.takes))

    def run_one(pair: tuple[int, int]) -> Officer | Refusal:
        records = Officers()
        records.load(subs[pair[0]])
        start.wait(10)
        return take_right(records, round_, subs[pair[0]], subs[pair[1]])

    with ThreadPoolExecutor(len(round_.takes)) as pool:
        return list(pool.map(run_one, round_.takes))


def list_grantors(round_: Round, subs: Sequence[str]) -> list[str]:
    """Return the people who may still grant."""
    records = Officers()
    return [
        sub
        for sub in subs
        if any(a.role in round_.grantors and a.is_in_force(NOW) for a in records.load(sub).assignments)
    ]


@pytest.mark.parametrize("round_", ROUNDS, ids=lambda r: f"{r.role}-{len(r.takes)} of {r.people}-{r.left}")
def test_somebody_is_always_left_who_grants(engine: str, round_: Round) -> None:
    subs = appoint_grantors(round_)
    results = run_at_once(round_, subs)
    refused = [each for each in results if isinstance(each, Refusal)]
    assert {type(each) for each in refused} <= {Forbidden, Stale}
    assert len(refused) < len(results)
    assert list_grantors(round_, subs)
    if round_.takes == PAIR:
        assert len(refused) == 1


class Between(Officers):
    """Records in which something happens just before the first save."""

    def __init__(self, happens: Any) -> None:
        super().__init__()
        self.happens = happens

    def save(self, *given: Any) -> None:
        """Let it happen once, then save."""
        happens, self.happens = self.happens, None
        if happens:
            happens()
        super().save(*given)


@pytest.mark.parametrize("left", ["nothing", "another role", "until an hour ago"])
def test_who_lost_the_right_while_deciding_is_refused(engine: str, left: str) -> None:
    round_ = Round(HUE, OPERATOR, PAIR, left)
    one, two = appoint_grantors(round_)
    records = Between(lambda: take_right(Officers(), round_, two, one))
    assert isinstance(take_right(records, round_, one, two), Forbidden)
    assert list_grantors(round_, [one, two]) == [two]
    assert [change["by"] for change in Officers().list_changes(two)] == ["seed"]


def test_who_only_got_another_title_while_deciding_grants_all_the_same(engine: str) -> None:
    round_ = Round(HUE, OPERATOR, PAIR)
    one, two = appoint_grantors(round_)
    renamed = Officer(one, 2, "Cán bộ", "Chuyên viên chính", "", build_rights(OPERATOR))
    records = Between(lambda: Officers().save(renamed, "seed", "03/TB", NOW))
    assert isinstance(take_right(records, round_, one, two), Officer)


def test_the_store_holds_the_condition_across_records(engine: str) -> None:
    one, two = appoint_grantors(Round(HUE, OPERATOR, PAIR))
    taken = Officer(two, 2, "Cán bộ")
    with pytest.raises(Conflict):
        Officers().save(taken, one, "02/TB", NOW, Officer(one, 7))
    with pytest.raises(Stale):
        Officers().save(Officer(two, 3), one, "02/TB", NOW, Officer(one, 1))
    Officers().save(taken, one, "02/TB", NOW, Officer(one, 1))
    assert Officers().load(two).version == 2
