"""Pictures as telephones take them: each with a red mark in its upper left corner, to see which way up it is shown."""

from __future__ import annotations

import io

import pillow_heif
from PIL import Image, ImageDraw

# A telephone of 108 million pixels takes the larger one; the other is small because writing HEIC is slow.
USUAL, LARGEST = (1600, 1200), (12_000, 9_000)
MARK = (200, 30, 30)
# EXIF: the picture is shown turned by a quarter, clockwise.
ORIENTATION, TURNED = 0x0112, 6


def draw_picture(size: tuple[int, int]) -> Image.Image:
    """A picture of that size in pixels: a soft ground, so that it is quickly written, with the mark."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 8, size[1] // 8), fill=MARK)
    return picture


def write_heic(size: tuple[int, int] = USUAL) -> bytes:
    """A HEIC picture."""
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    draw_picture(size).save(out, "HEIF", quality=60, enc_params={"preset": "ultrafast"})
    return out.getvalue()


def write_turned_jpeg(size: tuple[int, int] = LARGEST) -> bytes:
    """A JPEG that is stored rotated by 90 degrees."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    out = io.BytesIO()
    draw_picture(size).save(out, "JPEG", quality=80, exif=exif)
    return out.getvalue()


def is_marked(picture: Image.Image, corner: tuple[int, int]) -> bool:
    """Whether the mark is in that corner: (0, 0) is the upper left one, (1, 1) the lower right one."""
    at = [round((0.06, 0.94)[end] * length) for end, length in zip(corner, picture.size, strict=True)]
    found = picture.convert("RGB").getpixel((at[0], at[1]))
    assert isinstance(found, tuple)
    return all(abs(seen - wanted) < 40 for seen, wanted in zip(found, MARK, strict=True))
