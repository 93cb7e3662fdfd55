"""Makes the one artefact that is deployed: packaged functions, pages, and a deployer that needs nothing installed.

    python -m infra.release.artefact --stage prod        (make release STAGE=prod)

Prints the artefact's SHA-256. In the unpacked folder:

    PYTHONPATH=lib python3 -m infra.aws.deploy --package package --stage prod --province CODE …
    PYTHONPATH=lib python3 -m infra.aws.deploy_web --site site --stage prod --province CODE …
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from chalicelib.provinces import DESCRIPTION, FOLDERS
from infra.aws.deploy_web import STAGES
from infra.paths import ROOT, UV, find_site
from infra.province_site import MARK
from infra.provinces import OF_THE_TREE, ProvinceRefused, Provinces, find_provinces
from infra.release import sbom
from infra.release.package import PackagingFailed, package_stage

FOLDER = ROOT / "build" / "release"
ARTEFACT = "motcua.tar.gz"
SBOM = "sbom.cdx.json"
DEPLOYER_PYTHON = "3.12"
"""Of the pipeline's machine: its own interpreter deploys, none is installed."""
PROGRAMS = (
    "__init__.py", "paths.py", "province_site.py", "provinces.py", "web.yaml", "law/__init__.py", "law/stamp.py",
    *(f"aws/{name}.py" for name in (
        "__init__", "artifacts", "clients", "content_types", "deploy", "deploy_web", "site_addresses", "start_page",
    )),
    *(f"release/{name}.py" for name in (
        "__init__", "heavy_layers", "interpreters", "package", "slim_archive", "template",
    )),
)  # fmt: skip
"""The modules of infra/ that deploy. It reads the law for the addresses of a province's real system."""


def make_release(stage: str, folder: Path = FOLDER, provinces: Provinces = OF_THE_TREE) -> str:
    """Write the artefact and its bill of materials into `folder`; return the artefact's SHA-256.

    Raises PackagingFailed when the pages or the functions are not whole.
    """
    if not (find_site() / "index.html").is_file():
        raise PackagingFailed("the pages are not built: make site")
    made = package_stage(stage, provinces=provinces)
    shutil.rmtree(folder, ignore_errors=True)
    content = folder / "content"
    shutil.copytree(made.folder, content / "package")
    shutil.copytree(find_site(), content / "site")
    copy_programs(content, provinces.data)
    install_libraries(content / "lib")
    (folder / SBOM).write_text(sbom.write_sbom())
    packed = pack_folder(content)
    (folder / ARTEFACT).write_bytes(packed)
    shutil.rmtree(content)
    return hashlib.sha256(packed).hexdigest()


def copy_programs(content: Path, data: Path = FOLDERS.parent) -> None:
    """Put the deployer's own modules into the artefact, with the built law and the pages' data on each province."""
    for name in PROGRAMS:
        _copy_file(ROOT / "infra" / name, content / "infra" / name)
    for path in (ROOT / "chalicelib").rglob("*.py"):
        _copy_file(path, content / path.relative_to(ROOT))
    for pattern in ("built/*", f"province/*/{DESCRIPTION}", f"province/*/{MARK}"):
        for path in data.glob(pattern):
            _copy_file(path, content / "chalicelib" / "data" / path.relative_to(data))


def install_libraries(target: Path) -> None:
    """Install the libraries of the deployer, from wheels of the locked digests. Raises PackagingFailed."""
    exact = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--python-version", DEPLOYER_PYTHON]
    wanted = ["--python-platform", "x86_64-manylinux_2_28", "-r", "infra/deploy-requirements.txt"]
    command = [str(UV), "pip", "install", "--quiet", "--target", str(target), *exact, *wanted]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackagingFailed(f"{' '.join(command)}\n{done.stderr}".rstrip())
    shutil.rmtree(target / "bin", ignore_errors=True)
    (target / ".lock").unlink(missing_ok=True)


def pack_folder(content: Path) -> bytes:
    """Return the folder as a compressed archive: the same bytes for the same content on every machine and day."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in _list_files(content):
            entry = tarfile.TarInfo(path.relative_to(content).as_posix())
            entry.size, entry.mode = path.stat().st_size, 0o644
            with path.open("rb") as opened:
                archive.addfile(entry, opened)
    return gzip.compress(raw.getvalue(), compresslevel=6, mtime=0)


def _list_files(content: Path) -> Iterator[Path]:
    yield from sorted(path for path in content.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def main(argv: list[str]) -> int:
    """Make the release as the arguments say; 1 with the reason on stderr when it fails."""
    parser = argparse.ArgumentParser(prog="python -m infra.release.artefact")
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--provinces", type=Path, metavar="DIR", help="a folder of provinces from outside the tree")
    chosen = parser.parse_args(argv)
    try:
        print(make_release(chosen.stage, provinces=find_provinces(chosen.provinces)))
    except (PackagingFailed, ProvinceRefused) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
