"""One step of an installation, as `make` runs it: prints its begin, its progress, and the cause of a failure in one
sentence.

    python -m infra.local.install_step STAMP FOLDER "what is installed" "commands for /bin/sh"

The output of the commands goes to a log in build/install/ and is not shown. The stamp is written once they have
succeeded. A FOLDER whose installation was interrupted is removed first; "-" names none. Two installations in one clone
wait for each other. It runs before anything is installed, on Python alone.
"""

from __future__ import annotations

import fcntl
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.progress import Progress, print_fault, print_line

FAILED = 2
NOTES = Path("build") / "install"
"""Folder of logs and locks: not next to the stamps, which installers remove."""
NEEDED = "2 GB"
_CAUSES = (
    (
        r"No space left on device|ENOSPC|os error 28\b|Disk quota exceeded",
        "the disk is full: {free} are free here, {needed} are needed. Free some",
    ),
    (
        r"not yet valid|NOT_YET_VALID|certificate has expired|CERT_HAS_EXPIRED",
        "a certificate does not fit this machine's clock, which says {now}. Set the clock",
    ),
    (
        r"ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|[Dd]ns error|name resolution|Network is unreachable"
        r"|error sending request|Could not connect|Connection refused|NewConnectionError|Max retries exceeded",
        "the registry of packages cannot be reached. Look at the network and its proxy",
    ),
    (
        r"[Hh]ash mismatch|DO NOT MATCH THE HASHES|EINTEGRITY",
        "a package is not the pinned one. Find out what stands between here and the registry",
    ),
    (r"EACCES|Permission denied|EPERM", "a file may not be written. Look at who owns this folder"),
)

KILLED = "it was killed, by somebody or because memory ran out. Close what else needs memory"
_KILLED_CODES = (-signal.SIGKILL, 128 + signal.SIGKILL)
"""Exit codes of the shell when it, or a command in it, was killed."""
_INTERRUPTED_CODES = (-signal.SIGINT, 128 + signal.SIGINT)
_INTERRUPTED = re.compile(r"signal SIG(INT|TERM)$", re.MULTILINE)
"""What an installer prints that was interrupted by itself, before this process."""
_ASIDE = re.compile(r"A complete log of this run|^npm notice")
"""Lines unrelated to a failure."""


def run_install_step(stamp: Path, folder: Path | None, what: str, script: str, notes: Path = NOTES) -> int:
    """Run the commands and write the stamp; return 0, or FAILED with one sentence on stderr."""
    notes.mkdir(parents=True, exist_ok=True)
    name = "-".join(part for part in stamp.parts if part not in {"/", stamp.name}).replace(".", "")
    begun, log = notes / f"{name}.begun", notes / f"{name}.log"
    with _hold_lock(notes / f"{name}.lock", stamp) as lock:
        if lock is None:
            return 0
        if begun.exists() and folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        begun.touch()
        code = _run_script(what, script, log, lock)
        if code:
            print_fault(f"{_explain_failure(what, log.read_text(errors='replace'), code)} (log: {log}).")
            return FAILED
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()
        begun.unlink(missing_ok=True)
    return 0


def _run_script(what: str, script: str, log: Path, lock: int) -> int:
    """Run the commands to their end; return the exit code. They hold the lock as well: when this process is killed,
    they continue alone, and the next installation waits until they have ended."""
    with Progress(print_line) as progress, log.open("wb") as printed:
        progress.begin(f"installing {what} …")
        shell = ["/bin/sh", "-euc", script]
        with subprocess.Popen(
            shell, stdin=subprocess.DEVNULL, stdout=printed, stderr=printed, pass_fds=(lock,)
        ) as child:
            return child.wait()


def _explain_failure(what: str, printed: str, code: int = FAILED) -> str:
    if code in _INTERRUPTED_CODES or _INTERRUPTED.search(printed):
        return f"Installing {what} was interrupted; the same command begins it again"
    cause = KILLED if code in _KILLED_CODES else find_cause(printed)
    return f"{what} could not be installed: {cause}, then run the same command again"


def find_cause(printed: str) -> str:
    """Return the cause of failed commands from their output, and the next step."""
    for pattern, cause in _CAUSES:
        if re.search(pattern, printed):
            free = f"{shutil.disk_usage('.').free / 2**30:.1f} GB"
            return cause.format(free=free, needed=NEEDED, now=time.strftime("%Y-%m-%d %H:%M"))
    lines = (line.strip() for line in reversed(printed.splitlines()) if not _ASIDE.search(line))
    last = next((line for line in lines if line), "nothing was printed")
    return f"«{last[:200]}». Look into the log"


@contextmanager
def _hold_lock(lock: Path, stamp: Path) -> Iterator[int | None]:
    """Hold the step's lock; yield its descriptor, or None when another installation wrote the stamp meanwhile."""
    with lock.open("w") as held:
        waited_since = None
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waited_since = time.time()
            with Progress(print_line) as progress:
                progress.begin("waiting for what else is installing in this folder …")
                fcntl.flock(held, fcntl.LOCK_EX)
        made = waited_since is not None and stamp.exists() and stamp.stat().st_mtime >= waited_since
        yield None if made else held.fileno()


def main(argv: list[str]) -> int:
    """Install as the arguments say."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    stamp, folder, what, script = argv
    try:
        return run_install_step(Path(stamp), None if folder == "-" else Path(folder), what, script)
    except KeyboardInterrupt:
        print_fault(f"Installing {what} was interrupted; the same command begins it again.")
    except OSError as fault:
        print_fault(f"{_explain_failure(what, str(fault))}.")
    return FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
