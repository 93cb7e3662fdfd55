"""`make mailbox` and its page show what the local cloud was handed, and neither runs what a message says."""

from __future__ import annotations

import http.server
import json
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import mailbox
from infra.local.cloud import LocalCloud
from infra.local.edge import Edge, Site
from infra.local.mailbox import PAGE, PAGE_POLICY, Mailbox
from infra.local.ports import HOST, find_free_port

MAILS = {
    "messages": {
        "000000000000": [
            {"To": ["hoa@vidu.example"], "Subject": "Cũ", "BodyText": "xem https://vidu.example/a", "Timestamp": 1e9},
            {"To": ["an@vidu.example"], "Subject": "Mới", "BodyText": "<script>x</script>", "Timestamp": 2e9},
        ]
    }
}
TEXTS = {"sms_messages": {"+84912345678": [{"Message": "first"}, {"Message": "second"}]}}


class _Providers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(MAILS if "ses" in self.path else TEXTS).encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    with http.server.ThreadingHTTPServer((HOST, 0), _Providers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield LocalCloud(Path(), server.server_port)
        server.shutdown()


def test_everything_is_printed_the_newest_mail_last(cloud: LocalCloud, capsys: pytest.CaptureFixture[str]) -> None:
    assert mailbox.main(["--cloud-port", str(cloud.port)]) == 0
    said = capsys.readouterr().out
    order = [said.index(text) for text in ("first", "second", "Cũ", "Mới")]
    assert order == sorted(order)
    assert "08:46:40 09/09/2001  hoa@vidu.example  Cũ" in said
    assert mailbox.main(["--cloud-port", str(cloud.port), "--to", "+849"]) == 0
    said = capsys.readouterr().out
    assert "second" in said
    assert "vidu.example" not in said


def test_without_a_stack_it_says_how_to_start_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert mailbox.main(["--cloud-port", str(find_free_port())]) == 2
    assert "start it with `make run`" in capsys.readouterr().err


def test_the_page_is_served_with_the_site_and_runs_nothing(cloud: LocalCloud, tmp_path: Path) -> None:
    box = Mailbox(cloud)
    extra = {PAGE: lambda: (box.render_page(), PAGE_POLICY)}
    site = Site(find_free_port(), "http://nowhere", "host", "v1", tmp_path, {}, extra=extra)
    with Edge([site]), urllib.request.urlopen(f"http://{HOST}:{site.port}{PAGE}", timeout=10) as answer:
        page, policy = answer.read().decode(), answer.headers["Content-Security-Policy"]
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert '<a href="https://vidu.example/a">' in page
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")
