"""Papers: permitted uploads, checked papers, and the components that a dossier still lacks.

A paper is declared first (component, name, size, digest, type), uploaded straight to the file store with a signed link,
then checked. It is pending until checked; accepted and quarantined are final. Only accepted papers count, and an
accepted paper is one version of one object, never "the latest".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from chalicelib.domain.papers.paper_errors import (
    ComponentUnknown,
    PaperEmpty,
    PaperExpired,
    PaperPending,
    PaperQuarantined,
    PapersTooMany,
    PaperTooLarge,
    PaperTypeUnsupported,
    QuarantineReason,
    build_field_error,
)
from chalicelib.domain.papers.paper_files import (
    EXTENSION,
    build_object_key,
    build_slip_key,
    build_words_key,
    clean_name,
    normalise_sha256,
)
from chalicelib.domain.shared.errors import FieldError
from chalicelib.domain.shared.serialization import pack_value, unpack_value

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.stated import ManifestEntry

USABLE_FOR = timedelta(days=6)
"""How long after its declaration a paper may be filed. The file store drops unreferenced uploads after seven days; the
day between leaves time to remove the mark from a paper that was filed at the last minute."""

UNFILED_FOR = timedelta(days=30)
"""How long the row of an unfiled paper is kept: it holds the file's name. The ledger's stream records filing, so a
stopped stream must be repaired within the month, before the row of a filed paper would expire."""


@dataclass(frozen=True, slots=True)
class PaperLimits:
    """Limits of one dossier or matter; `max_pixels` and `max_side` are of one image."""

    max_bytes: int = 20 * 1024 * 1024
    max_papers: int = 60
    max_name: int = 200
    max_pixels: int = 80_000_000
    max_side: int = 20_000


LIMITS = PaperLimits()


class PaperKind(StrEnum):
    """The role of a paper in the dossier; only a component answers the procedure's list. An attachment belongs to a
    matter, and to no dossier."""

    COMPONENT = "component"
    RESULT = "result"
    EXEMPTION_PROOF = "exemption_proof"
    SLIP = "slip"
    INTERNAL = "internal"
    ATTACHMENT = "attachment"


class PaperState(StrEnum):
    """State of a paper. Accepted and quarantined are final, until its dossier is erased."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class PaperDeclaration:
    """An upload announced by its sender, checked and in canonical form (digest in hexadecimal)."""

    kind: PaperKind
    component: str
    name: str = field(repr=False)
    size: int
    sha256: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a dossier. The name is the sender's file name: personal, so never in a log.

    `created_at` and `checked_at` are real time, not the simulated clock's: links and expiry run on it. `origin` is the
    key of the shared object when another dossier's paper is reused; empty for a file of its own.
    """

    dossier_id: str
    id: str
    kind: PaperKind
    component: str
    name: str = field(repr=False)
    size: int
    sha256: str
    content_type: str
    uploaded_by: str
    created_at: datetime
    state: PaperState = PaperState.PENDING
    version_id: str = ""
    checked_at: datetime | None = None
    reason: QuarantineReason | None = None
    origin: str = ""

    @property
    def key(self) -> str:
        """The object's key in the file store."""
        if self.origin:
            return self.origin
        made_here = self.kind is PaperKind.SLIP
        return build_slip_key(self.dossier_id, self.id) if made_here else build_object_key(self.dossier_id, self.id)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of all objects stored for it: the file, and for a slip also its words."""
        return (self.key, build_words_key(self.key)) if self.kind is PaperKind.SLIP else (self.key,)


def declare_paper(
    *,
    kind: PaperKind,
    component: str,
    name: str,
    size: int,
    sha256: str,
    content_type: str,
    components: Collection[str],
    limits: PaperLimits = LIMITS,
) -> PaperDeclaration:
    """Return the declaration in canonical form. `components` are the procedure's component keys.

    Refuses: paper_too_large, paper_empty, paper_type_unsupported, component_unknown, checksum_malformed,
    paper_name_invalid.
    """
    require_size(size, limits)
    if size < 1:
        raise PaperEmpty(fields=(build_field_error("/size", PaperEmpty),))
    return PaperDeclaration(
        kind=kind,
        component=_require_known_component(kind, component, components),
        name=clean_name(name, limits.max_name),
        size=size,
        sha256=normalise_sha256(sha256),
        content_type=_require_supported_type(content_type),
    )


def require_size(size: int, limits: PaperLimits = LIMITS) -> None:
    """Refuse (paper_too_large) a file over the limit of bytes. Waiting does not help, so this is checked before any
    quota."""
    if size > limits.max_bytes:
        raise PaperTooLarge(limit=limits.max_bytes // (1024 * 1024))


def create_paper(
    declaration: PaperDeclaration, *, dossier_id: str, paper_id: str, uploaded_by: str, real_now: datetime
) -> Paper:
    """Return the pending paper of a declaration. `real_now` is the wall clock, never the simulated one."""
    return Paper(
        dossier_id=dossier_id,
        id=paper_id,
        uploaded_by=uploaded_by,
        created_at=real_now,
        kind=declaration.kind,
        component=declaration.component,
        name=declaration.name,
        size=declaration.size,
        sha256=declaration.sha256,
        content_type=declaration.content_type,
    )


def reuse_paper(
    paper: Paper, component: str, *, dossier_id: str, paper_id: str, used_by: str, real_now: datetime
) -> Paper:
    """Return an accepted paper of another dossier as a component of this one: the same version of the same file.

    Raise ValueError for a paper that is not accepted.
    """
    if paper.state is not PaperState.ACCEPTED:
        raise ValueError("only an accepted paper can be reused")
    return replace(
        paper, dossier_id=dossier_id, id=paper_id, kind=PaperKind.COMPONENT, component=component, uploaded_by=used_by,
        created_at=real_now, checked_at=real_now, origin=paper.key,
    )  # fmt: skip


def pack_paper(paper: Paper) -> dict[str, Any]:
    """Return the paper as plain data, for its item. The state is always included."""
    return {**pack_value(paper), "state": str(paper.state)}


def unpack_paper(body: Mapping[str, Any]) -> Paper:
    """The inverse of `body_of`."""
    paper: Paper = unpack_value(Paper, body)
    return paper


def check_room(declared: int, limits: PaperLimits = LIMITS) -> None:
    """Refuse (too_many_papers) one more paper for a dossier or matter that has already declared `declared`."""
    if declared >= limits.max_papers:
        raise PapersTooMany(limit=limits.max_papers)


def settle_paper(paper: Paper, version_id: str, reason: QuarantineReason | None, *, real_now: datetime) -> Paper:
    """Return the pending paper after its check: quarantined for `reason`, accepted without one.

    Either way the checked object version is pinned. Raise ValueError for a paper that is not pending.
    """
    if paper.state is not PaperState.PENDING:
        raise ValueError(f"paper is already {paper.state}")
    state = PaperState.QUARANTINED if reason else PaperState.ACCEPTED
    return replace(paper, state=state, version_id=version_id, reason=reason, checked_at=real_now)


def erase_paper(paper: Paper) -> Paper:
    """Return the paper without the sender's file name; its digest stays, as in the ledger."""
    return replace(paper, name="", state=PaperState.ERASED)


