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
from chalicelib.repositories.dynamodb.quotas import add_uses, find_full
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.matters.matter_ports import SurveyCount, SurveyMark


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """The `Surveys` port on DynamoDB."""

    key: Callable[[datetime], bytes]

    def digest_answers(
        self, matter_id: str, sub: str, key: str, lines: Sequence[SurveyLine], real_now: datetime
    ) -> SurveyMark:
        """Return the mark of a person on a survey. Answers are few enough to be tried one after the other, so their
        digest depends on the command's key, too: a random text that only the person's device knows."""
        secret = self.key(real_now)

        def digest(*parts: str) -> str:
            return hmac.new(secret, "|".join(parts).encode(), hashlib.sha256).hexdigest()

        given = ",".join(f"{line.question}={line.value}" for line in lines)
        person = digest("survey", matter_id, sub)
        return SurveyMark(person, digest("command", person, key), digest("answers", person, key, given))

    def count_answers(self, count: SurveyCount, *, now: datetime) -> SurveyMark:
        """Count answers, set the mark and use the quotas, all or nothing; return the mark that is held."""
        mark = count.mark
        row = TableItem(
            keys.SURVEY_ANSWERED(mark.person), keys.ANSWERED, kind="survey_answered", code=mark.command,
            body=mark.content, expires_at=int(count.ends_at.timestamp()),
        )  # fmt: skip
        try:
            with TransactWrite(connection=open_connection()) as transaction:
                transaction.save(row, condition=TableItem.pk.does_not_exist())
                for line in count.lines:
                    transaction.update(_name_line(count.matter_id, line), actions=[TableItem.length.add(1)])
                add_uses(transaction, count.quotas)
        except TransactWriteError as error:
            if full := find_full(error, count.quotas):
                raise full.build_refusal(now.timestamp()) from None
            failure = translate_failure(error)
            if not isinstance(failure, Conflict):
                raise failure from error
            held = _find_mark(mark.person)
            if held is None:
                raise failure from error
            return held
        return mark

    def read_counts(self, matter_id: str) -> SurveyCounts:
        """Return the counts of a survey, in one query."""
        found = TableItem.query(keys.SURVEY(matter_id))
        return {_parse_line(str(row.sk)): int(row.length or 0) for row in found}


def _find_mark(person: str) -> SurveyMark | None:
    found = list(TableItem.batch_get([(keys.SURVEY_ANSWERED(person), keys.ANSWERED)], consistent_read=True))
    return SurveyMark(person, str(found[0].code), str(found[0].body)) if found else None


def _name_line(matter_id: str, line: SurveyLine) -> TableItem:
    return TableItem(keys.SURVEY(matter_id), keys.SURVEY_LINE(line.question, line.value))


def _parse_line(key: str) -> SurveyLine:
    question, value = keys.split_parts(key)
    return SurveyLine(question, int(value))
