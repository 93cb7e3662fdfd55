"""Where mistakes are planted in the invented province's folder: name, file, text before, text after, key, reason."""

from __future__ import annotations

from pathlib import Path

from infra.paths import ROOT

Mistake = tuple[str, str, str, str, str, str]

EXAMPLE = ROOT / "examples"
TP, QD = "province/tan-phu", "province/tan-phu/qd7-2026-tan-phu.toml"
AGENCIES, ABOUT, CALENDAR = f"{TP}/agencies.json", f"{TP}/province.toml", f"{TP}/calendar.toml"
OWN, NOTICES = f"{TP}/procedures.json", f"{TP}/notices.toml"
UNIT = '"id": "TP-N90001-1C", "parent": "TP-N90001"'
NAME = '"vi": "Văn phòng UBND tỉnh Tân Phú", "en": "Office of the People\'s Committee"'


def plant(root: Path, file: str, before: str, after: str) -> bool:
    """Plant a mistake; False where another one took the place already."""
    path = root / file
    if not before:
        if path.is_file() and not path.stat().st_size:
            return False
        path.write_text(after, encoding="utf-8")
        return True
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return before in text
