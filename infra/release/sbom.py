"""The bill of materials of a release (CycloneDX 1.6): every library in the functions and in the pages, from the locks.

    python -m infra.release.sbom > sbom.cdx.json

The same locks give the same bytes: the document has no time, and its number is derived from its content.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from infra.paths import ROOT

NUMBERS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:motcua:sbom")
RUNTIME = "chalice"
"""The packager adds its runtime to the functions itself, from the environment it runs in."""
_ENTRY = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)((?:\s*\\\n\s+--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE
)


class SbomInvalid(RuntimeError):
    """The bill does not follow the schema of CycloneDX."""


def list_python(lock: str) -> Iterator[Component]:
    """Yield the packages of a lock of Python packages, each with every digest that the lock allows."""
    for name, version, hashes in _ENTRY.findall(lock):
        digests = [HashType(alg=HashAlgorithm.SHA_256, content=each) for each in re.findall(r"[0-9a-f]{64}", hashes)]
        yield _build_component(PackageURL("pypi", None, name.lower(), version), name, version, digests)


def list_npm(lock: str) -> Iterator[Component]:
    """Yield the packages of a lock of npm packages that reach the pages: those of development are left out."""
    for path, package in json.loads(lock)["packages"].items():
        if not path or package.get("dev") or package.get("optional"):
            continue
        name = path.rpartition("node_modules/")[2]
        scope, _, short = name.rpartition("/")
        digest = base64.b64decode(package["integrity"].removeprefix("sha512-")).hex()
        address = PackageURL("npm", scope or None, short, package["version"])
        yield _build_component(address, name, package["version"], [HashType(alg=HashAlgorithm.SHA_512, content=digest)])


def write_sbom() -> str:
    """Return the bill of this checkout as JSON. Raises SbomInvalid."""
    functions, pages = (ROOT / "requirements.txt").read_text(), (ROOT / "web" / "package-lock.json").read_text()
    tools = (ROOT / "requirements-dev.txt").read_text()
    runtime = [each for each in list_python(tools) if each.name == RUNTIME]
    number = uuid.uuid5(NUMBERS, f"{functions}|{tools}|{pages}")
    bom = Bom(components=[*list_python(functions), *runtime, *list_npm(pages)], serial_number=number)
    about = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    bom.metadata.component = Component(
        name=about["name"], version=about["version"], type=ComponentType.APPLICATION, bom_ref=about["name"]
    )
    bom.register_dependency(bom.metadata.component, list(bom.components))
    document = json.loads(JsonV1Dot6(bom).output_as_string())
    del document["metadata"]["timestamp"]
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise SbomInvalid(str(fault))
    return text


def _build_component(address: PackageURL, name: str, version: str, digests: list[HashType]) -> Component:
    return Component(
        name=name, version=version, type=ComponentType.LIBRARY, purl=address, bom_ref=str(address), hashes=digests
    )


if __name__ == "__main__":
    sys.stdout.write(write_sbom() + "\n")
