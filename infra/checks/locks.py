"""Checks the lock files as data: each package by version and digest, and no address anywhere."""

from __future__ import annotations

import fnmatch
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from infra.paths import ROOT

_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z0-9,_-]+\])?==[A-Za-z0-9.!+_-]+( ; [^\\]+)?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
_INTEGRITY = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")
_EXACT = re.compile(r"\d+\.\d+\.\d+")
_PIP = re.compile(r"\bpip3?\"?,? +\"?(install|sync|download|wheel)\b")
_LOOSE_PIP = re.compile(r"--(?:no-(?:require|verify)-hashes|(?:extra-)?index(?:-url)?|find-links|trusted-host)\b")
_NPM = re.compile(r"\bnpm\b([^\n;|&]*)")
_WORD = re.compile(r"[^\s\"',()\[\]]+")
_WITH_VALUE = frozenset({"--prefix", "-C", "--loglevel", "--workspace", "-w", "--registry", "--userconfig"})
_FETCHING = frozenset({
    "install", "i", "in", "ins", "inst", "insta", "instal", "isnt", "isnta", "isntal", "isntall", "add", "install-test",
    "it", "exec", "x", "update", "up", "upgrade", "udpate", "create", "init", "innit", "link", "ln", "rebuild", "rb",
    "dedupe", "ddp",
})  # fmt: skip
"""Commands by which npm takes or runs packages outside its lock, or their scripts."""
_OTHERS = re.compile(
    r"\b(?:npx|pnpm|yarn|corepack|uvx|pipx|easy_install|curl|wget)\b|setup\.py\b|"
    r"(?:\buv\b|\$\(UV\))\"?,? +\"?(?:add|tool|run)\b"
)
"""Other programs that fetch, or run what they fetched."""
_NPMRC = frozenset({
    "omit-lockfile-registry-resolved=true", "save-exact=true", "fund=false", "audit=false", "update-notifier=false",
    "ignore-scripts=true",
})  # fmt: skip
_QUIET = "ignore-scripts=true"
BEFORE, BEHIND = 400, 240
"""Letters of a program around a call that installs in which its options stand."""
_LEFT_OUT = frozenset({".venv", ".uv", ".lint", ".audit", ".docs", ".cloud", "build", "node_modules"})


def find_requirements_faults(name: str, text: str) -> list[str]:
    """Return the faults of a lock of Python packages."""
    faults: list[str] = []
    lines = text.replace("\\\n", " ").splitlines()
    entries = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not entries:
        faults.append("holds nothing")
    for entry in entries:
        words = entry.split(" --")
        hashes = [f"--{word.strip()}" for word in words[1:]]
        if not _REQUIREMENT.fullmatch(words[0].strip()):
            faults.append(f"{words[0].strip()[:60]}: not one package at one version")
        elif not hashes or not all(map(_HASH.fullmatch, hashes)):
            faults.append(f"{words[0].strip()}: no digest, or something else with it")
    return [f"{name}: {fault}" for fault in faults]


def find_npm_faults(name: str, text: str) -> list[str]:
    """Return the faults of a lock of npm packages."""
    lock = json.loads(text)
    faults = [] if lock.get("lockfileVersion") == 3 else ["another form of lock"]
    packages = lock.get("packages", {})
    if len(packages) < 2:
        faults.append("holds nothing")
    for path, package in packages.items():
        if not path:
            continue
        if not _INTEGRITY.fullmatch(str(package.get("integrity", ""))):
            faults.append(f"{path}: no digest")
        if "resolved" in package or package.get("link") or not path.startswith("node_modules/"):
            faults.append(f"{path}: comes from an address of its own")
    own = packages.get("", {})
    kinds = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
    wanted = {name: at for kind in kinds for name, at in own.get(kind, {}).items()}
    faults += [f"{each}: not one version of the registry" for each, at in wanted.items() if not _EXACT.fullmatch(at)]
    return [f"{name}: {fault}" for fault in faults]


def find_installing_faults(name: str, text: str) -> list[str]:
    """Return commands of a file that install what no lock names by its digest."""
    faults = [
        f"npm takes what its lock does not name: npm {verb}" for verb in _list_npm_verbs(text) if verb in _FETCHING
    ]
    faults += [f"fetches or runs what no lock names: {found[0]}" for found in _OTHERS.finditer(text)]
    for found in _PIP.finditer(text):
        command = (
            text[max(0, found.start() - BEFORE) : found.start() + BEHIND]
            if name.endswith(".py")
            else _read_line(text, found)
        )
        if "--require-hashes" not in command or _LOOSE_PIP.search(command):
            faults.append(f"pip takes what has no digest: {_read_line(text, found).strip()}")
    return [f"{name}: {fault}" for fault in faults]


def _list_npm_verbs(text: str) -> Iterator[str]:
    """Return npm's command in each place: the first word that is no option."""
    for found in _NPM.finditer(text):
        words = iter(_WORD.findall(found[1]))
        for word in words:
            if word in _WITH_VALUE:
                next(words, None)
            elif not word.startswith("-"):
                yield word
                break


def find_settings_faults(name: str, text: str) -> list[str]:
    """Return the faults in the settings of an installer: npm's run no scripts of packages and name no registry; others
    have no file."""
    if not name.endswith(".npmrc"):
        return [f"{name}: settings of an installer"]
    lines = {line.strip() for line in text.splitlines() if line.strip()}
    faults = [f"{line.partition('=')[0]}: not agreed" for line in sorted(lines - _NPMRC)]
    return [f"{name}: {fault}" for fault in (*faults, *([] if _QUIET in lines else ["runs scripts of packages"]))]


def _read_line(text: str, found: re.Match[str]) -> str:
    return text[text.rfind("\n", 0, found.start()) + 1 :].split("\n", 1)[0]


def find_faults(root: Path = ROOT) -> list[str]:
    """Return faults of every lock, and of the commands that install."""
    found: list[str] = []
    for file in _list_files(root, "*requirements*.txt"):
        found += find_requirements_faults(str(file.relative_to(root)), file.read_text())
    for file in _list_files(root, "package-lock.json"):
        found += find_npm_faults(str(file.relative_to(root)), file.read_text())
    for setting in (".npmrc", "uv.toml", "pip.conf", ".pypirc", ".yarnrc*"):
        for file in _list_files(root, setting):
            found += find_settings_faults(str(file.relative_to(root)), file.read_text())
    for file in _list_files(root, "package-lock.json"):
        if not (file.parent / ".npmrc").is_file():
            found.append(f"{file.parent.relative_to(root)}: no .npmrc, so scripts of packages run")
    for file in (root / "Makefile", *_list_files(root / "infra", "*.py"), *_list_files(root / "bench", "*.py")):
        if file.name not in ("locks.py", "pipeline.py"):  # these name the commands in order to find them
            found += find_installing_faults(str(file.relative_to(root)), file.read_text())
    return found


def _list_files(root: Path, pattern: str) -> Iterator[Path]:
    """Return the files of this name in order; folders of what was installed or made are not entered."""
    found = []
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if name not in _LEFT_OUT]
        found += [Path(folder, name) for name in fnmatch.filter(names, pattern) if name not in _LEFT_OUT]
    yield from sorted(found)
