"""The local cloud's main program, run by the interpreter of its own environment (.cloud/venv).

Five things differ from starting it directly. Functions run in the bare interpreter given as argument, so that
they import what their package holds and nothing else. Processes of functions share one unpacked copy of their
archives instead of unpacking their own. A call waits a moment for one of a function's processes before it starts
another: a machine of few cores answers a burst sooner so. What a function printed is taken when its answer is there,
without waiting whether more will come. And it ends when the process that started it is gone.
"""

import hashlib
import importlib
import os
import select
import shutil
import signal
import sys
import tempfile
import threading
import time
import types
import zipfile
from pathlib import Path

ENOUGH = max(2, os.cpu_count() or 1)
"""Processes of one function that are started without waiting."""
PATIENCE_S = 5.0
"""Longer than any call of ours takes; a function that waits for itself is not kept waiting for good."""


class _SharedArchive(zipfile.ZipFile):
    """Unpacks an archive of a function or a layer once, and links there afterwards."""

    _unpacking = threading.Lock()

    def namelist(self) -> list[str]:
        """Nothing: every start of a process would look at thousands of paths of an archive that is our own."""
        return []

    def extractall(self, path=None, members=None, pwd=None):  # type: ignore[no-untyped-def]
        """As the base class; the folder becomes a link to the shared copy."""
        target = Path(path or os.curdir)
        content = repr([(member.filename, member.CRC, member.file_size) for member in self.infolist()])
        shared = target.parent.parent / "unpacked" / hashlib.sha256(content.encode()).hexdigest()
        with self._unpacking:
            if not shared.exists():
                shared.parent.mkdir(exist_ok=True)
                fresh = tempfile.mkdtemp(dir=shared.parent)
                super().extractall(fresh, self.infolist(), pwd)
                Path(fresh).rename(shared)
        shutil.rmtree(target)
        target.symlink_to(shared)


def _patient(runtime: types.ModuleType):  # type: ignore[no-untyped-def]
    """`acquire_worker` that, where a function has processes enough, waits for a free one before it starts one more."""
    acquire = runtime.acquire_worker

    def acquire_worker(func_name, config, code_zip, qualifier="$LATEST", max_concurrency=None):  # type: ignore[no-untyped-def]
        key = runtime._worker_key(func_name, config, qualifier)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            with runtime._lock:
                workers = runtime._workers.get(key, [])
                if len(workers) < ENOUGH or not all(worker.in_use for worker in workers):
                    break
            time.sleep(0.01)
        return acquire(func_name, config, code_zip, qualifier, max_concurrency)

    return acquire_worker


_TAKING = threading.Lock()


def _read(worker) -> None:  # type: ignore[no-untyped-def]
    """Empty the pipe of what a function prints as it fills, until its process ends: a full one would stop the
    function."""
    worker.pipe, worker.rest = worker._proc.stderr, b""
    os.set_blocking(worker.pipe.fileno(), False)
    # Not select: it takes no descriptor beyond 1023, and a cloud of many functions has more.
    filling = select.poll()
    filling.register(worker.pipe, select.POLLIN)
    while filling.poll() and _take(worker) != b"":
        continue


def _printed(worker) -> str:  # type: ignore[no-untyped-def]
    """Everything that a function has printed: it does so before it answers. The runtime's own way cannot know whether
    a line is still to come, and so keeps each answer for 6 ms of silence, or for 50 ms where nothing was printed."""
    while _take(worker):
        continue
    return str(worker._drain_stderr())


def _take(worker) -> bytes | None:  # type: ignore[no-untyped-def]
    """What the pipe holds, put in line for the log; None when it holds nothing now, no bytes at its end."""
    with _TAKING:
        try:
            more = os.read(worker.pipe.fileno(), 1 << 16)
        except BlockingIOError:
            return None
        *lines, worker.rest = (worker.rest + more).split(b"\n")
        for line in lines:
            worker._stderr_queue.put(line.decode(errors="replace"))
        return more


def _end_with_parent() -> None:
    """Standard input is a pipe from the parent: it ends when the parent does, however that happened."""
    while os.read(0, 1024):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve until SIGTERM or until the parent is gone; the state is written on the way out."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    cloud = importlib.import_module("ministack.app")
    runtime = importlib.import_module("ministack.core.lambda_runtime")
    runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": _SharedArchive})  # type: ignore[attr-defined]
    runtime.Worker._read_stderr, runtime.Worker._drain_stderr_bounded = _read, _printed
    functions = importlib.import_module("ministack.services.lambda_svc")
    functions.acquire_worker = _patient(runtime)  # type: ignore[attr-defined]
    # The local cloud starts functions with sys.executable; its environment would lend them its own libraries.
    sys.executable = sys.argv.pop()
    cloud.main()


if __name__ == "__main__":
    main()
