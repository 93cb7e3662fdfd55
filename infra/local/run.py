"""`make run`: the deployed template of one province on the local cloud, seeded, with its site, until Ctrl-C.

python -m infra.local.run --province CODE [--port 8080] [--cloud-port 4577] [--gateway-port 8099] [--portal-port 8098]
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import os
import select
import shutil
import signal
import sqlite3
import sys
import time
import traceback
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.shared.timezone import VIETNAM
from infra.aws.deploy import DeployFailed
from infra.local.cloud import LocalCloud
from infra.local.mailbox import PAGE
from infra.local.ports import CLOUD_PORT, HOST, PortTaken, require_free
from infra.local.progress import Progress, print_fault, print_line
from infra.local.seed import find_workplace
from infra.local.serve import serve_stack
from infra.local.stack import DemoAccount, LocalStack
from infra.local.state import CHOICES, StateNotSaved, StateRefused, describe_loss, name_forgetting
from infra.local.state import USUAL as STATE
from infra.paths import ROOT, find_site
from infra.provinces import ProvinceRefused, find_provinces
from infra.release.package import PackagingFailed

FAILED = 2
UNFORESEEN = (OSError, BotoCoreError, ClientError, RuntimeError, LookupError, ValueError, sqlite3.Error)
"""Errors that the machine, the local cloud or a store may raise at any moment."""
DISK_S = 5.0
"""Seconds between two looks at the space on the disk."""
LITTLE_MB = 50
"""With less space than this, the lack of space is the cause of any failure."""


class SiteMissing(RuntimeError):
    """The pages were not built yet."""


@dataclass(frozen=True)
class Ports:
    """The ports on this machine."""

    site: int = 8080
    cloud: int = CLOUD_PORT
    gateway: int = 8099
    portal: int = 8098


def run_stack(
    province: str, ports: Ports, state: Path = STATE, outside: Path | None = None, accepted: str = ""
) -> None:
    """Serve until interrupted; `outside` holds provinces that are not of the tree, `accepted` is the digest of a folder
    that may have changed. Raises SiteMissing, PortTaken, StateRefused, StateNotSaved, CloudFailed, PackagingFailed,
    ProvinceRefused or DeployFailed.
    """
    started = time.monotonic()
    provinces = find_provinces(outside)
    provinces.require_province(province)
    provinces.require_years(datetime.now(VIETNAM).date())
    if not (find_site() / "index.html").is_file():
        raise SiteMissing("the pages are not built: make site")
    require_free(ports.site, "the site", "PORT")
    require_free(ports.gateway, "the payment gateway", "GATEWAY_PORT")
    require_free(ports.portal, "the national portal", "PORTAL_PORT")
    print_line(f"{province} will be at http://{HOST}:{ports.site}/ in a minute or two the first time, then in seconds:")
    with contextlib.ExitStack() as up:
        if lost := describe_loss(state):
            print_line(lost)
        with Progress(print_line, started) as progress:
            progress.begin("starting the local cloud …")
            cloud = up.enter_context(LocalCloud(state, ports.cloud))
            wanted = LocalStack(cloud, province, ports.site, provinces=provinces, accepted_digest=accepted)
            kept = serve_stack(wanted, ports.gateway, ports.portal, progress.begin, security_log=True)
            stack = up.enter_context(kept)
        return_memory()
        # Before anybody reads that a signal stops it: one that comes between would be lost.
        keep_choices(state, province, ports)
        asked = _expect_interrupt()
        print_line(_write_welcome(stack, time.monotonic() - started))
        _wait_for_interrupt(asked, state)
        print_line("stopping …")


def return_memory() -> None:
    """Return to the system what the deployment needed and the following hours do not, where the C library can do so."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def keep_choices(state: Path, province: str, ports: Ports) -> None:
    """Keep what this start was asked for next to the state, so that `make logs`, `mailbox`, `code` and `token` find the
    stack that runs. What is named on the command line still counts more."""
    chosen = {
        "PROVINCE": province, "PORT": ports.site, "CLOUD_PORT": ports.cloud, "GATEWAY_PORT": ports.gateway,
        "PORTAL_PORT": ports.portal,
    }  # fmt: skip
    (state / CHOICES).write_text("".join(f"{name} ?= {value}\n" for name, value in chosen.items()))


def _expect_interrupt() -> int:
    """Return the end of a pipe from which a byte can be read once a signal has asked for a stop.

    A handler runs between any two instructions of the main thread, also while that thread takes a lock. An event of
    `threading`, set by a handler, would then wait for itself.
    """
    asked, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    return asked


def _wait_for_interrupt(asked: int, state: Path) -> None:
    """Wait for a signal; say once when the disk becomes full, while there is time to free some of it."""
    said = ""
    while not select.select([asked], [], [], DISK_S)[0]:
        full = find_full_disk(state)
        if full and not said:
            print_fault(f"{full.split('):')[0]}): free some now, or what is filed is refused and not kept")
        said = full
    os.read(asked, 1)


