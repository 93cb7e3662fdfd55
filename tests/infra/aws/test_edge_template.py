"""The edge: one origin, strict headers, limits for each address, and no way around it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import app  # noqa: F401 - registers the operations
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.handlers.http.answer import PAGE_POLICY
from chalicelib.handlers.http.operations import OPERATIONS, PUBLIC
from chalicelib.handlers.reading.reader import HOME
from chalicelib.handlers.search.lookup import PER_ADDRESS
from chalicelib.models.http.problem import Problem
from infra.local.edge import Site
from infra.local.edge_files import FILE
from tests.infra.templates import CHALICE, EDGE, RESOURCES

PARTS: dict[str, Any] = EDGE["Resources"]
DISTRIBUTION: dict[str, Any] = PARTS["Distribution"]["Properties"]["DistributionConfig"]
HEADERS: dict[str, Any] = PARTS["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]


def parse_directives(policy: str) -> dict[str, list[str]]:
    """A Content-Security-Policy as directive → sources."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


def read_production_policy() -> dict[str, list[str]]:
    """The policy that the template sends."""
    text: str = HEADERS["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    return parse_directives(text)


def test_pages_load_nothing_inline_and_talk_only_to_the_bucket() -> None:
    policy = read_production_policy()
    assert policy["default-src"] == ["'none'"]
    # Compiled programs of our own files may run (the reader of HEIC pictures); text that becomes code may not.
    assert policy["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert policy["connect-src"] == ["'self'", "${PapersOrigin}"]
    assert policy["form-action"] == ["'self'"]
    sources = {source for name in policy for source in policy[name]}
    assert not sources & {"*", "'unsafe-inline'", "'unsafe-eval'", "https:", "http:"}
    # Papers are shown from memory; nothing that runs may come from there.
    assert {name for name in policy if "blob:" in policy[name]} == {"img-src", "frame-src"}


def test_pages_without_scripts_allow_no_more_than_the_others_and_no_script() -> None:
    whole, plain = read_production_policy(), parse_directives(PAGE_POLICY)
    assert HEADERS["SecurityHeadersConfig"]["ContentSecurityPolicy"]["Override"] is False, "theirs is kept"
    assert plain["default-src"] == ["'none'"]
    assert "script-src" not in plain
    assert {name: sources for name, sources in plain.items() if not set(sources) <= set(whole[name])} == {}
    assert {"frame-ancestors", "base-uri", "form-action"} <= set(plain), "default-src says nothing about these"


def test_the_local_edge_sends_the_same_policy_apart_from_the_origins() -> None:
    site = Site(0, "", "", "", Path(), {}, ("http://127.0.0.1:1",))
    local = parse_directives(site.build_security_policy())
    production = read_production_policy()

    def remove_origins(policy: dict[str, list[str]]) -> dict[str, list[str]]:
        fixed = {name: [one for one in policy[name] if "://" not in one and "$" not in one] for name in policy}
        return dict(sorted(fixed.items()))

    assert remove_origins(local) == remove_origins(production)


def test_pages_and_api_share_one_origin() -> None:
    (api,) = [origin for origin in DISTRIBUTION["Origins"] if origin["Id"] == "api"]
    behaviour, index, pages, first_page = DISTRIBUTION["CacheBehaviors"]
    assert (behaviour["PathPattern"], behaviour["TargetOriginId"]) == ("/api/*", "api")
    assert index == {**behaviour, "PathPattern": "/api"}
    read_only = {"AllowedMethods": ["GET", "HEAD"], "ViewerProtocolPolicy": "redirect-to-https"}
    assert pages == {**behaviour, **read_only, "PathPattern": f"{HOME}/*"}
    assert first_page == {**pages, "PathPattern": HOME}
    assert api["OriginPath"] == {"Fn::Sub": "/${ApiStage}"}
    assert EDGE["Parameters"]["ApiStage"]["Default"] == CHALICE["api_gateway_stage"]


def test_no_error_page_hides_what_the_api_answers() -> None:
    assert "CustomErrorResponses" not in DISTRIBUTION


def test_the_api_answers_only_the_edge() -> None:
    (api,) = [origin for origin in DISTRIBUTION["Origins"] if origin["Id"] == "api"]
    assert api["OriginCustomHeaders"] == [{"HeaderName": "Referer", "HeaderValue": {"Ref": "EdgeSecret"}}]
    behind = RESOURCES["RestAPI"]["Properties"]["DefinitionBody"]["x-amazon-apigateway-policy"]["Fn::If"][1]
    (statement,) = behind["Statement"]
    secrets = {
        "Fn::If": ["EdgeSecretChanges", [{"Ref": "EdgeSecret"}, {"Ref": "FormerEdgeSecret"}], {"Ref": "EdgeSecret"}]
    }
    assert statement["Condition"] == {"StringEquals": {"aws:Referer": secrets}}
    # A resource policy is served with the API's next deployment only: each update makes one.
    assert RESOURCES["RestAPI"]["Properties"]["AlwaysDeploy"] is True


def test_the_firewall_stands_in_front_and_limits_each_address() -> None:
    assert DISTRIBUTION["WebACLId"] == {"Fn::GetAtt": ["Firewall", "Arn"]}
    rules = PARTS["Firewall"]["Properties"]["Rules"]
    limits = [rule["Statement"]["RateBasedStatement"] for rule in rules if "RateBasedStatement" in rule["Statement"]]
    assert [limit["Limit"] for limit in limits] == [
        {"Ref": "RequestsPerAddress"},
        {"Ref": "PublicCallsPerAddress"},
        {"Ref": "LookupsPerAddress"},
    ]
    assert {limit["AggregateKeyType"] for limit in limits} == {"IP"}


def test_lookups_are_rate_limited_for_each_address_regardless_of_headers() -> None:
    rules = {rule["Name"]: rule["Statement"] for rule in PARTS["Firewall"]["Properties"]["Rules"]}
    scope = rules["lookups-per-address"]["RateBasedStatement"]["ScopeDownStatement"]
    assert scope["ByteMatchStatement"]["SearchString"] == "/api/lookup"
    # The edge lets through what the API counts, so that a refusal is normally a problem in both languages.
    assert EDGE["Parameters"]["LookupsPerAddress"]["Default"] > PER_ADDRESS.limit
    assert PER_ADDRESS.seconds == rules["lookups-per-address"]["RateBasedStatement"]["EvaluationWindowSec"]


def test_every_public_operation_is_counted_by_its_path() -> None:
    rules = {rule["Name"]: rule["Statement"] for rule in PARTS["Firewall"]["Properties"]["Rules"]}
    scope = rules["public-calls-per-address"]["RateBasedStatement"]["ScopeDownStatement"]["RegexMatchStatement"]
    counted = re.compile(scope["RegexString"])
    public = {op.path for op in OPERATIONS if op.access is PUBLIC}
    assert {op.path for op in OPERATIONS if counted.search(op.path)} == public


FORGED = ("authorization", "x-forwarded-for", "forwarded", "x-real-ip", "cookie", "user-agent", "referer", "origin")


def test_no_rule_listens_to_a_header() -> None:
    """Text of a caller changes neither the counted value nor the counter's owner."""
    rules = json.dumps(PARTS["Firewall"]["Properties"]["Rules"]).lower()
    for name in ("SingleHeader", "Headers", "Cookies", "ForwardedIPConfig", "CustomKeys", "QueryString", "Body"):
        assert f'"{name.lower()}":' not in rules.replace('"responseheaders":', ""), name
    assert [name for name in FORGED if f'"{name}"' in rules] == []


def test_who_is_blocked_reads_when_to_come_again_in_both_languages() -> None:
    firewall = PARTS["Firewall"]["Properties"]
    (body,) = firewall["CustomResponseBodies"].values()
    said = json.loads(body["Content"])
    assert (said["status"], said["code"]) == (429, TooMany.code)
    assert set(said) == set(Problem.model_fields) - {"law"}  # no article stands behind a limit
    for rule in firewall["Rules"]:
        if "RateBasedStatement" in rule["Statement"]:
            answer = rule["Action"]["Block"]["CustomResponse"]
            window = rule["Statement"]["RateBasedStatement"]["EvaluationWindowSec"]
            assert (answer["ResponseCode"], answer["CustomResponseBodyKey"]) == (429, "too-many")
            assert answer["ResponseHeaders"] == [{"Name": "Retry-After", "Value": str(window)}]
            assert all(f"{window // 60} " in text for text in said["detail"].values())


def test_browsers_come_by_modern_tls_and_stay_there() -> None:
    assert DISTRIBUTION["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert HEADERS["SecurityHeadersConfig"]["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000


def test_only_the_distribution_reads_the_pages() -> None:
    allowed, denied = PARTS["SitePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "aws:SourceArn" in allowed["Condition"]["StringEquals"]
    assert denied["Effect"] == "Deny"


def test_the_same_paths_are_pages_here_and_at_the_content_network() -> None:
    code: str = PARTS["PageOfPath"]["Properties"]["FunctionCode"]
    assert f"if (!/{FILE.pattern}/.test(request.uri)) request.uri = '/index.html';" in code
