"""Deploys the edge of a province and puts the pages behind it, after the main stack (infra.aws.deploy).

    python -m infra.aws.deploy_web --stage prod --province CODE --parameter SiteDomain=… \\
        --parameter CertificateArn=… --parameter EdgeSecret=…

Parameters given once are kept. The edge lives in us-east-1, where CloudFront looks for firewalls and certificates.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from chalicelib.domain.shared.timezone import VIETNAM
from infra.aws.clients import Aws
from infra.aws.content_types import JSON, find_content_type
from infra.aws.deploy import DeployFailed, deploy_stack, name_stack, read_outputs
from infra.aws.site_addresses import find_legal_addresses
from infra.aws.start_page import ROBOTS, START, name_start_page, write_robots
from infra.paths import ROOT, find_site
from infra.province_site import MARK, describe_site, find_mark
from infra.provinces import OF_THE_TREE, ProvinceRefused, Provinces, find_provinces
from infra.release.package import StackPackage

REGION = "us-east-1"
STAGES = ("staging", "prod")
TEMPLATE = ROOT / "infra" / "web.yaml"
FROM_MAIN = ("ApiDomain", "PapersOrigin")
"""Outputs of the main stack that are parameters of the edge."""

FOR_EVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"


@dataclass(frozen=True)
class SiteFile:
    """One file of the site as the bucket keeps it."""

    key: str
    body: bytes
    content_type: str
    cache: str


def build_site_config(main: Mapping[str, str], stage: str, provinces: Provinces = OF_THE_TREE) -> dict[str, str]:
    """Return the content of /config.json: addresses of the pages and the paper store; for programs, the token
    issuers."""
    return {
        "stage": stage,
        **describe_site(main["Province"], provinces.folders),
        "issuer": f"{main['IdentityOrigin']}/{main['UserPoolId']}",
        "client_id": main["ClientId"],
        "office_issuer": f"{main['IdentityOrigin']}/{main['OfficerPoolId']}",
        "office_client_id": main["OfficeClientId"],
        "bucket_origin": main["PapersOrigin"],
    }


def list_pages(
    folder: Path, config: Mapping[str, str], mark: Path | None = None, origin: str = ""
) -> Iterator[SiteFile]:
    """Yield every file under `folder`, the province's mark, then the configuration, and last the start page that leads
    to them. `origin` is the address of the site, which robots.txt names.

    Files under assets/ carry their content's digest in the name and may be kept for ever.
    """
    start = folder / START
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != start)
    for path in files:
        key = path.relative_to(folder).as_posix()
        body = write_robots(path.read_bytes(), origin) if key == ROBOTS else path.read_bytes()
        yield SiteFile(key, body, find_content_type(path), FOR_EVER if key.startswith("assets/") else ALWAYS_ASK)
    if mark is not None:
        yield SiteFile(MARK, mark.read_bytes(), find_content_type(mark), ALWAYS_ASK)
    body = json.dumps(dict(config), ensure_ascii=False).encode()
    yield SiteFile("config.json", body, JSON, "no-store")
    named = name_start_page(start.read_bytes(), config.get("province_vi", ""))
    yield SiteFile(START, named, find_content_type(start), ALWAYS_ASK)


def upload_pages(s3: Any, bucket: str, site: Iterable[SiteFile]) -> int:
    """Put the pages into the bucket, in their order; return how many. Older files stay for pages still open."""
    sent = 0
    for page in site:
        s3.put_object(
            Bucket=bucket, Key=page.key, Body=page.body, ContentType=page.content_type, CacheControl=page.cache
        )
        sent += 1
    return sent


def clear_edge_caches(cloudfront: Any, distribution: str) -> None:
    """Invalidate the pages at every edge."""
    paths = {"Quantity": 1, "Items": ["/*"]}
    batch = {"Paths": paths, "CallerReference": f"pages-{time.time_ns()}"}
    cloudfront.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)


def deploy_web(
    aws: Aws,
    stage: str,
    province: str,
    given: Mapping[str, str],
    folder: Path,
    role: str = "",
    provinces: Provinces = OF_THE_TREE,
) -> dict[str, str]:
    """Bring the edge to its template and the site to `folder`; return the edge's outputs. Raises DeployFailed."""
    main = read_outputs(aws, name_stack(stage, province))
    edge = Aws(REGION, aws.endpoint, aws.access_key, aws.secret_key)
    template = StackPackage(TEMPLATE.parent, yaml.safe_load(TEMPLATE.read_text()), {})
    parameters = {"Province": province, "Stage": stage, **{name: main[name] for name in FROM_MAIN}, **given}
    made = deploy_stack(edge, f"{name_stack(stage, province)}-edge", template, parameters, role=role)
    upload_pages(
        edge.client("s3"),
        made["SiteBucket"],
        list_pages(
            folder,
            build_site_config(main, stage, provinces),
            find_mark(province, provinces.folders),
            f"https://{made['SiteDomain']}",
        ),
    )
    clear_edge_caches(edge.client("cloudfront"), made["DistributionId"])
    return made


def _parse_arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.aws.deploy_web")
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--province", required=True, help="the name of its folder")
    parser.add_argument("--provinces", type=Path, metavar="DIR", help="a folder of provinces from outside the tree")
    parser.add_argument("--parameter", action="append", default=[], metavar="Name=value")
    parser.add_argument("--site", type=Path, default=find_site(), help="folder of the pages")
    parser.add_argument("--role", default="", metavar="ARN", help="role under which CloudFormation changes the stack")
    return parser.parse_args(argv)


def add_addresses(
    stage: str, province: str, given: Iterable[str], provinces: Provinces = OF_THE_TREE
) -> dict[str, str]:
    """Return the given Name=value parameters, with the addresses of the province's regulation as defaults for its real
    system."""
    named = find_legal_addresses(stage, province, datetime.now(VIETNAM).date(), provinces.law)
    return {**(named.edge if named else {}), **dict(entry.split("=", 1) for entry in given)}


def main(argv: list[str]) -> int:
    """Deploy as the arguments say; return 0 when pages and edge are deployed, 1 with the reason on stderr when they do
    not."""
    chosen = _parse_arguments(argv)
    if not (chosen.site / "index.html").is_file():
        print(f"{chosen.site} holds no pages: build them first", file=sys.stderr)
        return 1
    try:
        provinces = find_provinces(chosen.provinces)
        provinces.require_province(chosen.province)
        given = add_addresses(chosen.stage, chosen.province, chosen.parameter, provinces)
        aws = Aws.from_environment()
        made = deploy_web(aws, chosen.stage, chosen.province, given, chosen.site, chosen.role, provinces)
    except (DeployFailed, ProvinceRefused) as failure:
        print(failure, file=sys.stderr)
        return 1
    print(json.dumps(made, indent=2, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
