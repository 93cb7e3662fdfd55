"""Moves the largest libraries, which few functions use, out of the layer of all functions.

A start unpacks every layer of its function. Typesetting and image libraries are two thirds of all, and three functions
use them (docs/decisions/0276).
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMON = "ManagedLayer"
"""The packager's own layer."""


@dataclass(frozen=True, slots=True)
class Heavy:
    """Libraries that make a layer, by the beginnings of their folders' names, and the functions that have it, by the
    logical ids of the packager."""

    libraries: tuple[str, ...]
    functions: tuple[str, ...]


HEAVY: Mapping[str, Heavy] = {
    "TypesettingLayer": Heavy(("typst", "typst-"), ("APIHandler", "RenderSlips")),
    "PicturesLayer": Heavy(("PIL", "pillow-", "pillow.libs"), ("InspectPaper",)),
}


def split(template: dict[str, Any], folder: Path, stage: str) -> None:
    """Move each heavy library of the package in `folder` into a layer of its own, and give it to its functions.

    Functions keep the common layer first. Nothing is done for a package without a layer. Raises ValueError for a
    library that the layer does not hold.
    """
    resources = template["Resources"]
    if COMMON not in resources:
        return
    common = resources[COMMON]["Properties"]
    packed = folder / common["ContentUri"]
    with zipfile.ZipFile(packed) as layer:
        content = {name: layer.read(name) for name in layer.namelist()}
    for name, heavy in HEAVY.items():
        archive = f"./{name.removesuffix('Layer').lower()}-layer.zip"
        moved = {each: content.pop(each) for each in list(content) if _is_of(each, heavy.libraries)}
        if not moved:
            raise ValueError(f"{packed.name} holds nothing of {', '.join(heavy.libraries)}")
        _write(folder / archive, moved)
        own = {"LayerName": f"motcua-{stage}-{name.removesuffix('Layer').lower()}", "ContentUri": archive}
        resources[name] = {**resources[COMMON], "Properties": {**common, **own}}
        for function in heavy.functions:
            resources[function]["Properties"]["Layers"].append({"Ref": name})
    _write(packed, content)


def _is_of(name: str, libraries: tuple[str, ...]) -> bool:
    _, found, rest = name.partition("/site-packages/")
    top = rest.partition("/")[0]
    return bool(found) and any(top == each or (each.endswith("-") and top.startswith(each)) for each in libraries)


def _write(path: Path, content: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        for name, data in content.items():
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
