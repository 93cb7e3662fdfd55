"""Packages the app once for a stage: `chalice package` merged with infra/resources.yaml, into build/.

The same package serves every province; what differs between stacks is a parameter of the template.
Nothing is packaged again while no input has changed.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.aws.clients import REGION
from infra.law import stamp as law_stamp
from infra.paths import ROOT, UV
from infra.provinces import Provinces
from infra.release import heavy_layers, interpreters, slim_archive
from infra.release.template import limit_roles, read_template

RESOURCES = "infra/resources.yaml"
DATA = "chalicelib/data"
LAW = f"{DATA}/built/law.json"
_SINGLE_FILES = ("app.py", "requirements.txt", ".chalice/config.json", RESOURCES)
REAL_STAGES = ("staging", "prod")
"""Those whose functions run on AWS, on the Python that .python-version names; others run on this machine's."""
# The functions' system on AWS: Amazon Linux 2 on x86-64.
_PLATFORM = "x86_64-manylinux2014"
# The packager, whose archives are written once more when they are slimmed, and so are not compressed before. By itself
# it takes the interpreter that packages for that of the functions.
_CHALICE = """
import sys
from zipfile import ZIP_STORED
from chalice.cli import main
from chalice.config import Config
from chalice.utils import OSUtils
OSUtils.ZIP_DEFLATED = ZIP_STORED
runtime = sys.argv.pop(1)
Config.lambda_python_version = property(lambda _: runtime)
main()
"""
# Code that transforms sources and archives is an input too.
_HOW = "".join(
    Path(__file__).with_name(f"{name}.py").read_text()
    for name in ("package", "template", "slim_archive", "heavy_layers")
)


class PackagingFailed(RuntimeError):
    """`chalice package` or a step before it refused; the message holds what it printed."""


