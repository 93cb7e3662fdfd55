"""Starts the processes of functions by forking one that has loaded libraries and rules already.

A fresh process loads them again, and after every change of a stack's settings some twenty start. The
parent runs in the bare interpreter. It has loaded libraries of the layer and, of the functions' own code, what never
asks where it runs: rules, forms of bodies, and steps (tests/infra/local/test_forked_workers.py proves it). It has no
credentials: a process gets its environment, its files and its folder when it is forked.
The imports of a single function are tested without this (tests/entry/test_imports.py) and measured without it
(bench/cold_start.py).
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from infra.local.adaptations.fit import find_module, require_parameters

LIBRARIES = (
    "botocore.session", "botocore.client", "botocore.httpsession", "botocore.credentials", "botocore.signers",
    "pynamodb.models", "pydantic", "aws_lambda_powertools", "aws_lambda_powertools.metrics",
    "cryptography.hazmat.primitives.asymmetric.rsa", "cryptography.hazmat.primitives.serialization", "jwt",
    "urllib3", "jsonschema",
)  # fmt: skip
"""Libraries that most functions load from the layer. A missing one stops the start of the parent."""
OWN = "chalicelib"
PACKAGES = ("chalicelib.domain", "chalicelib.models", "chalicelib.steps")
"""The loaded packages of the functions' own code, each with all its modules. None reads the environment as it is
loaded, so that nothing of one stack can be seen by another."""
START_S = 60
"""Seconds for loading on a busy machine."""
MOST_PARENTS = 3
"""The number of parents at a time. A cloud that lives for days is given new code many times a day."""
LAYERS = "_LAMBDA_LAYERS_DIRS"
"""The variable that holds the folders of a process's layers."""

# The parent's program. Each request is one message: a line of JSON and three descriptors.
PARENT = """
import array, gc, importlib, json, os, pkgutil, signal, site, socket, sys
libraries, folder, packages, code = json.loads(sys.argv[1])
path, given = list(sys.path), dict(os.environ)
sys.path.insert(0, folder)
for name in libraries:
    importlib.import_module(name)
sys.path.insert(0, code)
for name in packages:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(module.name)
sys.path[:] = path
# What the code sets for its libraries as it is loaded.
settings = {name: value for name, value in os.environ.items() if given.get(name) != value}
gc.collect()
gc.freeze()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
requests = socket.socket(fileno=0)
requests.send(b"ready")
while True:
    message, control, _, _ = requests.recvmsg(1 << 20, socket.CMSG_LEN(12))
    if not message:
        break
    files = array.array("i")
    files.frombytes(control[0][2])
    child = os.fork()
    if child:
        for file in files:
            os.close(file)
        requests.send(str(child).encode())
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    asked = json.loads(message)
    requests.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update({**settings, **asked["env"]})
    os.chdir(asked["cwd"])
    open("/proc/self/comm", "w").write(asked["name"])
    sys.argv = asked["argv"]
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)
    sys.stderr = open(2, "w", buffering=1, closefd=False)
    sys.path[0] = os.path.dirname(sys.argv[0])
    program = open(sys.argv[0]).read()
    exec(compile(program, sys.argv[0], "exec"), {"__name__": "__main__", "__file__": sys.argv[0]})
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
"""


