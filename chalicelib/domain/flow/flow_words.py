"""The vocabulary of a dossier's life: states, steps, scopes of actors, kinds of requests, and the cases that
distinguish rows of one state and step.

National codes are those of the national portal's synchronisation; they are separate from our names.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """State of a dossier."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"
    PROCESSING = "processing"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    PAYMENT_REQUESTED = "payment_requested"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    RESOLVED = "resolved"
    RETURNED = "returned"
    CLOSED = "closed"


NATIONAL_CODE: dict[State, str] = {
    State.SUBMITTED: "1",
    State.RECEIVED: "2",
    State.NOT_RECEIVED: "3",
    State.PROCESSING: "4",
    State.SUPPLEMENT_REQUESTED: "5",
    State.PAYMENT_REQUESTED: "6",
    State.WITHDRAWN: "7",
    State.STOPPED: "8",
    State.RESOLVED: "9",
    State.RETURNED: "10",
}
"""A draft is private and has no code; a closed dossier keeps its outcome's code."""

OPEN_STATES = frozenset(State) - {State.CLOSED, State.DRAFT}
"""States with work left: dossiers in them are in the work indexes."""

SETTLING = frozenset({State.PROCESSING, State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED})
"""States in which agencies have the dossier to settle."""

CLOCK_RUNS = frozenset({State.RECEIVED, State.PROCESSING, State.PAYMENT_REQUESTED})
"""States in which the resolution clock runs; waiting for payment does not stop it (design of the clocks)."""


class Step(StrEnum):
    """Steps that people take. The same word names the route, and as a rule the file of the step."""

    SUBMIT = "submit"
    DISCARD = "discard"
    RECEIVE = "receive"
    CORRECT_RECEPTION = "correct_reception"
    FORWARD = "forward"
    REFUSE = "refuse"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLEMENT = "supplement"
    TRANSFER = "transfer"
    ASSIGN = "assign"
    CLAIM = "claim"
    HAND_OVER = "hand_over"
    NOTE = "note"
    CONFIRM_COMPLETE = "confirm_complete"
    CONSULT = "consult"
    ANSWER = "answer"
    CALL_ORIGINAL = "call_original"
    COMPARE = "compare"
    FINISH_TASK = "finish_task"
    EXTEND = "extend"
    APOLOGISE = "apologise"
    REQUEST_PAYMENT = "request_payment"
    PAY = "pay"
    ACKNOWLEDGE_PAYMENT = "acknowledge_payment"
    REVERSE_PAYMENT = "reverse_payment"
    CONFIRM_EXEMPTION = "confirm_exemption"
    PROPOSE = "propose"
    RESOLVE = "resolve"
    CORRECT = "correct"
    GIVE_BACK = "give_back"
    INVITE = "invite"
    TAKE_BACK = "take_back"
    WITHDRAW = "withdraw"
    REVOKE_AUTHORITY = "revoke_authority"
    JOIN_ACCOUNT = "join_account"
    STOP = "stop"
    CLOSE = "close"
    RATE = "rate"
    ERASE = "erase"


class Scope(StrEnum):
    """Which unit the actor must belong to for the role to count."""

    AUTHOR = "author"  # wrote the draft
    OWNER = "owner"  # the dossier is theirs (LC-10.1.a: the principal's, not the proxy's)
    PRINCIPAL = "principal"  # the dossier is theirs by their own account: no agent, nor the visitor at the tablet
    NAMED = "named"  # nobody's account has it, and it names them by the number and name that they have proved
    ONE_STOP = "one_stop"  # the unit that received the dossier
    COUNTER = "counter"  # that unit, or the one where it was filed before
    AGENCY = "agency"  # the agency that leads the settlement
    PARTNER = "partner"  # any agency with a task on the dossier
    CONSULTED = "consulted"  # a body whose opinion was asked
    PROVINCE = "province"  # province-wide roles
    PAYING_CENTRE = "paying_centre"  # any centre of the province, where the law lets one pay at each
    RETURNING_CENTRE = "returning_centre"  # any centre, where the law lets a result be handed over at each
    SERVED = "served"  # a centre that took money or handed over for the unit that received it


class RequestKind(StrEnum):
    """A step that needs another person's approval first opens a request alongside the state."""

    SUPPLEMENT = "supplement"
    EXTENSION = "extension"
    APOLOGY = "apology"
    WITHDRAWAL = "withdrawal"
    REVERSAL = "reversal"
    CONTROL = "control"
    OUTCOME = "outcome"
    APPOINTMENT = "appointment"
    REFILING = "refiling"


STAGES = frozenset({"intake", "appraisal"})
"""Which supplement is waited for: derived from the dossier, not chosen by the caller."""

OWED = "owed"
"""The case of a dossier that still owes the applicant a letter."""

POSTED = "posted"
"""The case of a dossier whose result is with the postal operator."""

CALLED = "called"
"""The case of a dossier whose originals were called for and are not compared yet."""

UNSIGNED = "unsigned"
"""The case of a dossier that holds unsigned uploads whose paper nobody has compared yet."""

BY_PAPER = "by_paper"
"""The case of a dossier that was filed for somebody by a signed paper, which is in force."""

AS_PARENT = "as_parent"
"""The case of a dossier that a parent filed for a child, and still acts in."""

OF_DOSSIER = STAGES | {OWED, POSTED, CALLED, UNSIGNED, BY_PAPER, AS_PARENT}
"""Cases derived from the dossier; the caller states every other case."""
