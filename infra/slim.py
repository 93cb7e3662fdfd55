"""Makes the packaged archives quick to start from.

Two thirds of the layer describe AWS services that no function calls, and a function's folder is read-only on AWS,
so without compiled modules every cold start compiles its imports again. Measured on the local cloud, 32 cold
starts at once on two cores: more than 30 s before, about 5 s after (docs/decisions/0012-slim-layer.md).
"""

from __future__ import annotations

import importlib.util
import marshal
import zipfile
from pathlib import Path

# The services that functions call. A client of another one fails at its first use with UnknownServiceError.
SDK_SERVICES = frozenset(("cognito-idp", "dynamodb", "kms", "lambda", "s3", "secretsmanager", "sesv2", "sns", "sqs"))
_SDK_DATA = "botocore/data/"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNCHECKED = (1).to_bytes(4, "little")
_LEVEL = 1
"""How hard archives are compressed: 9 makes them a twentieth smaller and takes six times as long."""


def slim(archive: Path) -> None:
    """Rewrite `archive` without unused SDK data and with every module compiled; the same input gives the same file."""
    with zipfile.ZipFile(archive) as source:
        content = {name: source.read(name) for name in sorted(source.namelist()) if _wanted(name)}
    compiled = {_cached(name): _compile(name, text) for name, text in content.items() if name.endswith(".py")}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in sorted({**content, **compiled}.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data, compresslevel=_LEVEL)


def _wanted(name: str) -> bool:
    if name.endswith(("/", ".pyc")):
        return False
    _, found, rest = name.partition(_SDK_DATA)
    service, is_folder, _ = rest.partition("/")
    # Files beside the services' folders hold what all services share.
    return not (found and is_folder) or service in SDK_SERVICES


def _cached(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/__pycache__/{file[:-3]}.cpython-311.pyc".lstrip("/")


def _compile(name: str, text: bytes) -> bytes:
    """The compiled module as an import system reads it (PEP 552), valid for any time stamp of its source."""
    code = compile(text, name, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + _UNCHECKED + importlib.util.source_hash(text) + marshal.dumps(code)