def require_accepted(papers: Sequence[Paper], *, real_now: datetime) -> None:
    """Refuse papers that cannot be filed at `real_now` (wall clock).

    paper_quarantined and paper_expired come before paper_pending (with retry_after, seconds):
    waiting helps only when nothing else is wrong.
    """
    if refused := [p for p in papers if p.state is PaperState.QUARANTINED]:
        raise PaperQuarantined(fields=tuple(_describe_reason(p) for p in refused))
    if late := [p for p in papers if p.state is PaperState.ERASED or real_now > p.created_at + USABLE_FOR]:
        raise PaperExpired(fields=tuple(build_field_error(f"/papers/{p.id}", PaperExpired) for p in late))
    if waiting := [p for p in papers if p.state is PaperState.PENDING]:
        raise PaperPending(
            fields=tuple(build_field_error(f"/papers/{p.id}", PaperPending) for p in waiting),
            retry_after=_retry_after(waiting, real_now),
        )


def build_manifest_entry(paper: Paper) -> ManifestEntry:
    """Return the data of an accepted paper for a fact and the folded state: no name, nothing personal.

    Raise ValueError for a paper that is not accepted: a fact never refers to an unchecked file.
    """
    if paper.state is not PaperState.ACCEPTED:
        raise ValueError("only an accepted paper enters a manifest")
    return {
        "paper": paper.id,
        "kind": str(paper.kind),
        "component": paper.component,
        "version": paper.version_id,
        "sha256": paper.sha256,
        "size": paper.size,
        "type": paper.content_type,
    }


def _require_known_component(kind: PaperKind, component: str, components: Collection[str]) -> str:
    if kind is not PaperKind.COMPONENT:
        return ""
    if component not in components:
        raise ComponentUnknown(fields=(build_field_error("/component", ComponentUnknown),))
    return component


def _require_supported_type(content_type: str) -> str:
    plain = content_type.strip().lower()
    if plain not in EXTENSION:
        raise PaperTypeUnsupported(fields=(build_field_error("/content_type", PaperTypeUnsupported),))
    return plain


def _retry_after(waiting: Sequence[Paper], real_now: datetime) -> int:
    # A check takes seconds; an upload missing for a minute need not be polled fast.
    youngest = max(p.created_at for p in waiting)
    return 3 if real_now - youngest < timedelta(minutes=1) else 30


def _describe_reason(paper: Paper) -> FieldError:
    reason = paper.reason or QuarantineReason.SCAN_FAILED
    return FieldError(f"/papers/{paper.id}", str(reason), reason.vi, reason.en)
