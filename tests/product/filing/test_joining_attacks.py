"""Attacks on taking a dossier into an account: one that was withdrawn, one that was erased, one of the national portal,
and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.steps.search.unjoined import NamedDossiers
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT, HOA
from tests.product.filing.test_unjoined import AN, JOIN, WALK_IN, file_at_desk, list_own, list_unjoined
from tests.product.filing.test_who_files import MINE, OTHER, answer_about, file_answers, prove_identity
from tests.product.matters.test_erase_matters import run_eraser
from tests.product.office import Office, Worker
from tests.support.bodies import AUTHORITY

ORDER = {"ground": "authority_decision", "decision": "Quyết định số 12/QĐ-TA"}


def join(who: Worker, dossier: str) -> Any:
    """Take it in; the answer."""
    return who.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {})


def test_a_withdrawn_dossier_is_taken_in_and_stays_withdrawn(office: Callable[..., Office]) -> None:
    product = office("lai-chau")
    prove_identity()
    dossier = file_answers(product, applicant=MINE, on_behalf=OTHER, authority=AUTHORITY).body["id"]
    assert product("citizen1").step(dossier, "withdraw", {"reason": "Nộp nhầm."})["state"] == "withdrawn"
    product.around.bring("index_finds", dossier)
    principal = product("citizen2")
    prove_identity("citizen2", AN)
    assert list_unjoined(principal) == [dossier]
    assert (join(principal, dossier).body["state"], list_own(principal)) == ("withdrawn", [dossier])
    assert principal.try_step(dossier, "withdraw", {"reason": "Một lần nữa."}).code == "wrong_moment"


def test_an_erased_dossier_is_nobodys_for_ever(office: Callable[..., Office], deployment: pytest.MonkeyPatch) -> None:
    deployment.setattr(PaperStore, "erase", lambda *_: 1)
    product = office("lai-chau")
    dossier, desk = file_at_desk(product), product("desk1")
    prove_identity("citizen2", WALK_IN)
    citizen = product("citizen2")
    assert list_unjoined(citizen) == [dossier]
    desk.step(dossier, "refuse", {"ground": "not_conforming", "reason": "Không đúng mẫu."})
    desk.step(dossier, "close")
    for username in ("office", "office2"):
        product(username).step(dossier, "erase", ORDER)
    assert run_eraser(product)["dossiers"] == 1
    # The entries follow within moments; until then they lead to nothing that names anybody.
    assert (list_unjoined(citizen), join(citizen, dossier).code) == ([], "not_found")
    product.around.bring("index_finds", dossier)
    assert (list_unjoined(citizen), join(citizen, dossier).code) == ([], "not_found")
    assert product("auditor").get(f"/api/dossiers/{dossier}/ledger")["facts"][-1]["kind"] != "account_joined"


@pytest.mark.parametrize("linked", [True, False], ids=["of an account", "of nobody's account"])
def test_a_dossier_of_the_national_portal_is_found_while_it_is_nobodys(
    office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    product = office("lai-chau")
    if not linked:
        monkeypatch.setattr(product.around, "_link_account", lambda: None)
    typed = {**FUNERAL_DRAFT, "applicant": HOA, "answers": answer_about(HOA)}
    dossier = product.around.files_at_portal(FUNERAL, typed, [DECLARATION])
    product.around.bring("index_finds", dossier)
    citizen = product("citizen2")
    prove_identity("citizen2", WALK_IN)
    assert list_unjoined(citizen) == ([] if linked else [dossier])
    taken = join(citizen, dossier)
    assert taken.status == (404 if linked else 200)
    assert list_own(product("citizen1")) == ([dossier] if linked else [])
    product("desk1").step(dossier, "receive")
    product.around.bring("sync_national", dossier)
    assert product.around.portal.packages, "the portal learns of it as before"


def test_of_two_people_who_press_at_once_one_takes_it(
    office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    product = office("lai-chau")
    dossier = file_at_desk(product)
    slow, quick = product("citizen2"), product("citizen3")
    for username in ("citizen2", "citizen3"):
        prove_identity(username, ProvenIdentity(2, WALK_IN.id_number, WALK_IN.full_name))
    real, answers = NamedDossiers.list_naming, list[Any]()

    def read_then_wait(named: NamedDossiers, actor: Any, real_now: Any) -> Any:
        """Both have read that it is nobody's before either writes."""
        found = real(named, actor, real_now)
        if actor.sub == "citizen2" and not answers:
            answers.append(None)
            answers[0] = join(quick, dossier)
        return found

    monkeypatch.setattr(NamedDossiers, "list_naming", read_then_wait)
    late = join(slow, dossier)
    assert (answers[0].status, late.status, late.code) == (200, 404, "not_found")
    assert (list_own(quick), list_own(slow)) == ([dossier], [])
    kinds = [each["kind"] for each in product("auditor").get(f"/api/dossiers/{dossier}/ledger")["facts"]]
    assert kinds.count("account_joined") == 1
