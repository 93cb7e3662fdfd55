"""Prepares the packaged archives for a fast start.

Two thirds of the layer describe AWS services that no function calls, and a function's folder is read-only on AWS,
so without compiled modules every cold start compiles its imports again. Measured on the local cloud, 32 cold
starts at once on two cores: more than 30 s before, about 5 s after (docs/decisions/0012-slim-layer.md). What the SDK
reads to make a client is left without manuals and without the addresses of other services (0234).

    python -m infra.release.slim_archive ARCHIVE

slims it, compiled for the interpreter that runs this; it needs Python alone.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import marshal
import sys
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

# The services that functions call. A client of another one fails at its first use with UnknownServiceError.
SDK_SERVICES = frozenset(("cognito-idp", "dynamodb", "kms", "lambda", "s3", "secretsmanager", "sesv2", "sns", "sqs"))
_SDK_DATA = "botocore/data/"
_SERVICE, _PACKED, _ADDRESSES = "/service-2.json", ".gz", f"{_SDK_DATA}endpoints.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNCHECKED = (1).to_bytes(4, "little")
_LEVEL = 1
"""Compression level of archives: 9 makes them a twentieth smaller and takes six times as long."""


def compress_archive(archive: Path, *, compiled: bool = True) -> None:
    """Rewrite `archive` without unused SDK data and with every module compiled, unless nothing here compiles for the
    functions' Python; the same input gives the same file."""
    with zipfile.ZipFile(archive) as source:
        content = {name: source.read(name) for name in sorted(source.namelist()) if _is_wanted(name)}
    content = reduce_sdk(content)
    sources = {name: text for name, text in content.items() if compiled and name.endswith(".py")}
    modules = {_name_cached(name): _build_module(name, text) for name, text in sources.items()}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in sorted({**content, **modules}.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data, compresslevel=_LEVEL)


def _is_wanted(name: str) -> bool:
    if name.endswith(("/", ".pyc")):
        return False
    _, found, rest = name.partition(_SDK_DATA)
    service, is_folder, _ = rest.partition("/")
    # Files next to the services' folders hold what all services share.
    return not (found and is_folder) or service in SDK_SERVICES


def reduce_sdk(content: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return an archive's files, those that describe services without their manuals, and not compressed by themselves;
    the list of all addresses with those of the services that are described."""
    found = dict(content)
    prefixes = set()
    for name in [each for each in content if _SDK_DATA in each and each.removesuffix(_PACKED).endswith(_SERVICE)]:
        text = found.pop(name)
        described = json.loads(gzip.decompress(text) if name.endswith(_PACKED) else text)
        prefixes.add(described["metadata"]["endpointPrefix"])
        found[name.removesuffix(_PACKED)] = _encode_json(_omit_manual(described))
    for name in [each for each in content if each.endswith(_ADDRESSES)]:
        found[name] = _encode_json(_select_addresses(prefixes, json.loads(found[name])))
    return found


def _omit_manual(described: Any) -> Any:
    """Texts of the manual are emptied: the SDK asks for some of them."""
    if isinstance(described, dict):
        # A member may have this name too; it is described, and is no text.
        return {
            name: "" if name == "documentation" and isinstance(each, str) else _omit_manual(each)
            for name, each in described.items()
        }
    return [_omit_manual(each) for each in described] if isinstance(described, list) else described


def _select_addresses(prefixes: Collection[str], listed: dict[str, Any]) -> dict[str, Any]:
    for partition in listed["partitions"]:
        partition["services"] = {name: each for name, each in partition["services"].items() if name in prefixes}
    return listed


def _encode_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _name_cached(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/__pycache__/{file[:-3]}.{sys.implementation.cache_tag}.pyc".lstrip("/")


def _build_module(name: str, text: bytes) -> bytes:
    """Return the compiled module as an import system reads it (PEP 552), valid for any time stamp of its source."""
    code = compile(text, name, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + _UNCHECKED + importlib.util.source_hash(text) + marshal.dumps(code)


if __name__ == "__main__":
    compress_archive(Path(sys.argv[1]))
