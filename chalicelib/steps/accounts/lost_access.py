"""Somebody has lost both the telephone and the password of an own account: an officer at a counter checks who is
present and proposes another contact, somebody else decides, and then only that contact leads back in (decision 0325).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn, Protocol

from chalicelib.domain.accounts.desk_accounts import DeskPurpose, require_not_own, require_not_own_profile
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.person_profile import PersonProfile, ProfileChange, find_identifier_kind
from chalicelib.domain.accounts.population import PopulationQuestion, PopulationUnavailable, require_confirmed
from chalicelib.domain.accounts.registration import ContactWay
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.accounts.sign_in_methods import MethodOfDay, SignInMethod, require_open_method
from chalicelib.domain.notices.contacts import ContactReach, Holder, normalise_address
from chalicelib.domain.security.lost_access import ContactReplacement, ContactWish, HeldAccount, to_channel
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.accounts.case_accounts import HolderReaches
from chalicelib.steps.accounts.desk_accounts import Population
from chalicelib.steps.accounts.profile_ports import PersonRecords, Profiles, ProfileSave
from chalicelib.steps.dossier.ports import StoredWrite

CONTACT_REPLACED = "contact_replaced"
"""Cause of the change of the profile, which its holder reads."""


class OwnAccess(Protocol):
    """The store of own accounts: by their contacts, and what lets somebody in."""

    def find(self, way: ContactWay, address: str, real_now: datetime) -> HeldAccount | None:
        """Return the account that a contact registered."""

    def plan(self, change: ContactReplacement) -> StoredWrite:
        """Return the writes of a replacement, for the transaction of a command: authenticator app and password are not
        accepted any more, every session ends."""


@dataclass(frozen=True, slots=True)
class LostAccess:
    """Replaces contacts. `methods` are the kinds of account of a day; without `population` the province is not
    connected."""

    profiles: Profiles
    records: PersonRecords
    contacts: HolderReaches
    access: OwnAccess
    methods: Callable[[datetime], tuple[MethodOfDay, ...]]
    population: Callable[[datetime], Population | None]

    def plan(
        self, wish: ContactWish, actor: Actor, matter: str, now: datetime, real_now: datetime
    ) -> tuple[StoredWrite, ...]:
        """Return what replaces the contact; nothing is written yet. Raise SignInMethodClosed on days without own
        accounts, OwnIdentity, IdentityNotConfirmed, Invalid."""
        require_open_method(SignInMethod.LOCAL, lambda: self.methods(now))
        require_not_own(actor, wish.number)
        record, profile = self.records.load(wish.person), self.profiles.load(wish.person)
        require_not_own_profile(actor, profile)
        if record.sub != wish.person or not profile.version or profile.died_on:
            _refuse("person", "Không có người dùng nào mang mã tài khoản này.", "Nobody's account has this ID.")
        self._check_identity(wish, profile, actor, now, real_now)
        way, address = read_contact(wish.contact, "contact")
        reach = self.contacts.load_reach(Holder(sub=wish.person))
        account = self._find_account(wish, record, profile, reach, real_now)
        held = self.access.find(way, address, real_now)
        if held is not None and held.person != account.person:
            _refuse("contact", "Liên hệ này đã gắn với tài khoản khác; chọn liên hệ khác.",
                    "This contact is another account's; choose another one.")  # fmt: skip
        change = ContactReplacement(wish.person, account, way, address, reach, matter, real_now)
        after = replace(profile, version=profile.version + 1)
        saved = ProfileSave(profile, after, ProfileChange(CONTACT_REPLACED, now, actor.sub))
        return (*self.profiles.plan([saved], real_now, checked=True), self.access.plan(change))

    def _check_identity(
        self, wish: ContactWish, profile: PersonProfile, actor: Actor, now: datetime, real_now: datetime
    ) -> None:
        """Refuse a number that is not the account's, or that population data contradict. Without an answer the paper
        counts that the officer saw."""
        kind = find_identifier_kind(profile.kind, wish.number)
        found = profile.find_identifier(kind, wish.number)
        if found is None or not found.active:
            _refuse("id_number", "Số này không phải của tài khoản đã ghi.", "The account named has another number.")
        population = self.population(real_now)
        if population is None:
            return
        unit = min(actor.list_units(now), default="")
        question = PopulationQuestion(
            kind, wish.number, profile.full_name, profile.birth_date, unit, DeskPurpose.ACCOUNT
        )
        try:
            answer = population.check(question)
        except PopulationUnavailable:
            return
        require_confirmed(answer)

    def _find_account(
        self, wish: ContactWish, record: Officer, profile: PersonProfile, reach: ContactReach, real_now: datetime
    ) -> HeldAccount:
        """Return the person's own account, by the contact that registered it: that of the officer's form, or else those
        on record."""
        own = {profile.person, *(each.account for each in profile.accounts)} - set(record.marks.barred)
        known = [(way, reach.find_address(to_channel(way))) for way in ContactWay]
        tried = [read_contact(wish.former, "former")] if wish.former else known
        for way, address in tried:
            found = self.access.find(way, address, real_now) if address else None
            if found is not None and found.person in own:
                return found
        vi = "Không thấy tài khoản của tỉnh theo liên hệ đã ghi nhận; nhập liên hệ đã dùng để đăng ký."
        en = "No account of the province has a contact on record; enter the one that registered it."
        raise Invalid(fields=(FieldError("/values/former", "unknown_account", vi, en),))


def read_contact(typed: str, field: str) -> tuple[ContactWay, str]:
    """Return what a typed contact is, in its one spelling; raise Invalid at the field."""
    way = ContactWay.MAIL if "@" in typed else ContactWay.SMS
    return way, normalise_address(to_channel(way), typed, f"/values/{field}")


def _refuse(field: str, vi: str, en: str) -> NoReturn:
    raise Invalid(fields=(FieldError(f"/values/{field}", "not_possible", vi, en),))
