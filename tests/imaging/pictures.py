"""Picture files made in memory."""

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image as Pillow


def field(mode: str = "RGB", size: tuple[int, int] = (8, 6), colour: Any = None) -> Pillow.Image:
    return Pillow.new(mode, size, colour if colour is not None else 0)


def saved(image: Pillow.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def png(width: int, height: int, depth: int, colour_type: int, rows: bytes) -> bytes:
    """A PNG by hand, so that a huge one costs no memory."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def detailed(size: tuple[int, int] = (64, 48)) -> Pillow.Image:
    return Pillow.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3))
