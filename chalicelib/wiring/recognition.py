"""What recognises a person at a sign-in, and opens the case of a number that is another person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib import observe
from chalicelib.wiring import core as wiring
from chalicelib.wiring.people import provide_profiles

if TYPE_CHECKING:
    from chalicelib.domain.accounts.person_profile import PersonProfile
    from chalicelib.steps.accounts.recognise_person import PersonDesk


def provide_person_desk() -> PersonDesk:
    """Return what recognises a person at a sign-in."""
    from chalicelib.steps.accounts.recognise_person import PersonDesk

    return PersonDesk(provide_profiles(), wiring.provide_officers(), _open_contest)


def _open_contest(profile: PersonProfile, others: tuple[str, ...]) -> None:
    """Open the case of a number that was proven and is another person's, for two officers."""
    from chalicelib.steps.matters.open_contested_number import open_contest
    from chalicelib.wiring.matters import provide_matter_dependencies

    observe.count_metric("NumbersContested")
    clock = wiring.provide_clock()
    open_contest(provide_matter_dependencies(), profile, others[0], clock.now(), clock.real_now())
