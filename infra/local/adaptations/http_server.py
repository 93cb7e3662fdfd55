"""Serves the local cloud by uvicorn with httptools and uvloop.

The local cloud's own server parses HTTP in Python, which took a third of its processor time. Only `serve` is replaced:
the application, its start and its clean stop stay as they are.
"""

from __future__ import annotations

import asyncio
from typing import Any

from infra.local.adaptations.fit import find_module, replace_function

GRACE_S = 3
"""Seconds that calls in progress may take at a stop; the same as the replaced server's."""


def build_config(app: Any, given: Any) -> Any:
    """Return uvicorn's settings for the address, log level and keep-alive of the replaced server's settings."""
    uvicorn = find_module("uvicorn")
    (address,) = given.bind
    host, _, port = address.rpartition(":")
    return uvicorn.Config(
        app,
        host=host,
        port=int(port),
        http="httptools",
        ws="none",
        lifespan="on",
        interface="asgi3",
        timeout_keep_alive=int(given.keep_alive_timeout),
        timeout_graceful_shutdown=GRACE_S,
        log_config=None,
        log_level=given.loglevel.lower(),
        access_log=False,
        server_header=False,
        # The application sends its own Date.
        date_header=False,
        proxy_headers=False,
    )


async def serve_app(app: Any, config: Any) -> None:
    """Serve until SIGTERM or SIGINT. Raise SystemExit when the application does not start."""
    server = find_module("uvicorn").Server(build_config(app, config))
    await server.serve()
    if not server.started:
        raise SystemExit("the local cloud did not start: its log says why")


def install() -> None:
    """Replace the server. Raise DoesNotFit when the local cloud's own is not as expected."""
    asyncio.set_event_loop_policy(find_module("uvloop").EventLoopPolicy())
    replace_function(
        find_module("hypercorn.asyncio"), "serve", "app config shutdown_trigger mode", lambda original: serve_app
    )
