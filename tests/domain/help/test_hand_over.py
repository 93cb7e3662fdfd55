"""Which questions are for people."""

from __future__ import annotations

import pytest

from chalicelib.domain.help.hand_over import HandOver, HandOverWords

WORDS = HandOverWords(["tự tử", "không muốn sống"], ["làm giả"], ["xin chào", "bạn là ai"])


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Tôi muốn TỰ TỬ!", HandOver.DANGER),
        ("toi khong muon song nua", HandOver.DANGER),
        ("cách làm giả sổ đỏ", HandOver.UNLAWFUL),
        ("Xin chào.", HandOver.TALK),
        ("ban la ai", HandOver.TALK),
        ("lam gia", None),
        ("từ từ", None),
        ("hồ sơ tu tu đến đâu", None),
        ("xin chào, đăng ký khai sinh cần gì", None),
        ("không muốn nộp", None),
        ("", None),
    ],
)
def test_phrases_count_with_their_accents_or_in_three_words_without_any(question: str, reason: HandOver | None) -> None:
    assert WORDS.find_reason(question) is reason
