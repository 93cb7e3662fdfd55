"""The check of forms that name a person where the matter is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.naming import list_child_faults, list_name_faults, list_stranger_faults
from chalicelib.domain.shared.errors import Invalid
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.matters.matter_ports import Check, CheckContext


def check_naming(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a name without the consents that the law of the day wants for it."""
    values = context.answers.values
    consent = context.find_rule("publication.name_consent")
    age_rule = context.find_rule("publication.child_age")
    for rule, faults in (
        (consent, list_name_faults(values)),
        (consent, list_stranger_faults(values, _find_proven_name(context))),
        (age_rule, list_child_faults(values, age_rule.find_int())),
    ):
        with cite_on_refusal(rule):
            if faults:
                raise Invalid(fields=tuple(faults))
    return {}


def _find_proven_name(context: CheckContext) -> str:
    """Return the name that the sender's sign-in proved; empty for none, and for an officer who wrote it down."""
    identity = context.command.actor.identity
    return identity.full_name if identity and context.role is Role.APPLICANT else ""


NAMING_CHECKS: Mapping[str, Check] = {"naming": check_naming}
