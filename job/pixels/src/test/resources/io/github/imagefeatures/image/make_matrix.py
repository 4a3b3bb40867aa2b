#!/usr/bin/env python3
"""Writes matrix.tar.xz: TIFF and BMP files of every combination of what the formats offer, and what Pillow makes of them.

Needs Pillow 13, tifffile, imagecodecs, numpy and ImageMagick's convert. See README.md.
"""

import hashlib
import io
import os
import struct
import subprocess
import tarfile
import tempfile
import warnings

import numpy as np
import tifffile
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT = 21, 18
random = np.random.RandomState(3)
files = {}


def picture(samples, kind=np.uint8):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    planes = [x * 12, y * 15, (x * 7 + y * 5) % 256, (x * x + y * 3) % 256, x * 3 % 256, y * 9 % 256]
    levels = np.stack(planes[:samples], -1)
    if kind == np.uint16:
        return (levels * 257 // 2 + 77).astype(kind)
    return (levels if kind in (np.uint8, np.uint32) else levels * 1.2 - 30).astype(kind)


def add_tiff(name, pixels, **options):
    content = io.BytesIO()
    try:
        tifffile.imwrite(content, pixels, metadata=None, software=None, **options)
    except (ValueError, KeyError, TypeError, NotImplementedError, RuntimeError):
        return  # tifffile does not write this combination.
    files[f"tiff/tifffile-{name}.tif"] = content.getvalue()


def make_tifffile():
    layouts = {"strip": {}, "strips": {"rowsperstrip": 5}, "tiles": {"tile": (16, 16)}}
    compressions = [(None, False), ("packbits", False)]
    compressions += [(kind, predictor) for kind in ("lzw", "zlib", "zstd", "lzma") for predictor in (False, True)]
    for order in "<>":
        for layout, cut in layouts.items():
            for compression, predictor in compressions:
                options = {"byteorder": order, "compression": compression, "predictor": predictor, **cut}
                name = f"{'big' if order == '>' else 'little'}-{layout}-{compression}{'-predictor' if predictor else ''}"
                make_gray(name, options)
                make_colours(name, options)
            for samples, meaning in ((1, "minisblack"), (3, "rgb"), (4, "rgb"), (4, "separated"), (3, "ycbcr")):
                for subsampling in ((1, 1), (2, 1), (1, 2), (2, 2)) if meaning == "ycbcr" else (None,):
                    pixels = picture(samples)
                    height = {"rowsperstrip": 16} if layout == "strips" else cut
                    add_tiff(f"jpeg-{order == '>'}-{layout}-{meaning}{samples}-{subsampling}", pixels[..., 0] if samples == 1 else pixels,
                             photometric=meaning, compression="jpeg", subsampling=subsampling, byteorder=order, **height)


def make_gray(name, options):
    for kind in (np.uint8, np.uint16, np.int8, np.int16, np.uint32, np.int32, np.float32, np.float64):
        for meaning in ("minisblack", "miniswhite"):
            add_tiff(f"gray-{meaning}-{np.dtype(kind).name}-{name}", picture(1, kind)[..., 0], photometric=meaning, **options)
    if not options["predictor"]:
        for meaning in ("minisblack", "miniswhite"):
            add_tiff(f"one-bit-{meaning}-{name}", picture(1)[..., 0] > 100, photometric=meaning, **options)
        for bits in (2, 4):
            add_tiff(f"gray-{bits}-bits-{name}", picture(1)[..., 0] >> (8 - bits), photometric="minisblack", bitspersample=bits, **options)


def make_colours(name, options):
    kinds = [("rgb", 3, ()), ("rgb", 4, (0,)), ("rgb", 4, (1,)), ("rgb", 4, (2,)), ("rgb", 5, (2, 0)), ("rgb", 6, (0, 0, 0)),
             ("separated", 4, ()), ("separated", 5, (0,)), ("minisblack", 2, (0,)), ("minisblack", 2, (2,)), ("cielab", 3, ())]
    for planar in ("contig", "separate"):
        for kind in (np.uint8, np.uint16):
            for meaning, samples, extra in kinds:
                pixels = picture(samples, kind)
                add_tiff(f"{meaning}-{samples}-{extra}-{planar}-{np.dtype(kind).name}-{name}",
                         pixels if planar == "contig" else np.moveaxis(pixels, -1, 0),
                         photometric=meaning, planarconfig=planar, extrasamples=extra, **options)
    palette = random.randint(0, 65536, (3, 256)).astype(np.uint16)
    add_tiff(f"palette-{name}", picture(1)[..., 0], photometric="palette", colormap=palette, **options)
    add_tiff(f"bigtiff-{name}", picture(3), photometric="rgb", bigtiff=True, **options)


def make_pillow():
    rgb = Image.fromarray(picture(3))
    images = {mode: rgb.convert(mode) for mode in ("1", "L", "P", "RGB", "RGBA", "CMYK", "LA", "I", "F", "YCbCr")}
    images["I;16"] = Image.fromarray(picture(1, np.uint16)[..., 0])
    kinds = [None, "tiff_ccitt", "group3", "group4", "tiff_lzw", "jpeg", "tiff_adobe_deflate", "tiff_deflate", "packbits", "lzma", "zstd"]
    for mode, image in images.items():
        for compression in kinds:
            for fill_order in (1, 2):
                for rows in (None, 7):
                    for options in (0, 1, 4, 5) if compression == "group3" else (0,):
                        for meaning in (None, 0, 1) if mode in ("1", "L") else (None,):
                            fields = {266: fill_order, 278: rows, 292: options, 262: meaning}
                            fields = {tag: value for tag, value in fields.items() if value is not None and (tag, value) not in ((266, 1), (292, 0))}
                            content = io.BytesIO()
                            try:
                                image.save(content, "TIFF", compression=compression, tiffinfo=fields)
                            except (OSError, ValueError, RuntimeError):
                                continue
                            name = f"{mode.replace(';', '-')}-{compression}-{fill_order}-{rows}-{options}-{meaning}"
                            files[f"tiff/pillow-{name}.tif"] = content.getvalue()


def make_magick():
    extras = [[], ["-endian", "MSB"], ["-interlace", "plane"], ["-define", "tiff:fill-order=lsb"], ["-define", "tiff:tile-geometry=16x16"],
              ["-define", "tiff:predictor=2"], ["-define", "tiff:rows-per-strip=7"], ["-define", "quantum:format=floating-point"]]
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "source.png")
        target = os.path.join(folder, "target.tif")
        Image.fromarray(picture(4), "RGBA").save(source)
        for kind in ("TrueColor", "Grayscale", "Palette", "Bilevel", "ColorSeparation", "TrueColorAlpha"):
            for compression in ("None", "LZW", "Zip", "Group4"):
                for depth in (8, 16) if compression != "None" else (1, 4, 12):
                    for extra in extras:
                        command = ["convert", source, *extra, "-type", kind, "-depth", str(depth), "-compress", compression, target]
                        if subprocess.run(command, capture_output=True).returncode == 0:
                            name = f"{kind}-{compression}-{depth}{'-'.join(extra).replace(':', '-')}"
                            files[f"tiff/magick-{name}.tif"] = open(target, "rb").read()
                        if os.path.exists(target):
                            os.remove(target)


