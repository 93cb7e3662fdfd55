"""Finds a browser for the tests, or installs one, and says which: python -m infra.local.browser.

In this order: an installed Chromium or Chrome; Debian's package where this process may install it; the download of
the test tool itself. A browser is required. Where Debian's packages can be installed, the headless browser is installed
too, which most tests use.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SHELL = "chromium-headless-shell"
"""The same browser without windows, at half the processor time. It shows no PDF inside a page."""
PLACES = (Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),)


class NoBrowser(RuntimeError):
    """No browser was found and none could be installed."""


def find_browser() -> str | None:
    """Return the program of an installed browser, the test tool's own last."""
    named = next((path for name in NAMES if (path := shutil.which(name))), None)
    return named or next((str(path) for path in PLACES if path.is_file()), None) or _find_own_browser()


def ensure_browser() -> str:
    """Return the program of a browser; install one if none is found. Raises NoBrowser."""
    found = find_browser()
    if found is None:
        for attempt in (_install_from_debian, _download_browser):
            attempt()
            found = find_browser()
            if found is not None:
                break
    if found is None:
        raise NoBrowser("no browser: install Chromium or Chrome (Debian: apt-get install chromium)")
    return found


def find_shell() -> str:
    """Return the program of the browser without windows, or of the whole browser where there is none."""
    return shutil.which(SHELL) or ensure_browser()


def _find_own_browser() -> str | None:
    """Return the browser that the test tool has downloaded earlier."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        path = tool.chromium.executable_path
    return path if Path(path).is_file() else None


def _install_from_debian(*packages: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    packages = packages or ("chromium", SHELL)
    print(f"browser: installing Debian's {' and '.join(packages)} …", flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL, "check": False}
    subprocess.run(["apt-get", "update"], **quiet)  # type: ignore[call-overload]  # noqa: S607
    # Another run of the tests may be installing at this moment.
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    subprocess.run(["apt-get", *wait, "install", "-y", "--no-install-recommends", *packages], **quiet)  # type: ignore[call-overload]  # noqa: S607


def _download_browser() -> None:
    print("browser: downloading the test tool's own …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Print the browser for the tests; return 1 when there is none."""
    try:
        program = ensure_browser()
    except NoBrowser as failure:
        print(failure, file=sys.stderr)
        return 1
    if shutil.which(SHELL) is None and Path("/etc/debian_version").is_file():
        _install_from_debian(SHELL)
    for each in dict.fromkeys((program, find_shell())):
        version = subprocess.run([each, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        print(f"browser: {each} ({version})", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
