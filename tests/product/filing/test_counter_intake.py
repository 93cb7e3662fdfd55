"""At the counter: help to file electronically comes first, and the paper of who declines it is digitised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT
from tests.product.office import Office

IN_ITS_LIFE = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
TODAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)


@pytest.mark.clause("VL-15.1.a#1", "VL-15.1.a#2", "LC-10.1.d#1", "LC-10.1.d#2")
@pytest.mark.parametrize(
    ("province", "at", "article"),
    [
        ("vinh-long", IN_ITS_LIFE, "điểm a khoản 1 Điều 15 "), ("vinh-long", TODAY, "điểm a khoản 1 Điều 15 "),
        ("lai-chau", IN_ITS_LIFE, "điểm d khoản 1 Điều 10 "), ("lai-chau", TODAY, "điểm d khoản 1 Điều 10 "),
    ],
)  # fmt: skip
def test_help_to_file_online_comes_first_and_the_paper_of_who_declines_is_scanned(
    office: Callable[..., Office], province: str, at: datetime, article: str
) -> None:
    product = office(province, at=at)
    desk = product("desk1")
    dossier = desk.draft(FUNERAL, product.place.one_stop, "desk", FUNERAL_DRAFT)
    draft = desk.get(f"/api/dossiers/{dossier}/draft")
    assert draft["wants"] == ["efiling"]
    submit = f"/api/dossiers/{dossier}/submit"
    scan = desk.upload(dossier, "component", DECLARATION)
    unsaid = desk.ask("POST", submit, {"papers": [scan], "declared_true": True})
    assert [(each["path"], each["code"]) for each in unsaid.body["errors"]] == [("/efiling", "efiling_unrecorded")]
    said = {**FUNERAL_DRAFT, "efiling": "declined"}
    desk.ask("PUT", f"/api/dossiers/{dossier}/draft", said, version=draft["version"], expect=200)
    assert desk.ask("POST", submit, {"papers": [], "declared_true": True}).code == "components_missing"
    desk.submit(dossier, [scan])
    fact = desk.get(f"/api/dossiers/{dossier}/ledger")["facts"][0]
    assert fact["data"]["efiling"] == "declined"
    assert any(each["article"].startswith(article) for each in fact["law"])


def test_where_the_law_does_not_ask_the_desk_need_not_say(office: Callable[..., Office]) -> None:
    product = office("quang-ngai", at=TODAY)
    desk, place = product("desk1"), product.place.one_stop
    draft = desk.draft(FUNERAL, place, "desk", FUNERAL_DRAFT)
    assert desk.get(f"/api/dossiers/{draft}/draft")["wants"] == ["account"]
    started = desk.ask("POST", "/api/dossiers", {"procedure": FUNERAL, "one_stop": place, "channel": "post"}).body
    assert started["wants"] == ["account", "handover_record"]
