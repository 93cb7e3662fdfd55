"""The whole life of a dossier on one screen.

One table: in which state which step may be taken, by whom, and where it leads. API errors, OpenAPI
enums, the web app's buttons (served as JSON), the picture in `docs/flow.md` and the stateful test
all read it. What the table does not allow is refused, with the list of what it allows.

National codes are those of the national portal's synchronisation; they are data beside our names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.roles import Role


class State(StrEnum):
    """Where a dossier stands."""

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
"""A draft is nobody else's business and has no code; a closed dossier keeps its outcome's code."""


class Step(StrEnum):
    """What people do. The same word names the file in every layer."""

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
    STOP = "stop"
    CLOSE = "close"
    ERASE = "erase"


class Scope(StrEnum):
    """Which unit the actor must belong to for the role to count."""

    AUTHOR = "author"  # wrote the draft
    OWNER = "owner"  # the dossier is theirs (LC-10.1.a: the principal's, not the proxy's)
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
    """A step that needs another person is first a request beside the state."""

    SUPPLEMENT = "supplement"
    EXTENSION = "extension"
    APOLOGY = "apology"
    WITHDRAWAL = "withdrawal"
    REVERSAL = "reversal"
    CONTROL = "control"
    OUTCOME = "outcome"
    APPOINTMENT = "appointment"
    REFILING = "refiling"


Who = tuple[tuple[Role, Scope], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the table. `case` tells rows of one state and step apart (an outcome, a stage);
    `to` None keeps the state; a row with `request` only proposes, and moves nothing by itself.
    `when` says on what condition the step leads to `to`; until then it keeps the state."""

    state: State
    step: Step
    to: State | None
    who: Who
    fact: str
    article: str
    case: str = ""
    request: RequestKind | None = None
    clock: str = ""
    needs: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    when: str = ""


PAID_UP = "no blocking obligation is left"
"""When money takes a dossier out of payment_requested: with one of several sums paid it still waits."""

UNCONTROLLED = "nobody must agree to the request first"
"""When an intake request goes out at once: the first of its stage, where the law names no controller."""

STAGES = frozenset({"intake", "appraisal"})
"""Which supplement is waited for: a fact of the dossier, not the caller's choice."""

OWED = "owed"
"""The case of a dossier that still owes the applicant a letter."""

POSTED = "posted"
"""The case of a dossier whose result is with the postal operator."""

CALLED = "called"
"""The case of a dossier whose originals were called for and are not compared yet."""

UNSIGNED = "unsigned"
"""The case of a dossier that holds unsigned uploads whose paper nobody has compared yet."""

OF_DOSSIER = STAGES | {OWED, POSTED, CALLED, UNSIGNED}
"""Cases that are a fact of the dossier; every other case is what the caller does."""

DESK: Who = ((Role.ONE_STOP_OFFICER, Scope.ONE_STOP), (Role.HEAD_OF_ONE_STOP, Scope.ONE_STOP))
COUNTER: Who = ((Role.ONE_STOP_OFFICER, Scope.COUNTER), (Role.HEAD_OF_ONE_STOP, Scope.COUNTER))
POST: Who = ((Role.POSTAL_STAFF, Scope.COUNTER), *COUNTER)
OWNER: Who = ((Role.APPLICANT, Scope.OWNER),)
AUTHOR: Who = (
    (Role.APPLICANT, Scope.AUTHOR),
    (Role.ONE_STOP_OFFICER, Scope.AUTHOR),
    (Role.POSTAL_STAFF, Scope.AUTHOR),
)
CASE: Who = ((Role.CASE_OFFICER, Scope.AGENCY),)
HEAD: Who = ((Role.AGENCY_HEAD, Scope.AGENCY),)
CASH: Who = ((Role.CASHIER, Scope.ONE_STOP), (Role.CASHIER, Scope.PAYING_CENTRE))
TILL: Who = ((Role.CASHIER, Scope.ONE_STOP), (Role.CASHIER, Scope.SERVED))
HANDS_OVER: Who = (
    *COUNTER, (Role.ONE_STOP_OFFICER, Scope.RETURNING_CENTRE), (Role.HEAD_OF_ONE_STOP, Scope.RETURNING_CENTRE),
)  # fmt: skip
PAYING: tuple[tuple[str, Who], ...] = (("online", OWNER), ("cash", CASH))
CREDIT: Who = ((Role.CASHIER, Scope.ONE_STOP), (Role.CASHIER, Scope.AGENCY))
CONSULTED: Who = ((Role.CASE_OFFICER, Scope.CONSULTED), (Role.AGENCY_HEAD, Scope.CONSULTED))
PARTNER: Who = ((Role.CASE_OFFICER, Scope.PARTNER), (Role.AGENCY_HEAD, Scope.PARTNER))
HEAD_OF_DESK: Who = ((Role.HEAD_OF_ONE_STOP, Scope.ONE_STOP),)
LEADS_DESK: Who = (*HEAD_OF_DESK, (Role.CENTRE_DIRECTOR, Scope.ONE_STOP))
FILER: Who = (*OWNER, (Role.ONE_STOP_OFFICER, Scope.ONE_STOP))
HANDLER: Who = ((Role.CASE_OFFICER, Scope.PARTNER),)
WORKING: Who = (
    *DESK, (Role.CENTRE_DIRECTOR, Scope.ONE_STOP),
    *((role, scope) for scope in (Scope.AGENCY, Scope.PARTNER)
      for role in (Role.CASE_OFFICER, Role.HEAD_OF_SECTION, Role.AGENCY_HEAD)),
)  # fmt: skip
SUPERIOR: Who = ((Role.HEAD_OF_SECTION, Scope.PARTNER), (Role.AGENCY_HEAD, Scope.PARTNER))

