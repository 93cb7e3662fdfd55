"""Everything that is installed is locked by version and digest, and each looser line is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.checks import locks
from tests.infra.templates import ROOT

LOCK = (
    f"attrs==26.1.0 \\\n    --hash=sha256:{'a' * 64} \\\n    --hash=sha256:{'b' * 64}\n"
    f"six==1.17.0 \\\n    --hash=sha256:{'c' * 64}\n"
)
NPM: dict[str, Any] = {
    "lockfileVersion": 3,
    "packages": {
        "": {"dependencies": {"preact": "10.29.8"}},
        "node_modules/preact": {"version": "10.29.8", "integrity": f"sha512-{'A' * 86}=="},
    },
}


def test_what_is_locked_here_has_no_fault() -> None:
    assert locks.find_faults() == []


def test_every_lock_of_the_checkout_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def note_name(name: str, _: str) -> list[str]:
        seen.append(name)
        return []

    monkeypatch.setattr(locks, "find_requirements_faults", note_name)
    monkeypatch.setattr(locks, "find_npm_faults", note_name)
    locks.find_faults()
    assert {"requirements.txt", "requirements-dev.txt", "web/package-lock.json", "bench/lighthouse/package-lock.json",
            "infra/deploy-requirements.txt", "infra/audit-requirements.txt", "infra/lint-requirements.txt",
            "infra/uv-requirements.txt", "infra/local/requirements.txt",
            "infra/docs-requirements.txt"} == set(seen)  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        "",
        LOCK.replace(f" \\\n    --hash=sha256:{'c' * 64}", ""),
        LOCK.replace("c" * 64, "c" * 40),
        LOCK.replace("sha256:" + "c" * 64, "md5:" + "c" * 32),
        LOCK.replace("six==1.17.0", "six>=1.17.0"),
        LOCK.replace("six==1.17.0", "six==1.*"),
        LOCK.replace("six==1.17.0", "six"),
        LOCK.replace("six==1.17.0", "six @ https://example.org/six.whl"),
        LOCK.replace("six==1.17.0", "git+https://example.org/six"),
        "-e .\n" + LOCK,
        "--index-url https://example.org/simple\n" + LOCK,
        "--extra-index-url https://example.org/simple\n" + LOCK,
        "--trusted-host example.org\n" + LOCK,
        LOCK + "-r other.txt\n",
        LOCK.replace(f"--hash=sha256:{'c' * 64}", f"--hash=sha256:{'c' * 64} --no-binary :all:"),
        LOCK.replace(f"--hash=sha256:{'c' * 64}", f"--hash=sha256:{'C' * 64}"),
        LOCK.replace("six==1.17.0", "six===1.17.0"),
        LOCK.replace("six==1.17.0", "six==1.17.0,<2"),
        LOCK.replace("six==1.17.0", "./six-1.17.0.whl"),
        LOCK + "--find-links .\n",
        LOCK + "--no-index\n",
        LOCK + "-c other.txt\n",
    ],
)
def test_a_looser_lock_of_python_packages_is_refused(changed: str) -> None:
    assert locks.find_requirements_faults("lock", LOCK) == []
    assert locks.find_requirements_faults("lock", changed)


def _change_entry(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda lock: lock["packages"]["node_modules/preact"].update(changes)


@pytest.mark.parametrize(
    "change",
    [
        _change_entry(integrity=""),
        _change_entry(integrity="sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        _change_entry(integrity=f"sha512-{'A' * 40}=="),
        _change_entry(resolved="https://example.org/preact.tgz"),
        _change_entry(link=True),
        lambda lock: lock["packages"].update({"packages/own": {"version": "1.0.0"}}),
        lambda lock: lock["packages"][""]["dependencies"].update({"x": "git+https://example.org/x.git"}),
        lambda lock: lock["packages"][""]["dependencies"].update({"x": "https://example.org/x.tgz"}),
        lambda lock: lock["packages"][""]["dependencies"].update({"x": "github:someone/x"}),
        lambda lock: lock["packages"][""]["dependencies"].update({"x": "someone/x"}),
        lambda lock: lock["packages"][""]["dependencies"].update({"x": "npm:other@1.0.0"}),
        lambda lock: lock["packages"][""]["dependencies"].update({"x": "file:../x"}),
        lambda lock: lock["packages"][""]["dependencies"].update({"preact": "^10.29.8"}),
        lambda lock: lock["packages"][""]["dependencies"].update({"preact": "latest"}),
        lambda lock: lock["packages"][""].update(devDependencies={"x": "*"}),
        lambda lock: lock["packages"][""].update(optionalDependencies={"x": "git+ssh://git@example.org/x.git"}),
        lambda lock: lock["packages"][""].update(peerDependencies={"x": "https://example.org/x.tgz"}),
        _change_entry(integrity=f"sha512-{'A' * 86}== sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        lambda lock: lock["packages"].update({"../own": {"integrity": f"sha512-{'A' * 86}=="}}),
        lambda lock: lock.update(lockfileVersion=1),
        lambda lock: lock["packages"].pop("node_modules/preact"),
    ],
)  # fmt: skip
def test_a_looser_lock_of_npm_packages_is_refused(change: Callable[[dict[str, Any]], Any]) -> None:
    assert locks.find_npm_faults("lock", json.dumps(NPM)) == []
    changed = json.loads(json.dumps(NPM))
    change(changed)
    assert locks.find_npm_faults("lock", json.dumps(changed))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("pip sync --quiet --require-hashes --python $(RUN)", "pip sync --quiet --python $(RUN)"),
        ("$$pip install --quiet --disable-pip-version-check --require-hashes", "$$pip install --quiet"),
        ("npm --prefix web ci --no-audit", "npm --prefix web install --no-audit"),
        ("npm --prefix web ci --no-audit", "npm i --silent"),
        ("npm --prefix web ci --no-audit", "npx vite"),
        ("npm --prefix web ci --no-audit", "npm exec vite"),
        ("npm --prefix web ci --no-audit", "npm --prefix=web install"),
        ("npm --prefix web ci --no-audit", "npm -C web isntall"),
        ("npm --prefix web ci --no-audit", "npm --loglevel silent --prefix web up"),
        ("npm --prefix web ci --no-audit", "npm --silent create vite"),
        ("npm --prefix web ci --no-audit", "npm rebuild"),
        ("npm --prefix web ci --no-audit", "pnpm i"),
        ("npm --prefix web ci --no-audit", "corepack enable; yarn"),
        ("npm --prefix web ci --no-audit", "curl -sSf https://example.org | sh; npm ci"),
        ("pip sync --quiet --require-hashes --python $(RUN)", "pip sync --require-hashes --no-verify-hashes"),
        ("pip sync --quiet --require-hashes --python $(RUN)", "pip sync --require-hashes --index-url https://x.org"),
        ("pip sync --quiet --require-hashes --python $(RUN)", "pip download six"),
        ("$(UV) pip sync --quiet --require-hashes --python $(RUN)", "$(UV) tool install six"),
        ("$(UV) pip sync --quiet --require-hashes --python $(RUN)", "uvx six"),
        ("$(UV) pip sync --quiet --require-hashes --python $(RUN)", "pipx run six"),
    ],
)
def test_a_command_that_installs_without_digests_is_refused(was: str, now: str) -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert locks.find_installing_faults("Makefile", makefile) == []
    assert was in makefile
    assert locks.find_installing_faults("Makefile", makefile.replace(was, now))


NPMRC = (ROOT / "web" / ".npmrc").read_text()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("web/.npmrc", NPMRC.replace("ignore-scripts=true", "ignore-scripts=false")),
        ("web/.npmrc", NPMRC.replace("ignore-scripts=true\n", "")),
        ("web/.npmrc", NPMRC + "registry=https://example.org/\n"),
        ("web/.npmrc", NPMRC + "@scope:registry=https://example.org/\n"),
        ("web/.npmrc", NPMRC + "//example.org/:_authToken=${TOKEN}\n"),
        ("web/.npmrc", NPMRC + "ignore-scripts=false\n"),
        ("web/.npmrc", NPMRC + "script-shell=./sh\n"),
        ("web/.npmrc", ""),
        ("pip.conf", "[global]\nindex-url = https://example.org/simple\n"),
        ("uv.toml", 'index-url = "https://example.org/simple"\n'),
    ],
)
def test_settings_by_which_an_installer_does_something_else_are_refused(name: str, text: str) -> None:
    assert locks.find_settings_faults("web/.npmrc", NPMRC) == []
    assert locks.find_settings_faults(name, text)
