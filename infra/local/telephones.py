"""The telephones of the demo officers: which secret each has registered, kept with the local cloud's state.

python -m infra.local.telephones desk1 --province CODE [--state .cloud/state]     the code that it shows now
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from infra.local.stack import STEP_S, DemoAccount, LocalStack
from infra.paths import ROOT

_WRITING = threading.Lock()


@dataclass(frozen=True)
class Telephones:
    """The secrets of one stack's demo officers, by name."""

    file: Path

    @classmethod
    def find_telephones(cls, stack: LocalStack) -> Telephones:
        """Those of a stack: its pool's id is in the name, since a new pool has new secrets."""
        return cls(find_file(stack.cloud.state, stack.province, stack.outputs["OfficerPoolId"]))

    def read_secrets(self) -> dict[str, str]:
        """Return the secrets by name; empty before the first one."""
        known: dict[str, str] = json.loads(self.file.read_text()) if self.file.is_file() else {}
        return known

    def keep_secret(self, username: str, secret: str) -> None:
        """Store one more. Only the owner can read the file, and it is replaced atomically for concurrent readers."""
        with _WRITING:
            known = {**self.read_secrets(), username: secret}
            new = self.file.with_suffix(".new")
            new.unlink(missing_ok=True)
            new.touch(mode=0o600)
            new.write_text(json.dumps(known, indent=2))
            new.replace(self.file)


def find_file(state: Path, province: str, pool: str) -> Path:
    """Return the file with the secrets of a province's pool."""
    return state / f"telephones-{province}-{pool}.json"


def show_code(state: Path, province: str, username: str) -> str:
    """Return the telephone's present code. Raises KeyError for somebody without one there."""
    files = sorted(state.glob(f"telephones-{province}-*.json"), key=lambda file: file.stat().st_mtime)
    known = Telephones(files[-1]).read_secrets() if files else {}
    code = DemoAccount(username, "", "", known[username]).calculate_code()
    return f"{code}   ({STEP_S - int(time.time()) % STEP_S} s more; secret {known[username]})"


def main(argv: list[str]) -> int:
    """Print the code of one officer; 1 with the reason on stderr when there is none."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.telephones")
    parser.add_argument("username")
    parser.add_argument("--province", required=True)
    parser.add_argument("--state", type=Path, default=ROOT / ".cloud" / "state")
    chosen = parser.parse_args(argv)
    try:
        print(show_code(chosen.state, chosen.province, chosen.username))
    except KeyError:
        name = chosen.username or "nobody (name somebody with FOR=…)"
        print(
            f"no telephone of {name} in {chosen.province}: make run prints who has one, once it is up", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
