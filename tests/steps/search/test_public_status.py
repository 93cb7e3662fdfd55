"""Look-up by code, by link and by text message: the minimum, and one answer to every miss."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.search import sms, status_links
from chalicelib.domain.search.public_status import ChannelClosed, Minimum, NotACode, read_typed_code
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.steps.dossier.ports import Reference
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.reading import queries
from chalicelib.steps.search import public_status as steps
from chalicelib.steps.search import sms as answers
from chalicelib.steps.search.update_search_index import FindIndex
from tests.support.builders import CERTIFICATE, CITIZEN, MONDAY_UTC, Case, build_actor
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.fakes.find_fakes import FakeFinds, FakeLookups, FakeOnce, find_unit_code

KEYS = LinkKeys("k1", {"k1": b"1" * 64})
PHONES = {"p1": b"p" * 32}
TRUE = {"id": "m1", "from": "+84912345678", "text": "HS H57-261123-0001"}
RAW = json.dumps(TRUE).encode()


def file_by_way(province: str) -> Case:
    """A dossier filed by a way that the province offers today."""
    return Case(CERTIFICATE, province, channel="own_portal" if province in ("hue", "lai-chau") else "national_portal")


def build_desk(case: Case) -> steps.LookupDependencies:
    return steps.LookupDependencies(FakeLookups(case.store), case.reference, find_unit_code)


def look_up_found(case: Case) -> Minimum:
    return steps.look_up_code(build_desk(case), case.dossier.code, case.now)


@pytest.mark.clause("QN-14.1.a", "QN-14.1.d")
def test_the_code_on_the_receipt_opens_where_the_dossier_stands() -> None:
    case = file_by_way("quang-ngai").processing()
    told = look_up_found(case)
    assert told.code == case.dossier.code
    assert told.completion is not None
    assert (told.completion.state, told.completion.done) == (State.PROCESSING, 2)


@pytest.mark.clause("TB-9.a")
def test_in_thai_binh_the_code_opens_the_state_from_acceptance_on() -> None:
    case = file_by_way("thai-binh").file()
    with pytest.raises(NotFound):
        steps.look_up_code(build_desk(case), case.dossier.receipt_no, case.now)
    case.take("receive", case.officer(Role.ONE_STOP_OFFICER))
    assert look_up_found(case).code == case.dossier.code


@pytest.mark.clause("QN-14.2", "VL-9.2")
@pytest.mark.parametrize("province", ["quang-ngai", "vinh-long"])
def test_the_shown_state_is_current_the_moment_the_step_is_done(province: str) -> None:
    case, seen = file_by_way(province).received(), list[State]()
    for step, role in (("transfer", Role.ONE_STOP_OFFICER), ("stop", Role.AGENCY_HEAD)):
        case.take(step, case.officer(role))
        told = look_up_found(case).completion
        assert told is not None
        seen.append(told.state)
        assert told.state is case.dossier.state
    assert seen == [State.PROCESSING, State.STOPPED]


@pytest.mark.clause("QN-14.1.c", "LC-13.2")
@pytest.mark.parametrize("province", ["quang-ngai", "lai-chau"])
def test_the_link_on_a_slip_opens_the_same_before_and_after_reception(province: str) -> None:
    case = file_by_way(province).file()
    token = status_links.sign_token(case.id, KEYS)
    assert steps.look_up_link(build_desk(case), token, KEYS, case.now).code == case.dossier.receipt_no
    case.take("receive", case.officer(Role.ONE_STOP_OFFICER))
    assert steps.look_up_link(build_desk(case), token, KEYS, case.now) == look_up_found(case)


def test_every_miss_asks_as_much_of_the_store_as_a_hit_and_answers_alike() -> None:
    case, answers = Case().received(), list[tuple[str, int]]()
    forged = status_links.sign_token(case.id, LinkKeys("k1", {"k1": b"2" * 64}))
    for typed in (case.dossier.code, case.dossier.code[:-1] + "9", "D-261123-0001", "TN-0000000000000"):
        fresh = build_desk(case)
        answers.append(
            (_try_act(lambda on=fresh, text=typed: steps.look_up_code(on, text, case.now)), _count_asked(fresh))
        )
    assert answers == [("", 2), ("not_found", 2), ("not_found", 2), ("not_found", 2)]
    answers.clear()
    for token in (status_links.sign_token(case.id, KEYS), status_links.sign_token("0" * 26, KEYS), forged, "nonsense"):
        fresh = build_desk(case)
        answers.append(
            (_try_act(lambda on=fresh, text=token: steps.look_up_link(on, text, KEYS, case.now)), _count_asked(fresh))
        )
    assert answers == [("", 1), ("not_found", 1), ("not_found", 1), ("not_found", 1)]


@pytest.mark.parametrize("province", ["quang-ngai", "hue"])
def test_the_number_of_the_filing_opens_the_same_before_and_after_reception(province: str) -> None:
    case = file_by_way(province).file()
    finds = FakeFinds(case.store)
    looked = steps.LookupDependencies(FakeLookups(case.store, finds), case.reference, find_unit_code)
    with pytest.raises(NotFound):
        steps.look_up_code(looked, case.dossier.receipt_no, case.now)
    FindIndex(finds, b"k" * 64).index_dossier(case.id)
    assert steps.look_up_code(looked, case.dossier.receipt_no.lower(), case.now).code == case.dossier.receipt_no
    case.take("receive", case.officer(Role.ONE_STOP_OFFICER))
    assert steps.look_up_code(looked, f" {case.dossier.receipt_no.replace('-', '–')}. ", case.now) == look_up_found(
        case
    )


@pytest.mark.parametrize("typed", ["nonsense", "D#1", "Trần Thị Hoa", "0912345678", "H57", "", "TN-123"])
def test_text_not_shaped_as_a_code_gets_an_example_code_and_costs_nothing(typed: str) -> None:
    case = file_by_way("hue").received()
    fresh = build_desk(case)
    with pytest.raises(NotACode) as refused:
        steps.look_up_code(fresh, typed, case.now)
    example = refused.value.text_vi.partition("ví dụ ")[2].partition(",")[0]
    assert read_typed_code(example) == example
    assert example == steps.make_example(fresh, case.now)
    assert example.split("-")[0] == "H57.106.01"
    assert _count_asked(fresh) == 0


def _try_act(act: object) -> str:
    try:
        act()  # type: ignore[operator]
    except NotFound as refused:
        return refused.code
    return ""


def _count_asked(on: steps.LookupDependencies) -> int:
    assert isinstance(on.lookups, FakeLookups)
    return on.lookups.asked


# -- signed-in people ------------------------------------------------------------------------------------


def read_seen(case: Case, who: Actor) -> dict[str, Any]:
    """The dossier as a signed-in person reads it."""
    return queries.read_dossier(Reader(case.deps, FakeAccesses(), who, case.now, case.real_now, FakePeople()), case.id)


@pytest.mark.clause("QN-2#2")
def test_leaders_supervise_on_the_state_that_everybody_sees() -> None:
    case, office = file_by_way("quang-ngai").received(), build_actor(Role.PROVINCIAL_OFFICE, "province")
    for step, role in (("transfer", Role.ONE_STOP_OFFICER), ("stop", Role.AGENCY_HEAD)):
        case.take(step, case.officer(role))
        told = look_up_found(case).completion
        assert told is not None
        assert (
            read_seen(case, office)["state"] is read_seen(case, case.officer(Role.AGENCY_HEAD))["state"] is told.state
        )


@pytest.mark.clause("HUE-6.4")
def test_the_applicant_sees_state_and_result_and_nobody_else_does() -> None:
    case = Case(CERTIFICATE).resolved()
    shown = read_seen(case, CITIZEN)
    assert (shown["state"], shown["results"]) == (State.RESOLVED, list(case.dossier.results))
    assert len(shown["results"]) == 1
    with pytest.raises(NotFound):
        read_seen(case, Actor("stranger"))


@pytest.mark.clause("QN-27.2")
def test_the_applicant_sees_what_is_still_to_be_done() -> None:
    case = file_by_way("quang-ngai").asked_at_intake()
    # In Quảng Ngãi the head of the one-stop unit agrees first.
    case.approve(case.officer(Role.HEAD_OF_ONE_STOP))
    shown = read_seen(case, CITIZEN)
    assert shown["state"] is State.SUPPLEMENT_REQUESTED
    assert shown["asked"] == case.some_component
    assert "supplement" in shown["allowed"]


# -- text messages ----------------------------------------------------------------------------------------


@pytest.mark.clause("QN-14.1.b", "QN-2#1", "HUE-6.6", "LC-13.2")
@pytest.mark.parametrize("province", ["quang-ngai", "hue", "lai-chau"])
def test_a_message_is_answered_with_the_state_where_the_regulation_knows_messages(province: str) -> None:
    case = file_by_way(province).received()
    asked = sms.parse_question({**TRUE, "text": f"HS {case.dossier.code}"})
    assert answers.answer_sms(build_desk(case), asked, case.now) == f"Ho so {case.dossier.code}: Da tiep nhan (1/4)."


@pytest.mark.clause("QN-14.1.b", "QN-2#1", "HUE-6.6", "LC-13.2")
def test_where_other_ways_are_listed_no_message_is_answered() -> None:
    case = file_by_way("thai-binh").received()
    with pytest.raises(ChannelClosed):
        answers.answer_sms(build_desk(case), sms.parse_question({**TRUE, "text": f"HS {case.dossier.code}"}), case.now)


def test_where_no_way_is_listed_none_is_banned() -> None:
    """Vĩnh Long speaks of the data behind the look-up (Điều 9), and of no way to it."""
    case = file_by_way("vinh-long").received()
    asked = sms.parse_question({**TRUE, "text": f"HS {case.dossier.code}"})
    assert case.dossier.code in answers.answer_sms(build_desk(case), asked, case.now)


@dataclass(frozen=True)
class Listing:
    """The law of a province whose regulation lists other channels."""

    inner: Reference
    channels: tuple[str, ...]

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Ruling:
        """The channels as listed; everything else as it is."""
        found = self.inner.find_rule(param, dates, **scope)
        return replace(found, value=tuple(self.channels)) if param == "lookup.channels" else found


@pytest.mark.clause("QN-14.1.đ")
def test_a_channel_is_opened_and_closed_by_what_the_regulation_lists() -> None:
    case = file_by_way("quang-ngai").received()
    asked = sms.parse_question({**TRUE, "text": f"HS {case.dossier.code}"})

    def build_listing_desk(*channels: str) -> steps.LookupDependencies:
        return steps.LookupDependencies(FakeLookups(case.store), Listing(case.reference, channels), find_unit_code)

    for closed in (build_listing_desk(), build_listing_desk("qr", "counter")):
        with pytest.raises(ChannelClosed):
            answers.answer_sms(closed, asked, case.now)
    assert answers.answer_sms(build_listing_desk("sms"), asked, case.now).startswith(f"Ho so {case.dossier.code}")
    assert steps.find_kiosk_rule(build_listing_desk("sms"), case.now) is None
    assert steps.find_kiosk_rule(build_listing_desk("kiosk"), case.now) is not None


def test_only_the_asker_can_distinguish_an_unknown_code_from_an_unclear_message() -> None:
    case = Case().received()
    texts = [
        answers.answer_sms(build_desk(case), sms.parse_question({**TRUE, "text": text}), case.now)
        for text in (TRUE["text"], "?")
    ]
    assert texts == [sms.NOT_FOUND, sms.write_help(steps.make_example(build_desk(case), case.now))]


def check_genuine(once: FakeOnce, raw: bytes = RAW, *, over: bytes = RAW, kid: str = "p1", late: int = 0) -> None:
    header = sign_body(over, PHONES["p1"], kid, MONDAY_UTC - timedelta(seconds=late))
    answers.require_genuine(raw, header, PHONES, once, MONDAY_UTC)


def test_a_message_that_the_provider_signed_just_now_is_believed_once() -> None:
    once = FakeOnce()
    check_genuine(once)
    with pytest.raises(sms.SmsReplayed):
        check_genuine(once)
    # A repeated question is signed again; the memory outlives every signature that would still be valid.
    check_genuine(once, late=1)
    assert min(once.seen.values()) >= MONDAY_UTC + timedelta(minutes=10)
    assert all(write_stamp(MONDAY_UTC) not in name and "912" not in name for name in once.seen)


@pytest.mark.parametrize(
    "bad", [{"over": RAW + b" "}, {"kid": "p2"}, {"late": 301}, {"late": -301}, {"raw": b""}, {"raw": RAW + b"\n"}]
)
def test_any_other_call_is_refused_in_one_way_and_remembered_nowhere(bad: dict[str, object]) -> None:
    once = FakeOnce()
    with pytest.raises(sms.SmsRefused):
        check_genuine(once, **bad)  # type: ignore[arg-type]
    assert once.seen == {}


def test_without_a_signature_or_a_key_nothing_is_believed() -> None:
    for header, keys in ((None, PHONES), (sign_body(RAW, PHONES["p1"], "p1", MONDAY_UTC), {})):
        with pytest.raises(sms.SmsRefused):
            answers.require_genuine(RAW, header, keys, FakeOnce(), MONDAY_UTC)


# -- kiosks -----------------------------------------------------------------------------------------------


@pytest.mark.clause("QN-2#3")
@pytest.mark.parametrize(("province", "listed"), [("quang-ngai", True), ("vinh-long", False)])
def test_machines_at_reception_points_rest_on_the_rule_that_lists_them(province: str, listed: bool) -> None:
    case = file_by_way(province)
    rule = steps.find_kiosk_rule(build_desk(case), case.now)
    assert (rule is not None) == listed
    assert rule is None or "Điều 2" in rule.cite["article"]
