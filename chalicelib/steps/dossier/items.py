"""Names of the items that steps read and write next to the dossier itself, and of the lists in which items stand.

Steps build them and know nothing of keys; `repositories/dynamodb/item_keys.py` turns each into its key. Two names are
equal when they are of one kind and their parts are equal. Plain subclasses of one dataclass: a dataclass each would
cost every cold start a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.shared.timezone import write_stamp


@dataclass(frozen=True, slots=True)
class StoredName:
    """A kind of item or list, by its class, and the parts that single one out."""

    parts: tuple[str, ...]


class ItemName(StoredName):
    """The name of one item."""

    __slots__ = ()


class ListName(StoredName):
    """The name of a list of items, ordered by an instant."""

    __slots__ = ()


class CodeItem(ItemName):
    """The use of a dossier code: which dossier has it, and which one replaced that."""

    __slots__ = ()

    def __init__(self, series: str, number: str) -> None:
        super().__init__((series, number))


class RightsItem(ItemName):
    """The recorded rights of an officer."""

    __slots__ = ()

    def __init__(self, officer: str) -> None:
        super().__init__((officer,))


class OutageItem(ItemName):
    """A declared outage."""

    __slots__ = ()

    def __init__(self, number: str) -> None:
        super().__init__((number,))


class LateEntryItem(ItemName):
    """A finding in the list of its unit; `about` is the dossier, or the code and the time of what has no dossier."""

    __slots__ = ()

    def __init__(self, unit: str, at: datetime, about: Sequence[str], seq: int, why: str) -> None:
        super().__init__((unit, write_stamp(at), *about, str(seq), why))


class UseReportItem(ItemName):
    """A report on the use of the system."""

    __slots__ = ()

    def __init__(self, number: str) -> None:
        super().__init__((number,))


class ChannelItem(ItemName):
    """A further channel for looking up a dossier."""

    __slots__ = ()

    def __init__(self, channel: str) -> None:
        super().__init__((channel,))


class PaperCountItem(ItemName):
    """The number of papers declared for a dossier or draft."""

    __slots__ = ()

    def __init__(self, dossier_id: str) -> None:
        super().__init__((dossier_id,))


class PartItem(ItemName):
    """A personal part, by its digest."""

    __slots__ = ()

    def __init__(self, dossier_id: str, digest: str) -> None:
        super().__init__((dossier_id, digest))


class ContactItem(ItemName):
    """The verified contacts of a party of a dossier."""

    __slots__ = ()

    def __init__(self, dossier_id: str, party: str) -> None:
        super().__init__((dossier_id, party))


class SearchNoteItem(ItemName):
    """The entries by which counters find the people of a dossier."""

    __slots__ = ()

    def __init__(self, dossier_id: str) -> None:
        super().__init__((dossier_id,))


class ErasureOrderItem(ItemName):
    """An erasure that was ordered by the fact `seq` of a dossier, and is not finished."""

    __slots__ = ()

    def __init__(self, dossier_id: str, seq: int) -> None:
        super().__init__((dossier_id, str(seq)))


class RatingCodeItem(ItemName):
    """A code of the counter's tablet, by its digest."""

    __slots__ = ()

    def __init__(self, digest: str) -> None:
        super().__init__((digest,))


class TransactionItem(ItemName):
    """A transaction, recorded once by its provider's number."""

    __slots__ = ()

    def __init__(self, provider: str, number: str) -> None:
        super().__init__((provider, number))


class ReversalItem(ItemName):
    """The record that a transaction was reversed."""

    __slots__ = ()

    def __init__(self, provider: str, number: str) -> None:
        super().__init__((provider, number))


class IntentItem(ItemName):
    """An intent that was announced to the gateway."""

    __slots__ = ()

    def __init__(self, ref: str) -> None:
        super().__init__((ref,))


class OpenIntentsItem(ItemName):
    """The intents of a dossier that may still be paid."""

    __slots__ = ()

    def __init__(self, dossier_id: str) -> None:
        super().__init__((dossier_id,))


class ReconciliationItem(ItemName):
    """A reconciliation of money that fits no obligation."""

    __slots__ = ()

    def __init__(self, task_id: str) -> None:
        super().__init__((task_id,))


class UnansweredIntents(ListName):
    """A shard of the intents without an answer, by the instant from which the gateway is asked."""

    __slots__ = ()

    def __init__(self, shard: int) -> None:
        super().__init__((str(shard),))


class OpenReconciliations(ListName):
    """The open reconciliations of a unit."""

    __slots__ = ()

    def __init__(self, unit: str) -> None:
        super().__init__((unit,))


class EndedReconciliations(ListName):
    """The ended reconciliations of a unit."""

    __slots__ = ()

    def __init__(self, unit: str) -> None:
        super().__init__((unit,))


class TillList(ListName):
    """The received and reversed money of a unit."""

    __slots__ = ()

    def __init__(self, unit: str) -> None:
        super().__init__((unit,))


class ViewedName(StoredName):
    """The name under which the log of views records what is not one dossier."""

    __slots__ = ()


class ViewedList(ViewedName):
    """A list of a unit that names people."""

    __slots__ = ()

    def __init__(self, unit: str) -> None:
        super().__init__((unit,))


class ViewedPopulation(ViewedName):
    """Look-ups of population data in a month."""

    __slots__ = ()

    def __init__(self, month: str) -> None:
        super().__init__((month,))


class ViewedSearch(ViewedName):
    """A search at the counter of a unit, or in the whole province."""

    __slots__ = ()

    def __init__(self, place: str) -> None:
        super().__init__((place,))


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The place of an item in a list: its instant, then the entry by which the list names the item."""

    listed_in: ListName
    at: datetime
    entry: str
