"""Every kind of matter, by its address below `/api/`."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.matters.kinds.account_cases import ACCOUNT_CASES
from chalicelib.domain.matters.kinds.account_requests import ACCOUNT_REQUESTS
from chalicelib.domain.matters.kinds.callbacks import CALLBACKS
from chalicelib.domain.matters.kinds.complaints import COMPLAINTS
from chalicelib.domain.matters.kinds.difficulties import DIFFICULTIES
from chalicelib.domain.matters.kinds.faqs import FAQS
from chalicelib.domain.matters.kinds.feedback import FEEDBACK
from chalicelib.domain.matters.kinds.information import INFORMATION
from chalicelib.domain.matters.kinds.person_cases import PERSON_CASES
from chalicelib.domain.matters.kinds.questions import QUESTIONS
from chalicelib.domain.matters.kinds.rights_reviews import RIGHTS_REVIEWS
from chalicelib.domain.matters.kinds.surveys import SURVEYS
from chalicelib.domain.matters.kinds.unit_changes import UNIT_CHANGES
from chalicelib.domain.matters.matter_kind import MatterKind

KINDS: Mapping[str, MatterKind] = {
    kind.plural: kind
    for kind in (
        QUESTIONS, FAQS, INFORMATION, FEEDBACK, COMPLAINTS, CALLBACKS, DIFFICULTIES, SURVEYS, PERSON_CASES,
        ACCOUNT_CASES, ACCOUNT_REQUESTS, UNIT_CHANGES, RIGHTS_REVIEWS,
    )
}  # fmt: skip
"""The kinds, in the order in which lists show them."""


def find_kind(name: str) -> MatterKind:
    """Return the kind of a stored matter by its name. Raise KeyError for an unknown one."""
    return {kind.name: kind for kind in KINDS.values()}[name]
