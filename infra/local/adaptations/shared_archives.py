"""Lets the processes of functions share one unpacked copy of their code and layers.

Each start of a process would otherwise unpack more than 100 MB inside the local cloud's one process.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import tempfile
import threading
import time
import types
import zipfile
from pathlib import Path
from typing import Self

from infra.local.adaptations.fit import find_module, require_parameters

UNPACKED = Path(__file__).resolve().parents[3] / ".cloud" / "unpacked"
"""Where the copies are: all local clouds of a checkout share them."""
KEPT_S = 7 * 24 * 3600
_LONGEST_END = 22 + 65_535
"""Bytes of the record that ends an archive, with its longest comment."""


class SharedArchive:
    """An archive of a function or a layer: unpacked once, and linked to afterwards.

    It has what the local cloud asks of a `zipfile.ZipFile`, without reading thousands of entries at every start.
    """

    _unpacking = threading.Lock()

    def __init__(self, file: str) -> None:
        self.file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def namelist(self) -> list[str]:
        """Return nothing: the local cloud checks each path, and this archive is our own."""
        return []

    def extractall(self, path: str) -> None:
        """Put a link to the shared copy in the place of the folder."""
        shared = UNPACKED / hashlib.sha256(read_directory(Path(self.file))).hexdigest()
        with self._unpacking:
            if not shared.exists():
                self._unpack(shared)
        os.utime(shared)
        # Nobody reads it again, and what is gone before the system gets to it is never written to the disk.
        Path(self.file).unlink()
        shutil.rmtree(path)
        Path(path).symlink_to(shared)

    def _unpack(self, shared: Path) -> None:
        """Unpack at another place first: another local cloud may do the same at the same time."""
        UNPACKED.mkdir(parents=True, exist_ok=True)
        forget_unused(UNPACKED, time.time() - KEPT_S)
        fresh = Path(tempfile.mkdtemp(dir=UNPACKED))
        with zipfile.ZipFile(self.file) as archive:
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


def read_directory(archive: Path) -> bytes:
    """Return the archive's directory, which holds the name, the length and the checksum of every entry."""
    with archive.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - _LONGEST_END))
        end = file.read()
        _, found, fields = end.rpartition(b"PK\x05\x06")
        if not found:
            raise zipfile.BadZipFile(f"{archive} has no directory")
        size, start = struct.unpack("<LL", fields[8:16])
        file.seek(start)
        return file.read(size)


def install() -> None:
    """Replace the archive reader of the module that starts processes, and of no other."""
    runtime = find_module("ministack.core.lambda_runtime")
    require_parameters(runtime.Worker, "_spawn", "self")
    runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": SharedArchive})
