"""Lets functions share the archive of their code, and their processes one unpacked copy of code and layers.

Each start of a process would otherwise write 60 MB of archives inside the local cloud's one process, and unpack them.
The local cloud also keeps each function's archive in memory: a stack has over twenty functions with the same one.
"""

from __future__ import annotations

import builtins
import hashlib
import io
import os
import shutil
import struct
import tempfile
import threading
import time
import types
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from infra.local.adaptations.fit import find_module, replace_function, require_parameters

UNPACKED = Path(__file__).resolve().parents[3] / ".cloud" / "unpacked"
"""Folder of the copies: all local clouds of a checkout share them."""
KEPT_S = 7 * 24 * 3600
_LONGEST_END = 22 + 65_535
"""Bytes of the record that ends an archive, with its longest comment."""


_written: dict[str, bytes] = {}
"""Archives that are about to be unpacked, by the file that they would be written to."""


class KeptArchive:
    """A file that an archive would be written to. It is kept in memory instead, until it is read."""

    def __init__(self, file: str) -> None:
        self.file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def write(self, content: bytes) -> None:
        """Keep the whole archive, which is written at once."""
        _written[self.file] = content


def open_file(file: str, mode: str = "r", **given: Any) -> Any:
    """Open a file, or the archive in memory."""
    if mode == "wb" and file.endswith(".zip"):
        return KeptArchive(file)
    return builtins.open(file, mode, **given)


class SharedArchive:
    """An archive of a function or a layer: unpacked once, and linked to afterwards.

    It implements the used part of `zipfile.ZipFile`, without reading thousands of entries at every start.
    """

    _unpacking = threading.Lock()

    def __init__(self, file: str) -> None:
        self.content = _written.pop(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def namelist(self) -> list[str]:
        """Return nothing: the local cloud checks each path, and this archive is our own."""
        return []

    def extractall(self, path: str) -> None:
        """Put a link to the shared copy in the place of the folder."""
        shared = UNPACKED / hashlib.sha256(read_directory(self.content)).hexdigest()
        with self._unpacking:
            if not shared.exists():
                self._unpack(shared)
        os.utime(shared)
        shutil.rmtree(path)
        Path(path).symlink_to(shared)

    def _unpack(self, shared: Path) -> None:
        """Unpack at another place first: another local cloud may do the same at the same time."""
        UNPACKED.mkdir(parents=True, exist_ok=True)
        forget_unused(UNPACKED, time.time() - KEPT_S)
        fresh = Path(tempfile.mkdtemp(dir=UNPACKED))
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            archive.extractall(fresh)
        try:
            fresh.rename(shared)
        except OSError:
            shutil.rmtree(fresh)
            if not shared.exists():
                raise


def forget_unused(folder: Path, before: float) -> None:
    """Remove the copies that were last used before that time (seconds since 1970)."""
    for copy in folder.iterdir():
        if copy.stat().st_mtime < before:
            shutil.rmtree(copy)


def read_directory(archive: bytes) -> bytes:
    """Return the archive's directory, which holds the name, the length and the checksum of every entry."""
    _, found, fields = archive[-_LONGEST_END:].rpartition(b"PK\x05\x06")
    if not found:
        raise zipfile.BadZipFile("an archive has no directory")
    size, start = struct.unpack("<LL", fields[8:16])
    return archive[start : start + size]


Fetch = Callable[..., bytes | None]


def keep_one_copy(functions: Any) -> Callable[[Fetch], Fetch]:
    """Return a wrapper that fetches a function's code, and returns the bytes that another of the functions has already
    where they are equal. `functions` are those of all accounts."""

    def wrap(fetch: Fetch) -> Fetch:
        def fetch_code(bucket: str, key: str, version_id: str | None = None) -> bytes | None:
            fetched = fetch(bucket, key, version_id)
            known = (each.get("code_zip") for each in list(functions._data.values()))
            return next((code for code in known if code == fetched), fetched)

        return fetch_code

    return wrap


def install() -> None:
    """Replace archive access in the module that starts processes only, and the reading of a function's code. Raise
    DoesNotFit when they are done in another way than expected."""
    functions = find_module("ministack.services.lambda_svc")
    replace_function(functions, "_fetch_code_from_s3", "bucket key version_id", keep_one_copy(functions._functions))
    runtime = find_module("ministack.core.lambda_runtime")
    require_parameters(runtime.Worker, "_spawn", "self")
    runtime.open = open_file
    runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": SharedArchive})
