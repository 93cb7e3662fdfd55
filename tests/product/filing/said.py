"""What a refusal says at its fields."""

from __future__ import annotations

from infra.local.person import HttpReply


def list_said(answer: HttpReply) -> dict[str, str]:
    """Return a refusal's messages by field, in Vietnamese."""
    return {each["path"]: each["vi"] for each in answer.body["errors"]}