def _write_welcome(stack: LocalStack, seconds: float) -> str:
    line = "─" * 78
    lines = [
        line,
        f"{stack.name} is up after {seconds:.1f} s: open {stack.origin}/",
        "",
        f"  pages               {stack.origin}/   officers: {stack.origin}/officer/sign-in",
        f"  programs            {stack.origin}/api/",
        f"  mail and texts      {stack.origin}{PAGE}   (or: make mailbox)",
        f"  local cloud         {stack.cloud.endpoint}   (log: {_write_relative(stack.cloud.log)})",
        f"  payment gateway     {stack.gateway.url if stack.gateway else '–'}   (a stand-in: no money moves)",
        f"  e-identity          {stack.e_identity.url if stack.e_identity else '–'}   (a stand-in: nobody is real)",
        f"  national portal     {stack.portal.url if stack.portal else '–'}   (a stand-in: nothing leaves here)",
    ]
    if stack.application:
        lines.append(f"  an application      {stack.application.url}   (a stand-in: opens with the sign-in of here)")
    if stack.accounts:
        officers = [account for account in stack.accounts if account.secret]
        citizens = [account for account in stack.accounts if not account.secret]
        lines += ["", "  Citizens: choose the name on the e-identity provider's page (a stand-in: nobody is real)."]
        lines += [f"  File at {find_workplace(stack)}, where the officers work."]
        lines += _list_accounts(citizens)
        lines += ["", "  Officers: name, password, what the telephone shows now and its secret."]
        lines += _list_accounts(officers)
        lines.append("    A later code: make code FOR=desk1")
    return "\n".join([*lines, line, "Ctrl-C stops; the state is kept for the next start."])


def _list_accounts(accounts: list[DemoAccount]) -> list[str]:
    width = max(len(account.username) for account in accounts)
    most = max(len(account.description) for account in accounts)
    return [
        f"    {a.username:<{width}}  {a.password}  {a.description:<{most}}{_write_telephone(a)}".rstrip()
        for a in accounts
    ]


def _write_telephone(account: DemoAccount) -> str:
    return f"  {account.calculate_code()} {account.secret}" if account.secret else ""


def _write_relative(path: Path) -> str:
    return os.path.relpath(path)


def explain_fault(fault: Exception, state: Path) -> str:
    """Report an unexpected fault in one sentence with the next step; the details go to a file next to the state."""
    if full := find_full_disk(ROOT, state):
        return full
    first, details = keep_details(fault, state.with_name(f"{state.name}-failed.log"))
    return (
        f"the start failed: {first}. Run the same command again; if it fails again, throw the made-up data away "
        f"with `{name_forgetting(state)}` (details: {details})"
    )


def find_full_disk(*places: Path) -> str:
    """Return a sentence for the first of these places that has no space left, and what to do; empty where all have
    some."""
    for place in places:
        there = next(each for each in (place.absolute(), *place.absolute().parents) if each.exists())
        free = shutil.disk_usage(there).free // 2**20
        if free < LITTLE_MB:
            return f"the disk is full ({free} MB are free for {there}): free some, then run the same command again"
    return ""


def keep_details(fault: Exception, log: Path) -> tuple[str, str]:
    """Write a fault's details to a file; return the fault's first line, and where the details are."""
    first = (str(fault).splitlines() or [type(fault).__name__])[0][:200]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(fault)))
    except OSError as unwritten:
        return first, f"not written: {unwritten.strerror}"
    return first, _write_relative(log)


def main(argv: list[str]) -> int:
    """Run as the arguments say; 0 after a clean stop, FAILED with the reason and the next step on stderr."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.run")
    parser.add_argument("--province", required=True, help="the name of its folder")
    parser.add_argument("--provinces", type=Path, metavar="DIR", help="a folder of provinces from outside the tree")
    parser.add_argument("--province-digest", default="", help="accepts a folder that has changed")
    parser.add_argument("--port", type=int, default=Ports.site)
    parser.add_argument("--cloud-port", type=int, default=Ports.cloud)
    parser.add_argument("--gateway-port", type=int, default=Ports.gateway)
    parser.add_argument("--portal-port", type=int, default=Ports.portal)
    parser.add_argument("--state", type=Path, default=STATE)
    chosen = parser.parse_args(argv)
    # A stop during the start must also stop the local cloud.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            ports = Ports(chosen.port, chosen.cloud_port, chosen.gateway_port, chosen.portal_port)
            run_stack(chosen.province, ports, chosen.state, chosen.provinces, chosen.province_digest)
    except (SiteMissing, PortTaken, StateRefused, StateNotSaved, ProvinceRefused) as failure:
        print_fault(str(failure))
        return FAILED
    except (PackagingFailed, DeployFailed) as failure:
        print_fault(f"{failure}\n{explain_fault(failure, chosen.state)}")
        return FAILED
    except UNFORESEEN as fault:
        print_fault(explain_fault(fault, chosen.state))
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