POST_STAGES: dict[Step, str] = {
    Step.SUBMIT: "receive",
    Step.RECEIVE: "receive",
    Step.FORWARD: "receive",
    Step.REFUSE: "receive",
    Step.REQUEST_SUPPLEMENT: "receive",
    Step.SUPPLEMENT: "process",
    Step.TRANSFER: "process",
    Step.GIVE_BACK: "return",
}
"""Steps of the one-stop officer that postal staff take too where the rule `post.stages` of the province gives them the
stage: reception (NĐ 61/2018 16, 17), passing on (18) and return (20). TB-8, LC-4.2, QN-28.2."""

DIGITISE = "digitise"
"""The stage of postal staff who scan what the agency made."""

S, T = State, Step

MONEY_STATES = (S.SUBMITTED, S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.RESOLVED)
"""Obligations run beside the state from the filing to the result; payment_requested has rows of its own."""

COMPARED_IN = (S.RECEIVED, S.PROCESSING, S.RESOLVED, S.RETURNED)
"""States in which the paper of an unsigned upload may be brought or sent. Before reception nothing waits for paper;
what was handed over uncompared under an earlier version is compared before it is closed."""

NOTED_IN = tuple(each for each in S if each not in {S.DRAFT, S.CLOSED})
"""States in which those who work on a dossier may write to each other about it."""

ENDED_WITHOUT_RESULT = (S.NOT_RECEIVED, S.WITHDRAWN, S.STOPPED)

