"""The edge of a local deployment, where CloudFront stands in production: pages and API on one origin.

`/api/*` and `/doc/*` go to the stack's API Gateway with their path unchanged behind the API's stage name,
`/config.json` gives the pages where they are, everything else is a file of the site. One edge serves any number of
sites, a port each.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from infra.aws.content_types import JSON
from infra.aws.start_page import ROBOTS, START, name_start_page, write_robots
from infra.local.edge_files import build_file_response, build_written_response, find_file, has_gzip
from infra.local.edge_links import build_links
from infra.local.ports import HOST

# Limits of API Gateway: body size and timeout.
MAX_BODY = 10 * 1024 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=5)
# Calls in progress; more wait their turn here. The local cloud gives every concurrent call a process of its own,
# and some dozens starting at once on a small machine would all run into the function's time limit.
MAX_CONCURRENT = 16
# RFC 9110 section 7.6.1: these concern one connection and are not passed on.
_HOP_BY_HOP = frozenset(
    ("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer")
) | {"transfer-encoding", "upgrade"}
_RESET = _HOP_BY_HOP | {"host", "content-length"}
_FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Smallest answer that API Gateway compresses, in bytes: MinimumCompressionSize of the template.
COMPRESS_FROM = 1024


@dataclass
class ForwardedCall:
    """A call on its way to the API and back: when it came, and its status once it is answered."""

    method: str
    path: str
    since: float
    status: int | None = None


class Calls:
    """The open calls that an edge has forwarded; `answered` is called for each that gets an answer."""

    def __init__(self, answered: Callable[[str, str, int], None] | None = None) -> None:
        self.waiting: list[ForwardedCall] = []
        self._answered = answered

    @contextmanager
    def pass_on(self, method: str, path: str) -> Iterator[ForwardedCall]:
        """List a call as open until the block ends; the block sets its status."""
        call = ForwardedCall(method, path, time.monotonic())
        self.waiting.append(call)
        try:
            yield call
        finally:
            self.waiting.remove(call)
        if self._answered and call.status is not None:
            self._answered(method, path, call.status)

    def describe_waiting(self) -> list[str]:
        """Return the open calls, with their waiting time in seconds."""
        now = time.monotonic()
        return [f"{call.method} {call.path} {now - call.since:.0f} s" for call in list(self.waiting)]


@dataclass(frozen=True)
class Site:
    """One stack's site: its port, the API behind it, its files and the content of /config.json.

    `origins` are the other origins its pages talk to: the bucket of papers. `mark` is the province's own drawing.
    `extra` are pages of this machine alone by their path: each answers its HTML and its security policy.
    """

    port: int
    upstream: str
    api_host: str
    api_stage: str
    files: Path
    config: Mapping[str, str]
    origins: tuple[str, ...] = ()
    mark: Path | None = None
    calls: Calls = field(default_factory=Calls)
    extra: Mapping[str, Callable[[], tuple[str, str]]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """The address of the site."""
        return f"http://{HOST}:{self.port}"

    def build_security_policy(self) -> str:
        """Return the Content-Security-Policy of the pages: nothing inline, nothing from elsewhere but named origins."""
        others = " ".join(sorted(set(self.origins)))
        own = "; ".join(f"{kind}-src 'self'" for kind in ("style", "font", "manifest", "worker"))
        return (
            f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; {own}; "
            f"img-src 'self' data: blob:; frame-src blob:; connect-src 'self' {others}; "
            f"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
        )


class Edge:
    """Serves sites from a thread of its own; also a context manager."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self._sites = tuple(sites)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="edge", daemon=True)
        self._runners: list[web.AppRunner] = []

    def start(self) -> Self:
        """Serve; returns when every port listens. Raises OSError for a port that is taken."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open_ports(), self._loop).result(10)
        return self

    def stop(self) -> None:
        """Finish running requests and free the ports."""
        asyncio.run_coroutine_threadsafe(self._close_ports(), self._loop).result(35)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def _open_ports(self) -> None:
        for site in self._sites:
            runner = web.AppRunner(build_application(site), access_log=None, shutdown_timeout=2)
            await runner.setup()
            self._runners.append(runner)
            await web.TCPSite(runner, HOST, site.port).start()

    async def _close_ports(self) -> None:
        for runner in self._runners:
            await runner.cleanup()


def build_application(site: Site) -> web.Application:
    """Build the edge of one site as an aiohttp application."""
    app = web.Application(client_max_size=MAX_BODY)

    async def connect_upstream(_: web.Application) -> object:
        connector = aiohttp.TCPConnector(limit=MAX_CONCURRENT)
        app[_SESSION] = aiohttp.ClientSession(connector=connector, timeout=TIMEOUT, auto_decompress=False)
        yield
        await app[_SESSION].close()

    async def add_security_headers(_: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(_FIXED_HEADERS)
        response.headers.setdefault("Content-Security-Policy", site.build_security_policy())

    async def send_config(_: web.Request) -> web.Response:
        body = json.dumps(dict(site.config), ensure_ascii=False).encode()
        return web.Response(body=body, headers={"Cache-Control": "no-store", "Content-Type": JSON})

    async def forward_call(request: web.Request) -> web.StreamResponse:
        with site.calls.pass_on(request.method, request.rel_url.raw_path) as call:
            reply = await _forward_request(site, request)
            call.status = reply.status
        return reply

    async def send_page(request: web.Request) -> web.StreamResponse:
        file = find_file(site.files, request.path)
        if file.name == START:
            named = name_start_page(file.read_bytes(), site.config.get("province_vi", ""))
            answer = build_written_response(request, file, named)
            if links := build_links(request.rel_url.raw_path):
                answer.headers["Link"] = links
            return answer
        if file.name == ROBOTS:
            return build_written_response(request, file, write_robots(file.read_bytes(), site.origin))
        return build_file_response(request, file)

    async def send_mark(request: web.Request) -> web.StreamResponse:
        return build_file_response(request, site.mark or find_file(site.files, request.path))

    async def send_extra(request: web.Request) -> web.Response:
        text, policy = await asyncio.to_thread(site.extra[request.path])
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": policy}
        return web.Response(text=text, content_type="text/html", headers=headers)

    app.cleanup_ctx.append(connect_upstream)  # type: ignore[arg-type]
    app.on_response_prepare.append(add_security_headers)
    app.router.add_get("/config.json", send_config)
    for path in ("/api", "/api/{rest:.*}"):
        app.router.add_route("*", path, forward_call)
    for path in ("/doc", "/doc/{rest:.*}"):
        app.router.add_get(path, forward_call)
    if site.mark is not None:
        app.router.add_get(f"/{site.mark.name}", send_mark)
    for path in site.extra:
        app.router.add_get(path, send_extra)
    app.router.add_get("/{rest:.*}", send_page)
    return app


_SESSION = web.AppKey("session", aiohttp.ClientSession)


async def _forward_request(site: Site, request: web.Request) -> web.StreamResponse:
    url = URL(f"{site.upstream}/{site.api_stage}{request.raw_path}", encoded=True)
    headers = _select_headers(request.headers, _RESET)
    headers["Host"] = site.api_host
    # The content network appends whom it was called by, and the API's gateway appends the content network: what a
    # caller claims stands in front of both. The local gateway appends nothing, so that both are appended here.
    claimed = ", ".join(request.headers.getall("X-Forwarded-For", ()))
    headers["X-Forwarded-For"] = ", ".join(filter(None, (claimed, request.remote, HOST)))
    body = await request.read()
    session = request.app[_SESSION]
    try:
        async with session.request(
            request.method, url, headers=headers, data=body or None, allow_redirects=False
        ) as answer:
            content = await answer.read()
            kept = _select_headers(answer.headers, _RESET if request.method != "HEAD" else _HOP_BY_HOP)
            reply = web.Response(status=answer.status, headers=kept, body=content)
            if len(content) >= COMPRESS_FROM and has_gzip(request):
                reply.headers["Vary"] = "Accept-Encoding"
                reply.enable_compression(web.ContentCoding.gzip)
            return reply
    except TimeoutError:
        return _build_unavailable(504, "upstream_timeout")
    except aiohttp.ClientError:
        return _build_unavailable(502, "upstream_unavailable")


def _select_headers(headers: CIMultiDictProxy[str], dropped: frozenset[str]) -> CIMultiDict[str]:
    """Return the headers to pass on, repeated ones too, without those of the connection, named ones included."""
    named = {name.strip().lower() for name in headers.get("Connection", "").split(",")}
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in dropped | named)


def _build_unavailable(status: int, code: str) -> web.Response:
    problem = {"type": "about:blank", "title": "Service unavailable", "status": status, "code": code}
    return web.json_response(problem, status=status, content_type="application/problem+json")
