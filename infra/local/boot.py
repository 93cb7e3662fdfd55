"""The local cloud's main program, run by the interpreter of its own environment (.cloud/venv).

It differs from a direct start of the local cloud in three ways. The adaptations of `infra.local.adaptations` are
installed first; each says in its file what it changes and why. Functions run in the bare interpreter given as argument,
so that they import what their package holds and nothing else. And it ends when the process that started it has ended.
"""

import gc
import importlib
import os
import signal
import sys
import threading
from pathlib import Path

# A script's own folder comes first on the path; the adaptations are imported from the project's root instead.
sys.path[0] = str(Path(__file__).resolve().parents[2])

from infra.local.adaptations import (  # noqa: E402
    finished_calls,
    fit,
    forked_workers,
    function_output,
    http_server,
    lazy_callers,
    line_filters,
    parse_cache,
    provider_callback,
    queue_rights,
    second_factor,
    service_models,
    shared_archives,
    warm_workers,
    whole_answers,
    worker_priority,
)


def install_adaptations() -> None:
    """Install every adaptation. Raise DoesNotFit when one does not fit the installed local cloud."""
    fit.require_version()
    # The priority is set by what reads a function's output, so the reader is replaced first.
    for adaptation in (
        http_server,
        whole_answers,
        lazy_callers,
        parse_cache,
        service_models,
        queue_rights,
        second_factor,
        provider_callback,
        line_filters,
        shared_archives,
        forked_workers,
        warm_workers,
        finished_calls,
        function_output,
        worker_priority,
    ):
        adaptation.install()


def end_with_parent() -> None:
    """End with the parent: standard input is a pipe from it, which closes at its end in every case."""
    while os.read(0, 1024):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve until SIGTERM or until the parent has ended. The state is written at the end."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    install_adaptations()
    # The local cloud starts functions with sys.executable; its environment would lend them its own libraries.
    sys.executable = sys.argv.pop()
    app = importlib.import_module("ministack.app")
    # Most objects are modules that live until the end. Looking through them at every collection costs 2 % of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    app.main()


if __name__ == "__main__":
    main()
