"""Carry out what two officers decided about people, in the transaction of the decision (decision 0300). Another contact
for an own account is looked at when it is proposed, too: the person is at the counter then (decision 0325). Who decides
is another human than who proposed, and none of those whom it is about (decision 0333)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from chalicelib.domain.accounts import person_cases as domain
from chalicelib.domain.accounts.desk_accounts import require_not_own_profile
from chalicelib.domain.accounts.person_profile import PersonKind, PersonProfile, ProfileChange, find_identifier_kind
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.person_cases import ADULT, CONTACT, DEATH, MERGE, NUMBER, SEPARATE, UPDATE
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_refusals import OwnMatter
from chalicelib.domain.security.lost_access import ContactWish
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.accounts.lost_access import CONTACT_REPLACED, LostAccess
from chalicelib.steps.accounts.profile_ports import PersonRecords, Profiles, ProfileSave
from chalicelib.steps.dossier.ports import StoredWrite
from chalicelib.steps.matters.matter_ports import CheckContext

COUNTER = frozenset({Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP})
"""Those before whom the person stands."""
CAUSES: Mapping[str, str] = {
    MERGE: "merged", SEPARATE: "separated", NUMBER: "number_given", DEATH: "died", ADULT: "came_of_age",
    UPDATE: "update_demanded",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonCases:
    """Carries out decided cases."""

    profiles: Profiles
    records: PersonRecords
    access: LostAccess

    def apply_case(self, context: CheckContext) -> tuple[StoredWrite, ...]:
        """Return what a decision writes. Raise Invalid for a case that cannot be carried out, OwnMatter and OwnIdentity
        for one that another officer must decide."""
        matter = context.matter
        if matter is None:
            return self.check_opening(context)
        self._require_another_human(context, matter)
        action = str(matter.values["action"])
        if action == CONTACT:
            return self.replace_contact(context)
        saves = _ACTIONS[action](self, context, str(matter.values["person"]), str(matter.values.get("other") or ""))
        return self.profiles.plan(saves, context.command.real_now, checked=True)

    def check_opening(self, context: CheckContext) -> tuple[StoredWrite, ...]:
        """Refuse to propose another contact where nobody could decide on it, or away from a counter."""
        command, find_text = context.command, context.answers.find_text
        if find_text("action") != CONTACT:
            return ()
        if not command.actor.list_roles(command.now) & COUNTER:
            raise Forbidden()
        wish = ContactWish(*(find_text(key) for key in ("person", "id_number", "contact", "former")))
        self.access.plan(wish, command.actor, command.dossier_id, command.now, command.real_now)
        return ()

    def replace_contact(self, context: CheckContext) -> tuple[StoredWrite, ...]:
        """Another contact for an own account."""
        command, matter = context.command, context.matter
        if matter is None:
            return ()
        person = str(matter.values["person"])
        if any(
            each.change.cause == CONTACT_REPLACED and each.change.at >= matter.opened_at
            for each in self.profiles.list_changes(person)
        ):
            _refuse("person", "Liên hệ của tài khoản này đã được thay sau khi đề nghị; từ chối đề nghị này.",
                    "Another contact was given to this account since this was proposed: decline it.")  # fmt: skip
        wish = ContactWish(person, *(read_text(context, key) for key in ("id_number", "contact", "former")))
        return self.access.plan(wish, command.actor, matter.id, command.now, command.real_now)

    def merge(self, context: CheckContext, person: str, other: str) -> tuple[ProfileSave, ...]:
        """Two people who are one."""
        kept, gone = self._load_profile(context, person), self._load_profile(context, other)
        record, joining = self.records.load(person), self.records.load(other)
        if record.sub != person or joining.sub != other or joining.version:
            _refuse("other", "Tài khoản này đã gắn với người khác, hoặc là tài khoản công chức.",
                    "This account belongs to another person already, or is an officer's.")  # fmt: skip
        after, ended = domain.merge_people(kept, gone, context.command.now)
        merged = {*record.marks.merged, other, *joining.marks.merged}
        barred = {*record.marks.barred, *joining.marks.barred}
        marks = replace(record.marks, merged=tuple(sorted(merged)), barred=tuple(sorted(barred)))
        change = self._describe(context, MERGE)
        return ProfileSave(kept, after, change, marks=marks), ProfileSave(gone, ended, change, leads_to=person)

    def separate(self, context: CheckContext, person: str, other: str) -> tuple[ProfileSave, ...]:
        """Two people who were merged by mistake."""
        kept, gone = self._load_profile(context, person), self._load_profile(context, other)
        record = self.records.load(person)
        if record.sub != person or other not in record.marks.merged:
            _refuse("other", "Hai tài khoản này chưa hợp nhất.", "These accounts were not merged.")
        before = domain.find_before_merge([each.profile for each in self.profiles.list_changes(other)], other)
        after, back = domain.separate_people(kept, gone, before)
        marks = replace(record.marks, merged=tuple(each for each in record.marks.merged if each != other))
        change = self._describe(context, SEPARATE)
        return ProfileSave(kept, after, change, marks=marks), ProfileSave(gone, back, change, stands_alone=True)

    def give_number(self, context: CheckContext, person: str, other: str) -> tuple[ProfileSave, ...]:
        """A number that was reissued, or that two people claimed."""
        number, profile = read_text(context, "id_number"), self._load_profile(context, person)
        if not number:
            _refuse("id_number", "Nhập số định danh mới.", "Enter the new ID number.")
        kind = find_identifier_kind(profile.kind, number)
        holder = self.profiles.find_by_identifier(kind, number, context.command.real_now).active
        change = self._describe(context, NUMBER)
        after = domain.give_number(profile, number, context.command.actor.sub, context.command.now)
        given = ProfileSave(profile, after, change)
        if holder in ("", person):
            return (given,)
        if holder != other:
            _refuse("other", "Số này đang là của người khác; ghi mã tài khoản đó.",
                    "The number is another person's; name that account.")  # fmt: skip
        held = self._load_profile(context, other)
        return ProfileSave(held, domain.give_up_number(held, number, context.command.now), change), given

    def record_death(self, context: CheckContext, person: str, other: str) -> tuple[ProfileSave, ...]:
        """Somebody has died: nobody signs in as them any more."""
        profile, marks = self._load_profile(context, person), self.records.load(person).marks
        today = context.command.now.astimezone(VIETNAM).date().isoformat()
        after = domain.record_death(profile, str((context.matter and context.matter.values.get("day")) or today))
        barred = tuple(sorted({*marks.barred, *domain.list_accounts(profile)}))
        return (ProfileSave(profile, after, self._describe(context, DEATH), marks=replace(marks, barred=barred)),)

    def demand_update(self, context: CheckContext, person: str, other: str) -> tuple[ProfileSave, ...]:
        """The holder is asked to bring the account up to date; so is somebody who has come of age."""
        profile, marks = self._load_profile(context, person), self.records.load(person).marks
        action = str(context.matter.values["action"]) if context.matter else UPDATE
        reason = read_text(context, "subject")
        after = domain.demand_update(profile, reason, context.command.actor.sub, context.command.now)
        asked = replace(marks, update_demanded=True)
        return (ProfileSave(profile, after, self._describe(context, action), marks=asked),)

    def _load_profile(self, context: CheckContext, person: str) -> PersonProfile:
        """Return the profile of somebody whom the decision is about; raise OwnIdentity where it is who decides."""
        profile = self.profiles.load(person)
        require_not_own_profile(context.command.actor, profile)
        return profile

    def _require_another_human(self, context: CheckContext, matter: Matter) -> None:
        """Raise OwnMatter where another account of who decides has proposed, by the numbers of the officers' records.
        A number that was replaced is its holder's until it was given to somebody else."""
        command = context.command
        proposed = self.records.load(matter.authors.get("open", "")).id_number
        mine = sorted(command.actor.numbers)
        if not proposed or not mine:
            return
        if proposed in mine:
            raise OwnMatter()
        keys = {each: (find_identifier_kind(PersonKind.CITIZEN, each), each) for each in (proposed, *mine)}
        held = self.profiles.find_by_identifiers(tuple(keys.values()), command.real_now)
        people = {each: held[key].present for each, key in keys.items()}
        if people[proposed] and people[proposed] in {people[each] for each in mine}:
            raise OwnMatter()

    def _describe(self, context: CheckContext, action: str) -> ProfileChange:
        return ProfileChange(CAUSES[action], context.command.now, context.command.actor.sub)


Action = Callable[[PersonCases, CheckContext, str, str], tuple[ProfileSave, ...]]
_ACTIONS: Mapping[str, Action] = {
    MERGE: PersonCases.merge,
    SEPARATE: PersonCases.separate,
    NUMBER: PersonCases.give_number,
    DEATH: PersonCases.record_death,
    ADULT: PersonCases.demand_update,
    UPDATE: PersonCases.demand_update,
}


def read_text(context: CheckContext, key: str) -> str:
    """Return an answer to the opening form; empty for none. Texts are parts, as what may name a person."""
    digest = context.matter.texts.get(key, "") if context.matter else ""
    part = context.loaded.parts.get(digest)
    return str(part.value).strip() if part else ""


def _refuse(field: str, vi: str, en: str) -> None:
    raise Invalid(fields=(FieldError(f"/values/{field}", "not_possible", vi, en),))
