"""Một Cửa's own code: rules, steps, stores and handlers."""

import gc
import os

# A start makes tens of thousands of objects that live as long as the process. Looking for garbage among them a hundred
# times is a tenth of a cold start; one in seventy times as many objects is soon enough for the little an answer leaves.
gc.set_threshold(50_000)

# The checker of bodies would read the description of every installed package, in search of plugins that there are not.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
