"""Where things are in a checkout: its root, its pinned installer, its built pages."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The folder of the whole project."""
UV = ROOT / ".uv" / "bin" / "uv"


def find_site() -> Path:
    """Return the folder of the built pages."""
    return ROOT / "web" / "dist"
