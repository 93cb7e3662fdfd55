"""docs/data-model.md, drawn from the keys in `chalicelib/repositories/dynamodb/keys.py` and the entities in
`infra/docs/entities.toml`.

Run with `python -m infra.docs.data_model` after a change there; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from infra.docs.entities import Entity, Group, IndexEntry, load_groups

DOCUMENT = Path(__file__).parents[2] / "docs" / "data-model.md"

HEAD = """# The data model

Drawn from `chalicelib/repositories/dynamodb/keys.py` and `infra/docs/entities.toml`; do not edit by hand. After a
change there: `python -m infra.docs.data_model`.

One table holds everything ([why](decisions/0001-one-table-one-transaction.md)): a command reads its items in one
consistent request and writes them in one transaction. `pk` is the partition, `sk` the sort key; `{{…}}` is a part that
differs from item to item, `:08d` a number with leading zeros. Only `chalicelib/repositories/dynamodb/keys.py` writes
keys; steps name items (`CodeItem`, `IntentItem` … in `chalicelib/steps/dossier/items.py`), and
`chalicelib/repositories/dynamodb/item_keys.py` turns a name into its key
([why](decisions/0279-keys-as-named-values.md)).

Three sparse indexes list items without their contents, with the attributes that lists show: `work` what waits in a
unit, `owner` what belongs to a person, `due` what waits for a time. An item is in an index only while it has the
index's two attributes. Lists are eventually consistent; decisions never use them.

The module that turns an entity into rows is below `chalicelib/repositories/`. Names such as `payments/pay` are steps,
below `chalicelib/steps/`; names without a folder are functions that events or schedules start
([architecture](architecture.md)). What stays is deleted only with the personal data of an erased dossier, or never.
"""


def build_document() -> str:
    """Return the whole document."""
    return "\n".join(
        [
            HEAD.format(),
            *(line for group in load_groups() for line in _draw_group(group)),
            "## Entries of the indexes",
            "",
            *_draw_indexes(),
            "",
        ]
    )


def show_key(key: str) -> str:
    """Return a key as documents show it."""
    return f"`{key}`"


def _draw_group(group: Group) -> Iterable[str]:
    yield f"## {group.title}"
    yield ""
    yield "| Entity | pk | sk | Holds | Module | Written by | Read by | Read as | Time to live |"
    yield "|---|---|---|---|---|---|---|---|---|"
    yield from map(_draw_entity, group.entities)
    yield ""


def _draw_entity(entity: Entity) -> str:
    module = f"`{entity.module}`" if entity.module else "–"
    return _join_cells(
        entity.name, show_key(entity.pk), show_key(entity.sk), entity.holds, module, entity.written, entity.read,
        entity.access, entity.lives,
    )  # fmt: skip


def _draw_indexes() -> Iterable[str]:
    yield "| Index | pk | sk | Entry of | When | Read by |"
    yield "|---|---|---|---|---|---|"
    for index in ("work", "owner", "due"):
        for entity, entry in list_entries():
            if entry.index == index:
                keys = show_key(entry.pk), show_key(entry.sk)
                yield _join_cells(index, *keys, entity.name, entry.when, entry.read)


def list_entries() -> Iterable[tuple[Entity, IndexEntry]]:
    """Yield each entry of an index with its entity."""
    return ((entity, entry) for group in load_groups() for entity in group.entities for entry in entity.indexed)


def _join_cells(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    DOCUMENT.write_text(build_document(), encoding="utf-8")
