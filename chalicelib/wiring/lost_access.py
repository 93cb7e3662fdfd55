"""Dependencies of another contact for a lost account. Imports are inside: few decisions need them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices
from chalicelib.wiring import people as wiring_people
from chalicelib.wiring import steps as wiring_steps

if TYPE_CHECKING:
    from chalicelib.steps.accounts.lost_access import LostAccess

CONTACTS, FACTORS = "contact-owners", "own-factors"
"""Purposes of the keys by which an account is found by its contact, and secrets of authenticator apps are encrypted."""


def provide_lost_access() -> LostAccess:
    """Return what replaces the contact of an account whose telephone and password are lost."""
    from chalicelib.repositories.security.own_access import OwnAccessTable
    from chalicelib.repositories.security.own_factors import FactorTable
    from chalicelib.repositories.security.registrations import ContactOwners
    from chalicelib.steps.accounts.lost_access import LostAccess

    owners = ContactOwners(partial(wiring.derive_purpose_key, CONTACTS))
    factors = FactorTable(partial(wiring.derive_purpose_key, FACTORS))
    return LostAccess(
        wiring_people.provide_profiles(),
        wiring.provide_officers(),
        wiring_notices.provide_contacts(),
        OwnAccessTable(owners, factors),
        wiring_steps.list_sign_in_methods,
        wiring_people.provide_population,
    )
