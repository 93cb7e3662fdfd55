"""Dependencies of matters, built once per process. Imports are inside: most functions need none of them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from chalicelib.domain.shared.errors import FieldError
from chalicelib.wiring import core as wiring
from chalicelib.wiring.steps import (
    SALT_BYTES,
    keep_paper,
    list_units_served,
    list_working_units,
    provide_leaving_desk,
    provide_reference,
)

if TYPE_CHECKING:
    from chalicelib.domain.catalogue.procedures import Procedure
    from chalicelib.repositories.matters.matter_table import MatterListTable
    from chalicelib.repositories.matters.public_matters import PublicMatterTable
    from chalicelib.repositories.matters.surveys import SurveyTable
    from chalicelib.steps.accounts.case_accounts import CaseAccounts
    from chalicelib.steps.catalogue.preview_units import UnitsPreviewDesk
    from chalicelib.steps.dossier.ports import StoredWrite
    from chalicelib.steps.matters.matter_ports import CheckContext, MatterDependencies
    from chalicelib.steps.matters.publish_matters import MatterPublishing
    from chalicelib.steps.matters.reviews.review_desk import ReviewDesk
    from chalicelib.steps.matters.unused.idle_desk import IdleDesk


@cache
def provide_matter_dependencies() -> MatterDependencies:
    """The store of matters, the law and a source of salts."""
    from chalicelib.repositories.dossier.codes import CodeCounter
    from chalicelib.repositories.matters.matter_table import MatterTable
    from chalicelib.steps.catalogue.unit_office import UnitOffice
    from chalicelib.steps.matters.account_effects import ACCOUNT_EFFECTS
    from chalicelib.steps.matters.matter_ports import MatterDependencies
    from chalicelib.steps.matters.requests.apply_unit_change import apply_unit_change
    from chalicelib.steps.matters.unused.idle_desk import IDLE_EFFECTS

    return MatterDependencies(
        matters=MatterTable(),
        numbers=CodeCounter(),
        reference=provide_reference(),
        check_schema=check_schema,
        salt=lambda: secrets.token_hex(SALT_BYTES),
        find_field=_find_procedure_field,
        keep=keep_paper,
        simulated=wiring.provide_clock().simulated,
        effects={
            "person_case": _apply_person_case, "account_request": _apply_account_request,
            "unit_change": apply_unit_change, **ACCOUNT_EFFECTS,
            **{effect: partial(_apply_idle_step, effect=effect) for effect in IDLE_EFFECTS},
        },
        accounts=provide_case_accounts(),
        units=UnitOffice(wiring.provide_units(), _OpenWork()),
        reviews=provide_review_desk(),
    )  # fmt: skip


@cache
def provide_units_preview() -> UnitsPreviewDesk:
    """Return what shows the effect of a change of units."""
    from chalicelib.steps.catalogue.preview_units import UnitsPreviewDesk
    from chalicelib.steps.catalogue.unit_office import UnitOffice
    from chalicelib.wiring.boards import provide_boards, provide_matter_counts

    office = UnitOffice(wiring.provide_units(), _OpenWork())
    return UnitsPreviewDesk(
        office, provide_boards(), provide_matter_counts(), wiring.provide_people(), _list_procedures
    )


def _list_procedures() -> tuple[Procedure, ...]:
    return wiring.provide_catalogue().index.list_procedures()


def provide_case_accounts() -> CaseAccounts:
    """Return the accounts that cases are about. Its stores are loaded on first use: most commands are about none."""
    from chalicelib.steps.accounts.case_accounts import CaseAccounts
    from chalicelib.wiring.notices import provide_contacts
    from chalicelib.wiring.people import provide_profiles

    return CaseAccounts(provide_profiles, provide_contacts, wiring.provide_account_states, wiring.provide_officers)


def _apply_person_case(context: CheckContext) -> tuple[StoredWrite, ...]:
    from chalicelib.steps.matters.apply_person_case import PersonCases
    from chalicelib.wiring.lost_access import provide_lost_access
    from chalicelib.wiring.people import provide_profiles

    return PersonCases(provide_profiles(), wiring.provide_officers(), provide_lost_access()).apply_case(context)


def _apply_account_request(context: CheckContext) -> tuple[StoredWrite, ...]:
    from chalicelib.repositories.accounts.members import OfficerPeople
    from chalicelib.steps.matters.requests.apply_account_request import AccountRequests

    return AccountRequests(
        wiring.provide_officers(), wiring.provide_accounts, OfficerPeople().list_by_unit, provide_leaving_desk,
        provide_idle_desk,
    ).apply_request(context)  # fmt: skip


def provide_review_desk() -> ReviewDesk:
    """Return what reviews of rights read."""
    from chalicelib.repositories.accounts.members import OfficerPeople
    from chalicelib.steps.matters.reviews.review_desk import ReviewDesk

    return ReviewDesk(
        wiring.provide_officers, OfficerPeople().list_by_units,
        lambda unit, now: provide_reference().list_units_served(unit, now),
    )  # fmt: skip


def provide_idle_desk() -> IdleDesk:
    """Return what puts off accounts that nobody uses; its stores are loaded on first use."""
    from chalicelib.repositories.accounts.idle_accounts import IdleAccountTable
    from chalicelib.repositories.accounts.members import OfficerPeople
    from chalicelib.steps.matters.unused.idle_desk import IdleDesk

    return IdleDesk(IdleAccountTable(), wiring.provide_officers(), OfficerPeople().list_by_unit, provide_leaving_desk)


def _apply_idle_step(context: CheckContext, effect: str) -> tuple[StoredWrite, ...]:
    return provide_idle_desk().apply_step(context, effect)


class _OpenWork:
    """What units have to do, by the counts of boards and of matters; both are loaded on first use."""

    def list_busy(self, units: Collection[str]) -> frozenset[str]:
        """Return those of some units that have open dossiers or matters."""
        from chalicelib.wiring.boards import provide_boards, provide_matter_counts

        boards, matters = provide_boards(), provide_matter_counts()
        return frozenset(
            each
            for each in units
            if boards.read_counts(each, consistent=True) or matters.read_counts(each, consistent=True)
        )


@cache
def provide_matter_lists() -> MatterListTable:
    """Lists of matters."""
    from chalicelib.repositories.matters.successor_matters import SuccessorMatters

    return SuccessorMatters(list_units_served, list_working_units)


@cache
def provide_public_matters() -> PublicMatterTable:
    """The matters that everybody reads."""
    from chalicelib.repositories.matters.public_matters import PublicMatterTable

    return PublicMatterTable()


@cache
def provide_matter_publishing() -> MatterPublishing:
    """Return the writer of the public faces."""
    from chalicelib.repositories.matters.matter_table import MatterTable
    from chalicelib.steps.matters.publish_matters import MatterPublishing

    return MatterPublishing(MatterTable(), provide_public_matters(), _find_procedure_field)


@cache
def provide_surveys() -> SurveyTable:
    """The counts of surveys."""
    from chalicelib.repositories.matters.surveys import SurveyTable

    return SurveyTable(lambda at: wiring.derive_purpose_key("surveys", at))


def _find_procedure_field(procedure: str) -> str:
    return wiring.provide_catalogue().find_procedure(procedure).field.code


def check_schema(schema: Mapping[str, Any], answers: Mapping[str, Any], now: datetime) -> tuple[FieldError, ...]:
    """Return the faults of answers to a step's form. The validator is loaded on first use."""
    from chalicelib.models import eform

    return tuple(eform.validate_answers(schema, answers, now, "/values"))
