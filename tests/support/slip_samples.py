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
from tests.support.slip_builders import IN_2018, IN_2025, build_long_slip, build_register, list_every_slip

REGIMES = {"2018": IN_2018, "2025": IN_2025, "2026": MONDAY}
SCALE = 2.0


def list_samples() -> Iterator[tuple[str, Slip]]:
    """Every slip under every regime, one with long texts and a register of several pages."""
    for regime, at in REGIMES.items():
        for slip in list_every_slip(at):
            yield f"{regime}-{slip.kind.value}", slip
    yield "2026-long", build_long_slip(MONDAY)
    yield "2026-register-long", build_register(MONDAY, 60)
    yield "2026-preview", replace(next(list_every_slip(MONDAY)), mark="BẢN XEM TRƯỚC – CHƯA BAN HÀNH")


def write_samples(folder: Path) -> int:
    """Write all samples; answers how many files."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer, written = TypstRenderer(), 0
    for name, slip in list_samples():
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
    print(f"{write_samples(target)} files in {target}")
