"""Every officer, by id. People who had rights before the list existed are put into it when it is first read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.rights.rights_history import ChangeSource, HistoryEntry, RecordedChange, build_history
from chalicelib.domain.shared.serialization import unpack_value
from chalicelib.repositories.accounts.officers import UNKNOWN_SOURCE, read_officer
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem


@dataclass(slots=True)
class OfficerDirectory:
    """Reads the list. `list_units` returns every unit that ever had officers, closed ones too."""

    list_units: Callable[[], Iterable[str]]
    complete: bool = False

    def load_page(self, after: str, count: int) -> tuple[Sequence[Officer], str]:
        """Return the officers after a place, and the place of the last one; empty at the end."""
        self._complete_list()
        rows = [*TableItem.query(keys.EVERY_OFFICER, TableItem.sk > after if after else None, limit=count)]
        places = [(keys.OFFICER(str(row.sk)), keys.RIGHTS) for row in rows]
        found = {str(row.pk): row for row in TableItem.batch_get(places)} if places else {}
        officers = [read_officer(found[pk]) for pk, _ in places if pk in found]
        return officers, str(rows[-1].sk) if len(rows) == count else ""

    def load_history(self, sub: str) -> tuple[HistoryEntry, ...]:
        """Return every change of a person's rights, the newest first."""
        found = TableItem.query(keys.OFFICER(sub), TableItem.sk.startswith(keys.RIGHTS_CHANGE.prefix))
        return build_history(_read_change(sub, row) for row in found)

    def _complete_list(self) -> None:
        """List everybody who is found in a unit, once for the whole deployment; a repetition changes nothing."""
        if self.complete:
            return
        try:
            TableItem.get(*keys.EVERY_OFFICER_LISTED)
        except TableItem.DoesNotExist:
            found = {str(row.sk) for unit in self.list_units() for row in TableItem.query(keys.UNIT_OFFICERS(unit))}
            # One by one: the function has no right to write in batches, and this happens once.
            for sub in sorted(found):
                TableItem(keys.EVERY_OFFICER, sub, kind="officer").save()
            TableItem(*keys.EVERY_OFFICER_LISTED, kind="officers_listed").save()
        self.complete = True


def _read_change(sub: str, row: TableItem) -> RecordedChange:
    stored = json.loads(str(row.body))
    officer = read_officer(TableItem(keys.OFFICER(sub), keys.RIGHTS, body=row.body))
    source = unpack_value(ChangeSource, stored["source"]) if "source" in stored else UNKNOWN_SOURCE
    at = datetime.fromisoformat(stored["at"])
    return RecordedChange(at, stored["by"], stored["request_ref"], source, officer.assignments)
