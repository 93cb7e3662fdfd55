"""Counts of surveys in the table, and marks of those who answered, by digests that cannot be guessed without the
deployment's key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.matters.survey import SurveyCounts, SurveyLine
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.ledger_store import translate_failure
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.steps.dossier.ports import Conflict


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """The `Surveys` port on DynamoDB."""

    key: Callable[[datetime], bytes]

    def digest_person(self, matter_id: str, sub: str, real_now: datetime) -> str:
        """Return the mark of a person on a survey."""
        return hmac.new(self.key(real_now), f"survey|{matter_id}|{sub}".encode(), hashlib.sha256).hexdigest()

    def count_answers(
        self, matter_id: str, mark: str, key: str, lines: Sequence[SurveyLine], ends_at: datetime
    ) -> bool:
        """Count answers and set the mark, all or nothing. The mark holds a digest of the command's key, so that a
        repeat after a lost answer is no second answer."""
        named = hmac.new(mark.encode(), key.encode(), hashlib.sha256).hexdigest()
        row = TableItem(
            keys.SURVEY_ANSWERED(mark), keys.ANSWERED, kind="survey_answered", code=named,
            expires_at=int(ends_at.timestamp()),
        )  # fmt: skip
        try:
            with TransactWrite(connection=open_connection()) as transaction:
                transaction.save(row, condition=TableItem.pk.does_not_exist())
                for line in lines:
                    transaction.update(_name_line(matter_id, line), actions=[TableItem.length.add(1)])
        except TransactWriteError as error:
            failure = translate_failure(error)
            if not isinstance(failure, Conflict):
                raise failure from error
            held = _find_mark(mark)
            if held is None:
                raise failure from error
            return held == named
        return True

    def read_counts(self, matter_id: str) -> SurveyCounts:
        """Return the counts of a survey, in one query."""
        found = TableItem.query(keys.SURVEY(matter_id))
        return {_parse_line(str(row.sk)): int(row.length or 0) for row in found}


def _find_mark(mark: str) -> str | None:
    found = list(TableItem.batch_get([(keys.SURVEY_ANSWERED(mark), keys.ANSWERED)], consistent_read=True))
    return str(found[0].code) if found else None


def _name_line(matter_id: str, line: SurveyLine) -> TableItem:
    return TableItem(keys.SURVEY(matter_id), keys.SURVEY_LINE(line.question, line.value))


def _parse_line(key: str) -> SurveyLine:
    question, value = keys.split_parts(key)
    return SurveyLine(question, int(value))
