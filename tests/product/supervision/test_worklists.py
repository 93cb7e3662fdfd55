"""Worklists as a day's work asks for them: in any order, narrowed, with the applicants' names for those who work with
them, and by the beginning of any word of a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from pynamodb.connection.base import Connection

from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.dynamodb.keys import read_applicant_part
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.privacy.access_log import RecordedView
from chalicelib.steps.reading import worklist as steps
from chalicelib.wiring import core as wiring
from tests.product.bodies import DEATH, DEATH_DRAFT, DEATH_PAPERS, FUNERAL, FUNERAL_DRAFT
from tests.product.conftest import MONDAY
from tests.product.office import Office, Worker

PEOPLE = ("Trần Thị Hoa", "Nguyễn Văn Bình", "Lê Quốc Thanh Hương")


@pytest.fixture
def hue(office: Any) -> Office:
    product: Office = office("hue", MONDAY)
    return product


def file_named(product: Office, name: str, *, death: bool = False) -> str:
    """A filing in somebody's name, with the entries that the search keeps for it; its id."""
    procedure, draft, papers = (
        (DEATH, DEATH_DRAFT, DEATH_PAPERS) if death else (FUNERAL, FUNERAL_DRAFT, ["funeral_support_declaration"])
    )
    dossier = product.filed(procedure, {**draft, "applicant": {**draft["applicant"], "full_name": name}}, papers)
    product.around.bring("index_finds", dossier)
    return dossier


def file_three(product: Office) -> tuple[str, str, str]:
    """Three filings, an hour apart."""
    first = file_named(product, PEOPLE[0])
    second = file_named(product.at(MONDAY + timedelta(hours=1)), PEOPLE[1], death=True)
    third = file_named(product.at(MONDAY + timedelta(hours=2)), PEOPLE[2])
    return first, second, third


def read_page(product: Office, who: str = "desk1", **query: Any) -> dict[str, Any]:
    """One page of the one-stop unit's list."""
    text = "&".join(f"{name}={value}" for name, value in query.items())
    found: dict[str, Any] = product(who).get(f"/api/worklist?unit={product.place.one_stop}&{text}")
    return found


def list_ids(page: dict[str, Any]) -> list[str]:
    """The dossiers of a page, in its order."""
    return [each["dossier_id"] for each in page["items"]]


def search_name(worker: Worker, unit: str, name: str, **more: Any) -> list[str]:
    """The dossiers that a search of a worklist finds."""
    body = {"unit": unit, "name": name, **more}
    return list_ids(worker.ask("POST", "/api/worklist/search", body, expect=200).body)


@contextmanager
def record_table_calls() -> Iterator[list[str]]:
    """Names of the requests to the table made within; they are made all the same."""
    seen: list[str] = []
    real = Connection._make_api_call

    def count_call(at: Connection, operation: str, given: Any) -> Any:
        seen.append(operation)
        return real(at, operation, given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "_make_api_call", count_call)
        yield seen


def list_reads(product: Office) -> list[RecordedView]:
    """Return the access records of the unit's lists, the newest first."""
    return wiring.provide_access_log().list_views(f"LIST#{product.place.one_stop}")


def test_who_works_with_the_applicants_reads_their_names_and_each_page_is_on_record_once(hue):
    dossiers = file_three(hue)
    page = read_page(hue, state="submitted")
    assert {each["dossier_id"]: each["applicant"] for each in page["items"]} == dict(zip(dossiers, PEOPLE, strict=True))
    (record,) = list_reads(hue)
    assert (record.sub, record.role) == ("desk1", "assigned_digitiser,one_stop_officer")
    assert set(record.what.removeprefix("worklist with names: ").split()) == set(dossiers)
    read_page(hue, state="submitted", limit=1)
    assert len(list_reads(hue)) == 2, "one record for each listed page"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PROVINCIAL_OFFICE])
def test_who_looks_over_the_province_reads_no_names_and_searches_none(hue, role):
    (dossier, *_) = file_three(hue)
    above = hue.appoint("above", role, "province")
    page = above.get(f"/api/worklist?unit={hue.place.one_stop}&state=submitted")
    assert dossier in list_ids(page)
    assert {each["applicant"] for each in page["items"]} == {None}
    assert list_reads(hue) == []
    body = {"unit": hue.place.one_stop, "name": "hoa"}
    assert above.ask("POST", "/api/worklist/search", body).code == "forbidden"


def test_postal_staff_read_only_lines_of_what_they_carry(hue):
    file_three(hue)
    postman = hue.appoint("carrier", Role.POSTAL_STAFF, hue.place.one_stop)
    lines = postman.get(f"/api/worklist?unit={hue.place.one_stop}")["items"]
    stages = postman.get("/api/me")["post_stages"]
    assert [each["applicant"] is not None for each in lines] == ([True] * 3 if "receive" in stages else [])


