"""Guarantees of the template for stages and sign-in."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.identity_proofing import BIRTH_DATE, KIND, LEVEL, NATIONALITY, NUMBER, SEX
from chalicelib.domain.accounts.proven_identity import PROVIDER
from chalicelib.domain.security.second_factor import LIVES
from chalicelib.handlers.security.limit_officer_tokens import limit_officer_tokens
from chalicelib.provinces import LONGEST, list_provinces
from chalicelib.settings import (
    SIMULATED_STAGES,
)
from tests.infra.templates import (
    CHALICE,
    EDGE,
    FUNCTIONS,
    MAIN,
    RESOURCES,
    ROOT,
    evaluate_expression,
    list_by_type,
    list_refusing_rules,
    read_variables,
)

SAFE = {"EdgeSecret": "x" * 32, "SiteOrigin": "https://example.gov.vn", "Province": "hue"}


@pytest.mark.parametrize("stage", ["staging", "prod"])
def test_a_real_stage_refuses_the_simulated_clock(stage: str) -> None:
    assert list_refusing_rules(Stage=stage, **SAFE) == set()
    assert "ClockIsRealOutsideLocalStages" in list_refusing_rules(Stage=stage, ClockOffsetSeconds="1", **SAFE)
    assert "ClockIsRealOutsideLocalStages" in list_refusing_rules(Stage=stage, AllowSimulatedClock="true", **SAFE)


def test_even_without_the_rule_a_real_stage_would_get_real_time() -> None:
    moved = {"AllowSimulatedClock": "true", "ClockOffsetSeconds": "3600"}
    for function in FUNCTIONS:
        offset = read_variables(function)["CLOCK_OFFSET_SECONDS"]
        assert evaluate_expression(offset, {"Stage": "prod", **moved}) == "0"
        assert evaluate_expression(offset, {"Stage": "demo", **moved}) == "3600"


def test_a_local_stage_moves_its_clock_only_when_allowed() -> None:
    assert list_refusing_rules(Stage="local", ClockOffsetSeconds="-60") == {"ClockMovesOnlyWhenAllowed"}
    assert list_refusing_rules(Stage="local", ClockOffsetSeconds="-60", AllowSimulatedClock="true") == set()


def test_nobody_goes_around_the_edge_of_a_real_stage() -> None:
    assert list_refusing_rules(Stage="prod", SiteOrigin="https://example.gov.vn") == {"NobodyGoesAroundTheEdge"}


def test_only_the_provider_signs_people_out_of_a_real_stage() -> None:
    local = {"LocalFederationIssuer": "http://localhost:7"}
    assert list_refusing_rules(Stage="prod", **SAFE, **local) == {"SignOutsComeFromTheProvider"}
    named = read_variables("api_handler")["E_IDENTITY_ISSUER"]
    assert evaluate_expression(named, {"Stage": "prod", "FederationIssuer": "", **local}) == ""
    assert evaluate_expression(named, {"Stage": "demo", "FederationIssuer": "", **local}) == "http://localhost:7"
    both = {"FederationIssuer": "https://id.example.gov.vn", **local}
    assert evaluate_expression(named, {"Stage": "prod", **both}) == "https://id.example.gov.vn"


def test_federation_is_complete_or_absent() -> None:
    assert list_refusing_rules(Stage="local", FederationIssuer="https://id.example.gov.vn") == {"FederationIsComplete"}


def test_template_settings_and_packager_speak_of_the_same_stages_and_provinces() -> None:
    stages = set(MAIN["Parameters"]["Stage"]["AllowedValues"])
    assert stages == set(CHALICE["stages"])
    assert {
        stage for stage in stages if evaluate_expression({"Condition": "LocalStage"}, {"Stage": stage})
    } == SIMULATED_STAGES
    for template in (MAIN, EDGE):
        code = template["Parameters"]["Province"]
        assert (code["AllowedPattern"], code["MaxLength"]) == ("[a-z]+(-[a-z]+)*", LONGEST)
        assert all(re.fullmatch(code["AllowedPattern"], each) for each in list_provinces())


def test_real_stages_never_get_the_stand_in_scanner() -> None:
    scanner = read_variables("on_paper_uploaded")["SCANNER"]
    assert [evaluate_expression(scanner, {"Stage": stage}) for stage in ("staging", "prod", "local")] == [
        "managed",
        "managed",
        "eicar",
    ]


def test_the_site_signs_in_by_code_and_proof_without_a_secret() -> None:
    client = RESOURCES["SiteClient"]["Properties"]
    assert client["GenerateSecret"] is False
    assert client["AllowedOAuthFlows"] == ["code"]
    assert evaluate_expression(client["CallbackURLs"], {"SiteOrigin": "https://a.vn", "CounterOrigin": ""}) == [
        "https://a.vn/"
    ]


def test_tokens_are_short_lived_and_refresh_tokens_are_used_once() -> None:
    client = RESOURCES["SiteClient"]["Properties"]
    assert (client["AccessTokenValidity"], client["TokenValidityUnits"]["AccessToken"]) == (15, "minutes")
    assert client["RefreshTokenRotation"]["Feature"] == "ENABLED"
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["ExplicitAuthFlows"]


@pytest.mark.parametrize("issuer", ["", "https://id.example.gov.vn"])
def test_no_page_of_the_pool_takes_an_applicants_password(issuer: str) -> None:
    client = RESOURCES["SiteClient"]["Properties"]
    known = {"FederationIssuer": issuer, "EIdentityProvider": "EIdentity", "AWS::NoValue": ""}
    offered = evaluate_expression(client["SupportedIdentityProviders"], known)
    assert offered == (["EIdentity"] if issuer else "")
    assert client["ExplicitAuthFlows"] == ["ALLOW_ADMIN_USER_PASSWORD_AUTH"], "our route alone tries passwords"
    recovery = RESOURCES["People"]["Properties"]["AccountRecoverySetting"]["RecoveryMechanisms"]
    assert [each["Name"] for each in recovery] == ["admin_only"]


def test_accounts_are_made_by_an_operator_or_the_identity_provider() -> None:
    assert RESOURCES["People"]["Properties"]["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_officers_sign_in_with_a_second_factor_and_by_our_route_alone() -> None:
    pool, client, risks = (RESOURCES[name]["Properties"] for name in ("Officers", "OfficeClient", "OfficerRisks"))
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("ON", ["SOFTWARE_TOKEN_MFA"])
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert [each["Name"] for each in pool["AccountRecoverySetting"]["RecoveryMechanisms"]] == ["admin_only"]
    assert (pool["UserPoolTier"], pool["UserPoolAddOns"]["AdvancedSecurityMode"]) == ("PLUS", "ENFORCED")
    assert risks["CompromisedCredentialsRiskConfiguration"]["Actions"] == {"EventAction": "BLOCK"}
    assert {"SIGN_IN", "PASSWORD_CHANGE"} == set(risks["CompromisedCredentialsRiskConfiguration"]["EventFilter"])
    assert RESOURCES["OfficerRisks"]["Condition"] == "RealStage"
    assert client["ExplicitAuthFlows"] == ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    assert "AllowedOAuthFlows" not in client, "no page of the pool's own gives tokens"
    assert [each["UserPoolId"] for each in list_by_type("AWS::Cognito::UserPoolDomain").values()] == [{"Ref": "People"}]
    assert not {"name", "email"} & set(client["WriteAttributes"])
    assert timedelta(minutes=client["AuthSessionValidity"]) >= LIVES
    assert (client["TokenValidityUnits"]["AccessToken"], client["AccessTokenValidity"]) == ("minutes", 5)


def test_officers_tokens_are_given_without_the_right_over_their_account() -> None:
    pool = RESOURCES["Officers"]["Properties"]["LambdaConfig"]["PreTokenGenerationConfig"]
    assert pool == {"LambdaVersion": "V2_0", "LambdaArn": {"Fn::GetAtt": ["LimitOfficerTokens", "Arn"]}}
    permission = RESOURCES["LimitOfficerTokensPermission"]["Properties"]
    assert permission["SourceArn"] == {"Fn::GetAtt": ["Officers", "Arn"]}
    event = json.loads((ROOT / "events" / "limit_officer_tokens.json").read_text())
    answer = limit_officer_tokens(event, None)
    assert answer["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"] == {
        "scopesToSuppress": event["request"]["scopes"]
    }
    assert {name: answer[name] for name in event if name != "response"} == {
        name: event[name] for name in event if name != "response"
    }


CLAIMED = {NUMBER, LEVEL, KIND, BIRTH_DATE, SEX, NATIONALITY}


def test_the_e_identity_provider_maps_number_and_level_into_attributes_that_the_client_reads() -> None:
    (provider,) = list_by_type("AWS::Cognito::UserPoolIdentityProvider").values()
    pool, client = (RESOURCES[name]["Properties"] for name in ("People", "SiteClient"))
    assert provider["UserPoolId"] == {"Ref": "People"}
    assert provider["ProviderName"] == PROVIDER
    assert set(provider["AttributeMapping"]) == {"username", "name", *CLAIMED}
    assert {f"custom:{each['Name']}" for each in pool["Schema"]} == CLAIMED - {BIRTH_DATE, SEX}
    assert all(each["Mutable"] for each in pool["Schema"]), "each sign-in writes them again"
    assert {"name", *CLAIMED} <= set(client["ReadAttributes"]) & set(client["WriteAttributes"])
    assert "aws.cognito.signin.user.admin" not in client["AllowedOAuthScopes"], "nobody writes their own proof"
