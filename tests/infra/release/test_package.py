"""Packaging happens only when an input has changed, and its archives hold what functions need, compiled."""

from __future__ import annotations

import gzip
import importlib.util
import json
import marshal
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import yaml
from botocore.loaders import Loader

from infra.local.clock import calculate_offset
from infra.paths import ROOT
from infra.release.interpreters import OWN_PYTHON, find_interpreter
from infra.release.package import (
    REAL_STAGES,
    PackagingFailed,
    copy_sources,
    digest_inputs,
    python_of,
    refuse_own_builds,
)
from infra.release.pythons import SUPPORTED
from infra.release.slim_archive import SDK_SERVICES, compress_archive, reduce_sdk
from infra.release.template import read_template


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name in ("app.py", "requirements.txt", ".chalice/config.json", "infra/resources.yaml", "chalicelib/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one\n")
    return tmp_path


def _write_file(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text("two\n")


@pytest.mark.parametrize(
    "name", ["app.py", "requirements.txt", ".chalice/config.json", ".chalice/policy-x.json", "chalicelib/law.json"]
)
def test_every_input_counts(sources: Path, name: str) -> None:
    before = digest_inputs("local", sources)
    _write_file(name)(sources)
    assert digest_inputs("local", sources) != before


@pytest.mark.parametrize("name", ["README.md", "chalicelib/a.pyc", "infra/web.yaml"])
def test_nothing_else_counts(sources: Path, name: str) -> None:
    before = digest_inputs("local", sources)
    _write_file(name)(sources)
    assert digest_inputs("local", sources) == before


def test_half_of_a_layer_that_a_killed_run_has_left_is_built_again(sources: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    layers = work / ".chalice" / "deployments"
    layers.mkdir(parents=True)
    with zipfile.ZipFile(layers / "managed-layer-whole.zip", "w") as whole:
        whole.writestr("python/library.py", "x = 1\n" * 1000)
    content = (layers / "managed-layer-whole.zip").read_bytes()
    (layers / "managed-layer-half.zip").write_bytes(content[: len(content) // 2])
    copy_sources(sources, work, None)
    assert [each.name for each in layers.iterdir()] == ["managed-layer-whole.zip"]
    assert (work / "app.py").read_text() == "one\n"


def test_each_stage_has_a_package_of_its_own(sources: Path) -> None:
    assert digest_inputs("local", sources) != digest_inputs("prod", sources)


def test_short_forms_are_read_as_long_ones(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(
        "a: !Ref Table\nb: !GetAtt Table.Arn\nc: !Sub 'x-${Y}'\n"
        "d: !If [C, !Ref A, {k: !Equals [a, b]}]\ne: !Condition F\n"
    )
    assert read_template(tmp_path / "t.yaml") == {
        "a": {"Ref": "Table"},
        "b": {"Fn::GetAtt": ["Table", "Arn"]},
        "c": {"Fn::Sub": "x-${Y}"},
        "d": {"Fn::If": ["C", {"Ref": "A"}, {"k": {"Fn::Equals": ["a", "b"]}}]},
        "e": {"Condition": "F"},
    }


def test_a_template_cannot_make_python_objects(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("a: !!python/object/apply:os.getcwd []\n")
    with pytest.raises(yaml.constructor.ConstructorError):
        read_template(tmp_path / "t.yaml")


SDK = "python/lib/python3.11/site-packages/botocore/data"

MEMBER = {"documentation": {"shape": "Text", "documentation": "<p>Of a member with this name</p>"}}
DESCRIBED = {
    "metadata": {"endpointPrefix": "dynamodb"},
    "documentation": "<p>Long</p>",
    "shapes": {"Input": {"type": "structure", "required": ["documentation"], "members": MEMBER}},
}
ADDRESSES = {"version": 3, "partitions": [{"dnsSuffix": "a.vn", "services": {"dynamodb": {"a": 1}, "ec2": {}}}]}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "layer.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(f"{SDK}/dynamodb/2012-08-10/service-2.json.gz", gzip.compress(json.dumps(DESCRIBED).encode()))
        packed.writestr(f"{SDK}/ec2/2016-11-15/service-2.json.gz", "dropped")
        packed.writestr(f"{SDK}/endpoints.json", json.dumps(ADDRESSES))
        packed.writestr("python/lib/python3.11/site-packages/one.py", "ANSWER = 41 + 1\n")
        packed.writestr("app.py", "raise ValueError\n")
    return path


def test_a_library_compiled_on_this_machine_is_refused(archive: Path) -> None:
    refuse_own_builds(archive)
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr("python/a-1.dist-info/WHEEL", "Tag: cp311-cp311-manylinux2014_x86_64\nTag: py3-none-any\n")
    refuse_own_builds(archive)
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr("python/b-2.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: cp311-cp311-linux_x86_64\n")
    with pytest.raises(PackagingFailed, match=r"system: b-2\.dist-info;"):
        refuse_own_builds(archive)


def test_only_the_services_that_functions_call_stay(archive: Path) -> None:
    compress_archive(archive)
    names = zipfile.ZipFile(archive).namelist()
    assert [name for name in names if name.startswith(SDK)] == [
        f"{SDK}/dynamodb/2012-08-10/service-2.json",
        f"{SDK}/endpoints.json",
    ]


def test_what_describes_a_service_stays_without_its_manual_and_its_addresses_alone(archive: Path) -> None:
    compress_archive(archive)
    with zipfile.ZipFile(archive) as packed:
        described, addresses = (
            json.loads(packed.read(f"{SDK}/{name}"))
            for name in ("dynamodb/2012-08-10/service-2.json", "endpoints.json")
        )
    assert described == {
        "metadata": DESCRIBED["metadata"],
        "documentation": "",
        "shapes": {
            "Input": {
                "type": "structure",
                "required": ["documentation"],
                "members": {"documentation": {"shape": "Text", "documentation": ""}},
            }
        },
    }
    assert addresses == {"version": 3, "partitions": [{"dnsSuffix": "a.vn", "services": {"dynamodb": {"a": 1}}}]}


def test_a_client_of_every_kept_service_is_made_from_what_is_left(tmp_path: Path) -> None:
    folder = Path(importlib.util.find_spec("botocore").origin or "").parent / "data"  # type: ignore[union-attr]
    files = [*folder.glob("*.json"), *(each for name in SDK_SERVICES for each in (folder / name).rglob("*.json*"))]
    for name, content in reduce_sdk({f"{SDK}/{each.relative_to(folder)}": each.read_bytes() for each in files}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    session = botocore.session.Session()
    session.register_component("data_loader", Loader([str(tmp_path / SDK)], include_default_search_paths=False))
    session.set_credentials("none", "none")
    for service in SDK_SERVICES:
        client = session.create_client(service, "ap-southeast-1")
        assert client.meta.endpoint_url.endswith(".amazonaws.com"), service
    papers: Any = session.create_client("s3", "ap-southeast-1")
    link = papers.generate_presigned_url("put_object", Params={"Bucket": "papers", "Key": "k", "ContentLength": 1})
    assert "ap-southeast-1" in link


def test_modules_are_compiled_and_the_source_stays(archive: Path) -> None:
    compress_archive(archive)
    with zipfile.ZipFile(archive) as packed:
        tag = sys.implementation.cache_tag
        compiled = packed.read(f"python/lib/python3.11/site-packages/__pycache__/one.{tag}.pyc")
        assert {"app.py", f"__pycache__/app.{tag}.pyc"} <= set(packed.namelist())
    namespace: dict[str, int] = {}
    exec(marshal.loads(compiled[16:]), namespace)  # noqa: S102, S302 (made one line above)
    assert namespace["ANSWER"] == 42
    # Flags 1: valid without looking at the source's time or hash.
    assert compiled[:8] == importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")


def test_slimming_twice_gives_the_same_bytes(archive: Path) -> None:
    compress_archive(archive)
    once = archive.read_bytes()
    compress_archive(archive)
    assert archive.read_bytes() == once


def test_every_client_that_functions_make_is_of_a_kept_service() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "chalicelib").rglob("*.py"))
    made = set(re.findall(r"""\b(?:client|resource|create_client)\(\s*["']([a-z0-9-]+)""", sources))
    assert made
    assert made <= SDK_SERVICES


def test_every_kept_service_is_one_the_sdk_knows() -> None:
    folder = Path(importlib.util.find_spec("botocore").origin or "").parent / "data"  # type: ignore[union-attr]
    assert {service for service in SDK_SERVICES if not (folder / service).is_dir()} == set()


def test_real_stages_run_on_the_named_python_and_local_ones_on_what_is_here(tmp_path: Path) -> None:
    (tmp_path / ".python-version").write_text("3.12\n")
    assert {python_of(stage, tmp_path) for stage in REAL_STAGES} == {"3.12"}
    assert python_of("local", tmp_path) == OWN_PYTHON
    assert python_of("prod") == (ROOT / ".python-version").read_text().strip()


@pytest.mark.parametrize("version", [each for each in SUPPORTED if each != OWN_PYTHON])
def test_modules_are_compiled_by_the_interpreter_of_the_functions(archive: Path, version: str) -> None:
    interpreter = find_interpreter(version) or pytest.skip(f"Python {version} is not on this machine")
    subprocess.run([interpreter, "-m", "infra.release.slim_archive", str(archive)], cwd=ROOT, check=True)
    asked = "import importlib.util as u; print(u.MAGIC_NUMBER.hex(), end='')"
    magic = subprocess.run([interpreter, "-c", asked], capture_output=True, text=True, check=True).stdout
    with zipfile.ZipFile(archive) as packed:
        assert packed.read(f"__pycache__/app.cpython-{version.replace('.', '')}.pyc")[:4].hex() == magic


def test_without_the_functions_python_nothing_is_compiled(archive: Path) -> None:
    compress_archive(archive, compiled=False)
    with zipfile.ZipFile(archive) as packed:
        assert [name for name in packed.namelist() if name.endswith(".pyc")] == []
        assert "app.py" in packed.namelist()


def test_the_clock_offset_is_the_distance_from_real_time() -> None:
    real = datetime.fromisoformat("2026-11-20T10:00:00+07:00")
    assert calculate_offset(datetime.fromisoformat("2026-11-21T19:30:00+07:00"), real) == 120_600
    with pytest.raises(ValueError, match="has no zone"):
        calculate_offset(datetime.fromisoformat("2026-11-21T19:30:00"), real)
