"""The link to the national portal over HTTP: views for operators, and bodies of signed callers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from chalicelib.models.http.base import Body, Instant, Query, View
from chalicelib.models.http.fields import AnyIdNumber, Code, Id, Name, PhoneNumber

Account = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


class WaitingPageQuery(Query):
    """A page of parked dossiers."""

    model_config = Query.model_config | {"str_max_length": 2000}

    limit: Annotated[int, Field(ge=1, le=50)] = 20
    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,2000}$")] | None = None


class PlaceView(View):
    """The progress of a dossier's synchronisation with the portal; `parked` is the reason why it is held back."""

    dossier_id: str
    version: int
    told: int
    parked: str | None
    parked_fact: int | None
    tries: int
    since: datetime | None
    next_try_at: datetime | None


class ReportView(View):
    """The result of a day's comparison with the portal."""

    day: str
    dossiers: int
    faqs: int = 0
    feedback: int = 0
    units: dict[str, Any]
    repaired: list[str]
    unrepaired: list[dict[str, str]]
    counts: dict[str, int]


class SyncView(View):
    """Parked dossiers, longest first, and the reports of the last nights."""

    parked: list[PlaceView]
    cursor: str | None
    reports: list[ReportView]


class SignedBody(Body):
    """Data of a signed caller, in the portal's own names."""

    model_config = ConfigDict(**{**Body.model_config, "populate_by_name": False})


class StatusBody(SignedBody):
    """A status report on a dossier from the line-of-business system that works on it (VL-9.1)."""

    code: Annotated[str, Field(alias="MaHoSo", pattern=r"^[A-Z0-9][A-Z0-9.-]{0,63}$")]
    status: Annotated[str, Field(alias="TrangThai", pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
    at: Annotated[Instant, Field(alias="ThoiDiem")]
    reference: Annotated[str, Field(alias="MaThamChieu", pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$")]


class StatusView(View):
    """The result of a status report; `repeated` when it had been reported before."""

    dossier_code: str
    repeated: bool


class PersonBody(SignedBody):
    """The filer's data from the portal."""

    full_name: Annotated[Name, Field(alias="HoTen")]
    id_number: Annotated[AnyIdNumber | None, Field(alias="SoGiayTo")] = None
    phone: Annotated[PhoneNumber | None, Field(alias="SoDienThoai")] = None
    email: Annotated[str | None, Field(alias="ThuDienTu", max_length=200)] = None
    address: Annotated[str | None, Field(alias="DiaChi", max_length=500)] = None


class AttachmentBody(SignedBody):
    """A file that the portal holds for a component, to be uploaded by the link in the answer."""

    id: Annotated[Id, Field(alias="IdGiayTo")]
    component: Annotated[Code, Field(alias="Ma")]
    name: Annotated[Name, Field(alias="TenGiayTo")]
    size: Annotated[int, Field(alias="KichThuoc", gt=0)]
    sha256: Annotated[str, Field(alias="HashTepTin", pattern=r"^[0-9a-f]{64}$")]
    content_type: Annotated[str, Field(alias="LoaiTep", max_length=100)]


class FilingBody(SignedBody):
    """A dossier filed at the national portal."""

    number: Annotated[str, Field(alias="MaHoSo", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    procedure: Annotated[Id, Field(alias="MaTTHC")]
    unit: Annotated[str, Field(alias="MaDonViTiepNhan", max_length=64)]
    account: Annotated[Account | None, Field(alias="MaTaiKhoan")] = None
    filer: Annotated[PersonBody, Field(alias="ThongTinNguoiNop")]
    answers: Annotated[dict[str, Any], Field(alias="DuLieuBieuMau")]
    attachments: Annotated[list[AttachmentBody], Field(alias="GiayToDinhKem", max_length=60)] = []


class UploadLink(View):
    """Where one file is uploaded, once, with exactly these headers."""

    id: str
    url: str
    headers: dict[str, str]
    seconds: int


class FilingView(View):
    """The result of a filing: submitted, or waiting for files, which are to be uploaded by the links or are still being
    checked (the store refuses a used link)."""

    number: str
    state: str
    receipt_no: str | None
    uploads: list[UploadLink]


class AccountBody(Body):
    """A statement signed by the portal that the bearer holds this account there."""

    account: Account
    signature: Annotated[str, Field(max_length=300)]


class AccountView(View):
    """The account is linked; none of its data was copied."""

    account: str
