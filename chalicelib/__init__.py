"""Một Cửa's own code: rules, steps, stores and handlers."""

import gc
import os

# A cold start makes tens of thousands of objects that live as long as the process. A hundred garbage collections among
# them take a tenth of a cold start; one collection in seventy times as many objects is enough for the few that a
# request leaves.
gc.set_threshold(50_000)

# Pydantic would read the description of every installed package, in search of plugins that do not exist.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
