"""Caches parsed expressions, policies, archives and templates of the local cloud.

It parses the same dozens of expressions and policies at every request, and the same archives and template at every
update of a stack. The cache key is the parsed text or bytes, never a name, so changed content is another entry and
never a stale answer. Expanded templates are kept on disk, for all local clouds of a checkout.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.local.adaptations.fit import FITS, find_module, install_after_loading, replace_function

SAM = "AWS::Serverless-2016-10-31"
EXPANDER = "aws-sam-translator"
EXPANDED = Path(__file__).resolve().parents[3] / ".cloud" / "expanded"
"""Folder of expanded templates: loading the expander takes as long as expanding."""
KEPT_S = 7 * 24 * 3600
EXPRESSIONS, POLICIES, ARCHIVES, TEMPLATES = 2048, 1024, 64, 8
"""Cache sizes; the least recently used entries are dropped first."""


def cache_tokens(tokenize: Callable[[str], list[Any]]) -> Callable[[str], list[Any]]:
    """Return a cached `tokenize`. Every caller gets a list of its own."""
    cached = functools.lru_cache(EXPRESSIONS)(lambda text: tuple(tokenize(text)))
    return lambda expr: list(cached(expr))


def cache_policies(parse: Callable[[Any], list[Any]]) -> Callable[[Any], list[Any]]:
    """Return `parse` with a cache by content. Statements are shared between callers: none changes them."""
    cached = functools.lru_cache(POLICIES)(lambda text: tuple(parse(text)))

    def parse_policy_document(doc: Any) -> list[Any]:
        # A document in the form of a dict can be changed in place, so it is found by its text too.
        return list(cached(doc if isinstance(doc, str) else json.dumps(doc)))

    return parse_policy_document


def keep_expansion(folder: Path, key: str, expand: Callable[[], str]) -> str:
    """Return the text kept under a key, or expand and keep it. Other local clouds may do the same at the same time."""
    kept = folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"
    try:
        return kept.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = expand()
    folder.mkdir(parents=True, exist_ok=True)
    for each in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if each.stat().st_mtime < time.time() - KEPT_S:
                each.unlink()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as fresh:
        fresh.write(text)
    Path(fresh.name).rename(kept)
    return text


def cache_transforms(
    find_region: Callable[[], str], version: str, folder: Path = EXPANDED
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a wrapper that caches the expansion of templates by content, region and the expander's version.

    Its result is made of plain values: comparing the expander's own kinds of text and mapping, as every update does
    for every resource, takes far longer. A template whose expansion depends on more than its text is not cached.
    """

    def wrap(transform: Callable[..., Any]) -> Callable[..., Any]:
        @functools.lru_cache(TEMPLATES)
        def expand_text(text: str, region: str) -> str:
            key = f"{version} {region} {text}"
            return keep_expansion(folder, key, lambda: json.dumps(transform(json.loads(text))))

        def apply_transforms(template: Any, provided_params: Any = None, previous_params: Any = None) -> Any:
            text = json.dumps(template, default=str)
            if template.get("Transform") != SAM or "Fn::Transform" in text:
                return transform(template, provided_params, previous_params)
            return json.loads(expand_text(text, find_region()))

        return apply_transforms

    return wrap


def install() -> None:
    """Install the caches. Raise DoesNotFit when a function to be cached is not as expected."""
    table = find_module("ministack.services.dynamodb")
    replace_function(table, "_condition_syntax_error", "expr slot", functools.lru_cache(EXPRESSIONS))
    replace_function(table, "_tokenize", "expr", cache_tokens)
    replace_function(find_module("ministack.core.iam_evaluator"), "parse_policy_document", "doc", cache_policies)
    replace_function(
        find_module("ministack.services.lambda_svc"), "_unzipped_size", "zip_data", functools.lru_cache(ARCHIVES)
    )
    # Stacks are loaded with the first of them, and so is what expands templates: both take long.
    replace_function(
        find_module("ministack.app"),
        "_get_module",
        "name",
        install_after_loading("cloudformation", remember_transforms),
    )


def remember_transforms() -> None:
    """Install the cache of templates, once for all parts that expand them."""
    version = f"{FITS} {importlib.metadata.version(EXPANDER)}"
    cached = cache_transforms(find_module("ministack.core.responses").get_region, version)
    parameters = "template provided_params previous_params"
    replace_function(find_module("ministack.services.cloudformation.engine"), "_apply_transforms", parameters, cached)
    wrapped = find_module("ministack.services.cloudformation.engine")._apply_transforms
    for part in ("handlers", "changesets"):
        module = find_module(f"ministack.services.cloudformation.{part}")
        replace_function(module, "_apply_transforms", parameters, lambda original: wrapped)
