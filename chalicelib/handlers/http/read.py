"""Reading a request: size, media type, JSON, text form, models, ids and headers. Nothing here decides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from chalicelib.domain.shared.errors import (
    FieldError,
    KeyMissing,
    Malformed,
    NotFound,
    TooLarge,
    VersionMissing,
)
from chalicelib.domain.shared.http_errors import UnsupportedMedia
from chalicelib.domain.shared.text import clean_text, is_text
from chalicelib.handlers.http import error_words

MAX_BODY = 300 * 1024
MOST_GROWTH = 3
"""Largest growth factor of a text's bytes when normalised (NFC)."""
MAX_DEPTH = 20
MAX_ERRORS = 50
MAX_NUMBER = 2**53 - 1
"""Above it, the canonical JSON that ledgers are hashed in (RFC 8785) cannot represent a number exactly."""
ID_PATTERNS = {
    "dossier_id": r"[0-9a-hjkmnp-tv-z]{26}",
    "matter_id": r"[0-9a-hjkmnp-tv-z]{26}",
    "sub": r"[A-Za-z0-9-]{1,64}",
}
ANY_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
KEY = re.compile(r"[A-Za-z0-9_-]{16,128}")
VERSION = re.compile(r'"(0|[1-9][0-9]{0,8})"')

M = TypeVar("M", bound=BaseModel)


def build_malformed(path: str, code: str) -> Malformed:
    """Return one field at fault, with its text in both languages."""
    vi, en = error_words.write_field_text(code, path.split("/"))
    return Malformed(fields=(FieldError(path, code, vi, en),))


def read_ids(params: Mapping[str, str]) -> dict[str, str]:
    """Return path parameters as given; raise NotFound for one that cannot be an id."""
    for name, value in params.items():
        if not re.fullmatch(ID_PATTERNS.get(name, ANY_ID), value):
            raise NotFound()
    return dict(params)


def read_key(headers: Mapping[str, str]) -> str:
    """Return the Idempotency-Key; raise KeyMissing when absent or out of pattern."""
    value = headers.get("idempotency-key", "")
    if not KEY.fullmatch(value):
        raise KeyMissing(fields=build_malformed("/headers/Idempotency-Key", "wrong_format").fields)
    return value


def read_version(headers: Mapping[str, str], *, required: bool) -> int | None:
    """Return the version of If-Match; raise VersionMissing (428) or Malformed (400)."""
    value = headers.get("if-match")
    if value is None:
        if required:
            raise VersionMissing()
        return None
    if not (found := VERSION.fullmatch(value.strip())):
        raise build_malformed("/headers/If-Match", "wrong_format")
    return int(found[1])


def read_query(model: type[M], given: Mapping[str, list[str]]) -> M:
    """Return query parameters as `model`; raise Malformed for unknown, repeated or unusable ones."""
    repeated = [name for name, values in given.items() if len(values) > 1]
    if repeated:
        raise build_malformed(f"/query/{escape_pointer_part(repeated[0])}", "repeated")
    flat = {name: clean_field(values[0], f"/query/{escape_pointer_part(name)}") for name, values in given.items()}
    try:
        return model.model_validate_strings(flat)
    except ValidationError as fault:
        raise _convert_faults(fault, "/query") from None


def read_body(model: type[M], raw: bytes, content_type: str) -> M:
    """Return the JSON body as `model`; raise Malformed, TooLarge or UnsupportedMedia."""
    check_size(raw)
    check_media_type(content_type)
    tree = clean_tree(parse_object(raw))
    if len(raw) * MOST_GROWTH > MAX_BODY:
        # The normalised size is measured too: some letters decompose.
        check_size(json.dumps(tree, ensure_ascii=False).encode())
    try:
        # Through JSON again: strict mode then still reads dates and enums, which JSON writes as text.
        return model.model_validate_json(json.dumps(tree))
    except ValidationError as fault:
        raise _convert_faults(fault, "") from None


def require_no_body(raw: bytes) -> None:
    """Accept no body or `{}` for an operation without a body; raise Malformed for anything else."""
    check_size(raw)
    if raw.strip() not in (b"", b"{}"):
        raise build_malformed("", "no_body_expected")


def check_size(raw: bytes) -> None:
    """Raise TooLarge over 300 KB (papers never pass here)."""
    if len(raw) > MAX_BODY:
        raise TooLarge(limit="300 KB")


def check_media_type(content_type: str) -> None:
    """Raise UnsupportedMedia unless it is JSON in UTF-8."""
    kind, _, rest = content_type.lower().partition(";")
    charset = rest.replace(" ", "").replace('"', "")
    if kind.strip() != "application/json" or charset not in ("", "charset=utf-8"):
        raise UnsupportedMedia()


def parse_object(raw: bytes) -> dict[str, object]:
    """Return the JSON object in `raw`; raise Malformed. Duplicate keys and NaN are refused."""
    try:
        tree = json.loads(raw.decode("utf-8"), object_pairs_hook=_refuse_doubled_names, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise build_malformed("", "not_json") from None
    if not isinstance(tree, dict):
        raise build_malformed("", "not_an_object")
    return tree


def clean_tree(tree: Mapping[str, object]) -> dict[str, object]:
    """Return the same tree with every text cleaned; raise Malformed for unprintable text or deep nesting."""
    return _clean_object(tree, "", 1)


def clean_field(text: str, path: str) -> str:
    """Return `text` cleaned (`domain/shared/text.py`); raise Malformed for invalid characters."""
    clean = clean_text(text)
    if not is_text(clean):
        raise build_malformed(path, "control_characters")
    return clean


def escape_pointer_part(name: str) -> str:
    """Return one reference token of a JSON pointer; unprintable and over-long names are cut."""
    printable = "".join(c if c.isprintable() else "?" for c in name[:64])
    return printable.replace("~", "~0").replace("/", "~1")


def _clean_value(value: object, path: str, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise build_malformed("", "too_deep")
    if isinstance(value, str):
        return clean_field(value, path)
    if isinstance(value, list):
        return [_clean_value(item, f"{path}/{i}", depth + 1) for i, item in enumerate(value)]
    if isinstance(value, dict):
        return _clean_object(value, path, depth + 1)
    if isinstance(value, (int, float)) and not -MAX_NUMBER <= value <= MAX_NUMBER:
        raise build_malformed(path, "out_of_range")
    return value


def _clean_object(tree: Mapping[str, object], path: str, depth: int) -> dict[str, object]:
    found = {clean_field(k, path): _clean_value(v, f"{path}/{escape_pointer_part(k)}", depth) for k, v in tree.items()}
    if len(found) != len(tree):
        raise build_malformed(path, "repeated")
    return found


def _refuse_doubled_names(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _convert_faults(fault: ValidationError, root: str) -> Malformed:
    found = fault.errors(include_url=False, include_input=False, include_context=True)[:MAX_ERRORS]
    return Malformed(fields=tuple(_build_field(e["type"], e["loc"], e.get("ctx", {}), root) for e in found))


def _build_field(kind: str, loc: Iterable[int | str], context: Mapping[str, object], root: str) -> FieldError:
    code, places = error_words.map_code(kind), tuple(loc)
    vi, en = error_words.write_field_text(code, places, context, kind)
    return FieldError(root + "".join(f"/{escape_pointer_part(str(part))}" for part in places), code, vi, en)
