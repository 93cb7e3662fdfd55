"""Settings of one deployment, read from the environment once and checked as a whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.provinces import is_province, list_provinces

SIMULATED_STAGES = frozenset({"local", "demo", "test"})
"""Stages without real people: the only ones where legal time may be moved."""

EVERYWHERE = ("TABLE_NAME", "PROVINCE", "STAGE")
API_NEEDS = (
    "PAPERS_BUCKET", "ISSUER", "JWKS_URL", "CLIENT_ID", "OFFICE_ISSUER", "OFFICE_JWKS_URL", "OFFICE_CLIENT_ID",
)  # fmt: skip
PAPER_NEEDS = ("PAPERS_BUCKET",)
CHECK_NEEDS = (*PAPER_NEEDS, "INSPECTOR_FUNCTION")
PAYMENT_NEEDS = ("GATEWAY_URL", "GATEWAY_SECRET_ARN")
SYNC_NEEDS = ("PORTAL_URL", "PORTAL_SECRET_ARN")
SIGNER_NEEDS = ("LEDGER_BUCKET", "LEDGER_KEY_ID")
FACT_QUEUES = ("NOTICES_QUEUE_URL", "SYNC_QUEUE_URL", "COUNTERS_QUEUE_URL", "SLIPS_QUEUE_URL", "FINDS_QUEUE_URL")
LOOKUP_NEEDS = ("LINK_SECRET_ARN", "FIND_SECRET_ARN", "SMS_SECRET_ARN")
NOTICE_NEEDS = ("SITE_ORIGIN", "MAIL_SET")
"""MAIL_FROM, SMS_SENDER_ID and APP_URL may be empty: sending on such a channel fails, and a person must notify the
applicant."""
SESSION_NEEDS = ("SIGN_IN_ORIGIN", "SIGN_IN_SERVER", "IDENTITY_API", "SESSION_SECRET_ARN")
"""Where browsers sign in, and where the pool issues tokens: the same host except in a local cloud."""
QUEUE_NEEDS = ("NOTICES_QUEUE_URL",)
SECURITY_NEEDS = ("SECURITY_BUCKET",)
OPTIONAL = (
    *API_NEEDS, *PAYMENT_NEEDS, *SYNC_NEEDS, *SIGNER_NEEDS, *FACT_QUEUES, *LOOKUP_NEEDS, *NOTICE_NEEDS, *SESSION_NEEDS,
    *SECURITY_NEEDS,
    "SCANNER", "INSPECTOR_FUNCTION", "MAIL_FROM", "SMS_SENDER_ID", "APP_URL", "APP_SECRET_ARN", "COUNTER_ORIGIN",
    "POPULATION_URL", "APPLICATION_ORIGIN", "E_IDENTITY_ISSUER", "E_IDENTITY_CLIENT",
)  # fmt: skip


class SettingsError(RuntimeError):
    """The environment does not describe a deployment; the message lists every fault."""


# Every cold start makes this class: a named tuple takes a tenth of the time of a dataclass.
class Settings(NamedTuple):
    """Settings that differ between deployments. A name that a function does not need may be empty.

    `issuer` is the issuer in tokens, `jwks_url` the address of its keys: a local user pool signs with its public name
    but serves its keys at a local address. The `office_` ones are of the officers' pool. `edge_hops` is the number of
    trusted proxies in front of the API's own gateway (1 behind the content network).
    """

    table_name: str
    province: str
    stage: str
    clock_offset_seconds: int = 0
    papers_bucket: str = ""
    issuer: str = ""
    jwks_url: str = ""
    client_id: str = ""
    office_issuer: str = ""
    office_jwks_url: str = ""
    office_client_id: str = ""
    gateway_url: str = ""
    gateway_secret_arn: str = ""
    portal_url: str = ""
    portal_secret_arn: str = ""
    population_url: str = ""
    ledger_bucket: str = ""
    ledger_key_id: str = ""
    notices_queue_url: str = ""
    sync_queue_url: str = ""
    counters_queue_url: str = ""
    slips_queue_url: str = ""
    finds_queue_url: str = ""
    scanner: str = ""
    inspector_function: str = ""
    site_origin: str = ""
    link_secret_arn: str = ""
    find_secret_arn: str = ""
    sms_secret_arn: str = ""
    mail_from: str = ""
    mail_set: str = ""
    sms_sender_id: str = ""
    app_url: str = ""
    app_secret_arn: str = ""
    sign_in_origin: str = ""
    sign_in_server: str = ""
    identity_api: str = ""
    session_secret_arn: str = ""
    counter_origin: str = ""
    security_bucket: str = ""
    application_origin: str = ""
    e_identity_issuer: str = ""
    e_identity_client: str = ""
    edge_hops: int = 0

    @property
    def may_simulate(self) -> bool:
        """Return True for a stage without real people."""
        return self.stage in SIMULATED_STAGES

    @property
    def origins(self) -> tuple[str, ...]:
        """The front ends of this deployment: pages of no other origin use its sessions."""
        return tuple(each for each in (self.site_origin, self.counter_origin) if each)

    @classmethod
    def from_env(cls, needs: tuple[str, ...] = (), env: Mapping[str, str] | None = None) -> Settings:
        """Return settings from `env` (the process environment by default); `needs` are further variables of this
        function.

        Raise SettingsError that names every missing or unusable variable at once.
        """
        source = os.environ if env is None else env
        faults = [f"{name} is not set" for name in (*EVERYWHERE, *needs) if not source.get(name)]
        offset = _read_whole_number(source, "CLOCK_OFFSET_SECONDS", faults)
        hops = _read_whole_number(source, "EDGE_HOPS", faults)
        _check_values(source, offset, hops, faults)
        if faults:
            raise SettingsError("; ".join(faults))
        texts = {name.lower(): source.get(name, "") for name in OPTIONAL}
        table, province, stage = (source[name] for name in EVERYWHERE)
        return cls(table, province, stage, clock_offset_seconds=offset, edge_hops=hops, **texts)


def _read_whole_number(source: Mapping[str, str], name: str, faults: list[str]) -> int:
    try:
        return int(source.get(name) or "0")
    except ValueError:
        faults.append(f"{name} must be a whole number")
        return 0


def _check_values(source: Mapping[str, str], offset: int, hops: int, faults: list[str]) -> None:
    province = source.get("PROVINCE")
    if province and not is_province(province):
        faults.append(f"PROVINCE must be one of {', '.join(list_provinces())}")
    if not 0 <= hops <= 3:
        faults.append("EDGE_HOPS must be between 0 and 3")
    # A simulated clock would give real people's dossiers wrong legal dates.
    if offset and source.get("STAGE") not in SIMULATED_STAGES:
        faults.append(f"CLOCK_OFFSET_SECONDS is for the stages {', '.join(sorted(SIMULATED_STAGES))} only")
