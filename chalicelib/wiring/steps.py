"""Dependencies of all steps, built once per process."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.eforms.answers import normalise_answers
from chalicelib.domain.flow.transitions import Scope
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.shared.errors import FieldError
from chalicelib.steps.dossier.context import Dependencies
from chalicelib.steps.dossier.views import EVERY_CENTRE
from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.domain.accounts.filed_account import FiledAccount
    from chalicelib.domain.accounts.roles import Assignment
    from chalicelib.domain.accounts.sign_in_methods import MethodOfDay
    from chalicelib.domain.papers.paper import Paper
    from chalicelib.domain.shared.errors import BilingualWords
    from chalicelib.repositories.catalogue.reference import ProvinceReference
    from chalicelib.repositories.dossier.outages import OutageTable
    from chalicelib.repositories.dynamodb.lists import TableLists
    from chalicelib.steps.accounts.leaving import LeavingDesk

SALT_BYTES = 16
COUNTERS = (("payment.counters", Scope.PAYING_CENTRE), ("return.counters", Scope.RETURNING_CENTRE))


@cache
def provide_reference() -> ProvinceReference:
    """Law, calendars, catalogue and agencies of the deployment's province."""
    from chalicelib.repositories.catalogue.reference import ProvinceReference

    return ProvinceReference(
        wiring.provide_settings().province, wiring.provide_catalogue(), wiring.provide_rules(), check_form,
        wiring.provide_agencies,
    )  # fmt: skip


def check_form(procedure: Procedure, answers: Mapping[str, Any], now: datetime) -> tuple[FieldError, ...]:
    """Return errors of the answers against the procedure's e-form as of `now`. The validator is loaded on first use."""
    from chalicelib.models import eform

    return tuple(eform.validate_answers(procedure.build_schema(), normalise_answers(answers), now, "/answers"))


@cache
def provide_dependencies() -> Dependencies:
    """The stores, the law and a source of salts."""
    from chalicelib.repositories.dossier.codes import CodeCounter
    from chalicelib.repositories.dossier.dossiers import DossierTable

    return Dependencies(
        dossiers=DossierTable(),
        codes=CodeCounter(),
        reference=provide_reference(),
        salt=lambda: secrets.token_hex(SALT_BYTES),
        keep=keep_paper,
        find_person=find_person,
        local=wiring.provide_settings().may_simulate,
        simulated=wiring.provide_clock().simulated,
        read_search_key=_find_key,
        find_account=_find_account,
    )


def _find_account(person: str) -> FiledAccount | None:
    """The account of a person, for a filing at the counter; the store is loaded on first use."""
    from chalicelib.repositories.accounts.person_profiles import PersonProfiles
    from chalicelib.steps.accounts.desk_accounts import read_filed_account

    return read_filed_account(PersonProfiles(_find_key), person)


def _find_key(real_now: datetime) -> bytes:
    """The key of the counter search; loaded on first use."""
    return wiring.read_search_key(real_now)


def find_person(number: str, full_name: str, real_now: datetime, *, organisation: bool = False) -> str:
    """The person with a proven number and name; the profiles are loaded on first use."""
    from chalicelib.domain.accounts.person_profile import PersonKind
    from chalicelib.repositories.accounts.person_profiles import PersonProfiles
    from chalicelib.steps.accounts.find_person import find_proven_person

    profiles = PersonProfiles(lambda at: wiring.derive_purpose_key(wiring.IDENTIFIERS, at))
    whose = PersonKind.ORGANISATION if organisation else PersonKind.CITIZEN
    return find_proven_person(profiles, number, full_name, real_now, whose)


def keep_paper(paper: Paper) -> None:
    """Remove a filed paper from the file store's expiry; the store is loaded on first use."""
    from chalicelib.wiring import papers as wiring_papers

    wiring_papers.provide_paper_store().keep(paper)


def post_stages(now: datetime) -> frozenset[str]:
    """Return the stages that the province's law of the day gives postal staff (TB-8, LC-4.2, QN-28.2, VL-15.1.b,
    HUE-6.6)."""
    return frozenset(provide_reference().find_rule("post.stages", CaseDates(now)).list_words())


def list_sign_in_methods(now: datetime) -> tuple[MethodOfDay, ...]:
    """Return how people may sign in by the province's law of the day (LC-4.1, TB-6.1, QN-9.1, VL-5.5)."""
    from chalicelib.domain.accounts.sign_in_methods import RULE, list_methods

    rule = provide_reference().find_rule(RULE, CaseDates(now))
    return list_methods(rule.find_list(), rule.cite["article"])


def open_counters(assignments: tuple[Assignment, ...], now: datetime) -> frozenset[tuple[str, str]]:
    """Return the person's own centres that serve the whole province by its law of the day: scope and unit (HUE-15.1,
    16.3)."""
    known, day = provide_reference(), CaseDates(now)
    opened = [scope.value for param, scope in COUNTERS if known.find_rule(param, day).value == EVERY_CENTRE]
    units = {each.unit for each in assignments if each.is_in_force(now)} & known.list_centres(now) if opened else set()
    return frozenset((scope, unit) for scope in opened for unit in units)


@cache
def provide_registers() -> OutageTable:
    """Outages and late entries."""
    from chalicelib.repositories.dossier.outages import OutageTable

    return OutageTable()


def provide_rating_words() -> Mapping[str, Mapping[str, BilingualWords]]:
    """The words of a rating's questions and reasons; loaded on first use."""
    from chalicelib.repositories.dossier.rating_words import load_rating_words

    return load_rating_words()


@cache
def provide_lists() -> TableLists:
    """Worklists and people's own lists."""
    from chalicelib.repositories.dynamodb.successor_lists import SuccessorLists

    return SuccessorLists(list_units_served, list_working_units)


def provide_leaving_desk() -> LeavingDesk:
    """Return the reader of what somebody has open; loaded on first use."""
    from chalicelib.steps.accounts.leaving import LeavingDesk

    reference = provide_reference()
    return LeavingDesk(provide_lists(), wiring.provide_people(), reference.find_heir, reference.list_units_served)


def list_units_served(unit: str) -> tuple[str, ...]:
    """Return the unit that has a unit's work today, and then those that ended and whose work it has."""
    return provide_reference().list_units_served(unit, wiring.provide_clock().now())


def list_working_units(unit: str) -> tuple[str, ...]:
    """Return the unit that has a unit's work today, and then those of the ended ones that may have open work."""
    heir, *ended = list_units_served(unit)
    if not ended:
        return (heir,)
    emptied = wiring.provide_units().load_recent(wiring.provide_clock().real_now()).emptied
    return heir, *(each for each in ended if each not in emptied)