def make_bmp():
    masks = {16: [(0xF800, 0x7E0, 0x1F, 0), (0x7C00, 0x3E0, 0x1F, 0)], 24: [(0xFF0000, 0xFF00, 0xFF, 0)],
             32: [(0xFF0000, 0xFF00, 0xFF, 0), (0xFF, 0xFF00, 0xFF0000, 0xFF000000), (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
                  (0, 0, 0, 0), (0xF00000, 0xF000, 0xF0, 0)]}
    for header in (12, 16, 40, 52, 56, 64, 108, 124):
        for bits in (1, 4, 8, 16, 24, 32):
            kinds = [(0, None)] + ([(3, each) for each in masks.get(bits, [])] if header not in (12, 64) else [])
            kinds += [(1, None)] if bits == 8 and header != 12 else [(2, None)] if bits == 4 and header != 12 else []
            for compression, mask in kinds:
                for top_down in (False, True) if header != 12 else (False,):
                    for size in ("right", "none", "headers", "too-long", "no-offset"):
                        for palette in ("colours", "gray", "short") if bits <= 8 and header != 12 else ("colours",):
                            name = f"{header}-{bits}-{compression}-{'down' if top_down else 'up'}-{size}-{palette}-{mask}"
                            files[f"bmp/{name}.bmp"] = bmp(header, bits, compression, mask, top_down, size, palette)


def bmp(header, bits, compression, mask, top_down, size, palette):
    colours = 0
    entries = b""
    if bits <= 8:
        colours = (1 << bits) - (1 << bits) // 4 if palette == "short" and bits > 1 else 1 << bits
        levels = random.randint(0, 256, (colours, 3 if header == 12 else 4)).astype(np.uint8)
        if palette == "gray":
            levels[:, :3] = (np.arange(colours) * (255 // (colours - 1) if bits != 4 else 1))[:, None]
        entries = levels.tobytes()
    if compression == 1:
        data = b"".join(bytes([16, k * 9, 5, k * 3, 0, 0]) for k in range(HEIGHT)) + b"\0\1"
    elif compression == 2:
        data = b"".join(bytes([16, k * 13 % 256, 0, 5, 0x12, 0x34, 0x50, 0, 0, 0]) for k in range(HEIGHT)) + b"\0\1"
    else:
        stride = (WIDTH * bits + 31) // 32 * 4
        data = b"".join(random.bytes((WIDTH * bits + 7) // 8).ljust(stride, b"\0") for _ in range(HEIGHT))
    if header == 12:
        info = struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, bits)
    else:
        height = -HEIGHT if top_down else HEIGHT
        info = struct.pack("<IiiHHIIiiII", header, WIDTH, height, 1, bits, compression, 0, 0, 0, colours if palette == "short" else 0, 0)
        info = info[:header] + (struct.pack("<IIII", *mask) if mask else b"")[: max(0, header - 40)]
        info = info.ljust(header, b"\0") + (struct.pack("<III", *mask[:3]) if mask and header == 40 else b"")
    start = 14 + len(info) + len(entries)
    length = {"none": 0, "headers": start, "too-long": 1 << 30}.get(size, start + len(data))
    return b"BM" + struct.pack("<IHHI", length, 0, 0, 0 if size == "no-offset" else start) + info + entries + data


def expected(content):
    try:
        image = Image.open(io.BytesIO(content)).convert("RGB")
        return hashlib.sha256(struct.pack(">II", *image.size) + image.tobytes()).hexdigest()
    except Exception:  # Pillow has many ways to say that it cannot.
        return "rejected"


def member(archive, name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for make in (make_tifffile, make_pillow, make_magick, make_bmp):
        make()
    with tarfile.open(os.path.join(HERE, "matrix.tar.xz"), "w:xz", preset=9) as out:
        lines = "".join(f"{name}\t{expected(content)}\n" for name, content in sorted(files.items()))
        member(out, "expected.tsv", lines.encode())
        for name, content in sorted(files.items()):
            member(out, name, content)
    print(len(files))
