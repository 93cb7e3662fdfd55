"""The file store as people meet it: signed links over HTTP.

Tests that need `RIGHTS` prove that signatures are enforced, which only the local cloud and AWS itself do.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import boto3
import pytest

from chalicelib.domain.papers.paper import Paper, settle_paper
from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.domain.shared.errors import Refusal
from chalicelib.repositories.papers.paper_store import PaperStore, SignedUpload, build_signing_config
from tests.contract.engines import FILES, HTTP, RIGHTS, Engine, clear_bucket
from tests.support.paper_builders import DECLARED_AT, build_paper

pytestmark = pytest.mark.engine(FILES, HTTP)

REGION = "ap-southeast-1"
BODY = b"hello"
# The key of the account's root on either engine.
ROOT = ("test", "test")


@dataclass(frozen=True)
class PaperBucket:
    """A bucket with its store."""

    client: Any
    bucket: str
    store: PaperStore


API_RIGHTS = [
    "s3:PutObject", "s3:PutObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging",
    "s3:PutObjectVersionTagging",
]  # fmt: skip


def open_session(key: str, secret: str) -> boto3.session.Session:
    return boto3.session.Session(key, secret, region_name=REGION)


def create_client(endpoint: str, key: str, secret: str) -> Any:
    return open_session(key, secret).client("s3", endpoint_url=endpoint, config=build_signing_config(path_style=True))


@contextmanager
def create_bucket(client: Any) -> Iterator[PaperBucket]:
    """A versioned bucket, deleted afterwards with what is in it."""
    bucket = f"papers-{uuid.uuid4().hex[:12]}"
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    yield PaperBucket(client, bucket, PaperStore(client, bucket))
    clear_bucket(client, bucket)
    client.delete_bucket(Bucket=bucket)


@pytest.fixture(scope="module")
def place(running_engine: Engine) -> Iterator[PaperBucket]:
    """A bucket on the chosen engine, else on the local cloud."""
    with create_bucket(create_client(running_engine.endpoint, *ROOT)) as found:
        yield found


@pytest.fixture(scope="module")
def strict_place(running_engine: Engine) -> Iterator[PaperBucket]:
    """A bucket where signatures are enforced, with a store that has the API's rights to it and no more."""
    endpoint = running_engine.endpoint
    with create_bucket(create_client(endpoint, *ROOT)) as root:
        iam = open_session(*ROOT).client("iam", endpoint_url=endpoint)
        iam.create_user(UserName=root.bucket)
        statement = {"Effect": "Allow", "Action": API_RIGHTS, "Resource": f"arn:aws:s3:::{root.bucket}/in/*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName=root.bucket, PolicyName="api", PolicyDocument=policy)
        key = iam.create_access_key(UserName=root.bucket)["AccessKey"]
        client = create_client(endpoint, key["AccessKeyId"], key["SecretAccessKey"])
        yield replace(root, store=PaperStore(client, root.bucket))
        iam.delete_access_key(UserName=root.bucket, AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName=root.bucket, PolicyName="api")
        iam.delete_user(UserName=root.bucket)


@pytest.fixture
def paper() -> Paper:
    """A declared paper of its own."""
    return build_paper(id=uuid.uuid4().hex[:26], name="Giấy khai sinh.pdf")


def send_request(
    method: str, url: str, headers: dict[str, str], body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    """One HTTP request with exactly these headers (and the length of the body, as browsers send it)."""
    parts = urlsplit(url)
    assert parts.hostname
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        connection.request(method, f"{parts.path}?{parts.query}", body if method == "PUT" else None, headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def upload_by_link(link: SignedUpload, body: bytes = BODY, **headers: str | None) -> int:
    """Upload through a link; a header given as None is left out."""
    changed = {**link.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return send_request("PUT", link.url, {k: v for k, v in changed.items() if v is not None}, body)[0]


def store_paper(place: PaperBucket, paper: Paper) -> Paper:
    """The paper uploaded and accepted."""
    assert upload_by_link(place.store.upload_link(paper)) == 200
    version = place.client.head_object(Bucket=place.bucket, Key=paper.key)["VersionId"]
    return settle_paper(paper, version, None, real_now=DECLARED_AT)


def is_empty(place: PaperBucket, paper: Paper) -> bool:
    found = place.client.list_object_versions(Bucket=place.bucket, Prefix=paper.key)
    return not found.get("Versions")


def test_an_upload_is_stored_as_declared_and_marked_unreferenced(place, paper):
    kept = store_paper(place, paper)
    found = place.store.read_head(kept.key, kept.version_id)
    assert (found.size, found.sha256) == (paper.size, paper.sha256)
    assert place.store.read_tags(kept.key, kept.version_id) == {"unreferenced": "yes"}


def test_other_bytes_of_the_same_length_are_refused(place, paper):
    assert upload_by_link(place.store.upload_link(paper), b"hellp") == 400
    assert is_empty(place, paper)


def test_a_link_writes_once(place, paper):
    link = place.store.upload_link(paper)
    assert upload_by_link(link) == 200
    assert upload_by_link(link) == 412
    assert len(place.client.list_object_versions(Bucket=place.bucket, Prefix=paper.key)["Versions"]) == 1


@pytest.mark.cloud
@pytest.mark.engine(RIGHTS)
def test_the_apis_rights_are_enough_for_upload_reading_and_keeping(strict_place, paper):
    kept = store_paper(strict_place, paper)
    assert send_request("GET", strict_place.store.read_link(kept), {})[0] == 200
    strict_place.store.keep(kept)
    assert strict_place.store.read_tags(kept.key, kept.version_id) == {}


@pytest.mark.cloud
@pytest.mark.engine(RIGHTS)
@pytest.mark.parametrize(
    "changes",
    [
        {"body": b"hello!"},
        {"body": b"hell"},
        {"Content_Type": "text/html"},
        {"If_None_Match": None},
        {"x_amz_checksum_sha256": None},
        {"x_amz_tagging": None},
        {"x_amz_tagging": "unreferenced=no"},
        {"x_amz_tagging": "GuardDutyMalwareScanStatus=NO_THREATS_FOUND"},
    ],
)
def test_everything_signed_must_arrive_as_signed(strict_place, paper, changes):
    assert upload_by_link(strict_place.store.upload_link(paper), **changes) == 403
    assert is_empty(strict_place, paper)


@pytest.mark.cloud
@pytest.mark.engine(RIGHTS)
@pytest.mark.parametrize(
    ("pattern", "put_instead"),
    [
        ("X-Amz-Expires=300", "X-Amz-Expires=9000"),
        (r"/in/[^?]+", "/in/d/other"),
        (r"X-Amz-Signature=.", "X-Amz-Signature="),
    ],
)
def test_an_altered_upload_link_is_refused(strict_place, paper, pattern, put_instead):
    link = strict_place.store.upload_link(paper)
    altered = re.sub(pattern, put_instead, link.url)
    assert altered != link.url
    assert upload_by_link(replace(link, url=altered)) == 403


def test_links_are_sigv4_and_live_five_minutes(place, paper):
    link = place.store.upload_link(paper)
    kept = settle_paper(paper, "v1", None, real_now=DECLARED_AT)
    for url in (link.url, place.store.read_link(kept), place.store.read_link(kept, seconds=9000)):
        assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in url
        assert "X-Amz-Expires=300&" in url
    assert "X-Amz-Expires=60&" in place.store.read_link(kept, seconds=60)
    assert link.seconds == 300


def test_a_read_link_serves_the_pinned_version_as_a_download(place, paper):
    kept = store_paper(place, paper)
    place.client.put_object(Bucket=place.bucket, Key=paper.key, Body=b"a later version")
    link = place.store.read_link(kept)
    status, headers, body = send_request("GET", link, {})
    assert (status, body, headers["content-type"]) == (200, BODY, "application/pdf")
    # Asked of the link: the local cloud leaves these headers out of the answer for a named version.
    asked = dict(parse_qsl(urlsplit(link).query))
    assert asked["response-content-disposition"].startswith('attachment; filename="Giay khai sinh.pdf"')
    assert asked["response-cache-control"] == "private, no-store"


@pytest.mark.parametrize("settled", [False, True])
def test_only_an_accepted_paper_is_ever_served(place, paper, settled):
    shown = settle_paper(paper, "v1", QuarantineReason.MALWARE, real_now=DECLARED_AT) if settled else paper
    with pytest.raises(Refusal) as refused:
        place.store.read_link(shown)
    assert refused.value.code == "paper_not_served"


@pytest.mark.cloud
@pytest.mark.engine(RIGHTS)
def test_a_read_link_opens_nothing_else(strict_place, paper):
    kept = store_paper(strict_place, paper)
    other = strict_place.client.put_object(Bucket=strict_place.bucket, Key=paper.key, Body=b"other")["VersionId"]
    link = strict_place.store.read_link(kept)
    assert send_request("GET", link.replace(kept.version_id, other), {})[0] == 403
    assert send_request("GET", link.replace("X-Amz-Expires=300", "X-Amz-Expires=3000"), {})[0] == 403
    assert send_request("GET", link.replace("attachment", "inline"), {})[0] == 403
    assert send_request("GET", link.split("?")[0], {})[0] == 403


def test_a_download_is_counted_and_hashed_and_leaves_no_file(place, paper):
    kept = store_paper(place, paper)
    with place.store.open_download(kept.key, kept.version_id) as body:
        assert (body.path.read_bytes(), body.size) == (BODY, 5)
        assert body.sha256 == hashlib.sha256(BODY).hexdigest()
    assert not body.path.exists()


def test_a_version_that_is_gone_is_no_fault(place, paper):
    kept = store_paper(place, paper)
    place.client.delete_object(Bucket=place.bucket, Key=kept.key, VersionId=kept.version_id)
    assert place.store.read_head(kept.key, kept.version_id) is None
    assert place.store.read_head("in/d/never", kept.version_id) is None


def test_keeping_takes_off_its_own_mark_only_and_may_be_repeated(place, paper):
    kept = store_paper(place, paper)
    scanned = [{"Key": "GuardDutyMalwareScanStatus", "Value": "NO_THREATS_FOUND"}]
    mark = [{"Key": "unreferenced", "Value": "yes"}]
    place.client.put_object_tagging(
        Bucket=place.bucket, Key=kept.key, VersionId=kept.version_id, Tagging={"TagSet": scanned + mark}
    )
    for _ in range(2):
        place.store.keep(kept)
        assert place.store.read_tags(kept.key, kept.version_id) == {"GuardDutyMalwareScanStatus": "NO_THREATS_FOUND"}


def test_what_is_no_longer_there_cannot_be_kept(place, paper):
    kept = store_paper(place, paper)
    place.client.delete_object(Bucket=place.bucket, Key=kept.key, VersionId=kept.version_id)
    with pytest.raises(Refusal) as refused:
        place.store.keep(kept)
    assert refused.value.code == "paper_expired"
