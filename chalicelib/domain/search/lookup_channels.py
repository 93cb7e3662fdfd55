"""Channels of public look-up: those that the regulation names, and further ones set up by the province.

A further channel (QN-14.1.đ: «các kênh khác theo quy định hoặc hướng dẫn khác trên hệ thống») is a name, guidance and
an address; it uses the same public look-up and shows no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OTHER = "other"
"""The word of the rule `lookup.channels` that lets further channels be set up."""


@dataclass(frozen=True, slots=True)
class ChannelWords:
    """A channel's name and instructions, in both languages."""

    vi: str
    en: str
    how_vi: str
    how_en: str


@dataclass(frozen=True, slots=True)
class FurtherChannel:
    """A channel that was set up; `url` is empty for one without an address, a closed one is not offered."""

    key: str
    words: ChannelWords
    url: str = ""
    closed: bool = False
    version: int = 1


NAMED: Mapping[str, ChannelWords] = {
    "portal": ChannelWords(
        "Trang này", "This site", "Nhập mã hồ sơ ở ô tra cứu.", "Enter the dossier code in the look-up."
    ),
    "code_online": ChannelWords(
        "Mã hồ sơ", "Dossier code", "Nhập mã hồ sơ ở ô tra cứu.", "Enter the dossier code in the look-up."
    ),
    "national_portal": ChannelWords(
        "Cổng Dịch vụ công quốc gia", "National Public Service Portal", "Nhập mã hồ sơ tại cổng quốc gia.",
        "Enter the dossier code at the national portal.",
    ),
    "sms": ChannelWords("Tin nhắn", "Text message", "Soạn: HS <mã hồ sơ>.", "Write: HS <dossier code>."),
    "qr": ChannelWords("Mã QR", "QR code", "Quét mã QR in trên giấy tiếp nhận.", "Scan the QR code on the receipt."),
    "counter": ChannelWords(
        "Tại quầy", "At the counter", "Hỏi tại Bộ phận Một cửa, mang theo giấy tiếp nhận.",
        "Ask at the one-stop unit with the receipt.",
    ),
    "kiosk": ChannelWords(
        "Ki-ốt", "Kiosk", "Dùng ki-ốt tại nơi tiếp nhận.", "Use the kiosk at the reception point."
    ),
    "email": ChannelWords(
        "Thư điện tử", "E-mail", "Thêm thư điện tử ở mục Cài đặt để được báo.",
        "Add your e-mail in Settings to be notified.",
    ),
    "phone": ChannelWords(
        "Điện thoại", "Telephone", "Gọi Bộ phận Một cửa đã tiếp nhận.", "Call the one-stop unit that received it."
    ),
    "social": ChannelWords(
        "Mạng xã hội", "Social network", "Theo dõi tài khoản của tỉnh trên mạng xã hội đã nối.",
        "Follow the province's account on the linked network.",
    ),
    "app": ChannelWords(
        "Ứng dụng dùng chung", "Shared app", "Mở mục hồ sơ trong ứng dụng.", "Open dossiers in the app."
    ),
    "province_app": ChannelWords(
        "Ứng dụng của tỉnh", "Province's app", "Mở mục hồ sơ trong ứng dụng của tỉnh.",
        "Open dossiers in the province's app.",
    ),
}  # fmt: skip
"""Channels that regulations name."""
