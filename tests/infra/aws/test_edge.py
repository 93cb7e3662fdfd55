"""The edge passes calls on unchanged, serves the site's files and nothing else, and names what pages may reach."""

from __future__ import annotations

import gzip
import http.client
import http.server
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.edge import COMPRESS_FROM, MAX_BODY, Calls, Edge, Site
from infra.local.ports import HOST, find_free_port


class _Echo(http.server.BaseHTTPRequestHandler):
    """An API that answers with the call it got."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        got = {"method": self.command, "path": self.path, "headers": self.headers.items(), "body": body.decode()}
        content = json.dumps(got).encode()
        self.send_response(418)
        self.send_header("ETag", '"7"')
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815 (the base class's naming)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text("<!doctype html><title>Một Cửa</title>")
    (folder / "assets").mkdir()
    (folder / "assets" / "app-1f.js").write_text("1")
    (folder.parent / "secret.txt").write_text("not for the site")
    return folder


@pytest.fixture(scope="module")
def site(files: Path) -> Iterator[Site]:
    with http.server.ThreadingHTTPServer((HOST, 0), _Echo) as api:
        threading.Thread(target=api.serve_forever, daemon=True).start()
        upstream = f"http://{HOST}:{api.server_port}"
        config = {"client_id": "c1", "province_vi": "Tỉnh A & B"}
        given = Site(
            find_free_port(), upstream, "abcd1234.execute-api.localhost", "v1", files, config, ("http://bucket",)
        )
        with Edge([given]):
            yield given
        api.shutdown()


def _call_site(
    site: Site, path: str, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(HOST, site.port, timeout=10)
    try:
        connection.request(method, path, body or None, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_a_call_reaches_the_api_as_it_was_sent(site: Site) -> None:
    sent = {"If-Match": '"3"', "X-Forwarded-For": "203.0.113.9", "Connection": "X-Once", "X-Once": "1"}
    status, headers, content = _call_site(site, "/api/a%2Fb?q=%C3%A1&q=2", "POST", b"hello", sent)
    got = json.loads(content)
    arrived = {name.lower(): value for name, value in got["headers"]}
    assert (status, headers["ETag"], headers.get_all("Set-Cookie")) == (418, '"7"', ["a=1", "b=2"])
    assert (got["method"], got["path"], got["body"]) == ("POST", "/v1/api/a%2Fb?q=%C3%A1&q=2", "hello")
    assert arrived["host"] == "abcd1234.execute-api.localhost"
    assert arrived["if-match"] == '"3"'
    assert arrived["x-forwarded-for"] == f"203.0.113.9, {HOST}, {HOST}"
    assert "x-once" not in arrived


def test_the_watcher_is_notified_of_each_answer_and_asks_for_unanswered_calls(files: Path) -> None:
    told: list[tuple[str, str, int]] = []
    seen: list[list[str]] = []

    class Asked(_Echo):
        def do_GET(self) -> None:
            seen.append(calls.describe_waiting())
            super().do_POST()

    calls = Calls(lambda *call: told.append(call))
    with http.server.ThreadingHTTPServer((HOST, 0), Asked) as api:
        threading.Thread(target=api.serve_forever, daemon=True).start()
        watched = Site(find_free_port(), f"http://{HOST}:{api.server_port}", "api", "v1", files, {}, (), calls=calls)
        alone = Site(find_free_port(), f"http://{HOST}:{find_free_port()}", "api", "v1", files, {}, (), calls=calls)
        with Edge([watched, alone]):
            _call_site(watched, "/api/a%2Fb?q=1")
            _call_site(watched, "/")
            _call_site(alone, "/api/nobody")
        api.shutdown()
    assert seen == [["GET /api/a%2Fb 0 s"]]
    assert calls.describe_waiting() == []
    assert told == [("GET", "/api/a%2Fb", 418), ("GET", "/api/nobody", 502)]


def test_a_body_larger_than_the_api_takes_is_refused_here(site: Site) -> None:
    status, _, _ = _call_site(site, "/api/x", "POST", b"x" * (MAX_BODY + 1))
    assert status == 413


def test_an_api_that_is_gone_is_a_502_problem(files: Path) -> None:
    gone = Site(find_free_port(), f"http://{HOST}:{find_free_port()}", "gone", "v1", files, {})
    with Edge([gone]):
        status, headers, content = _call_site(gone, "/api/x")
    assert (status, headers["Content-Type"].split(";")[0]) == (502, "application/problem+json")
    assert json.loads(content)["code"] == "upstream_unavailable"


def test_pages_get_their_configuration_and_never_from_a_cache(site: Site) -> None:
    status, headers, content = _call_site(site, "/config.json")
    assert (status, headers["Cache-Control"], json.loads(content)) == (200, "no-store", dict(site.config))


@pytest.mark.parametrize("path", ["/", "/dossiers/abc", "/procedures/1.001612", "/index.html"])
def test_every_view_of_the_site_is_its_start_page(site: Site, path: str) -> None:
    status, headers, content = _call_site(site, path)
    named = "<!doctype html><title>Một Cửa – Tỉnh A &amp; B</title>"
    assert (status, headers["Cache-Control"], content.decode()) == (200, "no-cache", named)


def test_a_file_named_by_its_content_is_kept_for_ever(site: Site) -> None:
    status, headers, content = _call_site(site, "/assets/app-1f.js")
    assert (status, content) == (200, b"1")
    assert headers["Content-Type"].split(";")[0].endswith("/javascript")
    assert "immutable" in headers["Cache-Control"]


def test_text_is_compressed_for_who_takes_it(site: Site, files: Path) -> None:
    text = b"const words = 'xin chao';\n" * 100
    (files / "assets" / "words-2c.js").write_bytes(text)
    (files / "assets" / "photo-3d.png").write_bytes(text)

    def send_named(name: str, **headers: str) -> tuple[str | None, str | None, bytes]:
        _, answered, content = _call_site(
            site, f"/assets/{name}", headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        return answered["Content-Encoding"], answered["Vary"], content

    coding, vary, content = send_named("words-2c.js", Accept_Encoding="br, gzip;q=0.8")
    assert (coding, vary, gzip.decompress(content)) == ("gzip", "Accept-Encoding", text)
    assert len(content) < len(text) / 10
    assert send_named("words-2c.js") == (None, "Accept-Encoding", text)
    assert send_named("words-2c.js", Accept_Encoding="gzip", Range="bytes=0-4") == (None, "Accept-Encoding", text[:5])
    assert send_named("photo-3d.png", Accept_Encoding="gzip") == (None, None, text), "pictures are compressed already"


def test_nothing_follows_an_answer_that_a_file_has_not_changed(site: Site, files: Path) -> None:
    (files / "assets" / "long-4e.js").write_bytes(b"const words = 'xin chao';\n" * 100)
    path, takes = "/assets/long-4e.js", {"Accept-Encoding": "gzip"}
    known = _call_site(site, path, headers=takes)[1]
    for condition in (f"If-None-Match: {known['ETag']}", f"If-Modified-Since: {known['Last-Modified']}"):
        asked = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n"
        with socket.create_connection((HOST, site.port), timeout=10) as connection:
            connection.sendall(f"{asked}{condition}\r\n\r\n{asked}Connection: close\r\n\r\n".encode())
            with connection.makefile("rb") as sent:
                head, _, following = sent.read().partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 304 ")
        assert following.startswith(b"HTTP/1.1 200 "), "what is left on the connection is taken for the next answer"


def test_a_long_answer_of_the_api_is_compressed_as_its_gateway_does(site: Site) -> None:
    long = b"x" * COMPRESS_FROM
    _, headers, content = _call_site(site, "/api/x", "POST", long, {"Accept-Encoding": "gzip"})
    assert (headers["Content-Encoding"], headers["Vary"], headers["ETag"]) == ("gzip", "Accept-Encoding", '"7"')
    assert json.loads(gzip.decompress(content))["body"] == long.decode()
    assert _call_site(site, "/api/x", "POST", long)[1]["Content-Encoding"] is None
    assert _call_site(site, "/api/x", "POST", b"", {"Accept-Encoding": "gzip"})[1]["Content-Encoding"] is None, "short"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/none.js",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%00.js",
        "/index.html%00",
    ],
)
def test_what_is_no_file_of_the_site_is_not_found(site: Site, path: str) -> None:
    status, _, content = _call_site(site, path)
    assert status == 404
    assert b"not for the site" not in content


@pytest.mark.parametrize("path", ["/", "/config.json", "/api/x", "/assets/none.js"])
def test_every_answer_carries_the_security_headers(site: Site, path: str) -> None:
    _, headers, _ = _call_site(site, path)
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["connect-src"] == "'self' http://bucket"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("/procedures", ["/api/procedures"]),
        ("/procedures/1.004222/", ["/api/procedures/1.004222"]),
        ("/viec/questions", ["/api/matters", "/api/agencies", "/api/matters/public?kind=question"]),
        ("/viec/complaints", ["/api/matters", "/api/agencies"]),
        ("/procedures/a%0d%0ab", []),
        ("/", []),
        ("/nowhere", []),
    ],
)
def test_a_page_names_what_it_will_ask_for_first(site: Site, page: str, asked: list[str]) -> None:
    _, headers, _ = _call_site(site, page)
    links = [f"<{each}>; rel=preload; as=fetch; crossorigin" for each in asked]
    assert headers["Link"] == (", ".join(links) or None)
