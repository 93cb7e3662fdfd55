"""Bars as SVG, from the figures of a run."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

WIDTH, ROW, LABEL = 640, 24, 190


def draw_charts(parts: Mapping[str, Any]) -> dict[str, str]:
    """Return a chart for each part that has one."""
    drawn = {name: rows for name, rows in _list_rows(parts).items() if rows}
    return {name: draw_bars(title, rows) for name, (title, rows) in drawn.items()}


def _list_rows(parts: Mapping[str, Any]) -> dict[str, Any]:
    figures = {name: part["figures"] for name, part in parts.items() if part["figures"] is not None}
    made: dict[str, Any] = {}
    if found := figures.get("cold start"):
        made["cold_start"] = ("First answer of a fresh process, ms",
                              {name: each["wall_ms"] for name, each in found["programs"].items()})  # fmt: skip
    if found := figures.get("cost"):
        made["journey"] = ("Write units of the six steps",
                           {name: each["write_units"] for name, each in found["journey"].items()})  # fmt: skip
    if found := figures.get("load"):
        made["load"] = (
            "Journeys a second",
            {f"{each['clients']} clients": each["journeys_per_s"] for each in found["loads"]},
        )
    if found := figures.get("growth"):
        made["growth"] = ("Milliseconds by number of dossiers",
                          {f"{name}, {size}": each["p50_ms"]
                           for name, by in found.items() for size, each in by.items()})  # fmt: skip
    return made


def draw_bars(title: str, rows: Mapping[str, float]) -> str:
    """Draw horizontal bars with their figures."""
    most = max(rows.values()) or 1
    height = ROW * (len(rows) + 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"'
        ' font-size="12">',
        f'<title>{escape(title)}</title><text x="0" y="16" font-size="14">{escape(title)}</text>',
    ]
    for number, (name, figure) in enumerate(rows.items(), start=1):
        y, long = ROW * number + 8, (WIDTH - LABEL - 80) * figure / most
        lines.append(f'<text x="0" y="{y + 13}">{escape(name)}</text>')
        lines.append(f'<rect x="{LABEL}" y="{y}" width="{long:.1f}" height="{ROW - 6}" fill="#0b6077"/>')
        lines.append(f'<text x="{LABEL + long + 6:.1f}" y="{y + 13}">{figure:,.1f}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
