"""The parts of a filing that fit another procedure: papers by their component, answers by their question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.eforms.form_schema import ABOUT_THE_APPLICANT
from chalicelib.domain.shared.errors import FieldError
from chalicelib.domain.shared.folding import split_words


def map_components(wrong: Procedure, right: Procedure, papers: Mapping[str, str]) -> dict[str, str]:
    """Map each paper to a component of the right procedure: the one with the same key, or the same name. A paper
    without such a component is not carried over."""
    known = {each.key for each in right.components}
    named = {_fold_spelling(each.name.vi): each.key for each in right.components}
    names = {each.key: _fold_spelling(each.name.vi) for each in wrong.components}
    found = {paper: key if key in known else named.get(names.get(key, ""), "") for paper, key in papers.items()}
    return {paper: key for paper, key in found.items() if key}


def map_answers(right: Procedure, answers: Mapping[str, Any], applicant: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that the right form asks for too: under the same key, or as another name for the applicant's
    own data, in the form or outside it. Questions with merely similar wording are not matched: they may be about
    somebody else."""
    known = {each.key for each in right.form}
    carried = {key: value for key, value in answers.items() if key in known}
    said = {what: value for what, value in applicant.items() if value}
    said |= {ABOUT_THE_APPLICANT[key]: value for key, value in answers.items() if key in ABOUT_THE_APPLICANT}
    again = {key: said[what] for key, what in ABOUT_THE_APPLICANT.items() if key in known and what in said}
    return again | carried


def list_faulty_keys(errors: Iterable[FieldError]) -> set[str]:
    """Return the questions that a form's errors name."""
    return {each.path.removeprefix("/answers/").partition("/")[0] for each in errors}


def _fold_spelling(text: str) -> str:
    return " ".join(split_words(text))
