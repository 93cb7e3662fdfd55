"""Feedback at the HTTP edge as the national feedback system hands it on, in that system's own names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.models.http.base import Instant, View
from chalicelib.models.sync import Account, SignedBody

NUMBER = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"


class SenderBody(SignedBody):
    """The sender's data, which the law requires (NĐ 20/2008 7)."""

    full_name: Annotated[str, Field(alias="HoTen")]
    address: Annotated[str, Field(alias="DiaChi")]
    contact: Annotated[str, Field(alias="LienHe")]


class NationalFeedbackBody(SignedBody):
    """Feedback that was sent to the national feedback system, and when it was received there."""

    number: Annotated[str, Field(alias="MaPhanAnh", pattern=NUMBER)]
    received_at: Annotated[Instant, Field(alias="ThoiDiem")]
    about: Annotated[str, Field(alias="DoiTuong", max_length=100)]
    conduct: Annotated[str | None, Field(alias="HanhVi", max_length=100)] = None
    subject: Annotated[str, Field(alias="TieuDe")]
    content: Annotated[str, Field(alias="NoiDung")]
    dossier: Annotated[str | None, Field(alias="MaHoSo")] = None
    unit: Annotated[str | None, Field(alias="MaDonViTiepNhan", max_length=64)] = None
    account: Annotated[Account | None, Field(alias="MaTaiKhoan")] = None
    identity_hidden: Annotated[bool | None, Field(alias="GiuKinDanhTinh")] = None
    sender: Annotated[SenderBody, Field(alias="NguoiGui")]

    def list_answers(self) -> dict[str, str | bool]:
        """Return the answers to the opening form of feedback, by its fields."""
        answers = {
            "about": self.about, "conduct": self.conduct, "subject": self.subject, "content": self.content,
            "dossier": self.dossier, "identity_hidden": self.identity_hidden, **self.sender.model_dump(),
        }  # fmt: skip
        return {key: answer for key, answer in answers.items() if answer is not None}


class NationalStepBody(SignedBody):
    """A step of the sender, under the national system's reference; which answers it takes is the step's own form."""

    number: Annotated[str, Field(alias="MaPhanAnh", pattern=NUMBER)]
    reference: Annotated[str, Field(alias="MaThamChieu", pattern=NUMBER)]
    step: Annotated[str, Field(alias="Buoc", pattern=r"^[a-z][a-z_]{0,39}$")]
    more: Annotated[str | None, Field(alias="NoiDungBoSung")] = None
    again: Annotated[str | None, Field(alias="DieuChuaThoaDang")] = None
    rating: Annotated[str | None, Field(alias="DanhGia", max_length=100)] = None

    def list_answers(self) -> dict[str, str]:
        """Return the answers to the step's form, by its fields."""
        answers = {"more": self.more, "again": self.again, "rating": self.rating}
        return {key: answer for key, answer in answers.items() if answer is not None}


class NationalFeedbackView(View):
    """The feedback under both numbers, with its state in the national system's word; `repeated` when the message had
    arrived before."""

    number: str
    local_number: str
    state: str
    repeated: bool