@dataclass(frozen=True)
class StackPackage:
    """A packaged app: its template with long-form intrinsics, and its archives by the name the template uses.

    `archives` maps that name to the SHA-256 of the archive's content, `provinces` each code to that of its folder;
    `outside` names those whose folders are not of the tree.
    """

    folder: Path
    template: dict[str, Any]
    archives: dict[str, str]
    provinces: dict[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()


def package_stage(stage: str, root: Path = ROOT, provinces: Provinces | None = None) -> StackPackage:
    """Return the package of the sources under `root` for `stage`, made now or taken from build/ if still valid.

    `provinces` may bring folders from outside the tree: their data takes the place of the tree's.
    """
    with _hold_lock(root):
        _build_law(root)
        data = provinces.data if provinces and provinces.outside else None
        digest = digest_inputs(stage, root, data)
        folder = root / "build" / "package" / (f"{stage}-{data.parent.name}" if data else stage)
        stamp = folder / "inputs.sha256"
        if not (stamp.exists() and stamp.read_text() == digest):
            _make_package(stage, root, folder, provinces or Provinces())
            stamp.write_text(digest)
        return read_package(folder)


def read_package(folder: Path) -> StackPackage:
    """Return a package that was made before, from `folder`. Raises PackagingFailed for an incomplete one."""
    try:
        made = json.loads((folder / "package.json").read_text())
        given = made.get("provinces", {}), tuple(made.get("outside", ()))
        return StackPackage(folder, made["template"], made["archives"], *given)
    except (OSError, ValueError, KeyError) as fault:
        raise PackagingFailed(f"{folder} holds no package: {fault}") from fault


@contextlib.contextmanager
def _hold_lock(root: Path) -> Iterator[None]:
    """One packager at a time in a checkout: two test processes would clear each other's work folder."""
    folder = root / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "package.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def digest_inputs(stage: str, root: Path, data: Path | None = None) -> str:
    """Return SHA-256 over everything the package is made of: sources, stage, packager and Python versions."""
    made_with = [stage, importlib.metadata.version("chalice"), sys.version, python_of(stage, root), _HOW]
    total = hashlib.sha256("\0".join(made_with).encode())
    for path, name in sorted(package_inputs(root, data)):
        total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def package_inputs(root: Path, data: Path | None = None) -> Iterator[tuple[Path, str]]:
    """Yield every input, with the name under which it is packaged."""
    found = [*(root / name for name in _SINGLE_FILES), *(root / ".chalice").glob("policy-*.json")]
    found += [path for path in (root / "chalicelib").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in found:
        name = path.relative_to(root).as_posix()
        if data is None or not name.startswith(f"{DATA}/"):
            yield path, name
    if data is not None:
        yield from ((path, f"{DATA}/{path.relative_to(data)}") for path in data.rglob("*") if path.is_file())


def python_of(stage: str, root: Path = ROOT) -> str:
    """Return the version of Python that a stage's functions run on, such as 3.11."""
    version = root / ".python-version"
    return version.read_text().strip() if stage in REAL_STAGES and version.is_file() else interpreters.OWN_PYTHON


def _build_law(root: Path) -> None:
    """Build the law into one JSON before packaging, so that a wrong value stops here and not in a function.

    Nothing is done while neither its sources and its builder nor the result have changed.
    """
    if root == ROOT and not law_stamp.is_current(root / LAW):
        _run_command([sys.executable, "-m", "infra.law.build"], root)


def _make_package(stage: str, root: Path, folder: Path, provinces: Provinces) -> None:
    work, python = root / "build" / "work" / folder.name, python_of(stage, root)
    copy_sources(root, work, provinces.data if provinces.outside else None)
    _install_vendored(root, work, python, on_aws=stage in REAL_STAGES)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    merge = ["--merge-template", str(work / RESOURCES), "--template-format", "yaml"]
    chalice = [sys.executable, "-c", _CHALICE, f"python{python}"]
    printed = _run_command([*chalice, "package", "--stage", stage, *merge, str(folder)], work)
    if not (folder / "sam.yaml").is_file():
        # The packager ends well even when the app cannot be imported.
        raise PackagingFailed(f"chalice package made no template:\n{printed}")
    template = read_template(folder / "sam.yaml")
    if nowhere := [name for name, resource in template["Resources"].items() if "Type" not in resource]:
        raise PackagingFailed(f"{RESOURCES} adds to functions that the app has not: {', '.join(sorted(nowhere))}")
    limit_roles(template)
    heavy_layers.split(template, folder, stage)
    finished = root / "build" / "finished"
    archives = {path.name: _finish_archive(path, finished, python) for path in sorted(folder.glob("*.zip"))}
    content = {
        "template": template, "archives": archives, "provinces": provinces.digest_folders(),
        "outside": sorted(provinces.outside),
    }  # fmt: skip
    (folder / "package.json").write_text(json.dumps(content, ensure_ascii=False))


def refuse_own_builds(archive: Path) -> None:
    """Raise PackagingFailed for a library compiled on this machine: it would run here and fail on AWS."""
    with zipfile.ZipFile(archive) as opened:
        tags = {name: opened.read(name).decode() for name in opened.namelist() if name.endswith(".dist-info/WHEEL")}
    built = sorted(
        name.split("/")[-2] for name, text in tags.items() if re.search(r"^Tag: .*-linux_", text, re.MULTILINE)
    )
    if built:
        raise PackagingFailed(f"no wheel for the functions' system: {', '.join(built)}; choose another version")


def _finish_archive(archive: Path, finished: Path, python: str) -> str:
    """Check and slim an archive, or reuse the result for the same bytes; return its content's SHA-256."""
    compiler = _find_compiler(python)
    made_from = hashlib.sha256(f"{_HOW}{python}{compiler}".encode() + archive.read_bytes()).hexdigest()
    before = finished / archive.name / f"{made_from}.zip"
    if not before.exists():
        refuse_own_builds(archive)
        if compiler in ("", sys.executable):
            slim_archive.compress_archive(archive, compiled=bool(compiler))
        else:
            _run_command([compiler, "-m", slim_archive.__name__, str(archive)], ROOT)
        # Only the latest is kept: the layer, which changes rarely and takes seconds.
        shutil.rmtree(before.parent, ignore_errors=True)
        before.parent.mkdir(parents=True)
        # Whole or not at all: a killed run leaves no half of an archive under this name.
        shutil.copyfile(archive, before.with_suffix(".part"))
        before.with_suffix(".part").rename(before)
    shutil.copyfile(before, archive)
    return _digest_content(archive, f"{python}{' compiled' if compiler else ''}")


@functools.cache
def _find_compiler(python: str) -> str:
    """Return the interpreter that compiles modules for the functions' version of Python: this one, or one on the path.

    Without one nothing is compiled: functions work, and each first start compiles what it imports.
    """
    if found := interpreters.find_interpreter(python):
        return found
    print(
        f"Python {python}, on which the functions run, is not on this machine: their modules are not compiled, and "
        "each start takes longer. Install it, or make the package where it is.",
        file=sys.stderr,
    )
    return ""


def _digest_content(archive: Path, made_for: str) -> str:
    """Return SHA-256 over names and contents; compiled modules are left out, they follow from the sources and from what
    the archive is made for."""
    total = hashlib.sha256(made_for.encode())
    with zipfile.ZipFile(archive) as opened:
        for name in (name for name in opened.namelist() if not name.endswith(".pyc")):
            total.update(f"{name}\0{hashlib.sha256(opened.read(name)).hexdigest()}\n".encode())
    return total.hexdigest()


def copy_sources(root: Path, work: Path, data: Path | None) -> None:
    """A clean copy, so that nothing but sources is packaged; only the layer that was built before is kept, unless a
    killed run has left half of it."""
    layers = work / ".chalice" / "deployments"
    kept = {each.name: each.read_bytes() for each in layers.glob("managed-layer-*.zip") if zipfile.is_zipfile(each)}
    shutil.rmtree(work, ignore_errors=True)
    for path, name in package_inputs(root, data):
        target = work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    layers.mkdir(parents=True)
    for name, content in kept.items():
        (layers / name).write_bytes(content)


def _install_vendored(root: Path, work: Path, python: str, *, on_aws: bool) -> None:
    """Put the locked libraries where the packager takes a layer's content from, as wheels of the functions' system and
    version of Python. Functions of a local stage run on this machine, of any kind.

    The packager would ask pip for each of them, which takes twenty times as long; it is given no requirements instead.
    """
    wanted, made = root / "requirements.txt", root / "build" / "vendor"
    here = (sys.platform, platform.machine()) != ("linux", "x86_64") and not on_aws
    system = [] if here else ["--python-platform", _PLATFORM]
    digest = hashlib.sha256("\0".join([python, *system, wanted.read_text()]).encode()).hexdigest()
    if not (made / digest).exists():
        shutil.rmtree(made, ignore_errors=True)
        # An installer that outlives its killed packager still writes into the folder of its own.
        fresh = made / f"unfinished-{os.getpid()}"
        exact = ["--no-deps", "--require-hashes", "--only-binary", ":all:", *system]
        version = ["--python-version", python]
        _run_command(
            [str(UV), "pip", "install", "--quiet", "--target", str(fresh), *exact, *version, "-r", str(wanted)], root
        )
        for unused in ("bin", "share"):
            shutil.rmtree(fresh / unused, ignore_errors=True)
        (fresh / ".lock").unlink(missing_ok=True)
        fresh.rename(made / digest)
    (work / "requirements.txt").write_text("")
    (work / "vendor").symlink_to(made / digest)


def _run_command(command: list[str], cwd: Path) -> str:
    """Run a command; return its output."""
    # The packager refuses to start without a region; the package itself holds none.
    environment = {"AWS_DEFAULT_REGION": REGION, **os.environ}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackagingFailed(f"{' '.join(command)}\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout + done.stderr
