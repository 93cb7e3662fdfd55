"""An access token of a demo account of a running local stack, for programs and for a terminal.

    python -m infra.local.token desk1 --province CODE [--port 8080] [--cloud-port 4577] [--state .cloud/state]

A citizen signs in with the stand-in e-identity provider, an officer with password and the code of the telephone, as
people do. Standard output has only the token.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from botocore.exceptions import EndpointConnectionError

from infra.aws.deploy import DeployFailed, read_outputs
from infra.local.cloud import LocalCloud
from infra.local.ports import CLOUD_PORT
from infra.local.run import Ports
from infra.local.seed import PASSWORD, PEOPLE
from infra.local.sign_in import SignInFailed
from infra.local.stack import STEP_S, DemoAccount, LocalStack
from infra.local.telephones import Telephones
from infra.paths import ROOT

CITIZENS = frozenset(each.username for each in PEOPLE if each.role is None)
"""Demo accounts without a telephone."""


class AccountUnknown(LookupError):
    """No demo account has this name; the message says where they stand."""


USED = "CodeMismatchException"
"""The pool's error for a code that was already used."""


def fetch_token(stack: LocalStack, username: str, wait: Callable[[float], None] = time.sleep) -> str:
    """Return an access token of the demo account. Raises AccountUnknown, SignInFailed, DeployFailed
    where the stack is not deployed."""
    stack.outputs = read_outputs(stack.aws, stack.name)
    secret = Telephones.find_telephones(stack).read_secrets().get(username, "")
    if not secret and username not in CITIZENS:
        raise AccountUnknown(
            f"there is no demo account “{username}”: `make run` lists them, such as desk1 and citizen1"
        )
    stack.accounts = (DemoAccount(username, PASSWORD if secret else "", "", secret),)
    try:
        return stack.fetch_token(username)
    except SignInFailed as failure:
        if not secret or USED not in str(failure):
            raise
    # Each code counts once: the next one comes within half a minute.
    wait(STEP_S - time.time() % STEP_S)
    return stack.fetch_token(username)


def main(argv: list[str]) -> int:
    """Print the token; 1 with the reason on standard error where nobody can sign in."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.token")
    parser.add_argument("username", help="a demo account, as `make run` lists them")
    parser.add_argument("--province", required=True)
    parser.add_argument("--port", type=int, default=Ports.site)
    parser.add_argument("--cloud-port", type=int, default=CLOUD_PORT)
    parser.add_argument("--state", type=Path, default=ROOT / ".cloud" / "state")
    chosen = parser.parse_args(argv)
    stack = LocalStack(LocalCloud(chosen.state, chosen.cloud_port), chosen.province, chosen.port)
    try:
        print(fetch_token(stack, chosen.username))
    except AccountUnknown as failure:
        print(failure, file=sys.stderr)
        return 1
    except (DeployFailed, SignInFailed, EndpointConnectionError) as failure:
        advice = f"start it with `make run PROVINCE={chosen.province}` and name the ports that it was started with"
        print(f"{chosen.username} cannot sign in ({failure}); {advice}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
