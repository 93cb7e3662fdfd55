"""The secret shared with the national portal and with line-of-business systems."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.shared.hmac_signature import read_keys
from chalicelib.repositories.aws.secrets import SecretError


class PortalSecretError(SecretError):
    """The secret is malformed. Its content is in no message."""


@dataclass(frozen=True, slots=True)
class PortalSecret:
    """Our keys, of which the last signs; those of the portal, and of each line-of-business system by its id. Two
    directions have two keys, so that nothing we send can be replayed to us."""

    ours: Mapping[str, bytes] = field(repr=False)
    portal: Mapping[str, bytes] = field(repr=False)
    systems: Mapping[str, bytes] = field(repr=False)

    @property
    def signing(self) -> tuple[str, bytes]:
        """Return id and key of our signatures. Raise PortalSecretError while the secret has none."""
        if not self.ours:
            raise PortalSecretError("there is no key to sign with")
        return next(reversed(list(self.ours.items())))


def parse_portal_secret(text: str) -> PortalSecret:
    """Return the secret from `{"ours": {id: hex}, "portal": {id: hex}, "systems": {id: hex}}`."""
    try:
        data = json.loads(text)
        return PortalSecret(*(read_keys(data[name]) for name in ("ours", "portal", "systems")))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise PortalSecretError("the portal secret is not as declared") from None
