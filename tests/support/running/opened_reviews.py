"""Reviews of rights on a running stack: the nightly job opens those of the present period."""

from __future__ import annotations

import json

from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from infra.local.stack import LocalStack
from infra.local.stories.telling import Scenario


def open_reviews(stack: LocalStack) -> None:
    """Let the job run as if reviews had been known for years, so that the present period is due."""
    body = json.dumps({"since": "2020-01-01", "done": ""})
    row = TableItem(*keys.REVIEW_MARK, kind="reviews_watched", body=body)
    stack.aws.client("dynamodb").put_item(TableName=stack.table, Item=row.serialize())
    Scenario(stack).run_function("review_accounts")
