"""The file side of a paper: object keys, digests, file names. Text in, text out."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote

from chalicelib.domain.papers.paper_errors import ChecksumMalformed, PaperNameInvalid, build_field_error
from chalicelib.domain.shared.text import clean_text, strip_accents

EXTENSION: Mapping[str, str] = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
"""The permitted types of a paper, each with the extension of its download."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]) *(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for its devices, with any extension: no such file can be saved there."""

LINK_SECONDS = 300
"""Lifetime of signed links for upload and download: five minutes at most."""


def build_object_key(dossier_id: str, paper_id: str) -> str:
    """Return the key of a paper's object."""
    return f"in/{dossier_id}/{paper_id}"


def build_slip_key(dossier_id: str, paper_id: str) -> str:
    """Return the key of a slip's object: separate from uploads, so that nothing checks or expires it."""
    return f"slips/{dossier_id}/{paper_id}"


def build_words_key(slip: str) -> str:
    """Return the key of a slip's words, by the key of its file."""
    return f"{slip}.json"


def parse_key(key: str) -> tuple[str, str] | None:
    """Return dossier id and paper id of an object key, None for a key that is not a paper's."""
    found = re.fullmatch(r"in/([0-9A-Za-z_-]{1,64})/([0-9A-Za-z_-]{1,64})", key)
    return (found[1], found[2]) if found else None


def normalise_sha256(text: str) -> str:
    """Return a SHA-256 digest in lower-case hexadecimal, from hexadecimal or base64; raise checksum_malformed
    otherwise."""
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return text.lower()
    try:
        digest = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if len(digest) != 32:
        raise ChecksumMalformed(fields=(build_field_error("/sha256", ChecksumMalformed),))
    return digest.hex()


def encode_sha256(sha256: str) -> str:
    """Return the digest as the file store writes it."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()


def download_name(name: str, content_type: str) -> str:
    """Return a file name that is safe on every system, with the extension of the checked type."""
    stem = "".join(" " if c in '\\/:*?"<>|' else c for c in name)
    extension = EXTENSION[content_type]
    aliases = (extension, ".jpeg") if extension == ".jpg" else (extension,)
    for alias in aliases:
        if stem.lower().endswith(alias):
            stem = stem[: -len(alias)]
            break
    # Leading dots hide a file, trailing dots and spaces are dropped by some systems.
    stem = stem.strip(" .")[:100].rstrip(" .") or "giay-to"
    return (f"_{stem}" if _DEVICE.match(stem) else stem) + extension


def build_content_disposition(name: str, content_type: str) -> str:
    """Return the header of a download: always an attachment, with a plain and a UTF-8 form of the name."""
    safe = download_name(name, content_type)
    ascii_name = strip_accents(safe).encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(safe, safe='')}"


def clean_name(name: str, longest: int) -> str:
    """Return a file name, cleaned and without outer spaces; raise paper_name_invalid unless 1 to `longest` characters
    long."""
    # Cleaning removes the direction marks that disguise an extension, and the joiners of emoji.
    clean = clean_text(name).strip()
    hidden = any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for c in clean)
    if hidden or not 1 <= len(clean) <= longest:
        raise PaperNameInvalid(limit=longest, fields=(build_field_error("/name", PaperNameInvalid, limit=longest),))
    return clean
