"""Drafts: versioned, without key or fact, seen by their author alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.catalogue.agencies import AgencyRetired, NotOneStopUnit, UnknownAgency
from chalicelib.domain.catalogue.procedures import ProcedureNotEnabled, UnknownProcedure
from chalicelib.domain.dossier.intake import ChannelOfAnotherRoute
from chalicelib.domain.shared.errors import KeyReused, Malformed, NotFound, Stale, TooLarge
from chalicelib.steps.dossier.ports import Draft
from chalicelib.steps.filing import drafts
from chalicelib.steps.filing.drafts import ChannelNotOffered
from tests.support.bodies import choose_answers_on
from tests.support.builders import ANSWERS, CERTIFICATE, CITIZEN, PERSON, REGISTRATION, Case, build_actor
from tests.support.commands import change_body

STRANGER = Actor("stranger")
TYPED: dict[str, Any] = {
    "answers": ANSWERS[REGISTRATION], "applicant": PERSON, "on_behalf": None, "claims": [], "exemption": None,
    "papers": [],
}  # fmt: skip


def start_draft(case: Case, who: Actor = CITIZEN, **changes: str) -> Draft:
    """A draft begun with a key of its own."""
    body = {"procedure": case.procedure, "one_stop": case.one_stop, "channel": case.channel} | changes
    command = case.ask("create_draft", who, body)
    case.id = drafts.derive_dossier_id(who.sub, command.key)
    return drafts.create_draft(case.deps, replace(command, dossier_id=case.id))


def test_a_draft_begins_empty_at_version_one() -> None:
    draft = start_draft(Case())
    assert (draft.version, draft.author, draft.unit) == (1, CITIZEN.sub, "")
    assert draft.body["answers"] == {}


def test_the_same_key_means_the_same_draft() -> None:
    case = Case()
    body = {"procedure": REGISTRATION, "one_stop": case.one_stop, "channel": "own_portal"}
    command = replace(case.ask("create_draft", CITIZEN, body), dossier_id="d" * 26)
    first = drafts.create_draft(case.deps, command)
    saves = case.store.saves
    assert drafts.create_draft(case.deps, command).id == first.id
    assert case.store.saves == saves
    other = change_body(command, procedure=CERTIFICATE)
    assert isinstance(case.refusal(lambda: drafts.create_draft(case.deps, other)), KeyReused)


def test_ids_follow_from_caller_and_key() -> None:
    one = drafts.derive_dossier_id("a", "k" * 16)
    assert one == drafts.derive_dossier_id("a", "k" * 16)
    assert one not in {drafts.derive_dossier_id("b", "k" * 16), drafts.derive_dossier_id("a", "l" * 16)}
    assert len(one) == 26
    assert set(one) <= set("0123456789abcdefghjkmnpqrstvwxyz")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"procedure": "9.999999"}, UnknownProcedure),
        ({"one_stop": "HUE-NOWHERE"}, UnknownAgency),
        ({"one_stop": "HUE-X19750-1C"}, AgencyRetired),
        ({"one_stop": "HUE-N19942"}, NotOneStopUnit),
    ],
)
def test_a_draft_for_what_does_not_exist_is_refused(changes: dict[str, str], refusal: type[Exception]) -> None:
    case = Case()
    assert isinstance(case.refusal(lambda: start_draft(case, CITIZEN, **changes)), refusal)


def test_an_unverified_sample_is_for_local_stages_only() -> None:
    case = Case()
    body = {"procedure": REGISTRATION, "one_stop": case.one_stop, "channel": "own_portal"}
    command = replace(case.ask("create_draft", CITIZEN, body), dossier_id="d" * 26)
    assert not case.reference.find_procedure(REGISTRATION).verified
    assert isinstance(
        case.refusal(lambda: drafts.create_draft(replace(case.deps, local=False), command)), ProcedureNotEnabled
    )


def test_a_province_without_a_portal_of_its_own_offers_none() -> None:
    case = Case(province="vinh-long")
    case.reference = WithoutOwnPortal(case.reference)
    assert isinstance(case.refusal(lambda: start_draft(case)), ChannelNotOffered)


class WithoutOwnPortal:
    """The reference data of a province whose regulation no longer opens its portal."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def find_rule(self, param: str, at: datetime, **scope: str) -> Any:
        """The rule; the own portal's is silence."""
        found = self._real.find_rule(param, at, **scope)
        return replace(found, value=None) if scope.get("channel") == "own_portal" else found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@pytest.mark.parametrize("role", [Role.ONE_STOP_OFFICER, Role.POSTAL_STAFF])
