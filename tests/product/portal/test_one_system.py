"""One system receives, settles and returns every dossier, by every channel, with every step on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT
from tests.product.office import Office
from tests.support.bodies import BY_POST

IN_ITS_LIFE = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
"""An hour inside the undisputed life of all five regulations."""
TODAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
WAY = ["submitted", "received", "transferred", "found_complete", "resolved", "given_back", "closed"]


def file_at_desk(product: Office) -> str:
    """A walk-in's paper, typed and scanned by the desk."""
    desk, typed = product("desk1"), {**FUNERAL_DRAFT, "efiling": "declined"}
    dossier = str(desk.draft(FUNERAL, product.place.one_stop, "desk", typed))
    desk.submit(dossier, [desk.upload(dossier, "component", DECLARATION)])
    return dossier


def file_online(product: Office) -> str:
    """A filing on the province's own portal."""
    return str(product("citizen1").file(FUNERAL, FUNERAL_DRAFT, [DECLARATION]))


def file_at_portal(product: Office) -> str:
    """A filing that the national portal hands on."""
    return str(product.around.files_at_portal(FUNERAL, FUNERAL_DRAFT, [DECLARATION]))


def settle_and_return(product: Office, dossier: str) -> dict[str, Any]:
    """The dossier after the whole way; nothing can be returned of what was not received and settled."""
    desk, case = product("desk1"), product("case1")
    desk.step(dossier, "give_back", {"way": "post"}, expect=409)
    desk.step(dossier, "receive")
    desk.step(dossier, "transfer")
    case.step(dossier, "confirm_complete")
    product("head1").step(dossier, "resolve", {"outcome": "granted", "result": case.upload(dossier, "result")})
    if desk.get(f"/api/dossiers/{dossier}")["to_compare"]:
        desk.step(dossier, "compare", {"came": "sent"})
    desk.step(dossier, "give_back", BY_POST)
    closed: dict[str, Any] = desk.step(dossier, "close")
    return closed


@pytest.mark.clause("VL-3.1", "QN-26.1", "TB-8#1")
@pytest.mark.parametrize(
    ("province", "at", "ways"),
    [
        ("vinh-long", IN_ITS_LIFE, [file_online]), ("vinh-long", TODAY, [file_at_desk, file_at_portal]),
        ("quang-ngai", IN_ITS_LIFE, [file_at_desk]), ("quang-ngai", TODAY, [file_at_desk, file_online]),
        ("thai-binh", IN_ITS_LIFE, [file_at_desk]), ("thai-binh", TODAY, [file_online]),
    ],
)  # fmt: skip
def test_every_filing_is_received_settled_and_returned_in_the_system(
    office: Callable[..., Office], province: str, at: datetime, ways: list[Callable[[Office], str]]
) -> None:
    product = office(province, at=at)
    desk, codes = product("desk1"), []
    for come in ways:
        dossier = come(product)
        ended = settle_and_return(product, dossier)
        assert (ended["state"], ended["outcome"]) == ("closed", "granted")
        done = [each["kind"] for each in desk.get(f"/api/dossiers/{dossier}/timeline")["items"]]
        assert [kind for kind in done if kind != "original_compared"] == WAY
        codes.append(ended["code"])
    register = desk.get(f"/api/register?unit={product.place.one_stop}&day={at:%Y-%m-%d}")
    assert register["total"] == len(set(codes)) == len(ways)
    # One series of codes for all of them, from every channel.
    assert len({code.rpartition("-")[0] for code in codes}) == 1
