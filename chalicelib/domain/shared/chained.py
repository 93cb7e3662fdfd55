"""One list over everything of a person who was found to be several: the lists of each, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from chalicelib.domain.shared.errors import Malformed

T = TypeVar("T")


def read_chained(
    people: Sequence[str], cursor: str | None, read: Callable[[str, str | None], tuple[Sequence[T], str | None]]
) -> tuple[list[T], str | None]:
    """Return a page of the lists of several people, the first person's first; a last page may be longer than asked for.
    Raise Malformed for a cursor of none of them. Somebody who is one person reads one list."""
    items: list[T] = []
    for number, person in enumerate(people):
        try:
            found, further = read(person, cursor)
        except Malformed:
            # The place is in the list of one of the next; reading refused it before it asked the store.
            if number + 1 == len(people):
                raise
            continue
        items += found
        if further is not None:
            return items, further
        cursor = None
    return items, None
