"""Samples of every slip, as PDF and as pictures of its pages: `make slips` writes them into build/slips/."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2

from chalicelib.domain.documents.slip_values import Slip
from chalicelib.repositories.documents.slip_renderer import TypstRenderer
from tests.support.builders import MONDAY
from tests.support.slip_builders import IN_2018, IN_2025, every_slip, long_slip, register

REGIMES = {"2018": IN_2018, "2025": IN_2025, "2026": MONDAY}
SCALE = 2.0


def samples() -> Iterator[tuple[str, Slip]]:
    """Every slip under every regime, one with long texts and a register of several pages."""
    for regime, at in REGIMES.items():
        for slip in every_slip(at):
            yield f"{regime}-{slip.kind.value}", slip
    yield "2026-long", long_slip(MONDAY)
    yield "2026-register-long", register(MONDAY, 60)
    yield "2026-preview", replace(next(every_slip(MONDAY)), mark="BẢN XEM TRƯỚC – CHƯA BAN HÀNH")


def write(folder: Path) -> int:
    """Write all samples; answers how many files."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer, written = TypstRenderer(), 0
    for name, slip in samples():
        pdf = renderer.render(slip)
        (folder / f"{name}.pdf").write_bytes(pdf)
        with pypdfium2.PdfDocument(pdf) as document:
            for number, page in enumerate(document, start=1):
                page.render(scale=SCALE).to_pil().save(folder / f"{name}-{number}.png")
                written += 1
        written += 1
    return written


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/slips")
    print(f"{write(target)} files in {target}")