class Parent:
    """A running parent for one layer and, where it is given, one folder of code."""

    def __init__(self, interpreter: str, libraries: Path, code: Path | None = None) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._requests, self._asking = ours, threading.Lock()
        with theirs:
            loaded = [LIBRARIES, str(libraries), PACKAGES if code else (), str(code)]
            command = [interpreter, "-c", PARENT, json.dumps(loaded)]
            # The interpreter's own libraries are all it needs to know of its surroundings.
            env = {name: value for name, value in os.environ.items() if name == "LD_LIBRARY_PATH"}
            self._process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, env=env)
        ours.settimeout(START_S)
        if ours.recv(16) != b"ready":
            self.stop()
            where = f"the layer in {libraries}" + (f" and the code in {code}" if code else "")
            raise RuntimeError(f"{where} cannot be loaded; the log above says what is missing")

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it still accepts requests."""
        return self._process.poll() is None

    def wait(self, timeout: float) -> None:
        """Wait until it has ended. Raise subprocess.TimeoutExpired when it has not in time."""
        self._process.wait(timeout)

    def stop(self) -> None:
        """Close its input, which ends it."""
        self._requests.close()
        self._process.wait(START_S)

    def start_process(self, argv: Sequence[str], cwd: str, env: Mapping[str, str], files: Sequence[int]) -> int:
        """Start a process with these standard files; return its number."""
        # By this name a list of processes shows it: the function's own, between the stack's and what makes it unique.
        name = env.get("AWS_LAMBDA_FUNCTION_NAME", "function").split("-")[-2:][0]
        message = json.dumps({"argv": argv, "cwd": cwd, "env": env, "name": name}).encode()
        with self._asking:
            self._requests.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))])
            answer = self._requests.recv(16)
        if not answer:
            raise RuntimeError("the process that functions are forked from has ended")
        return int(answer)


class ForkedProcess:
    """The part of `subprocess.Popen` that the local cloud uses: pipes, status and termination."""

    def __init__(self, parent: Parent, argv: Sequence[str], cwd: str, env: Mapping[str, str]) -> None:
        (stdin_end, stdin), (stdout, stdout_end), (stderr, stderr_end) = os.pipe(), os.pipe(), os.pipe()
        ends = (stdin_end, stdout_end, stderr_end)
        try:
            self.pid = parent.start_process(argv, cwd, env, ends)
        finally:
            for end in ends:
                os.close(end)
        # Open for as long as the process runs.
        self.stdin: IO[str] = os.fdopen(stdin, "w", buffering=1)
        self.stdout: IO[str] = os.fdopen(stdout)
        self.stderr: IO[str] = os.fdopen(stderr)
        self.returncode: int | None = None
        try:
            self._handle = os.pidfd_open(self.pid)
        except ProcessLookupError:
            self._handle, self.returncode = -1, 0

    def poll(self) -> int | None:
        """Return None while it runs. Only its parent knows the exit code, so afterwards it is 0."""
        if self.returncode is None:
            self._has_ended(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended. Raise subprocess.TimeoutExpired when it has not in time."""
        if self.returncode is None and not self._has_ended(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return 0

    def _has_ended(self, timeout: float | None) -> bool:
        waiting = select.poll()
        waiting.register(self._handle, select.POLLIN)
        if not waiting.poll(None if timeout is None else timeout * 1000):
            return False
        os.close(self._handle)
        self.returncode = 0
        return True

    def close(self) -> None:
        """End it and close its pipes."""
        self.kill()
        self.wait()
        for pipe in (self.stdin, self.stdout, self.stderr):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)


_parents: dict[tuple[Path, Path | None], Parent] = {}
_starting = threading.Lock()


def find_parent(interpreter: str, layer: str, code: str) -> Parent:
    """Return the parent for the layer and the code; it is started with the first function that has them, and again if
    it has ended. Code that is not ours (a test's) is loaded by its own process alone."""
    version = "python{}.{}".format(*sys.version_info)
    libraries = (Path(layer) / "python" / "lib" / version / "site-packages").resolve()
    # All functions' folders are links to one copy (shared_archives).
    folder = Path(code).resolve()
    wanted = (libraries, folder if (folder / OWN).is_dir() else None)
    with _starting:
        known = _parents.pop(wanted, None)
        if known is not None and not known.runs:
            known.stop()
            known = None
        # The one that was used last stands last.
        _parents[wanted] = known = known or Parent(interpreter, *wanted)
        while len(_parents) > MOST_PARENTS:
            _parents.pop(next(iter(_parents))).stop()
        return known


class _Subprocess:
    """The module `subprocess` as the local cloud's worker uses it, with processes forked where they have a layer. The
    first holds what most functions load; what further ones hold, a process loads by itself."""

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    @staticmethod
    def Popen(argv: Sequence[str], **given: Any) -> Any:  # noqa: N802 (the name that the local cloud calls)
        """Start a process of a function."""
        layers = given["env"].get(LAYERS, "").split(os.pathsep)
        if not layers[0]:
            return subprocess.Popen(argv, **given)
        parent = find_parent(argv[0], layers[0], given["cwd"])
        return ForkedProcess(parent, argv[1:], given["cwd"], given["env"])


def install() -> None:
    """Start processes by forking. Raise DoesNotFit when they are started in another way than expected."""
    if sys.platform != "linux":
        print("functions start from nothing: forking their processes needs Linux", flush=True)
        return
    runtime = find_module("ministack.core.lambda_runtime")
    require_parameters(runtime.Worker, "_spawn", "self")
    runtime.subprocess = _Subprocess()