def test_lists_of_other_units_are_none_for_their_names_either(hue):
    file_three(hue)
    body = {"unit": hue.place.one_stop, "name": "hoa"}
    assert hue("other1").ask("POST", "/api/worklist/search", body).status == 404


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ({"sort": "received"}, (0, 1, 2)),
        ({"sort": "received", "descending": "true"}, (2, 1, 0)),
        ({"sort": "procedure"}, (1, 0, 2)),
        ({"sort": "holder"}, (0, 1, 2)),
        ({"sort": "state"}, (0, 1, 2)),
    ],
)
def test_a_list_comes_in_the_order_asked_for(hue, query, order):
    dossiers = file_three(hue)
    due = list_ids(read_page(hue, state="submitted"))
    assert list_ids(read_page(hue, state="submitted", descending="true")) == list(reversed(due))
    found = list_ids(read_page(hue, state="submitted", **query))
    if query["sort"] in {"holder", "state"}:
        assert found == due, "equal ones stand by due date"
    elif query["sort"] == "procedure":
        assert found[0] == dossiers[1] or found[-1] == dossiers[1]
    else:
        assert found == [dossiers[n] for n in order]


def test_all_states_are_one_list_and_sort_by_state(hue):
    first, second, third = file_three(hue)
    hue("desk1").step(second, "receive")
    assert set(list_ids(read_page(hue))) == {first, second, third}
    assert list_ids(read_page(hue, sort="state"))[-1] == second
    assert list_ids(read_page(hue, sort="state", descending="true"))[0] == second


def test_a_list_is_narrowed_by_day_channel_procedure_and_person_in_charge(hue):
    first, second, _ = file_three(hue)
    third = file_named(hue.at(MONDAY + timedelta(days=3)), PEOPLE[2])
    today, thursday = "2026-11-23", "2026-11-26"
    assert set(list_ids(read_page(hue, state="submitted", filed_since=thursday))) == {third}
    assert third not in list_ids(read_page(hue, state="submitted", filed_until=today))
    assert list_ids(read_page(hue, state="submitted", procedure=DEATH)) == [second]
    assert list_ids(read_page(hue, state="submitted", channel="desk")) == []
    assert first in list_ids(read_page(hue, state="submitted", channel="own_portal"))
    hue("desk1").step(first, "receive")
    hue("desk1").step(first, "transfer")
    unit = hue.place.committee
    lan = hue.appoint("lan", Role.CASE_OFFICER, unit)
    hue("section").step(first, "assign", {"officer": "lan", "seen_holder": ""})
    own = lan.get(f"/api/worklist?unit={unit}&state=processing&holder=lan")
    assert [(each["dossier_id"], each["applicant"]) for each in own["items"]] == [(first, PEOPLE[0])]
    assert lan.get(f"/api/worklist?unit={unit}&state=processing&held=false")["items"] == []
    assert list_ids(lan.get(f"/api/worklist?unit={unit}&state=processing&held=true")) == [first]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hoa", {0}), ("Hoà", {0}), ("thị", {0}), ("thi hoa", {0}), ("Trần", {0}), ("hoa tran", {0}), ("văn b", {1}),
        ("th", {0, 2}), ("thanh huong", {2}), ("Lê Quốc Thanh Hương", {2}), ("lê quốc thanh hoa", set()),
        ("an", set()), ("oa", set()),
    ],
)  # fmt: skip
def test_people_are_found_by_the_beginning_of_any_word_of_their_name(hue, text, found):
    dossiers = file_three(hue)
    desk, unit = hue("desk1"), hue.place.one_stop
    assert set(search_name(desk, unit, text)) == {dossiers[n] for n in found}
    begins, _, shown = list_reads(hue)[0].what.partition(":")
    assert begins == "worklist by name"
    assert set(shown.split()) == {dossiers[n] for n in found}, "the name that was searched is not on record"


def test_a_search_by_name_is_narrowed_and_ends_with_the_dossier(hue):
    first, second, third = file_three(hue)
    desk, unit = hue("desk1"), hue.place.one_stop
    assert set(search_name(desk, unit, "th", state="submitted", sort="received")) == {first, third}
    assert search_name(desk, unit, "th", procedure=DEATH) == []
    assert search_name(desk, unit, "bình", state="received") == []
    desk.step(second, "receive")
    assert search_name(desk, unit, "bình", state="received") == [second]


