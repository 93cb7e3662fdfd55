"""Holds each adaptation to the version of the local cloud that it was written for.

An adaptation replaces a name inside another package. On a version that it was not tried on it could silently do
nothing, or the wrong thing, so it is refused there.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
from collections.abc import Callable
from typing import Any

LOCAL_CLOUD = "ministack"
FITS = "1.5.33"
"""The version of the local cloud that every adaptation in this package was tried on."""


class DoesNotFit(RuntimeError):
    """The installed local cloud is another version, or a name to be replaced has another shape there."""


def require_version(package: str = LOCAL_CLOUD, version: str = FITS) -> None:
    """Raise DoesNotFit unless that version of the package is installed."""
    installed = importlib.metadata.version(package)
    if installed != version:
        raise DoesNotFit(
            f"the adaptations of the local cloud fit {package} {version}, but {installed} is installed: "
            f"run `make install`, or try each adaptation on {installed} and change its FITS"
        )


def find_module(name: str) -> Any:
    """Return a module of the local cloud. Raise DoesNotFit when it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise DoesNotFit(f"{name} is missing: {error}") from error


def require_parameters(owner: Any, name: str, parameters: str) -> Any:
    """Return `owner.name`, whose parameters have these names, separated by spaces.

    Raise DoesNotFit when there is no such name, or when it takes other parameters.
    """
    original = getattr(owner, name, None)
    if not callable(original):
        raise DoesNotFit(f"{owner.__name__} has no {name}")
    found = " ".join(inspect.signature(original).parameters)
    if found != parameters:
        raise DoesNotFit(f"{owner.__name__}.{name} takes ({found}), not ({parameters})")
    return original


def replace_function(owner: Any, name: str, parameters: str, wrap: Callable[[Any], Any]) -> None:
    """Put `wrap(original)` in the place of `owner.name`. Raise DoesNotFit as `require_parameters` does."""
    setattr(owner, name, wrap(require_parameters(owner, name, parameters)))


def install_after_loading(
    wanted: str, install: Callable[[], None]
) -> Callable[[Callable[[str], Any]], Callable[[str], Any]]:
    """Return a wrapper of the local cloud's loader of parts, which calls `install` after the part `wanted`."""

    def wrap(load: Callable[[str], Any]) -> Callable[[str], Any]:
        pending = [install]

        def get_module(name: str) -> Any:
            part = load(name)
            if name == wanted and pending:
                pending.pop()()
            return part

        return get_module

    return wrap
