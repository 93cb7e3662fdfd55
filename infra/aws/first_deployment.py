"""A province's first deployment to a real account, guided: checks, both stacks, then a journey through them.

    python -m infra.aws.first_deployment --stage staging --province CODE --domain motcua.x.vn --certificate ARN
        [--counter-domain HOST] [--alarm-email MAIL] [--check-only]      (make first-deployment STAGE=… PROVINCE=… …)

Nothing is changed before every check has passed. It may be run again at any time and then updates the deployment.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.shared.timezone import VIETNAM
from infra.aws import deploy_web
from infra.aws.clients import Aws, RegionalAccount
from infra.aws.deploy import (
    PROTECTED,
    SIGNED_OUT,
    DeployFailed,
    add_addresses,
    build_province_parameters,
    deploy_stack,
    name_stack,
)
from infra.aws.journey import JourneyStep, run_journey
from infra.paths import ROOT, find_site
from infra.provinces import ProvinceRefused, Provinces, find_provinces
from infra.release.package import PackagingFailed, package_stage

LEAST_CONCURRENCY = 100
"""Functions that may run at once. The queues' consumers take twenty; a new account has ten for everything."""
TEST_LOCK_DAYS = 30
"""Days for which nobody can remove what a stage without people's data has locked."""
UNCHECKED = "not checked, since nobody is signed in"
SECRETS = ROOT / "build" / "first-deployment"


@dataclass(frozen=True)
class WantedDeployment:
    """The deployment to make. `domain` is the site's host name, `counter_domain` the counter's own where it has one."""

    stage: str
    province: str
    domain: str
    certificate: str
    counter_domain: str = ""
    alarm_email: str = ""

    @property
    def hosts(self) -> list[str]:
        """The host names of the certificate."""
        return [host for host in (self.domain, self.counter_domain) if host]


Check = Callable[[], JourneyStep]


def list_checks(main: RegionalAccount, edge: RegionalAccount, wanted: WantedDeployment) -> list[Check]:
    """Return the checks before a deployment, in their order. A Step that is not well stops it; one with a warning does
    not."""
    return [
        lambda: check_account(main),
        lambda: check_boundary(main, wanted.stage),
        lambda: check_log_role(main),
        lambda: check_concurrency(main),
        lambda: check_certificate(edge, wanted),
        lambda: check_mail(main),
        lambda: check_alarm_email(wanted),
        lambda: check_leftovers(main, wanted),
        check_pages,
    ]


def run_checks(checks: list[Check]) -> Iterator[JourneyStep]:
    """Yield the answer of each check; a call that the cloud refuses is a check that failed. With nobody signed in no
    other check can be made."""
    for check in checks:
        try:
            yield check()
        except (ClientError, BotoCoreError) as fault:
            yield JourneyStep("the account answers", False, f"{fault}: sign in with an administrator's rights")
            if isinstance(fault, SIGNED_OUT):
                yield JourneyStep("quota, certificate, mail, alarms, leftovers and the rest", False, UNCHECKED)
                return


def check_account(main: RegionalAccount) -> JourneyStep:
    """Report account and region."""
    number = main.client("sts").get_caller_identity()["Account"]
    return JourneyStep("account and region", True, f"account {number}, region {main.region}")


def check_boundary(main: RegionalAccount, stage: str) -> JourneyStep:
    """Check whether the account's stack exists: no role can be made without its boundary."""
    number = main.client("sts").get_caller_identity()["Account"]
    try:
        main.client("iam").get_policy(PolicyArn=f"arn:aws:iam::{number}:policy/motcua-{stage}-boundary")
    except ClientError:
        return JourneyStep(
            "account's stack", False, f"infra/account.yaml is not deployed for {stage}: docs/operate.md, step 1"
        )
    return JourneyStep("account's stack", True, "the boundary of its roles is there")


def check_log_role(main: RegionalAccount) -> JourneyStep:
    """Check whether API Gateway may write logs in this region."""
    role = main.client("apigateway").get_account().get("cloudwatchRoleArn", "")
    said = role or f"deploy infra/account.yaml in {main.region}: its role is set for each region apart"
    return JourneyStep("API Gateway's log role", bool(role), said)


