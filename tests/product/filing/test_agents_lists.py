"""An agent's list holds what the agent may open, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.domain.accounts.officers import PersonMarks
from chalicelib.domain.accounts.person_profile import ProfileChange
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.repositories.dynamodb.table import open_connection
from chalicelib.steps.accounts.profile_ports import ProfileSave
from chalicelib.wiring import core as wiring
from chalicelib.wiring.people import provide_profiles
from tests.product.bodies import FUNERAL, FUNERAL_DRAFT
from tests.product.filing.test_authorisations import (
    AN,
    PRINCIPAL,
    agree,
    file_for,
    know,
    meet,
    reply,
    request,
    submit,
)
from tests.product.filing.test_paper_authorities import list_ids
from tests.product.filing.test_who_files import KHAI, MINE, answer_about, prove_identity
from tests.product.office import Office, Worker
from tests.support.bodies import AUTHORITY

BINH = {"full_name": "Phạm Văn Bình", "id_number": "046090003333"}


def file_by_paper(filer: Worker, product: Office) -> str:
    """A dossier that somebody filed, by a paper, for a person whom nobody knows here."""
    draft = {**FUNERAL_DRAFT, "applicant": MINE, "answers": answer_about(MINE), "on_behalf": BINH,
             "authority": AUTHORITY}  # fmt: skip
    filed = submit(filer, filer.draft(FUNERAL, product.place.one_stop, "own_portal", draft))
    assert filed.status == 200, filed.body
    return str(filed.body["id"])


def change_people(marks: PersonMarks, **other: Any) -> None:
    """What officers decide: `kept` is known as whom `marks` name, and the principal becomes `other`."""
    now, profiles = wiring.provide_clock().real_now(), provide_profiles()
    kept, theirs, change = profiles.load("kept"), profiles.load(PRINCIPAL), ProfileChange("decided", now)
    saves = [
        ProfileSave(kept, replace(kept, version=kept.version + 1), change, marks=marks),
        ProfileSave(theirs, replace(theirs, version=theirs.version + 1), change, **other),
    ]
    with TransactWrite(connection=open_connection()) as transaction:
        for each in profiles.plan(saves, now, checked=True):
            each.add_to(transaction)
    wiring.provide_officers().cache.clear()


def test_a_dossier_that_the_principal_filed_for_somebody_else_is_not_their_agents_to_read(office):
    product = office("lai-chau")
    principal, agent = meet(product)
    dossier = file_by_paper(principal, product)
    assert list_ids(principal) == [dossier]
    number = request(agent, scope={"dossier": dossier}).body["id"]
    assert reply(principal, number, "accept", 1).status == 200
    acting = replace(agent, acting_for=number)
    assert acting.ask("GET", f"/api/dossiers/{dossier}").status == 404
    assert list_ids(acting) == []


def test_a_representative_reads_what_is_the_organisations_and_not_what_it_filed_for_others(office):
    product = office("hue")
    company, agent = meet(product)
    for_others = file_by_paper(company, product)
    prove_identity(PRINCIPAL, ProvenIdentity(0, "3300101234", "Công ty Bún Bò", "organisation"))
    other = {"full_name": AN.full_name, "id_number": AN.id_number}
    number = company.ask("POST", "/api/authorisations", {"side": "principal", "other": other}).body["id"]
    reply(agent, number, "accept", 1)
    own = file_for(agent, number).body["id"]
    assert sorted(list_ids(company)) == sorted([for_others, own])
    acting = replace(agent, acting_for=number)
    assert acting.ask("GET", f"/api/dossiers/{for_others}").status == 404
    assert list_ids(acting) == [own]


def test_what_was_filed_while_two_people_were_taken_for_one_leaves_the_list_with_their_separation(office):
    product = office("lai-chau")
    _, agent, number = agree(product)
    know(PRINCIPAL, KHAI)
    acting = replace(agent, acting_for=number)
    change_people(PersonMarks(merged=(PRINCIPAL,)), leads_to="kept")
    dossier = file_for(agent, number).body["id"]
    assert list_ids(acting) == [dossier]
    change_people(PersonMarks(), stands_alone=True)
    assert acting.ask("GET", f"/api/dossiers/{dossier}").status == 403
    assert list_ids(acting) == []
