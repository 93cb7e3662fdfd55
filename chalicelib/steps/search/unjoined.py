"""Dossiers that name a person and are in nobody's account: filed at a counter without one, or by somebody else.

Who has proved that number and name finds them, and takes them into their account (decision 0313); also by numbers that
were theirs before and are nobody else's (decision 0325).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.person_profile import IdentifierKind, PersonKind, find_identifier_kind
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.search.counter_search import NOBODYS, By, digest_value, normalise_value
from chalicelib.domain.shared.errors import Stale
from chalicelib.domain.shared.folding import split_words
from chalicelib.steps.accounts.profile_ports import Profiles
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.search.find_ports import Finds, FoundDossier

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.ending import AccountJoined
    from chalicelib.models.steps import EmptyBody

MOST = 50
"""Dossiers that are looked at; a person sees the rest once these are in their account."""
MOST_NUMBERS = 4
"""Numbers of a person that are looked for: that of the sign-in, and those that were proved last."""
REPRESENTED = "principal"

Number = tuple[IdentifierKind, str]


@dataclass(frozen=True, slots=True)
class NamedDossiers:
    """The search entries, the key that they are made with, and whose number it is by the profiles."""

    finds: Finds
    key: bytes
    profiles: Profiles

    def list_naming(self, actor: Actor, real_now: datetime) -> Sequence[FoundDossier]:
        """Return the dossiers of nobody's account that name the person by a number that is theirs and the name that
        their sign-in has proved, newest first. None for somebody who acts for another person, or has proved neither."""
        proven = actor.identity
        if proven is None or not actor.citizen or actor.acting or not (proven.id_number and proven.full_name):
            return []
        numbers = {normalise_value(By.ID_NUMBER, each[1]): each for each in self._list_numbers(actor.sub, proven)}
        digests = (digest_value(self.key, NOBODYS, By.ID_NUMBER, value) for value in numbers if value)
        name, found = split_words(proven.full_name), dict[str, FoundDossier]()
        for each in self.finds.read([hit for digest in digests for hit in self.finds.list_hits(digest, MOST)]):
            named = split_words(str(each.person.get("full_name", ""))) == name
            if named and not (each.dossier.owner or each.corrected):
                found[each.dossier.id] = each
        by_number = {key: numbers.get(read_number(each)) for key, each in found.items()}
        own = self._select_own(actor, proven, {each for each in by_number.values() if each}, real_now)
        listed = (each for key, each in found.items() if by_number[key] in own)
        return sorted(listed, key=lambda each: each.dossier.filed_at, reverse=True)

    def _list_numbers(self, person: str, proven: ProvenIdentity) -> Sequence[Number]:
        """Return the number of the sign-in, and those of the profile that something proved, also of before; the newest
        first. A contested one waits for two officers (decision 0300)."""
        own = find_identifier_kind(PersonKind(proven.kind), proven.id_number), proven.id_number
        held = [each for each in self.profiles.load(person).identifiers if each.proof.proves and not each.contested]
        return tuple(dict.fromkeys((own, *(each.key for each in reversed(held)))))[:MOST_NUMBERS]

    def _select_own(
        self, actor: Actor, proven: ProvenIdentity, numbers: Collection[Number], real_now: datetime
    ) -> Collection[Number]:
        """Return those of some numbers that are not another person's. That of the sign-in is another's where they have
        proved it too and hold it: one that they only declared keeps nobody out. Any other number must never have been
        anybody else's: it may have been issued again."""
        held = self.profiles.find_by_identifiers(tuple(numbers), real_now) if numbers else {}
        alone = {each for each in numbers if all(map(actor.is_person, held[each].people))}
        return alone | {
            each
            for each in numbers
            if each[1] == proven.id_number and not self._is_anothers(actor, held[each].active, each)
        }

    def _is_anothers(self, actor: Actor, holder: str, number: Number) -> bool:
        """Return whether another person holds the number and has proved it."""
        if not holder or actor.is_person(holder):
            return False
        known = self.profiles.load(holder).find_identifier(*number)
        return known is not None and known.proof.proves


def read_number(found: FoundDossier) -> str:
    """Return the number by which a dossier names somebody, in the spelling of the search."""
    return normalise_value(By.ID_NUMBER, str(found.person.get("id_number") or ""))


def join_account(deps: Dependencies, named: NamedDossiers, command: Command[EmptyBody]) -> CommandResult:
    """Take a dossier that names the person into their account. Raise AlreadyInAccount for one that is there, NotFound
    for every other dossier."""
    naming = named.list_naming(command.actor, command.real_now)
    found = next((each for each in naming if each.dossier.id == command.dossier_id), None)
    if found is None:
        # A repeated command is answered as before, everything else as a dossier that there is not.
        return run_step(deps, command, Step.JOIN_ACCOUNT, _decide(represented=False))
    if command.version not in (None, found.dossier.version):
        raise Stale(version=found.dossier.version)
    # Whom it names was read of this version: one that was corrected meanwhile is stale.
    seen = replace(command, actor=replace(command.actor, named_in=found.dossier.id), version=found.dossier.version)
    return run_step(deps, seen, Step.JOIN_ACCOUNT, _decide(represented=found.part == REPRESENTED))


def _decide(*, represented: bool) -> Callable[[StepContext[EmptyBody]], Decision]:
    data: AccountJoined = {"represented": represented}
    return lambda _: Decision((payloads.ACCOUNT_JOINED.build(data),))
