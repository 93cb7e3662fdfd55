"""Public names of a dossier's states."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.flow.flow_words import State

WORDS: Mapping[State, tuple[str, str]] = {
    State.SUBMITTED: ("Đã nộp, chờ tiếp nhận", "Filed, waiting to be received"),
    State.RECEIVED: ("Đã tiếp nhận", "Received"),
    State.NOT_RECEIVED: ("Không được tiếp nhận", "Not received"),
    State.PROCESSING: ("Đang giải quyết", "Being settled"),
    State.SUPPLEMENT_REQUESTED: ("Chờ bổ sung hồ sơ", "Waiting for a supplement"),
    State.PAYMENT_REQUESTED: ("Chờ thực hiện nghĩa vụ tài chính", "Waiting for payment"),
    State.WITHDRAWN: ("Đã rút hồ sơ", "Withdrawn"),
    State.STOPPED: ("Dừng giải quyết", "Stopped"),
    State.RESOLVED: ("Đã có kết quả", "The result is ready"),
    State.RETURNED: ("Đã trả kết quả", "The result was handed over"),
    State.CLOSED: ("Đã kết thúc", "Closed"),
}
"""Public names of states; a draft is private and has none."""
