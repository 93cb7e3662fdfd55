"""What stand-ins of systems of others share: each serves from a thread of its own, on this machine only."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from aiohttp import web

from infra.local.ports import HOST

LARGEST_BODY = 64 * 1024
PATIENCE_S = 10


@dataclass(slots=True)
class ServedStandIn(ABC):
    """A server with a store. Who is one says its address and requests, and closes its store."""

    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _runner: web.AppRunner | None = field(default=None, init=False)

    @property
    @abstractmethod
    def url(self) -> str:
        """Its address, once started."""

    @abstractmethod
    async def _serve_requests(self) -> None:
        """Open the port."""

    @abstractmethod
    def _close_store(self) -> None:
        """Close what is kept."""

    def start(self) -> str:
        """Serve in a thread of its own; returns the address. A taken port raises OSError."""
        self._thread = threading.Thread(target=self._loop.run_forever, name=type(self).__name__, daemon=True)
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._serve_requests(), self._loop).result(timeout=PATIENCE_S)
        except OSError:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Stop serving, end the thread and close the store; safe to call twice."""
        if self._thread is None:
            return
        if self._runner is not None:
            asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(timeout=PATIENCE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=PATIENCE_S)
        self._loop.close()
        self._thread = None
        self._close_store()

    async def _open_port(self, app: web.Application, port: int) -> int:
        """Serve an application; return its port, a free one for 0."""
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, port).start()
        return int(self._runner.addresses[0][1])
