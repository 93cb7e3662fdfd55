"""The open work of a unit that ended moves to its successor, page by page, while everybody reads and works on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.wiring import core as wiring
from infra.operations.verify_ledger import check_export
from tests.product.catalogue.test_succession import LATER, merge_own_commune
from tests.product.catalogue.test_unit_changes import DECIDED, PLURAL, build_proposal, find_second, let_caches_pass
from tests.product.conftest import MONDAY
from tests.product.handover.test_delivery import AT_COUNTER
from tests.product.journeys import (
    PERSON,
    bring_to_agency,
    file_dossier,
    grant_dossier,
    receive_dossier,
    return_result,
)
from tests.product.matters.matter_calls import QUESTION, open_matter, take_step
from tests.product.office import Office
from tests.product.settlement.proposals import decide_proposal, list_waiting, submit_proposal

QUEUES = ("submitted", "received", "processing", "resolved")


def bring_to_every_state(product: Office) -> dict[str, str]:
    """A dossier of the demo's commune in each state: submitted, received, at its agency, granted, and closed."""
    found = {state: file_dossier(product) for state in ("submitted", "received", "processing", "resolved", "closed")}
    for state, dossier in found.items():
        if state != "submitted":
            product.pays(dossier)
            product("desk1").step(dossier, "receive")
        if state in ("processing", "resolved", "closed"):
            product("desk1").step(dossier, "transfer")
        if state in ("resolved", "closed"):
            grant_dossier(product, dossier)
    return_result(product, found["closed"], AT_COUNTER)
    product("desk1").step(found["closed"], "close")
    return found


def read_everything(product: Office, units: tuple[str, ...], people: tuple[str, ...]) -> dict[str, Any]:
    """What the successor's people read: queues, counts, boards, what waits for a decision, matters."""
    seen: dict[str, Any] = {}
    for name in people:
        who = product(name)
        for unit in units:
            for path in (f"/api/worklist/counts?unit={unit}", f"/api/board?unit={unit}", f"/api/approvals?unit={unit}"):
                reply = who.ask("GET", path)
                seen[f"{name} {path}"] = reply.body if reply.status == 200 else reply.status
            for state in QUEUES:
                reply = who.ask("GET", f"/api/worklist?unit={unit}&state={state}")
                lines = reply.body["items"] if reply.status == 200 else []
                # A line names the unit that the dossier has.
                seen[f"{name} {unit} {state}"] = reply.status, [{**line, "unit": ""} for line in lines]
    return seen


def count(product: Office, dossiers: dict[str, str]) -> None:
    """The counters and the search have had every fact."""
    for each in dossiers.values():
        product.around.bring("count_facts", each)
        product.around.bring("index_finds", each)


def test_open_work_moves_once_and_everything_reads_the_same(office: Any) -> None:
    product = office("hue")
    ends, its_desk = product.place.committee, product.place.one_stop
    dossiers = bring_to_every_state(product)
    count(product, dossiers)
    stays, desk = merge_own_commune(product)
    product.appoint("clerk2", Role.ONE_STOP_OFFICER, desk)
    product.appoint("case2", Role.CASE_OFFICER, stays)
    product.appoint("head2", Role.AGENCY_HEAD, stays)
    assert product.around.tick("move_work")["moved"] == 0, "not before the day"
    product.at(LATER)
    people = ("clerk2", "case2", "head2", "desk1", "case1")

    def read_register() -> Any:
        return product("desk1").get(f"/api/register?unit={its_desk}&day={MONDAY:%Y-%m-%d}")["slip"]["lines"]

    before, register = read_everything(product, (stays, desk, ends, its_desk), people), read_register()
    assert product.around.tick("move_work") == {
        "units": 2, "moved": 4, "waiting": 0, "failed": 0, "still": 0, "left": 0
    }  # fmt: skip
    assert read_everything(product, (stays, desk, ends, its_desk), people) == before, "before the counters hear of it"
    count(product, dossiers)
    assert read_everything(product, (stays, desk, ends, its_desk), people) == before
    assert read_register() == register, "the register of a day stays as it was written"
    assert product.around.tick("move_work")["units"] == 0, "nothing is looked at twice on one day"
    found = {state: DossierTable().load(each).dossier for state, each in dossiers.items()}
    for state, dossier in found.items():
        assert dossier is not None
        assert dossier.one_stop == (its_desk if state == "closed" else desk), state
        facts = DossierTable().load_ledger(dossier.id)
        told = [fact.data for fact in facts if fact.kind == "unit_succeeded"]
        assert [(each["from"], each["unit"], each["cause"]) for each in told] == {
            "closed": [], "submitted": [(its_desk, desk, "merge")],
        }.get(state, [(ends, stays, "merge"), (its_desk, desk, "merge")])  # fmt: skip


