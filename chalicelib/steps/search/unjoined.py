"""Dossiers that name a person and are in nobody's account: filed at a counter without one, or by somebody else.

Who has proved that number and name finds them, and takes them into their account (decision 0313).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.person_profile import PersonKind, find_identifier_kind
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.search.counter_search import NOBODYS, By, digest_value, normalise_value
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
REPRESENTED = "principal"


@dataclass(frozen=True, slots=True)
class NamedDossiers:
    """The search entries, the key that they are made with, and whose number it is by the profiles."""

    finds: Finds
    key: bytes
    profiles: Profiles

    def list_naming(self, actor: Actor, real_now: datetime) -> Sequence[FoundDossier]:
        """Return the dossiers of nobody's account that name the person by the number and name that their sign-in has
        proved, newest first. None for somebody who acts for another person, has proved neither, or whose number is
        another person's: two officers decide whose it is (decision 0300)."""
        proven = actor.identity
        number = normalise_value(By.ID_NUMBER, proven.id_number) if proven and actor.citizen else ""
        if proven is None or not number or not proven.full_name or actor.acting:
            return []
        hits = self.finds.list_hits(digest_value(self.key, NOBODYS, By.ID_NUMBER, number), MOST)
        name = split_words(proven.full_name)
        found = [
            each
            for each in self.finds.read(hits)
            if not (each.dossier.owner or each.corrected) and split_words(str(each.person.get("full_name", ""))) == name
        ]
        if found and self._is_anothers(actor, proven, real_now):
            return []
        return sorted(found, key=lambda each: each.dossier.filed_at, reverse=True)

    def _is_anothers(self, actor: Actor, proven: ProvenIdentity, real_now: datetime) -> bool:
        """Return whether another person has proved the number too, and holds it. A number that somebody else only
        declared keeps nobody out."""
        kind = find_identifier_kind(PersonKind(proven.kind), proven.id_number)
        holder = self.profiles.find_by_identifier(kind, proven.id_number, real_now).active
        if not holder or actor.is_person(holder):
            return False
        held = self.profiles.load(holder).find_identifier(kind, proven.id_number)
        return held is not None and held.proof.proves


def join_account(deps: Dependencies, named: NamedDossiers, command: Command[EmptyBody]) -> CommandResult:
    """Take a dossier that names the person into their account. Raise NotFound for every other dossier."""
    naming = named.list_naming(command.actor, command.real_now)
    found = next((each for each in naming if each.dossier.id == command.dossier_id), None)
    if found is None:
        # A repeated command is answered as before, everything else as a dossier that there is not.
        return run_step(deps, command, Step.JOIN_ACCOUNT, _decide(represented=False))
    # Whom it names was read of this version: one that was corrected meanwhile is stale.
    seen = replace(command, actor=replace(command.actor, named_in=found.dossier.id), version=found.dossier.version)
    return run_step(deps, seen, Step.JOIN_ACCOUNT, _decide(represented=found.part == REPRESENTED))


def _decide(*, represented: bool) -> Callable[[StepContext[EmptyBody]], Decision]:
    data: AccountJoined = {"represented": represented}
    return lambda _: Decision((payloads.ACCOUNT_JOINED.build(data),))
