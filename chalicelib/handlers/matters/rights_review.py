"""The lines of a review of rights at the HTTP edge."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.officer_names import find_officer_name
from chalicelib.models.matters.matters import MatterLinkView, ReviewLineView
from chalicelib.steps.matters.reviews.read_lines import ReviewLine, ReviewReader
from chalicelib.wiring import core as wiring
from chalicelib.wiring import matters as wiring_matters
from chalicelib.wiring import steps as wiring_steps


def list_review_lines(call: Call[None, Any]) -> list[ReviewLineView]:
    """Return the lines of a review that was found and may be read."""
    deps = wiring_matters.provide_matter_dependencies()
    matter = deps.matters.load_matter(call.params["matter_id"]).matter
    if matter is None:
        return []
    reader = ReviewReader(
        deps, wiring_matters.provide_review_desk(), wiring.provide_officer_directory(),
        wiring_steps.provide_lists, wiring_steps.provide_reference().find_heir,
    )  # fmt: skip
    return [_view_line(each, call) for each in reader.list_lines(matter, call.actor, call.now)]


def _view_line(each: ReviewLine, call: Call[None, Any]) -> ReviewLineView:
    end, source, by = each.end, each.source, str(each.line.get("by", ""))
    absent = each.held.right.backup_for or ""
    return ReviewLineView(
        key=each.held.key,
        officer=each.held.officer.sub,
        name=each.held.officer.name,
        title=each.held.officer.title,
        role=each.held.right.role.value,
        unit=each.held.right.unit,
        valid_from=each.held.right.valid_from,
        valid_until=each.held.right.valid_until,
        stage=each.held.right.stage,
        backup_for=absent,
        backup_name=find_officer_name(absent, call.real_now) if absent else "",
        request_ref=source.change.request_ref if source else "",
        request_id=source.change.source.matter if source else "",
        document=each.held.right.document,
        signed_in_at=each.held.officer.sign_in.at if each.held.officer.sign_in else None,
        open_work=each.open_work,
        state=each.state.value,
        answered_by=find_officer_name(by, call.real_now) if by else "",
        answered_as=str(each.line.get("as", "")),
        answered_at=each.line.get("at"),
        end_request=MatterLinkView(plural=find_kind(end.kind).plural, id=end.id, number=end.number) if end else None,
        end_state=end.state if end else "",
        own=each.own,
        answers=each.answers,
    )
