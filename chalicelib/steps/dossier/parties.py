"""Officers never act on a dossier whose applicant or represented person is themselves, at the desk or elsewhere.

Part of the frame of every command. An officer is recognised by the identity numbers of their sign-in and of their
record; the people of a dossier by the keyed digests of the counter search, which are loaded with the one request of the
command. Where these do not exist yet, the personal parts are read.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.identity_proofing import is_party
from chalicelib.domain.dossier.current_parts import select_current_parts
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.unit_moves import ONE_STOP, list_former_units
from chalicelib.domain.search import counter_search
from chalicelib.domain.shared.errors import OwnDossier
from chalicelib.steps.dossier.items import SearchNoteItem

if TYPE_CHECKING:
    from chalicelib.steps.dossier.context import Command, Decision, Dependencies
    from chalicelib.steps.dossier.ports import Loaded


def require_outsider(deps: Dependencies, command: Command[object], loaded: Loaded, dossier: Dossier) -> None:
    """Raise OwnDossier for an officer who is among the people of the dossier."""
    if is_among(deps, command, loaded, dossier, command.actor.numbers):
        raise OwnDossier()


def require_still_outsider(command: Command[object], decision: Decision) -> None:
    """Raise OwnDossier for an officer whom the step itself would put among the people of the dossier."""
    named = [part.value for fact in decision.facts for part in fact.parts if part.name in counter_search.PEOPLE]
    if is_party(command.actor.numbers, named):
        raise OwnDossier()


def is_among(
    deps: Dependencies, command: Command[object], loaded: Loaded, dossier: Dossier, numbers: Collection[str]
) -> bool:
    """Return whether a person with these identity numbers is applicant or represented person of the dossier."""
    if not numbers:
        return False
    noted = loaded.extra.get(SearchNoteItem(dossier.id))
    known = noted is not None and noted["settled"] and dossier.applicant_part in noted["parts"]
    if noted is None or not known or deps.read_search_key is None:
        return is_party(numbers, list_people(deps, dossier))
    # The entries of a dossier whose unit has just been succeeded are those of the unit before.
    before = list_former_units(dossier.moves, ONE_STOP)
    key, counters = deps.read_search_key(command.real_now), {dossier.one_stop, dossier.intake.desk, *before} - {""}
    own = {
        counter_search.digest_value(
            key, unit, counter_search.By.ID_NUMBER, counter_search.normalise_value(counter_search.By.ID_NUMBER, number)
        )
        for number in numbers
        for unit in counters
    }
    return any(own & set(digests) for digests in noted["parts"].values())


def list_people(deps: Dependencies, dossier: Dossier) -> list[dict[str, object]]:
    """Return the present filer and represented person; erased ones are left out."""
    held = select_current_parts(dossier, deps.dossiers.load_parts(dossier.id)).values()
    return [part.value for part in held if part.name in counter_search.PEOPLE]
