"""The phrases by which one procedure is found, each with the weight of its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.procedure_search.search_words import SearchWords
from chalicelib.domain.procedure_search.text_ranking import Phrase
from chalicelib.domain.shared.folding import read_words

NAME = SAYS = 1.0
TERM = 0.8
RESULT = 0.75
FIRST_OF_EVENT, LATER_IN_EVENT, LAST_OF_EVENT = 0.85, 0.08, 0.5
FIELD = 0.45
PAPER = 0.15


class PhraseBook:
    """The phrases of procedures from the catalogue and from the words of the search."""

    def __init__(self, said: SearchWords) -> None:
        self._said = said
        self._terms = tuple((_wrap_in_blanks(term.means), term.says) for term in said.terms)

    def list_phrases(self, procedure: Procedure) -> Iterator[Phrase]:
        """Return the phrases of a procedure; a text may occur more than once."""
        said, own = self._said, self._said.procedures.get(procedure.id, ())
        names = (procedure.name.vi, procedure.name.en)
        yield from _weigh_texts(names, NAME)
        yield from _weigh_texts(own, SAYS)
        yield from _weigh_texts((procedure.result.vi, procedure.result.en), RESULT)
        yield from _weigh_texts(self._list_terms((*names, *own, procedure.result.vi)), TERM)
        for event in said.events:
            if procedure.id in event.procedures:
                place = event.procedures.index(procedure.id)
                weight = max(LAST_OF_EVENT, FIRST_OF_EVENT - place * LATER_IN_EVENT)
                yield from _weigh_texts((event.name.vi, event.name.en, *event.says), weight)
        field = procedure.field
        yield from _weigh_texts((field.name.vi, field.name.en, *said.fields.get(field.code, ())), FIELD)
        yield from _weigh_texts(
            (name for paper in procedure.components for name in (paper.name.vi, paper.name.en)), PAPER
        )

    def _list_terms(self, texts: Iterable[str]) -> Iterator[str]:
        """Return the everyday words for the official expressions in some of the texts."""
        padded = "|".join(map(_wrap_in_blanks, texts))
        for means, says in self._terms:
            if means in padded:
                yield from says


def _weigh_texts(texts: Iterable[str], weight: float) -> Iterator[Phrase]:
    return (Phrase(text, weight) for text in texts)


def _wrap_in_blanks(text: str) -> str:
    """Return the folded words of a text between blanks, so that one text is found in another by whole words."""
    return f" {' '.join(word.folded for word in read_words(text))} "
