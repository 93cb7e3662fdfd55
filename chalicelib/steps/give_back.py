"""Give back: the result, or the notice and the originals, reach the applicant; then the dossier is closed."""

from __future__ import annotations

from chalicelib.domain import fees
from chalicelib.domain.errors import FieldError, Invalid
from chalicelib.domain.flow import State, Step
from chalicelib.domain.ledger import NewFact
from chalicelib.domain.obligations import Due
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.rules import part


def give_back(desk: Desk, ask: Ask) -> Answer:
    """Hand over online, at the counter or by post (NĐ 61/2018 20; HUE-16). All money due by then is paid."""
    return take(desk, ask, Step.GIVE_BACK, decide)


def close(desk: Desk, ask: Ask) -> Answer:
    """End the dossier after the handover (QN-13.5): returned is not yet closed."""
    return take(desk, ask, Step.CLOSE, decide_close)


def decide(m: Moment) -> Decision:
    """Record who received what, and how. In person the identity shown is recorded as a personal part."""
    if m.dossier.state is State.RESOLVED:
        fees.refuse_while_open(m.dossier.obligations, Due.HANDOVER)
    if m.body["way"] == "counter" and not m.body.get("receiver"):
        vi = "Ghi người nhận và giấy tờ đã đối chiếu."
        en = "Enter the receiver and the paper that was checked."
        raise Invalid(fields=(FieldError("/receiver", "receiver_missing", vi, en),))
    data = {
        **({"to": m.row.to.value} if m.row.to else {}),
        "way": m.body["way"],
        "results": [m.dossier.results[-1]] if m.dossier.results else [],
        "originals": bool(m.body.get("originals")),
    }
    return Decision((NewFact("given_back", data, part(m, "receiver")),))


def decide_close(m: Moment) -> Decision:
    """Close with the national code of the outcome, which stays."""
    data = {"to": "closed", "national_code": m.dossier.national_code}
    return Decision((NewFact("closed", data),))
