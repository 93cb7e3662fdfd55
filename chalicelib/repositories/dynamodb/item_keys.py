"""The key of each named item, list and view of the steps (`steps/dossier/items.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.steps.dossier import items
from chalicelib.steps.dossier.items import ItemName, ListName, ListPlace, ViewedName

_ITEMS: Mapping[type[ItemName], Callable[..., tuple[str, str]]] = {
    items.CodeItem: lambda series, number: (keys.CODES(series), number),
    items.RightsItem: lambda officer: (keys.OFFICER(officer), keys.RIGHTS),
    items.OutageItem: lambda number: (keys.OUTAGES, number),
    items.LateEntryItem: lambda unit, *place: (keys.LATE(unit), keys.join_parts(*place)),
    items.UseReportItem: lambda number: (keys.USE_REPORTS, number),
    items.ChannelItem: lambda channel: (keys.LOOKUP_CHANNELS, channel),
    items.PaperCountItem: lambda dossier: (keys.DOSSIER(dossier), keys.PAPER_COUNT),
    items.PartItem: lambda dossier, digest: (keys.DOSSIER(dossier), keys.PART(digest)),
    items.ContactItem: lambda dossier, party: (keys.DOSSIER(dossier), keys.CONTACT(party)),
    items.SearchNoteItem: lambda dossier: (keys.DOSSIER(dossier), keys.SEARCH_NOTE),
    items.ErasureOrderItem: lambda dossier, seq: (keys.ERASURES, keys.ERASURE(dossier, int(seq))),
    items.RatingCodeItem: lambda digest: (keys.RATING_CODE(digest), keys.STEP),
    items.TransactionItem: lambda provider, number: (keys.TRANSACTION(provider, number), keys.RECORDED),
    items.ReversalItem: lambda provider, number: (keys.TRANSACTION(provider, number), keys.REVERSAL),
    items.IntentItem: lambda ref: (keys.INTENT(ref), keys.ANNOUNCED),
    items.OpenIntentsItem: lambda dossier: (keys.DOSSIER(dossier), keys.OPEN_INTENTS),
    items.ReconciliationItem: lambda task: (keys.RECONCILIATION(task), keys.RECONCILED),
}
_LISTS: Mapping[type[ListName], tuple[str, Callable[..., str]]] = {
    items.UnansweredIntents: ("due", keys.UNANSWERED_INTENTS),
    items.OpenReconciliations: ("work", keys.OPEN_RECONCILIATIONS),
    items.EndedReconciliations: ("work", keys.ENDED_RECONCILIATIONS),
    items.TillList: ("work", keys.TILL),
}
_VIEWS: Mapping[type[ViewedName], Callable[..., str]] = {
    items.ViewedList: keys.VIEWED_LIST,
    items.ViewedSearch: keys.VIEWED_SEARCH,
    items.ViewedPopulation: keys.VIEWED_POPULATION,
}


def locate_item(item: ItemName) -> tuple[str, str]:
    """Return partition and sort key of an item."""
    return _ITEMS[type(item)](*item.parts)


def locate_list(listed: ListName) -> str:
    """Return the partition of a list in its index."""
    return _LISTS[type(listed)][1](*listed.parts)


def name_view(viewed: str | ViewedName) -> str:
    """Return the name under which a view is recorded: the dossier's id, or that of a list or search."""
    return viewed if isinstance(viewed, str) else _VIEWS[type(viewed)](*viewed.parts)


def build_place_attributes(place: ListPlace) -> Mapping[str, str]:
    """Return the attributes that put an item into a list."""
    index, build = _LISTS[type(place.listed_in)]
    return {
        f"{index}_pk": build(*place.listed_in.parts),
        f"{index}_sk": keys.ENTRY_PLACE(write_stamp(place.at), place.entry),
    }
