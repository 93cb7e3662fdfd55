"""Probes of the rights that signing in and accounts need."""

from __future__ import annotations

import secrets

from tests.e2e.people import Cast
from tests.e2e.probing.probes import Probe, call_unwatched, describe_failure
from tests.e2e.rights import DeployedFunctions
from tests.e2e.window import Window


def prepare_session(cast: Cast, _: DeployedFunctions) -> Probe:
    """A page begins a sign-in: its answer is signed with the keys of sessions."""
    return lambda: describe_failure(Window(cast, watched=False).ask("/begin", {}))


def prepare_rights(cast: Cast, _: DeployedFunctions) -> Probe:
    """A right is given to somebody who has an account, which the pool is asked for."""
    sub = cast.newcomer()
    right = {"role": "postal_staff", "unit": cast.place.one_stop, "valid_from": "2026-11-01T00:00:00+07:00"}
    asked = {"name": "Người mới", "title": "Nhân viên", "assignments": [right], "request_ref": "01/CV"}

    def run_probe() -> str:
        version = cast("operator").get(f"/api/officers/{sub}")["version"]
        changed = {**asked, "assignments": [{**right, "valid_until": f"2027-01-{version % 27 + 1:02d}T00:00:00+07:00"}]}
        return describe_failure(
            call_unwatched(cast("operator"), "PUT", f"/api/officers/{sub}", changed, version=version)
        )

    return run_probe


def prepare_account_renewal(cast: Cast, _: DeployedFunctions) -> Probe:
    """An officer whose telephone is lost gets a new account."""
    right = {"role": "postal_staff", "unit": cast.place.one_stop, "valid_from": "2026-11-01T00:00:00+07:00"}
    asked = {"name": "Người mới", "title": "Nhân viên", "assignments": [right], "request_ref": "01/CV"}

    def run_probe() -> str:
        path = f"/api/officers/{cast.newcomer()}"
        cast("operator").ask("PUT", path, asked, version=0, expect=200)
        cast("operator").ask("POST", f"{path}/recovery", {"request_ref": "02/CV"}, version=1, expect=200)
        return describe_failure(
            call_unwatched(cast("office"), "POST", f"{path}/recovery/decision", {"agree": True}, version=2)
        )

    return run_probe


def prepare_officer_sign_in(cast: Cast, _: DeployedFunctions) -> Probe:
    """A new officer replaces the first password, which the pool checks and keeps."""
    stack = cast.stack

    def run_probe() -> str:
        window, name = Window(cast, watched=False), f"new-{secrets.token_hex(6)}"
        stack.aws.client("cognito-idp").admin_create_user(
            UserPoolId=stack.outputs["OfficerPoolId"],
            Username=name,
            TemporaryPassword="Lan-Dau-2026",
            MessageAction="SUPPRESS",
        )
        begun = describe_failure(window.ask("/officers", {"name": name, "password": "Lan-Dau-2026"}))
        return begun or describe_failure(window.ask("/officers/password", {"password": "Cua-Rieng-Toi-2026"}))

    return run_probe
