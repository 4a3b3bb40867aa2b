"""Writes more images that the fuzzer begins with: python make_fuzz_seeds.py, into fuzz/ beside it.

They claim to be far larger than they are, or are of formats that are known and not decoded.
"""

import pathlib
import struct
import zlib

folder = pathlib.Path(__file__).parent / "fuzz"


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width, height, rows=b"\0" * 64):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def tiff(width, height):
    tags = (256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, height), (279, 4)
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 12) + b"\1\2\3\4" + directory + bytes(4)


def webp(width, height):
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4) + struct.pack("<I", width - 1)[:3]
    return b"RIFF" + struct.pack("<I", 22) + b"WEBP" + canvas + struct.pack("<I", height - 1)[:3]


seeds = {
    "huge.png": png(60_000, 60_000),
    "wide.png": png(1_000_000, 1),
    "bomb.png": png(1000, 1000, b"\0" * 3_001_000),
    "huge.gif": b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + b",\0\0\0\0" + b"\xff" * 4 + b"\0\2\0;",
    "huge.bmp": b"BM" + bytes(12) + struct.pack("<IiiHHI", 40, 60_000, -60_000, 1, 24, 0) + bytes(64),
    "huge.tif": tiff(60_000, 60_000),
    "small.tif": tiff(2, 2),
    "huge.webp": webp(1 << 24, 1 << 24),
    "huge.jpg": b"\xff\xd8\xff\xc0\0\x0b\x08" + struct.pack(">HH", 65535, 65535) + b"\1\1\x11\0\xff\xd9",
    "icon.ico": b"\0\0\1\0" + bytes(32),
    "apple.heic": b"\0\0\0\x18ftypheic" + bytes(32),
    "text.txt": b"no image",
    "empty": b"",
}
for name, content in seeds.items():
    (folder / name).write_bytes(content)
