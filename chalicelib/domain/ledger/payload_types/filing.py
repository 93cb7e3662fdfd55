"""Payloads of the filing and the reception."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from chalicelib.domain.ledger.payload_types.stated import Manifest, Packed, Papers, Register, Stated


class Successor(TypedDict):
    """The dossier that replaces a void one, with the money that goes with it, in đồng."""

    dossier: str
    receipt_no: str
    carried: NotRequired[int]
    owed_back: NotRequired[int]


class HandoverRecord(TypedDict):
    """The signed record under which another body handed a paper filing on."""

    number: str
    signed_at: str


class Claim(TypedDict, total=False):
    """An exemption claimed at filing: its proof, and the fees that offer it. Its group is personal, so it is a part."""

    paper_id: str
    fees: Sequence[str]


class Submitted(Stated):
    """A filing. `reception` is the time to answer it, `to_pay` the sum due now in đồng."""

    province: str
    procedure: str
    procedure_version: str
    channel: str
    one_stop: str
    owner: str
    filer: str
    receipt_no: str
    papers: Papers
    manifest: Manifest
    claim: Claim
    law_digest: str
    intake: NotRequired[Packed]
    handover: NotRequired[Packed]
    proof: NotRequired[Packed]
    refiled_from: NotRequired[Packed]
    used_again: NotRequired[Mapping[str, Packed]]
    handover_record: NotRequired[HandoverRecord]
    efiling: NotRequired[str]
    to_pay: NotRequired[int]
    authority: NotRequired[Packed]
    capacity: NotRequired[str]


class Received(Stated):
    """A reception, with the code and the settlement clock."""

    code: str
    agency: str
    immediate: bool
    receipt: NotRequired[bool]
    intake: NotRequired[Packed]
    deferral: NotRequired[str]
    to_pay: NotRequired[int]
    off_hours: NotRequired[str]


class ReceptionCorrected(Stated):
    """Right values of a reception; only the corrected ones are stated. Personal values are parts."""

    changes: NotRequired[Sequence[Packed]]
    receipt: NotRequired[bool]
    channel: NotRequired[str]
    papers: NotRequired[Papers]
    received_at: NotRequired[str]
    return_way: NotRequired[str]
    unchecked: NotRequired[Sequence[str]]
    intake: NotRequired[Packed]
    off_hours: NotRequired[str]
    request: NotRequired[int]


class Refiled(Stated):
    """A void dossier whose filing continues under the right procedure."""

    request: int
    national_code: str
    into: Successor
    procedure: str


class Refused(Stated):
    """A filing that is not received, with its coded ground."""

    ground: str


Forwarded = TypedDict(
    "Forwarded",
    {
        "unit": str,
        "from": str,
        "due_at": str,
        "late_minutes": int,
        "foreseen_due_at": NotRequired[str | None],
        "to": NotRequired[str],
        "register": NotRequired[Register],
    },
)
"""A filing that another unit receives, with the time by which it was to be forwarded."""

UnitSucceeded = TypedDict(
    "UnitSucceeded",
    {
        "unit": str,
        "from": str,
        "effective": str,
        "cause": str,
        "change": str,
        "places": Sequence[str],
        "to": NotRequired[str],
        "register": NotRequired[Register],
    },
)
"""Open work of a unit that ended, in some places of the dossier, which its successor has now. `cause` is the kind of
the change, `change` the matter that decided it; both are empty for a unit that ended before units were records."""
