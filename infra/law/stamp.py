"""Marks the sources of the built law, so that it is rebuilt only after a change."""

from __future__ import annotations

import hashlib
from pathlib import Path

from infra.paths import ROOT

STAMP = ROOT / "build" / "law.sha256"


def is_current(built: Path) -> bool:
    """Return whether neither the sources, nor the builder, nor the built file have changed since the last build."""
    return built.is_file() and STAMP.is_file() and STAMP.read_text() == _digest_sources(built)


def mark_built(built: Path) -> None:
    """Store the digest of the file's sources."""
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(_digest_sources(built))


def _digest_sources(built: Path) -> str:
    """Return SHA-256 over the built law and everything it is made of."""
    total = hashlib.sha256(built.read_bytes())
    data = ROOT / "chalicelib" / "data"
    sources = [path for kind in ("*.toml", "*.json") for path in data.rglob(kind) if path.parent.name != "built"]
    for path in sorted((*sources, *(ROOT / "infra" / "law").glob("*.py"))):
        total.update(f"{path.relative_to(ROOT)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
