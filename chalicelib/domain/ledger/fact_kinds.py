"""Kinds of facts: the one list that every table of facts is checked against. The values are stored; none is changed.

`payloads.py` holds the payload of each kind, `fact_registry.py` its consumers and its marks.
"""

from __future__ import annotations

from enum import StrEnum


class FactKind(StrEnum):
    """What became true of a dossier, in the order of its life."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    RECEPTION_CORRECTED = "reception_corrected"
    REFILED = "refiled"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    UNIT_SUCCEEDED = "unit_succeeded"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENTED = "supplemented"
    SUPPLEMENT_CHECKED = "supplement_checked"
    TRANSFERRED = "transferred"
    ASSIGNED = "assigned"
    NOTED = "noted"
    FOUND_COMPLETE = "found_complete"
    TASK_FINISHED = "task_finished"
    CONSULTED = "consulted"
    ANSWERED = "answered"
    ORIGINAL_CALLED = "original_called"
    ORIGINAL_COMPARED = "original_compared"
    REQUEST_OPENED = "request_opened"
    REQUEST_ENDORSED = "request_endorsed"
    REQUEST_SENT_BACK = "request_sent_back"
    REQUEST_ANSWERED = "request_answered"
    REQUEST_DECLINED = "request_declined"
    REQUEST_CANCELLED = "request_cancelled"
    EXTENDED = "extended"
    APOLOGISED = "apologised"
    PAYMENT_REQUESTED = "payment_requested"
    PAID = "paid"
    PAYMENT_REVERSED = "payment_reversed"
    PAYMENT_RECORDED = "payment_recorded"
    PAYMENT_FAILED = "payment_failed"
    PAYMENT_ACKNOWLEDGED = "payment_acknowledged"
    EXEMPTION_DECIDED = "exemption_decided"
    RESOLVED = "resolved"
    CORRECTED = "corrected"
    GIVEN_BACK = "given_back"
    POST_INVITED = "post_invited"
    POST_RETURNED = "post_returned"
    CLOSED = "closed"
    RATED = "rated"
    WITHDRAWN = "withdrawn"
    AUTHORITY_REVOKED = "authority_revoked"
    ACCOUNT_JOINED = "account_joined"
    STOPPED = "stopped"
    PART_ERASED = "part_erased"
    ERASURE_PROPOSED = "erasure_proposed"
    ERASURE_ORDERED = "erasure_ordered"
    DOSSIER_ERASED = "dossier_erased"
    STATUS_REPORTED = "status_reported"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DUE_RECOMPUTED = "due_recomputed"


REQUEST_KINDS = frozenset(kind for kind in FactKind if kind.startswith("request_"))
"""Kinds about an approval request that is not decided yet, declined or cancelled."""
