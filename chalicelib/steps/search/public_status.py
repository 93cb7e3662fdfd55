"""Look up a dossier without sign-in: by its code, or by the link on a slip.

Every miss gives the same answer after the same requests to the store, for an unknown dossier, a forged link and a
removed key alike: guessing reveals nothing but the minimum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.dossier import codes
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.search import public_status, status_links
from chalicelib.domain.search.public_status import LookupRecord, Minimum
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.domain.shared.timezone import VIETNAM

if TYPE_CHECKING:
    from chalicelib.domain.law.rulings import Ruling
    from chalicelib.steps.dossier.ports import Rulings
    from chalicelib.steps.search.lookup_ports import Lookups

KIOSK = "kiosk"
UnitCode = Callable[[str, datetime], str]
"""The identifier of a one-stop unit of the province, in the form that a code pattern names, on a day."""


@dataclass(frozen=True, slots=True)
class LookupDependencies:
    """Dependencies of look-ups, with the law on public fields."""

    lookups: Lookups
    law: Rulings
    unit_code: UnitCode

    def show_minimum(self, found: LookupRecord | None, now: datetime) -> Minimum:
        """Return the public data of a dossier today (TT 01/2018 16.2.d)."""
        return public_status.build_minimum(
            found, self.law.find_rule("lookup.anonymous_fields", CaseDates(now)).list_words()
        )


def look_up_code(deps: LookupDependencies, typed: str, now: datetime) -> Minimum:
    """Return the dossier of a typed code or filing number. Raise NotACode for text in the shape of neither, and the one
    NotFound."""
    code = public_status.read_typed_code(typed)
    if code is None:
        raise public_status.NotACode(example=make_example(deps, now))
    return deps.show_minimum(deps.lookups.find_by_code(code), now)


def make_example(deps: LookupDependencies, now: datetime) -> str:
    """Return a code as a unit of the province gives them today: the first one of the day."""
    pattern = deps.law.find_rule("code.pattern", CaseDates(now)).to_text()
    unit = deps.unit_code(codes.read_unit_form(pattern), now)
    return codes.print_number(pattern, codes.build_series(pattern, unit, now.astimezone(VIETNAM).date()), 1)


def look_up_link(deps: LookupDependencies, token: str, keys: LinkKeys, now: datetime) -> Minimum:
    """Return the dossier that a slip's link was signed for."""
    return deps.show_minimum(deps.lookups.find_dossier(status_links.verify_token(token, keys)), now)


def find_kiosk_rule(deps: LookupDependencies, now: datetime) -> Ruling | None:
    """Return the rule by which machines at reception points look dossiers up; None where no text mentions them."""
    rule = deps.law.find_rule("lookup.channels", CaseDates(now))
    return rule if KIOSK in rule.list_words() else None
