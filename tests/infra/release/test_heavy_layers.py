"""Libraries that few functions use are in separate layers, which those functions alone have."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra.paths import ROOT
from infra.release.heavy_layers import COMMON, HEAVY, split
from tests.infra.templates import FUNCTIONS, build_logical_id

PLACE = "python/lib/python3.11/site-packages"
COMMON_FILES = {f"{PLACE}/botocore/session.py", f"{PLACE}/typstlike/a.py", "python/typst.txt"}
FILES = {
    "TypesettingLayer": {f"{PLACE}/typst/a.so", f"{PLACE}/typst-0.14.dist-info/WHEEL"},
    "PicturesLayer": {f"{PLACE}/PIL/a.so", f"{PLACE}/pillow-12.dist-info/WHEEL", f"{PLACE}/pillow.libs/b.so"},
}
USERS = {"typst": "TypesettingLayer", "PIL": "PicturesLayer"}
"""The import of each library, and its layer."""
READERS = {
    "slip_renderer.py": "TypesettingLayer",
    "prints.py": "TypesettingLayer",
    "inspection.py": "PicturesLayer",
    "inspection_process.py": "PicturesLayer",
}


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "layer-deployment.zip", "w") as layer:
        for name in sorted(COMMON_FILES.union(*FILES.values())):
            layer.writestr(name, name)
    return tmp_path


def _template() -> dict[str, Any]:
    layer = {
        "Type": "AWS::Serverless::LayerVersion",
        "Properties": {
            "CompatibleRuntimes": ["python3.11"], "ContentUri": "./layer-deployment.zip", "LayerName": "motcua-prod-a",
        },
    }  # fmt: skip
    functions = {
        build_logical_id(name): {"Type": "AWS::Serverless::Function", "Properties": {"Layers": [{"Ref": COMMON}]}}
        for name in FUNCTIONS
    }
    return {"Resources": {COMMON: layer, **functions}}


def test_each_library_is_in_one_layer_and_few_functions_have_it(packed: Path) -> None:
    template = _template()
    split(template, packed, "prod")
    resources = template["Resources"]
    found = {name: resources[name]["Properties"] for name in (COMMON, *HEAVY)}
    held = {name: set(zipfile.ZipFile(packed / each["ContentUri"]).namelist()) for name, each in found.items()}
    assert held == {COMMON: COMMON_FILES, **FILES}
    assert len({each["LayerName"] for each in found.values()}) == len(found)
    assert all(each["CompatibleRuntimes"] == ["python3.11"] for each in found.values())
    for function in map(build_logical_id, FUNCTIONS):
        own = [{"Ref": name} for name, heavy in HEAVY.items() if function in heavy.functions]
        assert resources[function]["Properties"]["Layers"] == [{"Ref": COMMON}, *own], "the common layer comes first"


def test_a_library_that_is_gone_is_named(packed: Path) -> None:
    with zipfile.ZipFile(packed / "layer-deployment.zip", "w") as layer:
        layer.writestr(f"{PLACE}/botocore/session.py", "")
    with pytest.raises(ValueError, match="holds nothing of typst"):
        split(_template(), packed, "prod")


def test_who_uses_them_is_known() -> None:
    """A file that begins to use one may be of a function without the layer: look at HEAVY, too."""
    found = {}
    for path in (ROOT / "chalicelib").rglob("*.py"):
        for name in re.findall(r"^\s*(?:import|from) (typst|PIL)\b", path.read_text(), re.MULTILINE):
            found[path.name] = USERS[name]
    assert found == READERS
