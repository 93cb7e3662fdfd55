"""The local cloud: ministack in an environment of its own, on 127.0.0.1, with IAM enforced and its state kept.

    python -m infra.local.cloud [--port 4577] [--state .cloud/state]     until Ctrl-C

Reasons: docs/decisions/0010-local-cloud.md. Missing parts: 0020-what-the-local-cloud-leaves-out.md.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from infra.aws.clients import REGION, Aws
from infra.local.ports import CLOUD_PORT, HOST, PortTaken, find_free_port, require_free
from infra.local.state import (
    StateNotSaved,
    StateRefused,
    hold_state,
    release_state,
    require_readable,
    require_saved,
    write_holder,
)
from infra.paths import ROOT

INTERPRETER = ROOT / ".cloud" / "venv" / "bin" / "python"
# The functions' environment: without a single package.
BARE = ROOT / ".cloud" / "bare" / "bin" / "python"
ACCOUNT = "000000000000"
# The local cloud takes its account number as the key of the account's root: the deployer and the tests use it,
# no deployed function does (each has its role, and the role is enforced).
ROOT_KEY = ACCOUNT
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SSL_CERT_FILE")


class CloudFailed(RuntimeError):
    """The local cloud did not start; the message holds the end of its log."""


@dataclass
class LocalCloud:
    """A local cloud; also a context manager. `port` 0 means any free one.

    One that does not `keep` its state forgets everything when it stops.
    """

    state: Path
    port: int = 0
    keep: bool = True
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _held: int | None = field(default=None, repr=False)

    @property
    def endpoint(self) -> str:
        """Its address, for AWS_ENDPOINT_URL."""
        return f"http://{HOST}:{self.port}"

    def provide_account(self) -> Aws:
        """Return the account's root on this local cloud."""
        return Aws(REGION, self.endpoint, ROOT_KEY, "local")

    def build_environment(self) -> dict[str, str]:
        """What a child process needs in its environment to work on this local cloud as root."""
        keys = {"AWS_ACCESS_KEY_ID": ROOT_KEY, "AWS_SECRET_ACCESS_KEY": "local"}
        return {**keys, "AWS_ENDPOINT_URL": self.endpoint, "AWS_DEFAULT_REGION": REGION}

    def start(self, timeout: float = 120) -> Self:
        """Start and wait until it answers. Raises PortTaken, StateRefused, or CloudFailed with the end of the log."""
        interpreter = _find_interpreter()
        self.state.mkdir(parents=True, exist_ok=True)
        self._held = hold_state(self.state, {"port": self.port})
        try:
            self._start_process(interpreter, timeout)
        except BaseException:
            self._let_go()
            raise
        return self

    def _start_process(self, interpreter: str, timeout: float) -> None:
        if self.port:
            require_free(self.port, "the local cloud", "CLOUD_PORT")
        self.port = self.port or find_free_port()
        require_readable(self.state, _read_version())
        # Folders of unpacked functions from the previous start.
        shutil.rmtree(self.temporary, ignore_errors=True)
        for folder in (self.state / "s3", self.temporary):
            folder.mkdir(parents=True, exist_ok=True)
        forget_stream_positions(self.state)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [interpreter, str(Path(__file__).with_name("boot.py")), str(BARE)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._build_settings(),
                # Ctrl-C reaches the whole terminal group; the local cloud must only stop on request, after the edge.
                start_new_session=True,
            )
        write_holder(self.state, {"pid": os.getpid(), "port": self.port, "cloud": self._process.pid})
        self._wait_until_ready(timeout)

    def _let_go(self) -> None:
        if self._held is not None:
            release_state(self._held)
            self._held = None

    def stop(self, timeout: float = 180) -> None:
        """Stop by SIGTERM, which writes the state. SIGKILL would lose the last writes, so it is never sent. Raises
        StateNotSaved."""
        if self._process is None:
            return
        process, self._process = self._process, None
        written = self.log.stat().st_size
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.wait(timeout)
        if process.stdin:
            process.stdin.close()
        self._let_go()
        if self.keep:
            require_saved(self.log, written)

    def restart(self) -> None:
        """Stop and start on the same port and state."""
        self.stop()
        self.start()

    @property
    def log(self) -> Path:
        """The log file of the local cloud and its functions."""
        return self.state / "cloud.log"

    @property
    def temporary(self) -> Path:
        """Its temporary files: unpacked functions."""
        return self.state / "tmp"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _build_settings(self) -> dict[str, str]:
        """Return a small environment: functions inherit it, so nothing of the developer's shell may be in it."""
        passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        return {
            **passed,
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": HOST,
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "AUTH": "true",
            "IOT_MTLS_ENABLED": "0",
            "PERSIST_STATE": str(int(self.keep)),
            "S3_PERSIST": str(int(self.keep)),
            "STATE_DIR": str(self.state.resolve()),
            "S3_DATA_DIR": str(self.state.resolve() / "s3"),
            "TMPDIR": str(self.temporary.resolve()),
            "LOG_LEVEL": os.environ.get("CLOUD_LOG_LEVEL", "INFO"),
        }

    def _wait_until_ready(self, timeout: float) -> None:
        assert self._process is not None  # noqa: S101 (only called by start)
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.endpoint}/_ministack/ready", timeout=2):  # noqa: S310
                return
            time.sleep(0.02)
        self.stop()
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
        raise CloudFailed(f"the local cloud did not start on port {self.port}:\n{tail}")


def forget_stream_positions(state: Path) -> None:
    """Let stream consumers begin with the next record after a restart.

    The local cloud keeps each consumer's position but not the stream's records, so without this a consumer would
    skip as many new records as it had read before.
    """
    saved = state / "lambda.json"
    if not saved.exists():
        return
    content: dict[str, Any] = json.loads(saved.read_text())
    content["payload"]["dynamodb_stream_positions"] = {"__account_region_scoped__": True, "data": {}}
    saved.write_text(json.dumps(content))


def _find_interpreter() -> str:
    if not (INTERPRETER.exists() and BARE.exists()):
        raise CloudFailed("the local cloud is not installed: run `make install`")
    return str(INTERPRETER)


def _read_version() -> str:
    """Return the installed version of the local cloud, which determines the format of its state."""
    found = sorted(INTERPRETER.parents[1].glob("lib/python*/site-packages/ministack-*.dist-info"))
    if not found:
        raise CloudFailed("the local cloud is not installed: run `make install`")
    return found[-1].name.removeprefix("ministack-").removesuffix(".dist-info")


def main(argv: list[str]) -> int:
    """Run a local cloud until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.cloud")
    parser.add_argument("--port", type=int, default=CLOUD_PORT)
    parser.add_argument("--state", type=Path, default=ROOT / ".cloud" / "state")
    chosen = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with contextlib.suppress(KeyboardInterrupt), LocalCloud(chosen.state, chosen.port) as cloud:
            print(json.dumps(cloud.build_environment(), indent=2), flush=True)
            signal.pause()
    except (CloudFailed, PortTaken, StateRefused, StateNotSaved) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