@pytest.mark.clause("VL-3.5")
def test_at_the_counter_an_officer_types_at_a_unit_of_their_own(role: Role) -> None:
    case = Case(channel="desk")
    assert start_draft(case, build_actor(role, case.one_stop, stages=["receive"])).unit == case.one_stop


@pytest.mark.parametrize(
    "who",
    [
        CITIZEN,
        build_actor(Role.ONE_STOP_OFFICER, "HUE-TTPVHCC"),
        build_actor(Role.CASHIER, "HUE-N19942-1C"),
        build_actor(Role.POSTAL_STAFF, "HUE-N19942-1C", stages=["channel"]),
    ],
)
def test_nobody_else_types_at_the_counter(who: Actor) -> None:
    case = Case(channel="desk")
    assert isinstance(case.refusal(lambda: start_draft(case, who)), ChannelOfAnotherRoute)


def test_a_save_replaces_what_was_typed_and_keeps_what_was_chosen() -> None:
    case = Case().start()
    draft = drafts.require_own_draft(case.deps, case.ask("read", CITIZEN))
    assert (draft.version, draft.body["procedure"]) == (2, REGISTRATION)
    assert draft.body["answers"] == choose_answers_on(REGISTRATION, case.now)
    case.type(CITIZEN, 2, answers={})
    assert drafts.require_own_draft(case.deps, case.ask("read", CITIZEN)).body["answers"] == {}


def test_what_is_typed_is_stored_in_one_spelling() -> None:
    case = Case().start()
    case.type(CITIZEN, 2, answers={"owner_full_name": " Tra\u0302\u0300n ", "capital_vnd": 1e7, "business_email": " "})
    stored = drafts.require_own_draft(case.deps, case.ask("read", CITIZEN)).body["answers"]
    assert stored == {"owner_full_name": "Tr\u1ea7n", "capital_vnd": 10_000_000}
    assert type(stored["capital_vnd"]) is int


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [({"a": "x" * 210_000}, TooLarge), ({"a": float("nan")}, Malformed), ({"a": 1e-9}, Malformed)],
)
def test_what_cannot_be_stored_is_refused_before_it_is(answers: dict[str, object], refusal: type[Exception]) -> None:
    case = Case().start()
    assert isinstance(case.refusal(lambda: case.type(CITIZEN, 2, answers=answers)), refusal)


@pytest.mark.parametrize("version", [1, 3])
def test_a_stale_save_is_refused_with_the_current_version(version: int) -> None:
    case = Case().start()
    refused = case.refusal(lambda: case.type(CITIZEN, version))
    assert isinstance(refused, Stale)
    assert refused.facts["version"] == 2


ACTS: tuple[Any, ...] = (drafts.require_own_draft, drafts.save_draft, drafts.discard_draft)


@pytest.mark.parametrize("act", ACTS)
def test_a_draft_is_seen_changed_and_discarded_by_its_author_alone(act: Any) -> None:
    case = Case().start()
    command = case.ask("save_draft", STRANGER, TYPED, 2)
    assert isinstance(case.refusal(lambda: act(case.deps, command)), NotFound)


@pytest.mark.parametrize("act", ACTS)
def test_a_discarded_draft_is_gone(act: Any) -> None:
    case = Case().start()
    drafts.discard_draft(case.deps, case.ask("discard", CITIZEN))
    assert isinstance(case.refusal(lambda: act(case.deps, case.ask("save_draft", CITIZEN, TYPED, 2))), NotFound)
    assert case.facts == ()


@pytest.mark.parametrize("channel", ["vneid", "kiosk", "national_portal"])
def test_nothing_is_typed_here_that_another_system_hands_on(channel: str) -> None:
    assert isinstance(Case().refusal(lambda: start_draft(Case(), channel=channel)), ChannelOfAnotherRoute)
