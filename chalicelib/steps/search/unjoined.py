"""Dossiers that name a person and are in nobody's account: filed at a counter without one, or by somebody else.

Who has proved that number and name finds them, and takes them into their account (decision 0313).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.search.counter_search import NOBODYS, By, digest_value, normalise_value
from chalicelib.domain.shared.folding import split_words
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
    """The search entries, and the key that they are made with."""

    finds: Finds
    key: bytes

    def list_naming(self, actor: Actor) -> Sequence[FoundDossier]:
        """Return the dossiers of nobody's account that name the person by the number and name that their sign-in has
        proved, newest first. None for somebody who acts for another person, or has proved neither."""
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
        return sorted(found, key=lambda each: each.dossier.filed_at, reverse=True)


def join_account(deps: Dependencies, named: NamedDossiers, command: Command[EmptyBody]) -> CommandResult:
    """Take a dossier that names the person into their account. Raise NotFound for every other dossier."""
    found = next((each for each in named.list_naming(command.actor) if each.dossier.id == command.dossier_id), None)
    if found is None:
        # A repeated command is answered as before, everything else as a dossier that there is not.
        return run_step(deps, command, Step.JOIN_ACCOUNT, _decide(represented=False))
    # Whom it names was read of this version: one that was corrected meanwhile is stale.
    seen = replace(command, actor=replace(command.actor, named_in=found.dossier.id), version=found.dossier.version)
    return run_step(deps, seen, Step.JOIN_ACCOUNT, _decide(represented=found.part == REPRESENTED))


def _decide(*, represented: bool) -> Callable[[StepContext[EmptyBody]], Decision]:
    data: AccountJoined = {"represented": represented}
    return lambda _: Decision((payloads.ACCOUNT_JOINED.build(data),))
