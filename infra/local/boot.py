"""The local cloud's main program, run by the interpreter of its own environment (.cloud/venv).

Three things differ from starting it directly. Functions run in the bare interpreter given as argument, so that
they import what their package holds and nothing else. Processes of functions share one unpacked copy of a layer,
as on AWS, instead of unpacking their own. And it ends when the process that started it is gone.
"""

import hashlib
import importlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import types
import zipfile
from pathlib import Path


class _SharedLayers(zipfile.ZipFile):
    """Unpacks an archive into a folder layer_… once, and links there afterwards."""

    _unpacking = threading.Lock()

    def extractall(self, path=None, members=None, pwd=None):  # type: ignore[no-untyped-def]
        """As the base class; a layer's folder becomes a link to the shared copy."""
        target = Path(path or os.curdir)
        if not target.name.startswith("layer_"):
            super().extractall(path, members, pwd)
            return
        shared = target.parent.parent / "layers" / hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
        with self._unpacking:
            if not shared.exists():
                shared.parent.mkdir(exist_ok=True)
                fresh = tempfile.mkdtemp(dir=shared.parent)
                super().extractall(fresh, members, pwd)
                Path(fresh).rename(shared)
        shutil.rmtree(target)
        target.symlink_to(shared)


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
    runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": _SharedLayers})  # type: ignore[attr-defined]
    # The local cloud starts functions with sys.executable; its environment would lend them its own libraries.
    sys.executable = sys.argv.pop()
    cloud.main()


if __name__ == "__main__":
    main()
