"""Progress that an agency's system reports: its words, and whether our steps are behind it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.dossier import sector_status
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.effects.sector_status import keep_newest
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.dossier.sector_status import STATUSES, UNLISTED, find_status, is_behind
from chalicelib.domain.flow.transitions import NATIONAL_CODE, State
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.supervision.use_findings import FindingKind, UseFinding, build_unknown_dossier
from tests.support.builders import CERTIFICATE, Case


def test_every_code_of_the_national_portal_has_words_and_an_unlisted_one_is_not_guessed() -> None:
    assert {find_status(code).implies for code in NATIONAL_CODE.values()} == set(NATIONAL_CODE)
    assert all(each.vi and each.en for each in STATUSES.values())
    assert find_status("x1") is UNLISTED


@pytest.mark.parametrize(
    ("state", "code", "behind"),
    [
        (State.PROCESSING, "da_ky", True), (State.PROCESSING, "9", True), (State.PROCESSING, "5", True),
        (State.RECEIVED, "dang_tham_dinh", True), (State.PROCESSING, "dang_tham_dinh", False),
        (State.SUPPLEMENT_REQUESTED, "4", False), (State.RESOLVED, "da_ky", False), (State.RETURNED, "9", False),
        (State.PROCESSING, "x1", False),
    ],
)  # fmt: skip
def test_our_steps_are_behind_what_implies_a_later_state(state: State, code: str, behind: bool) -> None:
    assert is_behind(state, code) is behind


def test_the_newest_word_counts_and_a_dossier_stored_before_there_was_any_is_read() -> None:
    case = Case(CERTIFICATE).received()
    assert "reported" not in pack_value(case.dossier), "a dossier as it was stored before"
    stored: Dossier = unpack_value(Dossier, pack_value(case.dossier))
    assert stored.reported is None
    assert fold_facts(case.facts) == stored
    fact = case.facts[-1]
    said = {"system": case.agency, "reference": "BC-1"}
    at = fact.occurred_at
    for status, when, kept in (("da_tham_dinh", at, "da_tham_dinh"), ("x", at - timedelta(hours=1), "da_tham_dinh")):
        told = type(fact)(**{
            name: getattr(fact, name)
            for name in ("dossier_id", "seq", "recorded_at", "actor", "parts", "law", "prev")
        }, kind=sector_status.FACT, occurred_at=when, data=said | {"status": status}, by_system=True)  # fmt: skip
        stored = keep_newest(stored, told)
        assert stored.reported is not None
        assert stored.reported.status == kept


def test_a_finding_stored_before_codes_were_kept_is_read() -> None:
    made = build_unknown_dossier("U1", "H57-261123-0001", Case().now, Case().now)
    body = pack_value(made)
    del body["code"]
    old: UseFinding = unpack_value(UseFinding, body)
    assert (old.code, old.why) == ("", FindingKind.UNKNOWN_DOSSIER)
