"""Sends an answer's head and body to the network in one write.

The HTTP server writes the head when the application gives it, and the body after it. For the short answers of the local
cloud that is twice the work for the kernel and the reader: a fifth of the process's time went into these writes.
The head now waits for the first piece of the body. Interim answers (100 Continue) are written at once, as before.
"""

from __future__ import annotations

from typing import Any

from infra.local.adaptations.fit import find_module, replace_function, require_version

SERVER = "uvicorn"
FITS = "0.54.0"


class OneWrite:
    """A transport that buffers the first write until the next write or any other call."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._head: bytes | None = b""

    def write(self, data: bytes) -> None:
        """Buffer the head; send it with the following data."""
        if self._head is None:
            self._transport.write(data)
        elif self._head:
            self.send_kept(data)
        else:
            self._head = data

    def send_kept(self, data: bytes = b"") -> None:
        """Send the buffer and `data`; nothing is buffered from then on."""
        kept, self._head = self._head, None
        if whole := (kept or b"") + data:
            self._transport.write(whole)

    def __getattr__(self, name: str) -> Any:
        """Delegate to the transport after sending the buffer."""
        self.send_kept()
        return getattr(self._transport, name)


def keep_heads(original: Any) -> Any:
    """Return the server's `send`, whose answers with a body go out in one write."""

    async def send(self: Any, message: Any) -> None:
        if message["type"] == "http.response.start" and self.scope["method"] != "HEAD":
            self.transport = OneWrite(self.transport)
        await original(self, message)

    return send


def install() -> None:
    """Replace the sending of answers. Raise DoesNotFit when the server is not as expected."""
    require_version(SERVER, FITS)
    cycle = find_module("uvicorn.protocols.http.httptools_impl").RequestResponseCycle
    replace_function(cycle, "send", "self message", keep_heads)