TABLE: tuple[Row, ...] = (
    Row(S.DRAFT, T.SUBMIT, S.SUBMITTED, AUTHOR, "submitted", "NĐ 45/2020 11; QN-11.1",
        clock="reception starts"),
    Row(S.DRAFT, T.DISCARD, None, AUTHOR, "", "NĐ 45/2020 5"),
    Row(S.SUBMITTED, T.RECEIVE, S.RECEIVED, DESK, "received", "NĐ 61/2018 17; QN-11.3",
        clock="reception ends, resolution starts", makes=("receipt",)),
    Row(S.SUBMITTED, T.FORWARD, None, DESK, "forwarded", "NĐ 61/2018 18.3; NĐ 309/2026 8",
        clock="resolution, as the law says, with the next unit's reception"),
    Row(S.SUBMITTED, T.REFUSE, S.NOT_RECEIVED, DESK, "refused", "NĐ 61/2018 17.1.b; VL-7.2.c",
        clock="reception ends", makes=("refusal",)),
    Row(S.SUBMITTED, T.REQUEST_SUPPLEMENT, S.SUPPLEMENT_REQUESTED, DESK, "supplement_requested",
        "NĐ 61/2018 15.3, 17.1.a, 17.2.a; QN-11.2, HUE-13.2", clock="reception ends",
        makes=("supplement_slip",), when=UNCONTROLLED),
    Row(S.SUBMITTED, T.SUPPLEMENT, None, FILER, "supplemented", "NĐ 45/2020 12; HUE-12.1, LC-9.4",
        clock="reception as the law says: starts anew or goes on"),
    Row(S.SUBMITTED, T.WITHDRAW, S.WITHDRAWN, OWNER, "withdrawn", "QN-13.4", clock="reception ends"),
    Row(S.RECEIVED, T.TRANSFER, S.PROCESSING, DESK, "transferred", "NĐ 61/2018 18; VL-15.2, LC-10.2.a",
        clock="tasks start", makes=("control_slip",)),
    Row(S.RECEIVED, T.CORRECT_RECEPTION, None, DESK, "reception_corrected", "NĐ 61/2018 17", case="data",
        makes=("receipt",)),
    Row(S.RECEIVED, T.CORRECT_RECEPTION, None, DESK, "request_opened", "NĐ 61/2018 17", case="time",
        request=RequestKind.APPOINTMENT),
    Row(S.RECEIVED, T.CORRECT_RECEPTION, None, DESK, "request_opened", "NĐ 61/2018 17", case="procedure",
        request=RequestKind.REFILING),
    Row(S.RECEIVED, T.RESOLVE, S.RESOLVED, DESK, "resolved", "NĐ 61/2018 17.4, 17.5", case="granted",
        clock="resolution ends", needs=("result",)),
    Row(S.RECEIVED, T.RESOLVE, S.STOPPED, DESK, "resolved", "NĐ 61/2018 17.4, 19.8", case="not_granted",
        clock="resolution ends", makes=("refusal",)),
    Row(S.RECEIVED, T.SUPPLEMENT, None, FILER, "supplemented", "NĐ 45/2020 12; HUE-12.1, LC-9.4"),
    Row(S.RECEIVED, T.WITHDRAW, None, OWNER, "request_opened", "QN-13.4", request=RequestKind.WITHDRAWAL),
    Row(S.PROCESSING, T.PROPOSE, None, CASE, "request_opened", "NĐ 61/2018 19.2, 19.3, 19.8",
        request=RequestKind.OUTCOME, needs=("result",)),
    Row(S.PROCESSING, T.RESOLVE, S.RESOLVED, HEAD, "resolved", "NĐ 61/2018 19.2, 19.3", case="granted",
        clock="resolution ends", needs=("result",)),
    Row(S.PROCESSING, T.RESOLVE, S.STOPPED, HEAD, "resolved", "NĐ 61/2018 19.8", case="not_granted",
        clock="resolution ends", makes=("refusal",)),
    Row(S.PROCESSING, T.REQUEST_SUPPLEMENT, None, CASE, "request_opened", "NĐ 61/2018 19.4, 5.1.e",
        request=RequestKind.SUPPLEMENT),
    Row(S.PROCESSING, T.SUPPLEMENT, None, FILER, "supplemented", "NĐ 45/2020 12; HUE-12.1, LC-9.4"),
    Row(S.PROCESSING, T.ASSIGN, None, SUPERIOR, "assigned", "NĐ 61/2018 19.1; HUE-6.5"),
    Row(S.PROCESSING, T.CLAIM, None, HANDLER, "assigned", "NĐ 61/2018 19.1; HUE-6.5"),
    Row(S.PROCESSING, T.HAND_OVER, None, HANDLER, "assigned", "NĐ 61/2018 19.1; HUE-6.5"),
    Row(S.PROCESSING, T.CONFIRM_COMPLETE, None, CASE, "found_complete", "NĐ 61/2018 19.2; HUE-14.1, HUE-14.2"),
    Row(S.PROCESSING, T.CONSULT, None, CASE, "consulted", "NĐ 61/2018 19.5.a"),
    Row(S.PROCESSING, T.ANSWER, None, CONSULTED, "answered", "NĐ 61/2018 19.5.b"),
    Row(S.PROCESSING, T.CALL_ORIGINAL, None, CASE, "original_called", "HUE-11.3"),
    Row(S.PROCESSING, T.COMPARE, None, (*CASE, *DESK), "original_compared", "HUE-11.3", case=CALLED),
    *(Row(state, T.COMPARE, None, HANDS_OVER if state is S.RESOLVED else COUNTER, "original_compared",
          "HUE-9.2; QN-7.2", case=UNSIGNED) for state in COMPARED_IN),
    Row(S.PROCESSING, T.FINISH_TASK, None, PARTNER, "task_finished", "NĐ 61/2018 19.6", clock="task ends"),
    Row(S.PROCESSING, T.EXTEND, None, CASE, "request_opened", "NĐ 61/2018 19.9; HUE-14.4",
        request=RequestKind.EXTENSION),
    Row(S.PROCESSING, T.APOLOGISE, None, CASE, "request_opened", "NĐ 61/2018 19.9; HUE-22.7",
        request=RequestKind.APOLOGY),
    Row(S.PROCESSING, T.REQUEST_PAYMENT, S.PAYMENT_REQUESTED, CASE, "payment_requested",
        "VL-16.2; NĐ 45/2020 13"),
    Row(S.PROCESSING, T.STOP, S.STOPPED, HEAD, "stopped", "TT 03/2025 Phụ lục I",
        clock="resolution ends", makes=("stop_notice",)),
    Row(S.PROCESSING, T.WITHDRAW, None, OWNER, "request_opened", "QN-13.4", request=RequestKind.WITHDRAWAL),
    Row(S.SUPPLEMENT_REQUESTED, T.SUPPLEMENT, S.SUBMITTED, FILER, "supplemented", "NĐ 45/2020 12",
        case="intake", clock="reception starts anew"),
    Row(S.SUPPLEMENT_REQUESTED, T.SUPPLEMENT, S.PROCESSING, FILER, "supplemented", "NĐ 61/2018 19.4",
        case="appraisal", clock="resolution as the law says: restart, pause or run"),
    Row(S.SUPPLEMENT_REQUESTED, T.STOP, S.STOPPED, HEAD_OF_DESK, "stopped", "TT 03/2025 Phụ lục I",
        case="intake", makes=("stop_notice",)),
    Row(S.SUPPLEMENT_REQUESTED, T.STOP, S.STOPPED, HEAD, "stopped", "TT 03/2025 Phụ lục I",
        case="appraisal", clock="resolution ends", makes=("stop_notice",)),
    Row(S.SUPPLEMENT_REQUESTED, T.WITHDRAW, S.WITHDRAWN, OWNER, "withdrawn", "QN-13.4", case="intake"),
    Row(S.SUPPLEMENT_REQUESTED, T.WITHDRAW, None, OWNER, "request_opened", "QN-13.4", case="appraisal",
        request=RequestKind.WITHDRAWAL),
    Row(S.PAYMENT_REQUESTED, T.PAY, S.PROCESSING, OWNER, "paid", "NĐ 61/2018 22; VL-16.2", case="online", when=PAID_UP),
    Row(S.PAYMENT_REQUESTED, T.PAY, S.PROCESSING, CASH, "paid", "NĐ 61/2018 22; HUE-15.1", case="cash", when=PAID_UP),
    Row(S.PAYMENT_REQUESTED, T.ACKNOWLEDGE_PAYMENT, S.PROCESSING, CREDIT, "payment_acknowledged", "VL-16.2",
        when=PAID_UP),
    Row(S.PAYMENT_REQUESTED, T.CONFIRM_EXEMPTION, S.PROCESSING, DESK, "exemption_decided", "NĐ 61/2018 22",
        when=PAID_UP),
    Row(S.PAYMENT_REQUESTED, T.APOLOGISE, None, CASE, "request_opened", "NĐ 61/2018 19.9; HUE-22.7",
        request=RequestKind.APOLOGY),
    Row(S.PAYMENT_REQUESTED, T.STOP, S.STOPPED, HEAD, "stopped", "TT 03/2025 Phụ lục I",
        clock="resolution ends", makes=("stop_notice",)),
    Row(S.PAYMENT_REQUESTED, T.WITHDRAW, None, OWNER, "request_opened", "QN-13.4",
        request=RequestKind.WITHDRAWAL),
    Row(S.RESOLVED, T.GIVE_BACK, S.RETURNED, HANDS_OVER, "given_back", "NĐ 61/2018 20; HUE-16"),
    Row(S.RETURNED, T.INVITE, None, POST, "post_invited", "TT 17/2017 5.2.h", case=POSTED),
    Row(S.RETURNED, T.TAKE_BACK, S.RESOLVED, COUNTER, "post_returned", "TT 17/2017 5.2.h", case=POSTED),
    Row(S.RETURNED, T.CLOSE, S.CLOSED, DESK, "closed", "QN-13.5"),
    *(Row(state, T.GIVE_BACK, None, COUNTER, "given_back", "NĐ 61/2018 20.2")
      for state in ENDED_WITHOUT_RESULT),
    *(Row(state, T.CLOSE, S.CLOSED, DESK, "closed", "QN-13.5") for state in ENDED_WITHOUT_RESULT),
    *(Row(state, T.APOLOGISE, None, CASE, "request_opened", "HUE-22.7", case=OWED, request=RequestKind.APOLOGY)
      for state in (S.RESOLVED, S.STOPPED, S.RETURNED, S.CLOSED)),
    *(Row(state, T.CORRECT, None, HEAD, "corrected", "NĐ 61/2018 21.1", needs=("result",))
      for state in (S.RESOLVED, S.RETURNED, S.CLOSED)),
    *(Row(state, T.PAY, None, who, "paid", "NĐ 61/2018 22", case=case)
      for state in MONEY_STATES for case, who in PAYING),
    *(Row(state, T.ACKNOWLEDGE_PAYMENT, None, CREDIT, "payment_acknowledged", "VL-16.2")
      for state in MONEY_STATES),
    *(Row(state, T.CONFIRM_EXEMPTION, None, DESK, "exemption_decided", "NĐ 61/2018 22")
      for state in MONEY_STATES),
    *(Row(state, T.REVERSE_PAYMENT, None, TILL, "request_opened", "NĐ 61/2018 22",
          request=RequestKind.REVERSAL)
      for state in (*MONEY_STATES, S.PAYMENT_REQUESTED)),
    *(Row(state, T.NOTE, None, WORKING, "noted", "NĐ 61/2018 19.1; HUE-6.5") for state in NOTED_IN),
    Row(S.CLOSED, T.ERASE, None, ((Role.PROVINCIAL_OFFICE, Scope.PROVINCE),), "part_erased",
        "Luật 91/2025 14"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RequestRule:
    """Who decides a kind of request, stage by stage, and what its approval does to the state.

    An empty `chain` is filled from the law of the dossier (HUE-14.4: head of section, then centre).
    `law_adds` names the rules by which the law puts somebody before or after it, where it does (QN-11.2: the
    head of the one-stop unit before an intake request; HUE-13.2, HUE-14.1: the signer of an apology).
    `to` maps the state left to the state entered; an absent state keeps it. A request that is `answered` may be sent
    back with remarks to who proposed it, and a superior may sign it in the place of those before."""

    kind: RequestKind
    chain: tuple[Who, ...]
    fact: str
    article: str
    to: tuple[tuple[State, State], ...] = ()
    chain_from_law: str = ""
    law_adds: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    answered: bool = False


REQUESTS: dict[RequestKind, RequestRule] = {
    rule.kind: rule
    for rule in (
        RequestRule(RequestKind.SUPPLEMENT, (DESK,), "supplement_requested",
                    "NĐ 61/2018 19.4, 5.1.e; QN-11.2, HUE-13.2, HUE-14.1",
                    ((S.SUBMITTED, S.SUPPLEMENT_REQUESTED), (S.PROCESSING, S.SUPPLEMENT_REQUESTED)),
                    law_adds=("supplement.controlled_by", "apology.signer"), makes=("supplement_slip", "apology")),
        RequestRule(RequestKind.EXTENSION, (), "extended", "NĐ 61/2018 19.9; HUE-14.4",
                    chain_from_law="extension.approval_chain", makes=("apology",)),
        RequestRule(RequestKind.APOLOGY, (), "apologised", "NĐ 61/2018 19.9; HUE-14.4, HUE-22.7",
                    chain_from_law="overdue.approval_chain", law_adds=("apology.signer",), makes=("apology",)),
        RequestRule(RequestKind.WITHDRAWAL, ((*HEAD_OF_DESK, *HEAD),), "withdrawn", "QN-13.4",
                    tuple((state, S.WITHDRAWN) for state in
                          (S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_REQUESTED))),
        RequestRule(RequestKind.REVERSAL, ((*TILL, *HEAD_OF_DESK, (Role.HEAD_OF_ONE_STOP, Scope.SERVED)),),
                    "payment_reversed", "NĐ 61/2018 22"),
        RequestRule(RequestKind.CONTROL, (HEAD_OF_DESK,), "supplement_checked", "QN-11.2"),
        RequestRule(RequestKind.OUTCOME, (), "resolved", "NĐ 61/2018 19.2, 19.3, 19.8",
                    chain_from_law="proposal.default_chain", makes=("refusal",), answered=True),
        RequestRule(RequestKind.REFILING, (LEADS_DESK,), "refiled", "NĐ 61/2018 17", ((S.RECEIVED, S.CLOSED),)),
        RequestRule(RequestKind.APPOINTMENT, (LEADS_DESK,), "reception_corrected", "NĐ 61/2018 17", makes=("receipt",)),
    )
}  # fmt: skip

APPROVER_SCOPE: dict[Role, Scope] = {
    Role.HEAD_OF_SECTION: Scope.AGENCY,
    Role.AGENCY_HEAD: Scope.AGENCY,
    Role.CENTRE_DIRECTOR: Scope.ONE_STOP,
    Role.HEAD_OF_ONE_STOP: Scope.ONE_STOP,
}
"""Where a role named by the law's approval chain must sit."""

WAITS_FOR_CONTROL = frozenset({
    T.RECEIVE, T.FORWARD, T.REFUSE, T.REQUEST_SUPPLEMENT, T.TRANSFER, T.CONFIRM_COMPLETE, T.CONSULT, T.CALL_ORIGINAL,
    T.FINISH_TASK, T.REQUEST_PAYMENT, T.PROPOSE, T.RESOLVE,
})  # fmt: skip
"""The work that waits while a supplement is to be checked by whom the law puts in control of it (QN-11.2). There the
applicant's `supplement` opens the request `control` by itself: no row of the table proposes it."""

CENTRE = "centre"
"""What the law calls the one-stop centre where it names no person of it (HUE-14.4.b)."""


def deciders(name: str) -> tuple[Role, ...]:
    """The roles that may decide what the law gives to `name`: a role, or the centre with those who lead it."""
    return (Role.CENTRE_DIRECTOR, Role.HEAD_OF_ONE_STOP) if name == CENTRE else (Role(name),)


OPEN_STATES = frozenset(State) - {State.CLOSED, State.DRAFT}
"""States with work left: dossiers in them are in the work indexes."""

CLOCK_RUNS = frozenset({State.RECEIVED, State.PROCESSING, State.PAYMENT_REQUESTED})
"""States in which the resolution clock runs; waiting for payment does not stop it (design of the clocks)."""

_BY_CELL: dict[tuple[State, Step], tuple[Row, ...]] = {}
for _row in TABLE:
    _BY_CELL[_row.state, _row.step] = (*_BY_CELL.get((_row.state, _row.step), ()), _row)


EVERYWHERE = frozenset({Scope.PAYING_CENTRE, Scope.RETURNING_CENTRE})
"""Scopes of counters that serve the whole province."""


_EVERYWHERE = {
    state: tuple(row for row in TABLE if row.state is state and any(scope in EVERYWHERE for _, scope in row.who))
    for state in State
}


def served_everywhere(state: State) -> tuple[Row, ...]:
    """Rows of a state that a counter of the whole province may take."""
    return _EVERYWHERE.get(state, ())


def rows(state: State, step: Step) -> tuple[Row, ...]:
    """Rows of one cell; empty where the table does not allow the step."""
    return _BY_CELL.get((state, step), ())


def find(state: State, step: Step, case: str = "") -> Row | None:
    """The one row of a cell for a case, or None."""
    return next((row for row in rows(state, step) if row.case == case), None)


def steps_from(state: State) -> tuple[Step, ...]:
    """Steps the table knows in a state, in table order, each once."""
    return tuple(dict.fromkeys(row.step for row in TABLE if row.state is state))


def as_json(cite: Callable[[str], object]) -> dict[str, object]:
    """The table for the web app: states with national codes, rows and request rules; `cite` reads their short
    citations as articles."""
    return {
        "states": [{"state": s, "national_code": NATIONAL_CODE.get(s)} for s in State],
        "rows": [_row_json(row, cite) for row in TABLE],
        "requests": [
            {
                "kind": rule.kind,
                "chain": [_who_json(who) for who in rule.chain],
                "chain_from_law": rule.chain_from_law or None,
                "law_adds": list(rule.law_adds),
                "articles": cite(rule.article),
                "makes": list(rule.makes),
                "answered": rule.answered,
            }
            for rule in REQUESTS.values()
        ],
        "post_stages": dict(POST_STAGES),
    }


def _who_json(who: Who) -> list[dict[str, str]]:
    return [{"role": role, "scope": scope} for role, scope in who]


def _row_json(row: Row, cite: Callable[[str], object]) -> dict[str, object]:
    return {
        "state": row.state,
        "step": row.step,
        "case": row.case or None,
        "to": row.to,
        "who": _who_json(row.who),
        "request": row.request,
        "clock": row.clock or None,
        "needs": list(row.needs),
        "makes": list(row.makes),
        "when": row.when or None,
        "fact": row.fact or None,
        "articles": cite(row.article),
    }
