"""The one time zone in which days and hours are meant."""

from __future__ import annotations

from datetime import timedelta, timezone

# Viet Nam has kept one offset since 1975: a fixed +07:00 is exact and needs no zone data at run time.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
