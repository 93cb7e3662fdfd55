"""The folder in which a local cloud keeps its state: one user at a time, and of the version that reads it.

    python -m infra.local.state DIR        (make forget) deletes it

Locked by the operating system; the lock ends with its holder in every case.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.paths import ROOT

LOCK = "in-use.lock"
VERSION = "made-by.json"
CHOICES = "last-start.mk"
"""What the last start was asked for: a stack was up on this state."""
TABLES = "dynamodb.json"
UNSAVED = "Persistence: failed to save "
"""What the local cloud's log says of each service that it could not write."""
USUAL = ROOT / ".cloud" / "state"
PATIENCE_S = 30.0


class StateRefused(RuntimeError):
    """The state cannot be used; the message says why and what to do."""


class StateNotSaved(RuntimeError):
    """The local cloud stopped without having written all it has; the message says what is lost and what to do."""


def require_unused(state: Path) -> None:
    """Raise StateRefused while another program uses the state."""
    if (state / LOCK).is_file():
        os.close(_lock_state(state))


def release_state(held: int) -> None:
    """Give the state back. Copies of the file in forked processes hold it no longer."""
    fcntl.flock(held, fcntl.LOCK_UN)
    os.close(held)


def hold_state(state: Path, holder: dict[str, Any]) -> int:
    """Take the state for this process until the answered file is closed; `holder` is shown to a second process.

    A local cloud that outlived its starter is waited for: it is writing what it has. Raises StateRefused.
    """
    held = _lock_state(state)
    _wait_for_end(int(read_holder(state).get("cloud") or 0))
    write_holder(state, {"pid": os.getpid(), **holder})
    return held


def _lock_state(state: Path) -> int:
    file = os.open(state / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        known = read_holder(state)
        pid, port = known.get("pid", "unknown"), known.get("port", "unknown")
        raise StateRefused(
            f"the state in {_write_relative(state)} is in use by pid {pid}, whose local cloud is on port {port}: stop "
            "that one (Ctrl-C), or keep a state apart with STATE=another-folder"
        ) from None
    return file


def read_holder(state: Path) -> dict[str, Any]:
    """Return the present or last holder of the state."""
    try:
        known = json.loads((state / LOCK).read_text())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def write_holder(state: Path, holder: dict[str, Any]) -> None:
    """Store the holder. Only the holder may call it."""
    (state / LOCK).write_text(json.dumps(holder))


def _wait_for_end(pid: int, pause: Callable[[float], None] = time.sleep) -> None:
    until = time.monotonic() + PATIENCE_S
    while pid and _is_local_cloud(pid) and time.monotonic() < until:
        pause(0.05)


def _is_local_cloud(pid: int) -> bool:
    try:
        return b"boot.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def require_readable(state: Path, version: str) -> None:
    """Raise StateRefused for a state that another version of the local cloud wrote, or that is broken; else sign it."""
    away = (
        f"throw the made-up data away with `{name_forgetting(state)}`, or keep a state apart with STATE=another-folder"
    )
    broken = next((file for file in sorted(state.glob("*.json")) if not _is_whole(file)), None)
    if broken is not None:
        raise StateRefused(f"{_write_relative(broken)} is broken, as after a full disk: {away}")
    marked = state / VERSION
    before = json.loads(marked.read_text())["local_cloud"] if marked.is_file() else version
    if before != version:
        raise StateRefused(
            f"the state in {_write_relative(state)} was written by the local cloud {before}, "
            f"and this version has {version}: go back to the version of then, {away}"
        )
    marked.write_text(json.dumps({"local_cloud": version}))


def name_forgetting(state: Path) -> str:
    """Return the command that throws this state away: another than the usual one must be named."""
    return "make forget" if state.resolve() == USUAL.resolve() else f"make forget STATE={_write_relative(state)}"


def require_saved(log: Path, since: int) -> None:
    """Raise StateNotSaved where the local cloud's log says, from byte `since` on, that a service could not be saved."""
    with log.open("rb") as opened:
        opened.seek(since)
        lines = opened.read().decode(errors="replace").splitlines()
    lost = [line.split(UNSAVED, 1)[1].strip() for line in lines if UNSAVED in line]
    if lost:
        raise StateNotSaved(
            f"not saved: what was filed since the last save is lost, for the local cloud could not write {lost[0]}. "
            "Free some space, then start again"
        )


def describe_loss(state: Path) -> str:
    """Return a sentence where a stack ran on a state whose tables were never written; empty where nothing is lost."""
    if (state / CHOICES).is_file() and not (state / TABLES).is_file():
        return (
            f"nothing of the last run was saved in {_write_relative(state)}: this start begins with an empty province"
        )
    return ""


def _is_whole(file: Path) -> bool:
    """Return whether a file begins and ends as an object does: one of them is 80 MB long and is not read for this."""
    with file.open("rb") as opened:
        first = opened.read(1)
        opened.seek(max(0, file.stat().st_size - 2))
        return first == b"{" and opened.read().rstrip().endswith(b"}")


def _write_relative(path: Path) -> str:
    return os.path.relpath(path)


def main(argv: list[str]) -> int:
    """Delete a state; return 2 with the reason on stderr when it is in use or no state."""
    state = Path(argv[0])
    if state.is_dir() and not (state / "cloud.log").is_file():
        print(f"{state} holds no state of a local cloud: it stays", file=sys.stderr)
        return 2
    try:
        require_unused(state)
    except StateRefused as refused:
        print(refused, file=sys.stderr)
        return 2
    shutil.rmtree(state, ignore_errors=True)
    print(f"the state in {state} is gone; the next `make run` begins afresh")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
