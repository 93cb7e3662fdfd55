"""Reads the entries of one instrument: values, silences, slots, their status after the change of regime, and entries
ended by a later instrument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.domain.law.model import CERTAINTIES, Plain, Replacement, RuleEntry
from infra.law.source import REGIME_CHANGE, End, Keys, LawSource

SAID: Keys = {"id": str, "from": date, "says": str, "certainty": str, "checked_on": date}
NONE: Keys = {**SAID, "param": str}
VALUE: Keys = {**NONE, "value": object}
SLOT: Keys = {**SAID, "params": list, "article": str}
ENTRY_MORE: Keys = {
    "until": date, "article": str, "question": str, "where": dict, "derogates": str, "fills": str, "power": str,
    "decision": str, "note": str, "after": dict,
}  # fmt: skip
SLOT_MORE: Keys = {"until": date, "question": str, "note": str}
AFTER: Keys = {"decision": str, "question": str}
AFTER_MORE: Keys = {"derogates": str, "fills": str, "power": str, "until": date, "note": str}
END: Keys = {"on": date, "article": str}
END_MORE: Keys = {"entry": str, "doc": str, "question": str}
REPLACES: Keys = {"doc": str, "articles": list, "from": date, "certainty": str}
REPLACES_MORE: Keys = {"article": str, "question": str}


def read_entries(source: LawSource, root: Path, path: Path, province: str) -> None:
    """Read one instrument's file; `province` is empty for a national one."""
    file, tables = path.relative_to(root).as_posix(), source.load_file(root, path)
    doc = path.stem
    before = len(source.problems)
    source.refuse_unknown_doc(file, "-", doc, province)
    if file in source.unreadable or len(source.problems) > before:
        return
    if not tables and province:
        source.refuse_value(file, "-", "is empty: a text has at least one rule, [[value]]")
    for name in sorted(set(tables) - {"value", "none", "slot", "end", "replaces"}):
        source.refuse_value(file, name, "unknown key")
    for kind, needs in (("value", VALUE), ("none", NONE)):
        for key, table in _list_tables(tables, kind):
            if source.has_exact_keys(file, key, table, needs, ENTRY_MORE):
                _read_entry(source, file, doc, province, table)
            elif isinstance(table, dict):
                source.unfit.add(f"{province}: {table.get('param')}")
    for key, table in _list_tables(tables, "slot"):
        if source.has_exact_keys(file, key, table, SLOT, SLOT_MORE):
            _open_slots(source, file, doc, province, table)
    for key, table in _list_tables(tables, "end"):
        if source.has_exact_keys(file, key, table, END, END_MORE):
            source.ends.append(replace(_read_end(source, file, doc, key, table), province=province))
    for key, table in _list_tables(tables, "replaces"):
        if source.has_exact_keys(file, key, table, REPLACES, REPLACES_MORE):
            if province:
                source.refuse_value(file, key, "only a national instrument takes the place of articles")
            _read_replacement(source, file, doc, key, table)


