"""Required components of a dossier, and those it still lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from chalicelib.domain.papers.paper import Paper, PaperKind, PaperState
from chalicelib.domain.papers.paper_errors import (
    ComponentsMissing,
    build_field_error,
)


@dataclass(frozen=True, slots=True)
class RequiredComponent:
    """One line of a procedure's list of components (thành phần hồ sơ).

    `needs_file` is false where the paper is only shown at the counter or the e-form replaces it.
    """

    key: str
    requirement: str
    needs_file: bool = True


def list_missing_components(
    components: Iterable[RequiredComponent], papers: Iterable[Paper], claims: Collection[str]
) -> tuple[str, ...]:
    """Return the keys of the components that lack an accepted file, in the procedure's order.

    A conditional component is required when the applicant's `claims` say that its case applies.
    """
    present = {p.component for p in papers if p.kind is PaperKind.COMPONENT and p.state is PaperState.ACCEPTED}
    owed = [c.key for c in components if c.needs_file and _is_owed(c, claims)]
    return tuple(key for key in owed if key not in present)


def require_components(
    components: Iterable[RequiredComponent], papers: Iterable[Paper], claims: Collection[str]
) -> None:
    """Refuse (components_missing) a filing that lacks components; name each."""
    if lacking := list_missing_components(components, papers, claims):
        raise ComponentsMissing(
            fields=tuple(build_field_error(f"/components/{_escape_pointer(key)}", ComponentsMissing) for key in lacking)
        )


def _is_owed(component: RequiredComponent, claims: Collection[str]) -> bool:
    if component.requirement == "conditional":
        return component.key in claims
    return component.requirement == "required"


def _escape_pointer(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
