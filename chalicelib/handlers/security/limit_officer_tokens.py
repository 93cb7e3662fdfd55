"""The officers' pool is about to give tokens: take the right over the account out of the access token.

Called by the pool before each token of a sign-in or a renewal. With that right whoever steals a token from a page's
memory could delete the account or put another telephone in place. A fault refuses the sign-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ACCOUNT_SCOPE = "aws.cognito.signin.user.admin"


def limit_officer_tokens(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """The event with its answer: the token without the scope that acts on the account."""
    limited = {"accessTokenGeneration": {"scopesToSuppress": [ACCOUNT_SCOPE]}}
    return {**event, "response": {"claimsAndScopeOverrideDetails": limited}}
