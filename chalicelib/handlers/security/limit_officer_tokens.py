"""Trigger of the officers' pool: remove the right over the account from the access token.

The pool calls it before each token of a sign-in or a renewal. With that right a thief of a token in a page's memory
could delete the account or replace the telephone. A fault refuses the sign-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ACCOUNT_SCOPE = "aws.cognito.signin.user.admin"


def limit_officer_tokens(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Return the event with its answer: the token without the scope that acts on the account."""
    limited = {"accessTokenGeneration": {"scopesToSuppress": [ACCOUNT_SCOPE]}}
    return {**event, "response": {"claimsAndScopeOverrideDetails": limited}}
