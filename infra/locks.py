"""The locks of what is installed, checked as data: each package by version and digest, and no address anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from infra.package import ROOT

_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z0-9,_-]+\])?==[A-Za-z0-9.!+_-]+( ; [^\\]+)?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
_INTEGRITY = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")
_ADDRESS = re.compile(r"https?://|git\+|file:|ssh://")
_PIP = re.compile(r"\bpip\"?,? +\"?(install|sync)\b")
_NPM = re.compile(r"\bnpm\b(?: --prefix \S+)? (install|i|add|exec|update|x)\b|\bnpx\b")
BEFORE, BEHIND = 400, 240
"""Letters of a program around a call that installs in which its options stand."""
_LEFT_OUT = frozenset({".venv", ".uv", ".lint", ".audit", ".cloud", "build", "node_modules"})


def find_requirements_faults(name: str, text: str) -> list[str]:
    """What a lock of Python packages lacks."""
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
    """What a lock of npm packages lacks."""
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
    wanted = {**own.get("dependencies", {}), **own.get("devDependencies", {})}
    faults += [f"{each}: comes from an address of its own" for each, at in wanted.items() if _ADDRESS.match(at)]
    return [f"{name}: {fault}" for fault in faults]


def find_installing_faults(name: str, text: str) -> list[str]:
    """Commands of a file that install what no lock names by its digest."""
    faults = [f"npm installs without its lock: {found[0]}" for found in _NPM.finditer(text)]
    for found in _PIP.finditer(text):
        command = (
            text[max(0, found.start() - BEFORE) : found.start() + BEHIND]
            if name.endswith(".py")
            else _line(text, found)
        )
        if "--require-hashes" not in command:
            faults.append(f"pip takes what has no digest: {_line(text, found).strip()}")
    return [f"{name}: {fault}" for fault in faults]


def _line(text: str, found: re.Match[str]) -> str:
    return text[text.rfind("\n", 0, found.start()) + 1 :].split("\n", 1)[0]


def find_faults(root: Path = ROOT) -> list[str]:
    """Faults of every lock, and of the commands that install."""
    found: list[str] = []
    for file in _files(root, "*requirements*.txt"):
        found += find_requirements_faults(str(file.relative_to(root)), file.read_text())
    for file in _files(root, "package-lock.json"):
        found += find_npm_faults(str(file.relative_to(root)), file.read_text())
    for file in (root / "Makefile", *_files(root / "infra", "*.py"), *_files(root / "bench", "*.py")):
        if file.name not in ("locks.py", "pipeline.py"):  # these name the commands in order to find them
            found += find_installing_faults(str(file.relative_to(root)), file.read_text())
    return found


def _files(root: Path, pattern: str) -> Iterator[Path]:
    for path in sorted(root.rglob(pattern)):
        if not _LEFT_OUT & set(path.relative_to(root).parts):
            yield path