def merge_twice(product: Office) -> tuple[list[str], list[str]]:
    """The demo's commune merges into another one, which merges into a third a week later; committees and desks."""
    tree, day = wiring.provide_agencies(), MONDAY.date()
    desks = {str(each.parent): each.id for each in tree.list_one_stop_units(day)}
    kind = tree.get(product.place.committee).kind
    others = [each.id for each in tree.list_active(day) if each.id in desks and each.kind == kind]
    chain = [product.place.committee, *(each for each in others if each != product.place.committee)][:3]
    second = find_second(product)
    for number in (0, 1):
        for names in ([desks[each] for each in chain], chain):
            asked = build_proposal(
                product, action="merge", unit=names[number], successor=names[number + 1], name_vi="", name_en="",
                effective=f"{day + timedelta(days=7 * (number + 1))}",
            )  # fmt: skip
            take_step(second, PLURAL, open_matter(product("office"), PLURAL, asked)["id"], "approve", DECIDED)
    let_caches_pass(product)
    return chain, [desks[each] for each in chain]


def test_a_chain_of_mergers_is_told_as_it_was_and_nobody_outside_hears_of_it(office: Any) -> None:
    product = office("quang-ngai")
    around, own_desk = product.around, product.place.one_stop
    dossier = receive_dossier(product)
    question = str(open_matter(product("citizen1"), "questions", {**QUESTION, "unit": own_desk})["id"])
    for function in ("count_facts", "index_finds", "sync_national"):
        around.bring(function, dossier)
    around.bring("count_facts", question)
    sent = len(around.portal.packages)
    committees, desks = merge_twice(product)
    clerk = product.appoint("clerk3", Role.ONE_STOP_OFFICER, desks[2])
    product.at(MONDAY + timedelta(days=15))

    def read_work() -> dict[str, Any]:
        unit = desks[2]
        found = {"unit": unit, "by": "id_number", "text": PERSON["id_number"], "purpose": "counter_question"}
        return {
            "search": [
                each["dossier_id"] for each in clerk.ask("POST", "/api/search", found, expect=200).body["items"]
            ],
            "questions": [each["id"] for each in clerk.get(f"/api/questions?unit={unit}")["items"]],
            "open": clerk.get(f"/api/matters/statistics?unit={unit}")["total"],
            "unpaid": product.appoint("till3", Role.CASHIER, unit).get(f"/api/unpaid?unit={unit}")["items"],
        }

    before = read_work()
    assert (before["search"], before["questions"]) == ([dossier], [question])
    assert around.tick("move_work")["moved"] == 2
    assert read_work() == before
    for each in (dossier, question):
        around.bring("count_facts", each)
    around.bring("index_finds", dossier)
    around.bring("sync_national", dossier)
    assert read_work() == before
    assert len(around.portal.packages) == sent, "the portal hears nothing"
    told = [each["succession"] for each in product("citizen1").get(f"/api/dossiers/{dossier}/timeline")["items"]]
    assert [(each["before"], each["after"], each["cause"]) for each in told if each] == [
        *((units[number], units[number + 1], "merge") for number in (0, 1) for units in sorted((committees, desks))),
    ]  # fmt: skip
    (fact,) = (each for each in clerk.get(f"/api/questions/{question}")["course"][-1:])
    assert (fact["event"], fact["handed_to"]) == ("succeeded", desks[2])
    clerk.step(dossier, "transfer")
    around.bring("sync_national", dossier)
    assert len(around.portal.packages) > sent, "and then goes on as before"
    assert check_export(clerk.get(f"/api/dossiers/{dossier}/ledger")).problems == []
    shown = {each["unit"]: each for each in product("office").get("/api/unit-effects")["items"]}
    assert {unit: (each["moved"], each["left"]) for unit, each in shown.items() if unit in desks} == {
        desks[0]: (2, 0), desks[1]: (0, 0),
    }  # fmt: skip
    assert shown[desks[0]]["change"]
    assert shown[desks[0]]["done_at"]
    assert product("desk1").ask("GET", "/api/unit-effects").status == 403


def test_what_waits_for_a_signature_and_what_came_back_moves_too(office: Any) -> None:
    product = office("hue")
    ends = product.place.committee
    for each in ("case1", "section", "head1", "desk1"):
        product(each)
    waiting, back = bring_to_agency(product), bring_to_agency(product)
    for dossier in (waiting, back):
        submit_proposal(product, dossier)
        decide_proposal(product, dossier, "section", "approve")
    decide_proposal(product, back, "head1", "send_back", remarks="Bổ sung căn cứ")
    stays, _ = merge_own_commune(product)
    product.at(LATER)
    for moved in (0, 2):
        if moved:
            assert product.around.tick("move_work")["moved"] == moved
        for unit in (ends, stays):
            assert [each["dossier_id"] for each in list_waiting(product, "head1", "approvals", unit)] == [waiting]
            (line,) = list_waiting(product, "case1", "returned", unit)
            assert (line["dossier_id"], line["remarks"], line["yours"]) == (back, "Bổ sung căn cứ", True)
    assert product.around.tick("move_work")["left"] == 0, "nothing is left under the unit that ended"