def test_the_agency_finds_by_name_what_was_sent_to_it(hue):
    dossier = file_named(hue, PEOPLE[0])
    agency, clerk = hue.place.committee, hue("case1")
    assert search_name(clerk, agency, "hoa") == []
    for step in ("receive", "transfer"):
        hue("desk1").step(dossier, step)
    hue.around.bring("index_finds", dossier)
    assert search_name(clerk, agency, "hoa") == [dossier]


def test_no_index_holds_a_name_in_clear(hue):
    file_three(hue)
    for row in TableItem.scan():
        if row.kind == "part" or row.sk == "DRAFT":
            continue
        kept = " ".join(str(value) for value in row.attribute_values.values()).lower()
        for name in ("hoa", "hương", "huong", "bình"):
            assert f"{name} " not in kept, (row.pk, row.sk)
            assert f'{name}"' not in kept, (row.pk, row.sk)


def test_a_page_with_names_costs_one_batch_read_more(hue):
    file_three(hue)
    path = f"/api/worklist?unit={hue.place.one_stop}&state=submitted"
    desk, above = hue("desk1"), hue.appoint("above", Role.AUDITOR, "province")
    for one in (desk, above):
        one.get(path)
    with record_table_calls() as plain:
        above.get(path)
    with record_table_calls() as named:
        desk.get(path)
    assert sorted(named) == sorted([*plain, "BatchGetItem", "PutItem"]), "the names, and the record of who read them"


def test_lines_written_before_they_carried_a_digest_are_named_as_well(hue):
    first, *_ = file_three(hue)
    row = TableItem.get(f"D#{first}", "STATE")
    row.work_sk = f"{row.due_at}#{first}"
    row.save()
    names = {each["dossier_id"]: each["applicant"] for each in read_page(hue, state="submitted")["items"]}
    assert names[first] == PEOPLE[0]


def test_names_that_were_erased_are_shown_no_more(hue):
    first, *_ = file_three(hue)
    part = read_applicant_part(TableItem.get(f"D#{first}", "STATE").work_sk)
    TableItem.get(f"D#{first}", f"PART#{part}").delete()
    names = {each["dossier_id"]: each["applicant"] for each in read_page(hue, state="submitted")["items"]}
    assert names[first] is None


@pytest.mark.parametrize("query", [{"sort": "received"}, {"sort": "due"}, {}])
def test_pages_follow_one_another_and_cursors_of_other_lists_are_refused(hue, query):
    dossiers, more = file_three(hue), {} if not query else {"state": "submitted"}
    seen: list[str] = []
    place: dict[str, str] = {}
    for _ in dossiers:
        page = read_page(hue, limit=1, **query, **more, **place)
        seen += list_ids(page)
        last, place = place.get("cursor", ""), {"cursor": page["cursor"]}
    assert place == {"cursor": None}
    assert sorted(seen) == sorted(dossiers)
    unit, desk = hue.place.one_stop, hue("desk1")
    for wrong in (
        f"state=submitted&sort=procedure&cursor={last}",
        f"state=received&sort=received&cursor={last}",
        "sort=received&cursor=eyJvZiI6MX0",
        "sort=received&cursor=xyz",
        "state=submitted&cursor=xyz",
    ):
        refused = desk.ask("GET", f"/api/worklist?unit={unit}&{wrong}")
        assert (refused.status, refused.body["errors"][0]["code"]) == (400, "bad_cursor"), wrong


def test_a_queue_too_long_to_be_sorted_says_so(hue, monkeypatch):
    file_three(hue)
    monkeypatch.setattr(steps, "MOST_SORTED", 2)
    unit, desk = hue.place.one_stop, hue("desk1")
    refused = desk.ask("GET", f"/api/worklist?unit={unit}&state=submitted&sort=received")
    assert (refused.status, refused.code) == (409, "queue_too_long")
    assert "hơn 2 hồ sơ" in refused.body["detail"]["vi"]
    assert len(list_ids(read_page(hue, state="submitted"))) == 3
    assert len(list_ids(read_page(hue, state="submitted", sort="received", procedure=DEATH))) == 1


def test_bad_questions_are_named_by_their_field(hue):
    unit, desk = hue.place.one_stop, hue("desk1")
    for query, field in (
        ("sort=name", "sort"), ("held=maybe", "held"), ("filed_since=1999-01-01", "filed_since"),
        ("filed_since=2026-11-23&filed_until=2026-11-22", "filed_until"),
    ):  # fmt: skip
        refused = desk.ask("GET", f"/api/worklist?unit={unit}&{query}")
        assert (refused.status, refused.body["errors"][0]["path"]) == (400, f"/query/{field}")
    refused = desk.ask("POST", "/api/worklist/search", {"unit": unit, "name": "h"})
    assert (refused.status, refused.body["errors"][0]["path"]) == (400, "/name")
