"""The typed data of a filing, read from its stored draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.accounts.filed_account import FiledAccount
from chalicelib.domain.filing.capacity import TypedCapacity


@dataclass(frozen=True, slots=True)
class TypedExemption:
    """An exemption claim as typed: the group, and the paper that proves it."""

    group: str
    paper_id: str


@dataclass(frozen=True, slots=True)
class TypedRecord:
    """A postal hand-over record as typed; an incomplete time stays as it is."""

    number: str
    signed_at: str


@dataclass(frozen=True, slots=True)
class NationalOrigin:
    """Where a filing of the national portal comes from: its number there, and the linked account of ours (empty for
    none)."""

    number: str
    owner: str


@dataclass(frozen=True, slots=True)
class TypedFor:
    """For whom an agent types a filing: the authorisation, and the principal's name and number."""

    authorisation: str
    full_name: str
    id_number: str


@dataclass(frozen=True, slots=True)
class TypedAuthority:
    """By what right somebody files for another person, as typed: a signed paper, or as the parent of a child."""

    basis: str
    number: str = ""
    signed_on: str = ""


@dataclass(frozen=True, slots=True)
class DraftContent:
    """A filing as far as it is typed. Fields that a draft does not have yet are empty; `principal` is the person for
    whom it is made, as far as they are known here, which no draft stores."""

    procedure: str
    one_stop: str
    channel: str
    answers: Mapping[str, Any]
    applicant: Mapping[str, Any]
    for_unit: str | None = None
    national: NationalOrigin | None = None
    on_behalf: Mapping[str, Any] | None = None
    principal: str = ""
    claims: tuple[str, ...] = ()
    exemption: TypedExemption | None = None
    papers: tuple[str, ...] = ()
    return_way: str | None = None
    return_address: str | None = None
    handover_record: TypedRecord | None = None
    efiling: str | None = None
    held: tuple[str, ...] = ()
    acting: TypedFor | None = None
    authority: TypedAuthority | None = None
    account: FiledAccount | None = None
    capacity: TypedCapacity | None = None


def read_draft_content(stored: Mapping[str, Any]) -> DraftContent:
    """Return the content of a stored draft."""
    exemption, record, national = (stored.get(name) for name in ("exemption", "handover_record", "national"))
    authority = stored.get("authority")
    account, capacity = stored.get("account"), stored.get("capacity")
    return DraftContent(
        procedure=stored["procedure"],
        one_stop=stored["one_stop"],
        channel=stored["channel"],
        answers=stored["answers"],
        applicant=stored["applicant"],
        for_unit=stored.get("for_unit"),
        national=NationalOrigin(**national) if national else None,
        on_behalf=stored.get("on_behalf"),
        claims=tuple(stored.get("claims") or ()),
        exemption=TypedExemption(**exemption) if exemption else None,
        papers=tuple(stored.get("papers") or ()),
        return_way=stored.get("return_way"),
        return_address=stored.get("return_address"),
        handover_record=TypedRecord(**record) if record else None,
        efiling=stored.get("efiling"),
        held=tuple(stored.get("held") or ()),
        authority=TypedAuthority(**authority) if authority else None,
        acting=TypedFor(**stored["acting"]) if stored.get("acting") else None,
        account=FiledAccount(account["person"], account["full_name"], tuple(account["numbers"])) if account else None,
        capacity=TypedCapacity(**capacity) if capacity else None,
    )