def check_concurrency(main: RegionalAccount) -> JourneyStep:
    """Check whether people's calls find free functions while queues are processed."""
    limit = int(main.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"])
    said = f"{limit} functions may run at once"
    if limit < LEAST_CONCURRENCY:
        said += f", and at least {LEAST_CONCURRENCY} are needed: ask for 1000 under Service Quotas, AWS Lambda"
    return JourneyStep("functions at once", limit >= LEAST_CONCURRENCY, said)


def check_certificate(edge: RegionalAccount, wanted: WantedDeployment) -> JourneyStep:
    """Check whether the certificate is valid and names the hosts."""
    found = edge.client("acm").describe_certificate(CertificateArn=wanted.certificate)["Certificate"]
    names = {found["DomainName"], *found.get("SubjectAlternativeNames", ())}
    missing = [host for host in wanted.hosts if not {host, f"*.{host.partition('.')[2]}"} & names]
    if found["Status"] != "ISSUED":
        return JourneyStep(
            "certificate", False, f"it is {found['Status']}: put the validation records into the DNS and wait"
        )
    if missing:
        return JourneyStep("certificate", False, f"it does not name {', '.join(missing)}")
    return JourneyStep("certificate", True, f"issued for {', '.join(wanted.hosts)}")


def check_mail(main: RegionalAccount) -> JourneyStep:
    """Check whether mail may be sent to everybody; in the sandbox it is sent to proven addresses only."""
    if main.client("sesv2").get_account().get("ProductionAccessEnabled"):
        return JourneyStep("mail", True, "the mail service is out of its sandbox")
    return JourneyStep(
        "mail", True, "the mail service is in its sandbox: mail reaches proven addresses alone until AWS lifts it", True
    )


def check_alarm_email(wanted: WantedDeployment) -> JourneyStep:
    """Check whether alarms have a recipient."""
    if wanted.alarm_email:
        return JourneyStep("alarms", True, f"go to {wanted.alarm_email}, once that address confirms AWS's mail")
    well = wanted.stage != "prod"
    return JourneyStep("alarms", well, "nobody would hear them: name an address with ALARM_EMAIL=…", well)


def check_leftovers(main: RegionalAccount, wanted: WantedDeployment) -> JourneyStep:
    """Check for a table of this name without its stack: a removed stack leaves it, and a new one is refused."""
    name = name_stack(wanted.stage, wanted.province)
    table = f"motcua-{wanted.province}-{wanted.stage}"
    try:
        main.client("cloudformation").describe_stacks(StackName=name)
    except ClientError:
        tables = main.client("dynamodb").list_tables(ExclusiveStartTableName=table[:-1], Limit=10)["TableNames"]
        if table in tables:
            return JourneyStep(
                "leftovers", False, f"the table {table} is here without its stack: restore from it, or delete it"
            )
        return JourneyStep("leftovers", True, "none")
    return JourneyStep("leftovers", True, f"the stack {name} is here and is brought up to date")


def check_pages() -> JourneyStep:
    """Check whether the pages are built."""
    well = (find_site() / "index.html").is_file()
    return JourneyStep("pages", well, "built" if well else "not built: make deployable")


def choose_parameters(wanted: WantedDeployment, secret: str, fresh: bool) -> dict[str, str]:
    """Return the main stack's parameters that no regulation names. A stage without people's data locks for days
    only."""
    chosen = {"SiteOrigin": f"https://{wanted.domain}", "EdgeSecret": secret}
    if wanted.counter_domain:
        chosen["CounterOrigin"] = f"https://{wanted.counter_domain}"
    if wanted.alarm_email:
        chosen["AlarmEmail"] = wanted.alarm_email
    if fresh and wanted.stage != "prod":
        chosen |= {"LedgerRetentionDays": str(TEST_LOCK_DAYS), "SecurityLogDays": str(TEST_LOCK_DAYS)}
    return chosen


def keep_secret(stage: str, province: str, folder: Path = SECRETS) -> str:
    """Return the edge secret from the owner's file; create it there if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"edge-secret-{stage}-{province}"
    if not file.is_file():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def deploy_both(
    main: Aws, wanted: WantedDeployment, provinces: Provinces, say: Callable[[str], None]
) -> tuple[dict[str, str], dict[str, str]]:
    """Deploy both stacks; return the outputs of each. Raises DeployFailed or PackagingFailed."""
    name = name_stack(wanted.stage, wanted.province)
    found = main.client("cloudformation").list_stacks()["StackSummaries"]
    fresh = not any(each["StackName"] == name and each["StackStatus"] != "DELETE_COMPLETE" for each in found)
    secret = keep_secret(wanted.stage, wanted.province)
    say("packaging the functions …")
    made = package_stage(wanted.stage, provinces=provinces)
    given = [f"{key}={value}" for key, value in choose_parameters(wanted, secret, fresh).items()]
    parameters = add_addresses(wanted.stage, wanted.province, given, provinces)
    parameters |= build_province_parameters(main, name, made, wanted.province)
    say(f"deploying {name}: a quarter of an hour the first time …")
    outputs = deploy_stack(main, name, made, parameters, protected=wanted.stage in PROTECTED)
    say("deploying the edge and the pages: some minutes …")
    at_edge = {"SiteDomain": wanted.domain, "CertificateArn": wanted.certificate, "EdgeSecret": secret}
    if wanted.counter_domain:
        at_edge["CounterDomain"] = wanted.counter_domain
    edge = deploy_web.deploy_web(main, wanted.stage, wanted.province, at_edge, find_site(), provinces=provinces)
    return outputs, edge


def list_next_steps(wanted: WantedDeployment, edge: dict[str, str]) -> list[str]:
    """Return the remaining manual steps."""
    stack = name_stack(wanted.stage, wanted.province)
    return [
        f"point {' and '.join(wanted.hosts)} at {edge['DistributionDomain']} in the DNS",
        f"put the edge secret (in {os.path.relpath(SECRETS)}) into the password store and delete the file",
        "confirm the alarm mail that AWS has sent" if wanted.alarm_email else "name somebody who hears alarms",
        "put in the payment keys, the message provider's, the mail domain: docs/operate.md, steps 7 to 10",
        f"make the first operator: .venv/bin/python -m infra.aws.first_operator --stack {stack} …",
        "go through «First checks on a real account» in docs/operate.md",
    ]


def report_steps(steps: Iterator[JourneyStep]) -> bool:
    """Print each step as it ends; return whether all passed."""
    well = True
    for step in steps:
        mark = "!" if step.warns else "ok" if step.well else "NO"
        print(f"  {mark:>2}  {step.what}: {step.said}", flush=True)
        well &= step.well
    return well


def _parse_arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.aws.first_deployment")
    parser.add_argument("--stage", choices=deploy_web.STAGES, required=True)
    parser.add_argument("--province", required=True, help="the name of its folder")
    parser.add_argument("--provinces", type=Path, metavar="DIR", help="a folder of provinces from outside the tree")
    parser.add_argument("--domain", required=True, help="host name of the site")
    parser.add_argument("--counter-domain", default="", help="host name of the counter's own front end")
    parser.add_argument("--certificate", required=True, metavar="ARN", help="in us-east-1")
    parser.add_argument("--alarm-email", default="")
    parser.add_argument("--check-only", action="store_true", help="check and change nothing")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Check, deploy and run the journey; return 0 when all passed, 1 with the failures."""
    chosen = _parse_arguments(argv)
    wanted = WantedDeployment(
        chosen.stage, chosen.province, chosen.domain, chosen.certificate, chosen.counter_domain, chosen.alarm_email
    )
    aws = Aws.from_environment()
    edge_account = Aws(deploy_web.REGION, aws.endpoint, aws.access_key, aws.secret_key)
    try:
        provinces = find_provinces(chosen.provinces)
        provinces.require_province(wanted.province)
        provinces.require_years(datetime.now(VIETNAM).date())
        print("before anything is changed:")
        if not report_steps(run_checks(list_checks(aws, edge_account, wanted))):
            print("nothing was changed: mend what says NO, then run the same command again", file=sys.stderr)
            return 1
        if chosen.check_only:
            return 0
        outputs, edge = deploy_both(aws, wanted, provinces, print)
    except (DeployFailed, PackagingFailed, ProvinceRefused) as failure:
        print(f"{failure}\nmend it, then run the same command again: it goes on from what stands", file=sys.stderr)
        return 1
    print("the journey:")
    direct = f"https://{outputs['ApiDomain']}/v1/api/flow"
    well = report_steps(
        run_journey(
            aws, name_stack(wanted.stage, wanted.province), outputs, f"https://{edge['DistributionDomain']}", direct
        )
    )
    print("next:", *(f"  {number}. {step}" for number, step in enumerate(list_next_steps(wanted, edge), 1)), sep="\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
