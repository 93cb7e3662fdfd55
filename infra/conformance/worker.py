"""A process that has loaded the libraries once, and runs each pytest session in a fork of itself.

    python -m infra.conformance.worker      # in a copy of the sources: a request a line, an exit code a line

Libraries are half of what a session costs. The product and the tests are never loaded here: each fork reads them from
the copy as they stand, so a switch is off for them wherever it is imported.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

import pytest

from infra.conformance import lazy_formats
from infra.conformance.noticing import UntilNoticed

LIBRARIES = (
    "hypothesis", "boto3", "botocore.endpoint", "moto.dynamodb.responses", "moto.dynamodb.urls", "moto.s3.models",
    "moto.iam.models", "moto.sts.models", "pynamodb.models", "pynamodb.transactions", "chalice.app", "chalice.test",
    "pydantic.main", "pydantic.root_model", "jsonschema", "jwt.algorithms", "aiohttp.web", "requests", "pypdf",
    "PIL.Image", "cryptography.hazmat.primitives.asymmetric.rsa", "aws_lambda_powertools.logging",
    "aws_lambda_powertools.metrics", "aws_lambda_powertools.tracing",
)  # fmt: skip
"""The most expensive imports of the tests; a missing one costs only time."""


class SessionWorker:
    """Runs pytest sessions in a copy of the sources, one at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        command = [sys.executable, "-m", "infra.conformance.worker"]
        # No further pytest plugins: the tests need none, and each costs every fork its loading time.
        env = {**os.environ, "SIZE": "small", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        self._process = subprocess.Popen(
            command, cwd=root, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._asked, self._answers = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)

    def run_session(
        self, arguments: Sequence[str], seconds: int, witnesses: Mapping[str, Collection[str]] | None = None
    ) -> int:
        """Run a session with these arguments; return its exit code, negative after a signal. With witnesses it runs
        silently, and only until one of each clause has failed."""
        named = None if witnesses is None else {clause: sorted(names) for clause, names in witnesses.items()}
        self._asked.write(json.dumps({"arguments": [*arguments], "seconds": seconds, "witnesses": named}) + "\n")
        self._asked.flush()
        return int(self._answers.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def main() -> None:
    """Answer requests until there are no more."""
    lazy_formats.install()
    for name in LIBRARIES:
        importlib.import_module(name)
    loaded = [name for name in sys.modules if name.partition(".")[0] in {"app", "chalicelib", "tests"}]
    if loaded:
        raise RuntimeError(f"the product is loaded before its switch is off: {loaded}")
    gc.freeze()
    for line in sys.stdin:
        print(_start_session(json.loads(line)), flush=True)


def _start_session(request: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        code = 3
        try:
            code = _run_session(**request)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _run_session(arguments: list[str], seconds: int, witnesses: dict[str, list[str]] | None) -> int:
    signal.alarm(seconds)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(2 if witnesses is None else nowhere, 1)
    if witnesses is not None:
        os.dup2(nowhere, 2)
    plugins = [] if witnesses is None else [UntilNoticed(witnesses)]
    return int(pytest.main(arguments, plugins=plugins))


if __name__ == "__main__":
    main()
