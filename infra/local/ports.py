"""Ports of this machine: finds a free one, and the holder of a used one."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

HOST = "127.0.0.1"
ELSEWHERE = "localhost"
"""The same machine under another name. To a browser it is another site, as the sign-in page and the payment gateway are
in production: coming back from there brings no cookie (SameSite=Strict)."""
CLOUD_PORT = 4577
"""Port of the local cloud of `make run`, other than LocalStack's (4566), which tests may use."""


class PortTaken(RuntimeError):
    """A wanted port is in use; the message names its user, its holder and the setting that changes it."""


_kept: list[socket.socket] = []


def find_free_port() -> int:
    """Return a port that nothing listens on, kept for its user until this process ends.

    Two runs of the tests on one machine choose dozens of ports, each some time before a server listens there: without
    being kept, a port would be chosen twice at times. A server may bind one that is kept: both allow it, and only one
    listens.
    """
    keeper = socket.socket()
    keeper.bind((HOST, 0))
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    _kept.append(keeper)
    return int(keeper.getsockname()[1])


def require_free(port: int, purpose: str, setting: str) -> None:
    """Raise PortTaken unless `port` can be bound. `setting` is the name of what chooses the port."""
    with socket.socket() as probe:
        # As a server does: a port that is only waiting for its last connection to fade is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as taken:
            owner = find_holder(port) or "another program"
            raise PortTaken(f"port {port} for {purpose} is held by {owner}; choose another with {setting}=…") from taken


def find_holder(port: int) -> str | None:
    """Return the program listening on `port` as "pid 12 (command …)", where the system says it (Linux, own
    processes)."""
    inodes = _list_listening_inodes(port)
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(os.readlink(fd) in inodes for fd in (entry / "fd").iterdir()):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                return f"pid {entry.name} ({command[:80]})"
    return None


def _list_listening_inodes(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                # Field 3 is the state; 0A is LISTEN.
                if fields[3] == "0A" and int(fields[1].rsplit(":", 1)[1], 16) == port:
                    found.add(f"socket:[{fields[9]}]")
    return found
