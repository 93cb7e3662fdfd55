"""Inspection of an uploaded file: check that it is exactly the harmless file that was declared.

The content decides the type; name and declaration are only compared with it. Parsers of hostile files fail in
surprising ways, so the inspection runs in a process of its own without the function's rights, with limits on memory and
time: a file that breaks it is unreadable, and the check continues.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.domain.papers.paper import LIMITS, PaperLimits
from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.papers.confinement import MEASURES
from chalicelib.repositories.papers.inspection_archives import has_archive

HARMLESS = "harmless"
# Room for the largest picture allowed and the function itself in 1 GiB; and well inside its minute.
MEMORY_BYTES = 768 * 1024 * 1024
SECONDS = 10
FILES_PER_PROCESS = 500
"""After so many files a new process is started, so that the memory of a parser does not grow for ever."""
_TRIES = 2
"""A process that ends by a signal while inspecting was ended by the machine or the file. The second time,
by the file."""

_SIGNATURES = (
    # Some writers put a byte order mark, spaces or line breaks before the header. Every reader skips them.
    (re.compile(rb"(?:\xef\xbb\xbf|[\0\t\n\f\r ])*%PDF-"), "application/pdf"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
)
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
# Readers look for a PDF's header this far into a file.
_PDF_SEARCH = 1024


@dataclass(slots=True)
class IsolatedInspector:
    """Inspects in a child process with limits; see `inspection_process`, which is started with the first file."""

    memory_bytes: int = MEMORY_BYTES
    seconds: int = SECONDS
    measures: dict[str, bool] = field(default_factory=dict)
    """Measures in effect when the process was started: memory closed to its children, no sockets, no writing."""
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)
    _files: int = field(default=0, repr=False)

    def find_fault(self, body: Path, content_type: str) -> QuarantineReason | None:
        """Return why the file is quarantined, None when it is harmless.

        Raise RuntimeError when the inspection itself failed (a missing package, a bug): that is our fault, not the
        file's, so the event is delivered again.
        """
        limits = {"memory": self.memory_bytes, "seconds": self.seconds}
        asked = {"body": str(body), "content_type": content_type, **limits}
        found = next(filter(None, (self._ask_process(asked) for _ in range(_TRIES))), None)
        # Ended by a signal: out of processor time or memory, or of wall-clock time.
        if found is None or found["ended"] < 0:
            return QuarantineReason.UNREADABLE
        word = found["said"]
        if found["ended"] > 0:
            raise RuntimeError(f"inspection ended with {found['ended']}: {word}")
        return None if word == HARMLESS else QuarantineReason(word)  # type: ignore[call-arg]

    def _ask_process(self, asked: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the result of an inspection, None when a signal ended the process meanwhile; the next one starts
        another."""
        process = self.start()
        self._files += 1
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
        return self._read_answer(process)

    def _read_answer(self, process: subprocess.Popen[str]) -> dict[str, Any] | None:
        """Return the next line of the process; None when a signal ended it. Raise RuntimeError when it
        ended by itself."""
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        if answer := process.stdout.readline():
            found: dict[str, Any] = json.loads(answer)
            return found
        if (ended := process.wait()) >= 0:
            raise RuntimeError(f"inspection ended with {ended} by itself")
        return None

    def close(self) -> None:
        """End the process; the next file starts another."""
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()
            self._process.wait()
            self._process = None

    def __del__(self) -> None:
        self.close()

    def start(self) -> subprocess.Popen[str]:
        """Return the inspecting process, started if none runs or this one has inspected enough files."""
        if self._process is not None and (self._process.poll() is not None or self._files >= FILES_PER_PROCESS):
            self.close()
        if self._process is None:
            command = [sys.executable, "-B", "-m", f"{__name__}_process"]
            self._process = subprocess.Popen(  # noqa: S603 -- our own module
                command, env=_build_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            self._files = 0
            first = self._read_answer(self._process)
            held = json.loads(first["said"]) if first and first["ended"] == 0 else {}
            self.measures = {name: held.get(name, False) for name in MEASURES}
        return self._process


def inspect_bytes(raw: bytes, content_type: str, limits: PaperLimits = LIMITS) -> QuarantineReason | None:
    """Return why bytes are not a complete, harmless file of the declared type; None when they are.

    Raise only ImportError: on any other error of a parser, the file is unreadable.
    """
    try:
        return _find_fault(raw, content_type, limits)
    except ImportError:
        # A package is missing, which is no fault of the file.
        raise
    except Exception:  # noqa: BLE001 - parsers of damaged files raise anything, out of memory included
        return QuarantineReason.UNREADABLE


def _find_fault(raw: bytes, content_type: str, limits: PaperLimits) -> QuarantineReason | None:
    start = raw[:_PDF_SEARCH]
    if detect_type(start) != content_type:
        return QuarantineReason.TYPE_MISMATCH
    if has_archive(raw) or (content_type in _FORMATS and b"%PDF-" in start):
        return QuarantineReason.POLYGLOT
    if content_type in _FORMATS:
        return _find_image_fault(raw, _FORMATS[content_type], limits)
    from chalicelib.repositories.papers.inspection_pdf import find_pdf_fault

    return find_pdf_fault(raw)


def detect_type(start: bytes) -> str | None:
    """Return the type that the first bytes show, None when it is not one of ours."""
    return next((name for signature, name in _SIGNATURES if signature.match(start)), None)


def _find_image_fault(raw: bytes, image_format: str, limits: PaperLimits) -> QuarantineReason | None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Pillow's own bomb guard warns long before it refuses.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=[image_format]) as image:
                if image.width * image.height > limits.max_pixels or max(image.size) > limits.max_side:
                    return QuarantineReason.IMAGE_TOO_BIG
                # A JPEG may be decoded at an eighth: all of its data is still read.
                image.draft(image.mode, (image.width // 8, image.height // 8))
                image.load()
            if image_format == "PNG":
                with Image.open(io.BytesIO(raw), formats=[image_format]) as image:
                    image.verify()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return QuarantineReason.IMAGE_TOO_BIG
    except (OSError, SyntaxError, ValueError) as broken:
        return QuarantineReason.TRUNCATED if "truncated" in str(broken).lower() else QuarantineReason.UNREADABLE
    return None


def _build_environment() -> dict[str, str]:
    # No credentials, no endpoints: only where the modules and the interpreter's own libraries are.
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "LANG": "C.UTF-8"}
