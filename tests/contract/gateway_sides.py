"""Both sides of a payment: our desk that takes callbacks, and a server that answers as a gateway should not."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3

from chalicelib.domain.dossier.obligations import FeeLine, Obligations
from chalicelib.domain.dossier.transactions import FailedAttempt, Intent, Transaction, read_callback
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.payments import allocation, fees
from chalicelib.domain.payments.allocation import Reason, Reconcile
from chalicelib.domain.payments.gateway_signature import verify_callback
from chalicelib.domain.shared.errors import Refusal

KEYS = {"k1": bytes(range(32)), "k2": bytes(range(32, 64))}


HTTP = urllib3.PoolManager(retries=False, timeout=10)


class CallbackDesk:
    """Our side of the callback, as small as it can be: verify, record once, match, settle or reconcile."""

    def __init__(self) -> None:
        self.owed: Obligations = fees.build_obligations(
            [FeeLine("le_phi", "Lệ phí", "Fee", 100_000)], None, datetime.now(UTC)
        )
        self.intents: dict[str, Intent] = {}
        self.recorded: dict[str, Transaction] = {}
        self.reasons: list[Reason] = []
        self.failed: list[FailedAttempt] = []
        self.fail_next = 0

    def receive(self, body: bytes, header: str | None) -> int:
        if self.fail_next:
            self.fail_next -= 1
            return 503
        try:
            verify_callback(body, header, KEYS, datetime.now(UTC))
        except Refusal:
            return 400
        callback = read_callback(body, "standin", datetime.now(UTC))
        if isinstance(callback, FailedAttempt):
            self.failed.append(callback)
            return 200
        if self.recorded.setdefault(callback.transaction.ref, callback.transaction) is callback.transaction:
            self.apply(callback)
        return 200

    def apply(self, callback) -> None:
        intent = self.intents.get(callback.transaction.intent_ref)
        outcome = allocation.match_callback(callback, intent, State.RECEIVED, self.owed)
        if isinstance(outcome, Reconcile):
            self.reasons.append(outcome.reason)
        else:
            payment = callback.transaction.to_payment()
            self.owed = fees.settle_together(self.owed, outcome.obligation_ids, payment)


class Listener(ThreadingHTTPServer):
    """Serves one answer function on a free port of this machine."""

    daemon_threads = True

    def __init__(self, answer) -> None:
        class ListenerHandler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, text = answer(body, self.headers)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, format: str, *args: object) -> None:
                """Tests print nothing."""

        super().__init__(("127.0.0.1", 0), ListenerHandler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve_forever, args=(0.01,))
        self.thread.start()
        return self

    def __exit__(self, *failed: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()
