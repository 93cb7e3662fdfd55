"""Results issued by agencies here are offered to online applicants, replace an upload, and are not asked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import PersonMarks
from chalicelib.domain.accounts.person_profile import PersonProfile, ProfileChange
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.wiring.people import provide_profiles
from tests.product.bodies import DEATH, DEATH_DRAFT, DEATH_PAPERS, DECLARATION, FUNERAL, FUNERAL_DRAFT, HOA

EXTRACT = "death_certificate_copy"
"""Conditional paper of the funeral support: the result of the registration of the death."""
IN_ITS_LIFE = datetime(2024, 11, 4, 8, tzinfo=VIETNAM)
TODAY = datetime(2026, 11, 23, 8, tzinfo=VIETNAM)


def register_death(product: Any, at: datetime, *, handed: bool = True) -> str:
    """A death that the commune registered for citizen1, handed over or not; the dossier's id."""
    desk = product("desk1")
    died = at - timedelta(days=3)  # in time, so that nothing is due for being late
    draft = {**DEATH_DRAFT, "answers": {**DEATH_DRAFT["answers"], "death_datetime": died.isoformat()}}
    dossier = str(product("citizen1").file(DEATH, draft, DEATH_PAPERS))
    for step in ("receive", "transfer"):
        desk.step(dossier, step)
    result = product("case1").upload(dossier, "result")
    product("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    if handed:
        desk.step(dossier, "give_back", {"way": "online"})
    return dossier


def begin_draft(product: Any, who: str = "citizen1", **changes: Any) -> str:
    """A draft for the funeral support that says that the extract is owed; its id."""
    draft = {**FUNERAL_DRAFT, "claims": [EXTRACT], **changes}
    return str(product(who).draft(FUNERAL, product.place.one_stop, "own_portal", draft))


def submit_with(product: Any, dossier: str, *papers: str) -> Any:
    """The answer to filing the draft with its declaration and other papers."""
    citizen = product("citizen1")
    body = {"papers": [citizen.upload(dossier, "component", DECLARATION), *papers], "declared_true": True}
    return citizen.ask("POST", f"/api/dossiers/{dossier}/submit", body)


@pytest.mark.clause("VL-7.2.d", "LC-3.4#2")
@pytest.mark.parametrize(
    ("province", "at", "article"),
    [
        ("vinh-long", IN_ITS_LIFE, "điểm d khoản 2 Điều 7 "), ("vinh-long", TODAY, "Điều 2 Nghị định số 309/2026"),
        ("lai-chau", IN_ITS_LIFE, "khoản 4 Điều 3 "), ("lai-chau", TODAY, "Điều 2 Nghị định số 309/2026"),
    ],
)  # fmt: skip
def test_a_result_held_here_is_offered_used_and_not_asked_for_again(office, province, at, article):
    product = office(province, at=at)
    source = register_death(product, at)
    product.at(at + timedelta(hours=1))
    citizen, desk, dossier = product("citizen1"), product("desk1"), begin_draft(product)
    held = citizen.get(f"/api/dossiers/{dossier}/held")
    assert [(each["component"], each["issued_on"]) for each in held["results"]] == [(EXTRACT, f"{at:%Y-%m-%d}")]
    assert held["article"].startswith(article)
    assert submit_with(product, dossier).code == "components_missing"
    used = citizen.ask("POST", f"/api/dossiers/{dossier}/held", {"component": EXTRACT}, expect=201).body
    filed = submit_with(product, dossier, used["id"]).body
    assert (filed["state"], filed["held"], filed["papers"][used["id"]]) == ("submitted", [EXTRACT], EXTRACT)
    assert EXTRACT not in filed["to_compare"]
    fact = citizen.get(f"/api/dossiers/{dossier}/ledger")["facts"][0]
    assert fact["data"]["used_again"][used["id"]]["dossier"] == source
    assert any(each["article"].startswith(article) for each in fact["law"])
    assert used["id"] in {each["id"] for each in desk.get(f"/api/dossiers/{dossier}/papers")["items"]}
    assert f"in/{source}/" in desk.get(f"/api/dossiers/{dossier}/papers/{used['id']}/link")["url"]
    asked = desk.try_step(dossier, "request_supplement", {"components": [EXTRACT], "guidance": "Nộp trích lục."})
    assert (asked.status, [each["code"] for each in asked.body["errors"]]) == (422, ["data_held"])


def test_nothing_is_held_for_others_for_a_proxy_or_before_it_was_handed_over(office):
    product = office("lai-chau", at=TODAY)
    source = register_death(product, TODAY, handed=False)
    mine, proxy, other = begin_draft(product), begin_draft(product, on_behalf=HOA), begin_draft(product, "citizen2")
    product("desk1").step(source, "give_back", {"way": "online"})
    results = [product(who).get(f"/api/dossiers/{draft}/held")["results"] for who, draft in
               (("citizen1", mine), ("citizen1", proxy), ("citizen2", other))]  # fmt: skip
    assert [len(each) for each in results] == [1, 0, 0]
    product("citizen2").ask("POST", f"/api/dossiers/{other}/held", {"component": EXTRACT}, expect=404)
    product("citizen2").ask("GET", f"/api/dossiers/{mine}/held", expect=404)
    product("citizen1").ask("POST", f"/api/dossiers/{mine}/held", {"component": DECLARATION}, expect=404)


def test_what_is_held_for_somebody_who_was_found_to_be_the_same_person_is_theirs(office):
    product = office("lai-chau", at=TODAY)
    source = register_death(product, TODAY)
    product.at(TODAY + timedelta(hours=1))
    before, marks = PersonProfile("citizen2"), PersonMarks(merged=("citizen1",))
    provide_profiles().save(before, replace(before, version=1), ProfileChange("merged", TODAY), TODAY, marks=marks)
    dossier = begin_draft(product, "citizen2")
    (held,) = product("citizen2").get(f"/api/dossiers/{dossier}/held")["results"]
    assert held["component"] == EXTRACT
    used = product("citizen2").ask("POST", f"/api/dossiers/{dossier}/held", {"component": EXTRACT}, expect=201).body
    link = product("citizen2").get(f"/api/dossiers/{dossier}/papers/{used['id']}/link")["url"]
    assert f"in/{source}/" in link


def test_the_same_key_means_the_same_paper(office):
    product = office("lai-chau", at=TODAY)
    register_death(product, TODAY)
    draft, citizen = begin_draft(product), product("citizen1")
    path, body, key = f"/api/dossiers/{draft}/held", {"component": EXTRACT}, "k" * 20
    first, second = (citizen.ask("POST", path, body, key=key, expect=201).body for _ in range(2))
    assert first == second
    refused = citizen.ask("POST", path, {"component": DECLARATION}, key=key)
    assert (refused.status, refused.code) == (422, "idempotency_key_reused")
