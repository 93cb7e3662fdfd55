"""moto, started without what answers calls of the library `requests`: nothing here makes such calls.

For those it would make 1,300 patterns at each start, which takes as long as a short test.
"""

from __future__ import annotations

from moto import mock_aws
from moto.core import models

__all__ = ["mock_aws"]

models.RESPONSES_METHODS.clear()
