"""Confinement of a process that handles hostile files: no sockets, programs, signals, writing, or memory open to
others.

Nothing is assumed: each measure returns whether the kernel accepted it, and `probe` tries the forbidden actions.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import socket
import struct
from pathlib import Path
from typing import Any

MEASURES = ("memory_closed", "sockets_closed", "files_read_only")
"""Measures that `probe` reports: memory of privileged processes, sockets, and files to write."""

_SET_DUMPABLE, _GET_DUMPABLE, _SET_SECCOMP, _SET_NO_NEW_PRIVILEGES = 4, 3, 22, 38
_FILTER_MODE = 2
_X86_64 = 0xC000003E
_LOAD, _IF_EQUAL, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001
"""Answers of the filter: let the call pass, or fail it with EPERM."""
_NUMBER, _ARCHITECTURE, _THIRD_ARGUMENT = 0, 4, 32
"""Offsets in the kernel's record of a call of the values that the filter reads."""
_OPENAT = 257
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CALLS = (
    0, 1, 3, 4, 5, 6, 8,  # read, write, close, stat, fstat, lstat, lseek
    9, 10, 11, 12, 25, 28,  # mmap, mprotect, munmap, brk, mremap, madvise
    13, 14, 15, 131,  # signal handlers of the process itself
    17, 19, 20,  # pread64, readv, writev
    24, 202, 204, 219, 273, 334,  # sched_yield, futex, sched_getaffinity, restart_syscall, robust list, rseq
    39, 102, 104, 107, 108, 186,  # its own numbers
    60, 231,  # exit
    79, 89, 217, 262, 267, 332,  # getcwd, readlink, getdents64, newfstatat, readlinkat, statx
    96, 201, 228, 318,  # the clock, random bytes
)  # fmt: skip
"""System calls needed for reading a file from memory, by their numbers on x86-64. Every other one is refused."""


def close_memory() -> bool:
    """Close the process's memory and environment to others of the same user (PR_SET_DUMPABLE=0); return whether it
    worked."""
    call = _find_prctl()
    return call is not None and (call(_SET_DUMPABLE, 0, 0, 0, 0), call(_GET_DUMPABLE, 0, 0, 0, 0)) == (0, 0)


def allow_only_reading() -> bool:
    """Refuse every system call except those of reading, permanently and for every child; return whether the kernel
    accepted the filter.

    Afterwards the process opens no socket, starts no program, opens no file for writing and signals nobody.
    """
    call = _find_prctl()
    if call is None or platform.machine() != "x86_64":
        return False
    steps = _build_filter()
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    return (call(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), call(_SET_SECCOMP, _FILTER_MODE, program, 0, 0)) == (0, 0)


def limit_process(*, memory_bytes: int, seconds: int) -> None:
    """Limit memory and processor time, and let no file or memory image be written."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_confinement(*, holders: tuple[int, ...]) -> dict[str, bool]:
    """Confine this process and return the measures in effect; `holders` are the processes whose environment must be
    closed."""
    closed = not any(_can_read(Path(f"/proc/{pid}/environ")) for pid in holders)
    allow_only_reading()
    return dict(zip(MEASURES, (closed, not _can_connect(), not _can_write()), strict=True))


def _build_filter() -> list[tuple[int, int, int, int]]:
    """Return the filter: one step for each allowed call, which jumps to the last step."""
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_IF_EQUAL, 1, 0, _X86_64), (_RETURN, 0, 0, _REFUSE)]
    steps += [(_LOAD, 0, 0, _NUMBER)]
    allowed = len(steps) + len(_CALLS) + 4
    for number in _CALLS:
        steps.append((_IF_EQUAL, allowed - len(steps) - 1, 0, number))
    # A file may be opened for reading: modules are loaded late.
    steps += [(_IF_EQUAL, 0, 2, _OPENAT), (_LOAD, 0, 0, _THIRD_ARGUMENT), (_IF_ANY_BIT, 0, 1, _WRITING)]
    return [*steps, (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]


def _find_prctl() -> Any:
    found = getattr(ctypes.CDLL(None), "prctl", None)
    if found is not None:
        found.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)
    return found


def _can_read(file: Path) -> bool:
    try:
        file.read_bytes()
    except OSError:
        return False
    return True


def _can_connect() -> bool:
    try:
        socket.socket().close()
    except OSError:
        return False
    return True


def _can_write() -> bool:
    try:
        os.close(os.open("/tmp", os.O_RDWR | os.O_TMPFILE))  # noqa: S108 - a file without a name
    except OSError:
        return False
    return True
