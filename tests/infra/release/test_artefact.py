"""The artefact that is deployed: the same bytes each time, and a deployer in it that needs nothing installed."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import quote

import pytest

from infra.aws.deploy import main as deploy_main
from infra.release import artefact as release
from infra.release import sbom
from infra.release.package import PackagingFailed, read_package
from tests.infra.templates import ROOT


def test_the_same_content_gives_the_same_bytes_for_any_packer_at_any_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "deep").mkdir(parents=True)
        (folder / "b.txt").write_text("b")
        (folder / "deep" / "a.txt").write_text("a")
        (folder / "left.pyc").write_text("x")
    os.utime(tmp_path / "two" / "b.txt", (1, 1))
    (tmp_path / "two" / "b.txt").chmod(0o600)
    first, second = (release.pack_folder(tmp_path / name) for name in ("one", "two"))
    assert first == second
    with tarfile.open(fileobj=io.BytesIO(first)) as archive:
        assert archive.getnames() == ["b.txt", "deep/a.txt"]


@pytest.mark.parametrize("module", ["infra.aws.deploy", "infra.aws.deploy_web"])
def test_the_deployer_runs_from_the_artefact_with_its_own_libraries_alone(module: str, tmp_path: Path) -> None:
    """The job installs nothing: every import must be in the artefact. Of the libraries only those locked for it."""
    release.copy_programs(tmp_path)
    names = {
        line.split("==")[0]
        for line in (ROOT / "infra" / "deploy-requirements.txt").read_text().splitlines()
        if "==" in line
    }
    installed = Path(next(path for path in sys.path if path.endswith("site-packages")))
    folders = {"PyYAML": "yaml", "pyyaml": "yaml", "python-dateutil": "dateutil", "six": "six.py"}
    for name in names:
        source = installed / folders.get(name, name)
        target = tmp_path / "lib" / source.name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
    # -I -S: neither this machine's libraries nor its environment.
    program = (
        f"import sys, runpy; sys.path[:0] = [{str(tmp_path)!r}, {str(tmp_path / 'lib')!r}]; sys.argv[1:] = ['--help']; "
        f"runpy.run_module({module!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "--role" in done.stdout


def test_a_package_that_was_made_before_is_taken_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "package.json").write_text(json.dumps({"template": {"Resources": {}}, "archives": {"a.zip": "12"}}))
    made = read_package(tmp_path)
    assert (made.folder, made.archives) == (tmp_path, {"a.zip": "12"})
    (tmp_path / "package.json").write_text("{}")
    with pytest.raises(PackagingFailed, match="holds no package"):
        read_package(tmp_path)
    arguments = ["--stage", "prod", "--province", "hue", "--package", str(tmp_path)]
    assert deploy_main(arguments) == 1
    assert "holds no package" in capsys.readouterr().err


def test_no_release_without_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "find_site", lambda: tmp_path)
    with pytest.raises(PackagingFailed, match="make site"):
        release.make_release("prod", tmp_path / "out")


def test_the_bill_names_every_library_of_the_functions_and_of_the_pages_with_its_digests() -> None:
    document = json.loads(sbom.write_sbom())
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    listed = {each["purl"]: each for each in document["components"]}
    lock = (ROOT / "requirements.txt").read_text()
    functions = [line.split(" ")[0].split("==") for line in lock.splitlines() if "==" in line]
    assert {f"pkg:pypi/{name.lower()}@{version}" for name, version in functions} <= set(listed)
    pages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    shipped = {f"pkg:npm/{quote(path.rpartition('node_modules/')[2])}@{one['version']}" for path, one in pages.items()
               if path and not one.get("dev") and not one.get("optional")}  # fmt: skip
    assert shipped == {each for each in listed if each.startswith("pkg:npm/")}
    assert any(each.startswith("pkg:pypi/chalice@") for each in listed)
    assert not any("vitest" in each or "pytest" in each for each in listed)
    assert all(each["hashes"] for each in listed.values())


def test_the_same_locks_give_the_same_bill() -> None:
    assert sbom.write_sbom() == sbom.write_sbom()
    assert "timestamp" not in json.loads(sbom.write_sbom())["metadata"]