def _list_tables(tables: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
    listed = tables.get(kind, [])
    for n, table in enumerate(listed if isinstance(listed, list) else [listed]):
        name = table.get("id") if isinstance(table, dict) else None
        yield (name if isinstance(name, str) else f"{kind}[{n}]"), table


def _read_entry(source: LawSource, file: str, doc: str, province: str, table: dict[str, Any]) -> None:
    key, after = table["id"], table.get("after")
    source.require_one_of(file, f"{key}.certainty", table["certainty"], CERTAINTIES)
    source.require_one_of(file, f"{key}.decision", table.get("decision", ""), ("", "carried"))
    rest = {"until": None, **table, "value": _convert_value(table.get("value")), "doc": doc, "province": province}
    rest.pop("after", None)
    entry = RuleEntry(since=rest.pop("from"), **rest)
    if after is None:
        source.add_entry(file, entry)
    elif source.has_exact_keys(file, f"{key}.after", after, AFTER, AFTER_MORE):
        _split_at_change(source, file, entry, after)


def _split_at_change(source: LawSource, file: str, entry: RuleEntry, after: dict[str, Any]) -> None:
    """Return the entry up to the change of regime, and its successor where it is carried on."""
    key = f"{entry.id}.after"
    source.require_one_of(file, f"{key}.decision", after["decision"], ("carried", "ended"))
    if not entry.province or entry.until is not None or entry.since >= REGIME_CHANGE:
        source.refuse_value(file, key, f"only a provincial entry that runs into {REGIME_CHANGE} is decided")
    source.refuse_unknown_question(file, f"{key}.question", after["question"], entry.province)
    ended = after["decision"] == "ended"
    if ended and set(after) - {"decision", "question", "note"}:
        source.refuse_value(file, key, "what has ended has no target and no power")
    decision, by = ("ended", f"{after['question']}") if ended else ("", "")
    source.add_entry(file, replace(entry, until=REGIME_CHANGE, decision=decision, ended_by=by))
    if not ended:
        source.add_entry(file, _build_carried_entry(entry, after))


def _build_carried_entry(entry: RuleEntry, after: dict[str, Any]) -> RuleEntry:
    return replace(
        entry,
        id=f"{entry.id}.carried",
        since=REGIME_CHANGE,
        until=after.get("until"),
        certainty="inferred",
        decision="carried",
        question=after["question"],
        derogates=after.get("derogates", ""),
        fills=after.get("fills", ""),
        power=after.get("power", ""),
        note=after.get("note", entry.note),
    )


def _open_slots(source: LawSource, file: str, doc: str, province: str, table: dict[str, Any]) -> None:
    """Open a slot for each parameter of a table: the instrument leaves them to the provinces."""
    source.require_one_of(file, f"{table['id']}.certainty", table["certainty"], CERTAINTIES)
    if province:
        source.refuse_value(file, table["id"], "only a national instrument opens a slot")
    rest = {key: item for key, item in table.items() if key not in ("id", "params", "from")}
    for param in table["params"]:
        entry = RuleEntry(
            id=f"{table['id']}.{param}", param=str(param), doc=doc, since=table["from"], slot=True,
            **{"until": None, **rest},
        )  # fmt: skip
        source.add_entry(file, entry)


def _read_replacement(source: LawSource, file: str, doc: str, key: str, table: dict[str, Any]) -> None:
    """Read the articles of another instrument that this one replaces; without an `article` of its own it only keeps
    them."""
    source.require_one_of(file, f"{key}.certainty", table["certainty"], CERTAINTIES)
    if table["doc"] not in source.instruments:
        source.refuse_value(file, f"{key}.doc", f"docs.toml has no instrument {table['doc']!r}")
    if table["certainty"] == "inferred" and table.get("question") not in source.questions:
        source.refuse_value(file, f"{key}.question", "what is inferred needs a question of questions.toml")
    kept = "article" not in table
    source.replacements.append(
        Replacement(
            table["doc"], tuple(table["articles"]), table["doc"] if kept else doc, table["from"], table["certainty"],
            table.get("article", ""), table.get("question", ""),
        )
    )  # fmt: skip


def _convert_value(value: Any) -> Plain | None:
    return tuple(value) if isinstance(value, list) else value


def _read_end(source: LawSource, file: str, doc: str, key: str, table: dict[str, Any]) -> End:
    if ("entry" in table) == ("doc" in table):
        source.refuse_value(file, key, "names either an entry or a doc to end")
    return End(file, doc, table["on"], table["article"], table.get("entry", ""), table.get("doc", ""))


def merge_ends(source: LawSource) -> None:
    """Write each `[[end]]` into the entries it ends; refuse entries that are already ended or do not exist."""
    # Single entries first: what they end is no longer open when a whole instrument ends.
    for end in sorted(source.ends, key=lambda end: bool(end.doc)):
        ended = [entry for entry in source.entries.values() if _is_meant(entry, end)]
        if not ended and not (end.province and (source.unfit or source.lacks(".toml"))):
            source.refuse_value(end.file, f"end {end.entry or end.doc}", "no such entry to end")
        for entry in ended:
            if end.province and entry.province != end.province:
                source.refuse_value(end.file, f"end {entry.id}", "is not the province's own: derogate from it")
                continue
            if entry.until is not None:
                source.refuse_value(end.file, f"end {entry.id}", f"it already ends on {entry.until}")
            by = f"{end.by}, {end.article}"
            source.entries[entry.id] = replace(entry, until=end.on, ended_by=by)


def _is_meant(entry: RuleEntry, end: End) -> bool:
    if end.entry:
        return entry.id == end.entry
    return entry.doc == end.doc and entry.until is None and entry.since < end.on
