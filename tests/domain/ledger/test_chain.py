"""The chained ledger: its canonical form, and every kind of tampering found."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ledger.chain import (
    GENESIS,
    LEAST_DECIMAL,
    MAX_WHOLE,
    NewFact,
    Part,
    chain_facts,
    digest_of,
    encode_canonical,
    parse_fact,
)
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.shared.timezone import parse_stamp, write_stamp

NOW = datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=UTC)
ID = "fcgv6kesdrfb66tent6sb8hzjp"
PERSON = {"sub": "clerk-1", "role": "one_stop_officer", "unit": "U"}
FORM = Part("form", {"name": "Trần Thị Hoa", "area": 12.5}, "00" * 16)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127), max_size=12)
DECIMALS = st.floats(LEAST_DECIMAL, MAX_WHOLE, exclude_max=True).filter(lambda x: not x.is_integer())
PLAIN = st.none() | st.booleans() | st.integers(-MAX_WHOLE, MAX_WHOLE) | TEXT | DECIMALS | DECIMALS.map(lambda x: -x)
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


def build_ledger(length: int = 5) -> list[dict[str, Any]]:
    """Bodies of a whole ledger, as exported; the second fact has a personal part."""
    new = [NewFact("kind", {"n": n, "amount": 100_000}, (FORM,) if n == 1 else ()) for n in range(length)]
    facts = chain_facts(ID, new, head=GENESIS, length=0, now=NOW, actor=PERSON)
    return [json.loads(encode_canonical(fact.body)) for fact in facts]


def list_problems(bodies: list[dict[str, Any]], signed: list[dict[str, Any]] | None = None, **more: Any) -> list[str]:
    """Return the verifier's problems with bodies, against the signed head."""
    signed = signed or build_ledger()
    return verify_ledger(ID, bodies, head=digest_of(signed[-1]), length=len(signed), **more)


