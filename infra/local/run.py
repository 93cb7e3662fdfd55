"""`make run`: the deployed template of one province on the local cloud, seeded, with its site, until Ctrl-C.

python -m infra.local.run --province CODE [--port 8080] [--cloud-port 4577] [--gateway-port 8099] [--portal-port 8098]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chalicelib.domain.timezone import VIETNAM
from infra.deploy import DeployFailed
from infra.local.cloud import CloudFailed, LocalCloud
from infra.local.ports import CLOUD_PORT, HOST, PortTaken, require_free
from infra.local.seed import workplace
from infra.local.serve import served
from infra.local.stack import DemoAccount, LocalStack
from infra.package import ROOT, PackagingFailed, site_files
from infra.provinces import ProvinceRefused, find_provinces

STATE = ROOT / ".cloud" / "state"


class SiteMissing(RuntimeError):
    """The pages were not built yet."""


@dataclass(frozen=True)
class Ports:
    """Where things listen on this machine."""

    site: int = 8080
    cloud: int = CLOUD_PORT
    gateway: int = 8099
    portal: int = 8098


def run(province: str, ports: Ports, state: Path = STATE, outside: Path | None = None, accepted: str = "") -> None:
    """Serve until interrupted; `outside` holds provinces that are not of the tree, `accepted` is the digest of a folder
    that may have changed. Raises SiteMissing, PortTaken, CloudFailed, PackagingFailed, ProvinceRefused or DeployFailed.
    """
    started = time.monotonic()
    provinces = find_provinces(outside)
    provinces.require(province)
    provinces.require_years(datetime.now(VIETNAM).date())
    if not (site_files() / "index.html").is_file():
        raise SiteMissing("the pages are not built: make site")
    require_free(ports.site, "the site", "PORT")
    require_free(ports.gateway, "the payment gateway", "GATEWAY_PORT")
    require_free(ports.portal, "the national portal", "PORTAL_PORT")
    begin = _tell_steps(started)
    _say(f"{province} will be at http://{HOST}:{ports.site}/ in a minute or two the first time, then in seconds:")
    begin("starting the local cloud …")
    with (
        LocalCloud(state, ports.cloud) as cloud,
        served(
            LocalStack(cloud, province, ports.site, provinces=provinces, accepted_digest=accepted),
            ports.gateway,
            ports.portal,
            begin,
            security_log=True,
        ) as stack,
    ):
        # Before anybody reads that a signal stops it: one that comes between would be lost.
        asked = _expect_interrupt()
        _say(_welcome(stack, time.monotonic() - started))
        _wait_for_interrupt(asked)
        _say("stopping …")


def _tell_steps(started: float) -> Callable[[str], None]:
    """Return what prints each step as it begins, with the seconds since the start."""
    return lambda step: _say(f"  {time.monotonic() - started:4.0f} s  {step}")


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


def _wait_for_interrupt(asked: int) -> None:
    os.read(asked, 1)


def _welcome(stack: LocalStack, seconds: float) -> str:
    lines = [
        f"{stack.name} is up after {seconds:.1f} s: open {stack.origin}/ and sign in as one of the people below",
        f"  site and API   {stack.origin}/   {stack.origin}/api/",
        f"  local cloud    {stack.cloud.endpoint}   (log: {_relative(stack.cloud.log)})",
        f"  pay gateway    {stack.gateway.url if stack.gateway else '–'}   (a stand-in: no money moves)",
        f"  nat. portal    {stack.portal.url if stack.portal else '–'}   (a stand-in: nobody is told)",
    ]
    if stack.accounts:
        width = max(len(account.username) for account in stack.accounts)
        lines.append(f"  demo officers work at {workplace(stack)} and its agency: file there")
        lines.append("  demo accounts (name, password, who; of officers what the telephone shows now, and its secret):")
        lines += [f"    {a.username:<{width}}  {a.password}  {_describe(a)}" for a in stack.accounts]
        lines.append(f"  later codes: make code FOR=desk1 PROVINCE={stack.province}")
    return "\n".join([*lines, "Ctrl-C stops; the state is kept for the next start."])


def _describe(account: DemoAccount) -> str:
    shown = f"  {account.code()} {account.secret}" if account.secret else ""
    return f"{account.description}{shown}"


def _relative(path: Path) -> str:
    return os.path.relpath(path)


def _say(text: str) -> None:
    print(text, flush=True)


def main(argv: list[str]) -> int:
    """Run as the arguments say; 0 after a clean stop, 1 with the reason on stderr."""
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
            run(chosen.province, ports, chosen.state, chosen.provinces, chosen.province_digest)
    except (SiteMissing, PortTaken, CloudFailed, PackagingFailed, ProvinceRefused, DeployFailed) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
