"""Dossiers in a centre's list of unpaid sums, in the order in which the first sum falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.dossier.obligations import Due, Obligations

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def list_open_sums(dossier: Dossier) -> Obligations:
    """Return the dossier's unpaid sums, the first due first; none once it is closed."""
    open_sums = [one for one in dossier.obligations if one.outstanding]
    return tuple(sorted(open_sums, key=lambda one: (one.due.rank, one.id))) if dossier.is_open else ()


def find_first_due(dossier: Dossier) -> Due | None:
    """Return when the first unpaid sum falls due; None where nothing is owed."""
    sums = list_open_sums(dossier)
    return sums[0].due if sums else None