def chain_again(bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same bodies with sequence and links made good again, as a forger would."""
    previous, made = GENESIS, []
    for number, body in enumerate(bodies, start=1):
        made.append({**body, "seq": number, "prev": previous})
        previous = digest_of(made[-1])
    return made


@given(JSON)
def test_the_canonical_form_is_that_of_rfc_8785(value: Any) -> None:
    assert encode_canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value", [1.0, 0.00001, float("nan"), float("inf"), 2**53, {"ngày": 1}, {1: 2}, b"x", NOW, {"a": [1e300]}]
)
def test_what_has_no_certain_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        encode_canonical(value)


def test_a_whole_ledger_has_no_problems() -> None:
    assert list_problems(build_ledger()) == []


@pytest.mark.parametrize("place", range(5))
def test_a_changed_value_is_found(place: int) -> None:
    bodies = build_ledger()
    bodies[place]["data"]["amount"] = 1
    assert list_problems(bodies)


@pytest.mark.parametrize("key", ["kind", "occurred_at", "recorded_at", "actor", "law", "parts", "simulated", "v"])
def test_a_change_anywhere_in_a_fact_is_found(key: str) -> None:
    bodies = build_ledger()
    bodies[2][key] = {"other": "x"}
    assert list_problems(bodies)


@pytest.mark.parametrize("key", ["data", "parts", "prev", "seq", "dossier"])
def test_a_removed_key_is_found_and_never_a_fault(key: str) -> None:
    bodies = build_ledger()
    del bodies[2][key]
    assert list_problems(bodies)


@pytest.mark.parametrize("value", [1.5e300, float("nan"), {"ế": 1}, 2**60])
def test_a_value_without_canonical_form_is_a_problem_and_never_a_fault(value: Any) -> None:
    bodies = build_ledger()
    bodies[1]["data"]["amount"] = value
    assert any("no ledger can hold" in each for each in list_problems(bodies))


@pytest.mark.parametrize("place", range(5))
def test_a_missing_fact_is_found(place: int) -> None:
    bodies = build_ledger()
    del bodies[place]
    assert list_problems(bodies)
    assert list_problems(chain_again(bodies))


def test_reordered_facts_are_found() -> None:
    bodies = build_ledger()
    bodies[1], bodies[2] = bodies[2], bodies[1]
    assert list_problems(bodies)


def test_an_added_fact_is_found() -> None:
    bodies = build_ledger()
    assert list_problems([*bodies, copy.deepcopy(bodies[-1])])


@pytest.mark.parametrize("left", range(5))
def test_a_cut_tail_is_found_against_the_signed_head(left: int) -> None:
    assert list_problems(build_ledger()[:left])


def test_a_chain_rewritten_whole_is_found_against_the_signed_head() -> None:
    bodies = build_ledger()
    bodies[0]["data"]["amount"] = 1
    forged = chain_again(bodies)
    own_head = digest_of(forged[-1])
    assert verify_ledger(ID, forged, head=own_head, length=5) == [], "the forgery is a good chain of its own"
    assert list_problems(forged) == ["the last fact is not the signed head"]


def test_another_dossiers_facts_are_found() -> None:
    signed = build_ledger()
    assert verify_ledger("other", signed, head=digest_of(signed[-1]), length=5)


@pytest.mark.clause("VL-6.5")
def test_a_changed_part_is_found_and_a_good_one_is_not() -> None:
    good = {FORM.digest: (FORM.salt, FORM.value)}
    assert list_problems(build_ledger(), parts=good) == []
    assert list_problems(build_ledger(), parts={FORM.digest: (FORM.salt, {**FORM.value, "name": "Khác"})})
    assert list_problems(build_ledger(), parts={FORM.digest: ("11" * 16, FORM.value)})
    assert list_problems(build_ledger(), parts={FORM.digest: ("not hex", FORM.value)})
    stray = Part("form", "x", "22" * 16)
    assert list_problems(build_ledger(), parts={stray.digest: (stray.salt, stray.value)}), "a part no fact carries"


def test_a_deleted_part_leaves_the_ledger_whole() -> None:
    assert list_problems(build_ledger(), parts={}) == []


def test_equal_parts_have_different_digests() -> None:
    assert Part("form", FORM.value, "11" * 16).digest != FORM.digest


def test_a_fact_holds_digests_and_never_the_part() -> None:
    assert "Trần" not in json.dumps(build_ledger(), ensure_ascii=False)


def test_a_chain_continues_where_it_ended() -> None:
    first = chain_facts(ID, [NewFact("a", {})], head=GENESIS, length=0, now=NOW, actor=PERSON)
    then = chain_facts(ID, [NewFact("b", {}), NewFact("c", {}, by_system=True)], head=first[-1].hash, length=1, now=NOW,
                 actor=PERSON, simulated=True)  # fmt: skip
    assert [fact.seq for fact in (*first, *then)] == [1, 2, 3]
    assert [fact.prev for fact in then] == [first[0].hash, then[0].hash]
    assert [dict(fact.actor) for fact in then] == [PERSON, {"sub": "system"}]
    assert [fact.simulated for fact in (*first, *then)] == [False, True, True]
    assert then[1].id == f"{ID}#00000003"


@given(st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the zone is given separately
def test_an_instant_has_one_text(at: datetime) -> None:
    assert parse_stamp(write_stamp(at)) == at


@given(st.integers(0, 4), JSON)
def test_a_fact_is_read_as_it_was_written(place: int, value: Any) -> None:
    new = [NewFact("kind", {"value": value}, occurred_at=NOW)]
    fact = chain_facts(ID, new, head=GENESIS, length=place, now=NOW, actor=PERSON)[0]
    assert parse_fact(json.loads(encode_canonical(fact.body))).hash == fact.hash


def test_an_unknown_body_is_not_guessed_at() -> None:
    body = build_ledger()[0]
    for wrong in ({**body, "new": 1}, {**body, "v": 2}, {k: v for k, v in body.items() if k != "law"}):
        with pytest.raises(KeyError):
            parse_fact(wrong)


def test_every_instant_comes_back_from_its_text():
    for instant in (datetime(1, 1, 2, tzinfo=UTC), datetime(2026, 11, 23, 9, 0, 0, 7, tzinfo=UTC)):
        assert parse_stamp(write_stamp(instant)) == instant
