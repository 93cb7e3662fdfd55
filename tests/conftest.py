"""Fixtures of every test: sizes, the local cloud, and a fixed seed for made-up examples."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

pytest_plugins = ("tests.conftest_cloud",)

SIZE = os.environ.get("SIZE", "small")

# Examples are the same in every small run, so that a failure seen once is seen again; a full run looks further.
settings.register_profile("small", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=500, deadline=None)
settings.load_profile(SIZE)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked `full` to SIZE=full; they are deselected, which the summary counts, not skipped.

    The longest file comes first, then those that need the local cloud: the end has only short ones to share out.
    """
    on_the_cloud = {item.path for item in items if item.get_closest_marker("cloud")}
    items.sort(key=lambda item: (item.path.parent.name != "stateful", item.path not in on_the_cloud))
    if SIZE == "full":
        return
    left_out = [item for item in items if item.get_closest_marker("full")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
