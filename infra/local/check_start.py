"""Finds obstacles to `make` before anything is installed or started, and prints the first as one sentence.

    python -m infra.local.check_start [--installed] [--province CODE [--provinces DIR] --port N … --state DIR]

Prints nothing when all is well. With a province also what `make run` needs: its folder, free ports, and a state
that nobody else is using and that was not written in the future. A clock behind the version only gets a warning on
stderr: the version's author may have had the wrong one. It runs on Python alone, before any library is installed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.provinces import DESCRIPTION, FOLDERS, list_provinces
from infra.local.ports import PortTaken, require_free
from infra.local.state import StateRefused, require_unused

ROOT = Path(__file__).resolve().parents[2]
NODE = (20, 19)
"""The oldest Node.js that the pages are built with."""
NEEDED_MB = {False: 1500, True: 400}
"""Free space, before and after the installation."""
STATE_MB = 300
"""Free space for the data of a local stack, which may be on another disk."""
PORTS = {
    "port": ("the site", "PORT"),
    "cloud_port": ("the local cloud", "CLOUD_PORT"),
    "gateway_port": ("the payment gateway", "GATEWAY_PORT"),
    "portal_port": ("the national portal", "PORTAL_PORT"),
}
DAY_S = 86_400


def find_obstacle(chosen: argparse.Namespace) -> str:
    """Return the first obstacle as a sentence; empty for none."""
    looks: list[Callable[[], str]] = [
        find_node,
        find_other_python,
        lambda: find_full_disk(ROOT, NEEDED_MB[chosen.installed]),
    ]
    if chosen.province is not None:
        looks += [
            lambda: find_unknown_province(chosen.province, chosen.provinces),
            lambda: find_full_disk(chosen.state, STATE_MB),
            lambda: find_taken(chosen),
            lambda: find_wrong_clock("the local state was written", _find_newest(chosen.state)),
        ]
    return next((found for look in looks if (found := look())), "")


def find_node() -> str:
    """Check whether Node.js and npm are missing or too old."""
    least = ".".join(map(str, NODE))
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            return (
                f"Node.js {least} or newer is needed to build the pages, and «{program}» is not here: install it "
                "(nodejs.org; Debian and Ubuntu: apt-get install nodejs npm; macOS: brew install node)"
            )
    printed = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S607
    found = re.match(r"v(\d+)\.(\d+)", printed)
    if found is None or (int(found[1]), int(found[2])) < NODE:
        return f"Node.js {least} or newer is needed to build the pages, and this is {printed.strip() or 'unknown'}"
    return ""


def find_other_python(root: Path = ROOT) -> str:
    """Check whether the environment was installed with another Python than this: half of it would be replaced."""
    here = "{}.{}".format(*sys.version_info)
    for settings in (root / ".venv" / "pyvenv.cfg", root / ".cloud" / "bare" / "pyvenv.cfg"):
        said = settings.read_text() if settings.is_file() else ""
        found = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", said, re.MULTILINE)
        if found and found[1] != here:
            return (
                f"this folder was installed with Python {found[1]}, and this is {here}: name the other one with "
                "PYTHON=…, or remove what is installed (rm -rf .uv .venv .cloud/venv .cloud/bare) and run the same "
                "command again"
            )
    return ""


def find_full_disk(place: Path, needed: int) -> str:
    """Check whether less than `needed` MB are left where a folder is or will be."""
    there = next(each for each in (place.absolute(), *place.absolute().parents) if each.exists())
    free = shutil.disk_usage(there).free // 2**20
    return "" if free >= needed else f"only {free} MB are free for {place}, and {needed} MB are needed: free some first"


def find_wrong_clock(what: str, moment: float, now: float | None = None) -> str:
    """Check whether the clock is more than a day behind a moment in which something happened, in seconds since 1970."""
    now = time.time() if now is None else now
    if moment <= now + DAY_S:
        return ""
    return (
        f"this machine's clock says {_write_day(now)}, but {what} on {_write_day(moment)}: "
        "set the clock, since days, sign-ins and certificates depend on it"
    )


def _write_day(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, VIETNAM):%Y-%m-%d}"


def _read_commit_time() -> float:
    """When the version was committed, in seconds since 1970; 0 where that is not known."""
    git = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    if shutil.which("git") is None:
        return 0
    printed = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    return float(printed) if printed.isdigit() else 0


def _find_newest(state: Path) -> float:
    return max((file.stat().st_mtime for file in state.glob("*.json")), default=0)


def find_unknown_province(code: str, outside: Path | None) -> str:
    """Check whether there is no folder of the province, in the tree or in the folder from outside."""
    if outside is not None and not outside.is_dir():
        return f"PROVINCES={outside} is no folder"
    known = {*list_provinces(FOLDERS), *(_list_codes(outside) if outside else ())}
    return (
        ""
        if code in known
        else f"there is no province «{code}»: choose one with PROVINCE=… of {', '.join(sorted(known))}"
    )


def _list_codes(outside: Path) -> Iterator[str]:
    places = [outside, *outside.glob("*"), *outside.glob("province/*")]
    return (place.resolve().name for place in places if (place / DESCRIPTION).is_file())


def find_taken(chosen: argparse.Namespace) -> str:
    """Check whether the state or a port is in use, or a port is invalid."""
    numbers = {setting: getattr(chosen, name) for name, (_, setting) in PORTS.items()}
    for setting, number in numbers.items():
        if not number.isdigit() or not 1 <= int(number) <= 65_535:
            return f"{setting}={number} is no port: choose a number from 1024 to 65535"
    if len(set(numbers.values())) < len(numbers):
        return f"two of these are the same port: {', '.join(f'{key}={value}' for key, value in numbers.items())}"
    try:
        require_unused(chosen.state)
        for name, (purpose, setting) in PORTS.items():
            require_free(int(getattr(chosen, name)), purpose, setting)
    except (StateRefused, PortTaken) as refused:
        return str(refused)
    return ""


def main(argv: list[str]) -> int:
    """Print the obstacle."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.check_start")
    parser.add_argument("--installed", action="store_true")
    parser.add_argument("--province")
    parser.add_argument("--provinces", type=Path)
    parser.add_argument("--province-digest")
    parser.add_argument("--state", type=Path, default=ROOT / ".cloud" / "state")
    for name in PORTS:
        parser.add_argument(f"--{name.replace('_', '-')}", default="")
    chosen = parser.parse_args(argv)
    if found := find_obstacle(chosen):
        print(found)
    elif chosen.province is not None and (doubt := find_wrong_clock("this version was made", _read_commit_time())):
        print(f"Warning: {doubt}.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
