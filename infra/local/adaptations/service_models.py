"""Reads of the SDK's descriptions of services no more than the local cloud needs, and each once.

Whenever a service answers first, the local cloud opens a session of the SDK, which lists 400 services, and parses the
service's whole description for its protocol. For the rights it parses the same description three times more.
"""

from __future__ import annotations

import functools
import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore

from infra.local.adaptations.fit import find_module, replace_function

DATA = Path(botocore.__file__).with_name("data")
BEGINNING = 2048
"""Bytes at the beginning of a description, which hold what it says of the service itself."""
KEY = re.compile(r'^\{\s*(?:"version"\s*:\s*"[^"]*",\s*)?"metadata"\s*:\s*')
KEPT = 4
"""Whole descriptions in memory: those of a request's service are asked for together, and some have megabytes."""


def read_metadata(name: str) -> dict[str, Any] | None:
    """Return what the SDK's latest description says of a service itself; None where it does not begin with that."""
    found = sorted(DATA.glob(f"{name}/*/service-2.json.gz"))
    if not found:
        return None
    with gzip.open(found[-1]) as file:
        beginning = file.read(BEGINNING).decode(errors="replace")
    key = KEY.search(beginning)
    try:
        metadata, _ = json.JSONDecoder().raw_decode(beginning, key.end() if key else 0)
    except json.JSONDecodeError:
        return None
    return dict(metadata) if key and isinstance(metadata, dict) else None


class ServiceModel:
    """A service's description: what it says of the service itself, and all else as soon as that is asked for."""

    def __init__(self, metadata: dict[str, Any], find_whole: Callable[[], Any]) -> None:
        self.metadata, self._find_whole = metadata, find_whole

    def __getattr__(self, name: str) -> Any:
        return getattr(self._find_whole(), name)


def describe_shortly(names: dict[str, str]) -> Callable[[Callable[[str], Any]], Callable[[str], Any]]:
    """Return a wrapper that describes services shortly; `names` are those that the SDK has for some of them."""

    def wrap(find_whole: Callable[[str], Any]) -> Callable[[str], Any]:
        @functools.cache
        def find_model(service: str) -> Any:
            metadata = read_metadata(names.get(service, service))
            return find_whole(service) if metadata is None else ServiceModel(metadata, lambda: find_whole(service))

        return find_model

    return wrap


def install() -> None:
    """Let descriptions be read so. Raise DoesNotFit when the local cloud reads them in another way."""
    responses = find_module("ministack.core.responses")
    replace_function(responses, "_service_model", "service", describe_shortly(responses._BOTOCORE_NAME))
    replace_function(
        find_module("ministack.core.iam_actions"), "_load_botocore_model", "botocore_service", functools.lru_cache(KEPT)
    )
