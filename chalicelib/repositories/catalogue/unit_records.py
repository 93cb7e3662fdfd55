"""Units as records: one agency in the province's file, and the stored tree with its changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from chalicelib.domain.catalogue.agencies import Agency, AgencyTree
from chalicelib.domain.catalogue.unit_changes import UnitChange
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.catalogue.agency_records import AGENCY_KEYS
from chalicelib.repositories.dynamodb.compression import compress_text, decompress_text
from chalicelib.repositories.files.records import Record


def write_agency(agency: Agency) -> Record:
    """Return an agency as the province's file has it; the inverse of its parser."""
    packed: dict[str, Any] = pack_value(agency)
    packed |= {"vi": agency.name.vi, "en": agency.name.en}
    del packed["name"]
    return dict.fromkeys(AGENCY_KEYS.split()) | packed


def write_tree(tree: AgencyTree) -> Record:
    """Return a province's agencies as its file has them."""
    identity = tree.province
    return {
        "province": identity.key,
        "code": identity.code,
        "gso_code_before": identity.gso_code_before,
        "gso_code": identity.gso_code,
        "vi": identity.name.vi,
        "en": identity.name.en,
        "merger_note_vi": identity.merger_note_vi,
        "agencies": [write_agency(each) for each in tree.list_all()],
    }


def pack_units(imported: Record, changes: Sequence[UnitChange]) -> bytes:
    """Return the stored form of an imported file and the changes since then."""
    held = {"imported": imported, "changes": [pack_value(each) for each in changes]}
    return compress_text(json.dumps(held, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def unpack_units(packed: bytes) -> tuple[Record, tuple[UnitChange, ...]]:
    """Return the imported file and the changes since then, in the order in which they were decided."""
    held = json.loads(decompress_text(packed))
    return held["imported"], tuple(unpack_value(UnitChange, each) for each in held["changes"])
