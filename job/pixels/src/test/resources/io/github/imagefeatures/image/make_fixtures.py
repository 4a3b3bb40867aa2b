#!/usr/bin/env python3
"""Makes the image files of this folder and what Pillow makes of them. See README.md."""

import gzip
import hashlib
import io
import os
import shutil
import struct
import subprocess
import sys
import zlib

import numpy as np
import PIL
from PIL import Image, ImageCms, ImageOps

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT = 23, 17
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
random = np.random.RandomState(7)


def picture(width=WIDTH, height=HEIGHT, channels=3):
    """Gradients, a hard-edged patch and noise: what shows a wrong filter or a wrong channel."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 255 // max(width - 1, 1), y * 255 // max(height - 1, 1), (x * 7 + y * 5) % 256, (x * x + y * 3) % 256]
    pixels = np.stack(planes[:channels], -1) + random.randint(-20, 21, (height, width, channels))
    pixels[height // 4 : height // 2, width // 4 : width // 2] = [230, 20, 40, 90][:channels]
    return np.clip(pixels, 0, 255).astype(np.uint8)


WRITTEN = []


def write(name, content):
    WRITTEN.append(name)
    with open(os.path.join(HERE, "files", name), "wb") as file:
        file.write(content)


def encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def cjpeg(image, *options):
    return subprocess.run(["cjpeg", *options], input=encoded(image, "PPM"), stdout=subprocess.PIPE, check=True).stdout


# JPEG


def find_segment(jpeg, marker):
    at = 2
    while True:
        end = at + 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        if jpeg[at + 1] == marker:
            return at, end
        at = end


def without(jpeg, marker):
    start, end = find_segment(jpeg, marker)
    return jpeg[:start] + jpeg[end:]


def with_adobe(jpeg, transform):
    return jpeg[:2] + b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([transform]) + jpeg[2:]


def with_component_ids(jpeg, ids):
    changed = bytearray(jpeg)
    frame, _ = find_segment(jpeg, 0xC0)
    scan, _ = find_segment(jpeg, 0xDA)
    for i, value in enumerate(ids):
        changed[frame + 10 + 3 * i] = value
        changed[scan + 5 + 2 * i] = value
    return bytes(changed)


def make_jpeg():
    rgb = Image.fromarray(picture())
    gray = rgb.convert("L")
    cmyk = Image.fromarray(picture(channels=4), "CMYK")
    for sampling in ("1x1", "2x1", "2x2", "1x2", "4x1"):
        write(f"sampling-{sampling}.jpg", cjpeg(rgb, "-sample", sampling))
        write(f"progressive-{sampling}.jpg", cjpeg(rgb, "-sample", sampling, "-progressive"))
    write("even-height-1x2.jpg", cjpeg(rgb.crop((0, 0, 23, 16)), "-sample", "1x2"))
    write("one-row-1x2.jpg", cjpeg(rgb.crop((0, 0, 23, 1)), "-sample", "1x2"))
    write("quality-5.jpg", encoded(rgb, "JPEG", quality=5))
    write("restart.jpg", cjpeg(rgb, "-restart", "1B"))
    with open("/tmp/scans.txt", "w") as scans:
        scans.write("0; 1; 2;")
    write("three-scans.jpg", cjpeg(rgb, "-scans", "/tmp/scans.txt"))
    write("gray.jpg", encoded(gray, "JPEG"))
    write("gray-progressive.jpg", encoded(gray, "JPEG", progressive=True))
    write("rgb-adobe.jpg", encoded(rgb, "JPEG", keep_rgb=True))
    plain = encoded(rgb, "JPEG", subsampling=0)
    no_jfif = without(plain, 0xE0)
    write("no-jfif.jpg", no_jfif)
    write("ids-rgb.jpg", with_component_ids(no_jfif, b"RGB"))
    write("ids-strange.jpg", with_component_ids(no_jfif, (0, 34, 35)))
    write("adobe-0.jpg", with_adobe(no_jfif, 0))
    write("adobe-0-jfif.jpg", with_adobe(plain, 0))
    write("adobe-2.jpg", with_adobe(no_jfif, 2))
    for name, options in (("cmyk", {}), ("cmyk-420", {"subsampling": 2}), ("cmyk-progressive", {"progressive": True})):
        adobe = encoded(cmyk, "JPEG", **options)
        at = adobe.index(b"Adobe") + 11
        write(f"{name}.jpg", adobe)
        write(f"{name}-no-adobe.jpg", without(adobe, 0xEE))
        write(f"{name.replace('cmyk', 'ycck')}.jpg", adobe[:at] + b"\x02" + adobe[at + 1 :])
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    write("icc.jpg", encoded(rgb, "JPEG", icc_profile=lab))
    write("icc-broken.jpg", encoded(rgb, "JPEG", icc_profile=b"broken" * 9))
    exif = Image.Exif()
    exif[0x112] = 6
    write("exif-rotated.jpg", encoded(rgb, "JPEG", exif=exif))
    write("trailing-bytes.jpg", plain + b"trailing" * 40)
    start, end = find_segment(plain, 0xDB)
    write("junk-between-segments.jpg", plain[:end] + b"\x00\x12\x34\xff\xff" + plain[end:])
    no_tables = plain
    while b"\xff\xc4" in no_tables[: find_segment(no_tables, 0xDA)[0]]:
        no_tables = without(no_tables, 0xC4)
    write("no-huffman-tables.jpg", no_tables)
    damaged = bytearray(cjpeg(rgb, "-restart", "1B"))
    damaged[-60] ^= 0x55
    write("damaged-accepted.jpg", bytes(damaged))


def make_jpeg_variants():
    """What the libjpeg of each JDK decodes in a way of its own, or not at all."""
    y, x = np.mgrid[0:70, 0:90]
    waves = np.stack([np.hypot(x - 30, y - 20) * 9 % 256, x * 255 // 89, (x * y) // 9 % 256], -1).astype(np.uint8)
    rgb = Image.fromarray(waves)
    for name, image in (("rgb", rgb), ("gray", rgb.convert("L"))):
        whole = cjpeg(image, "-progressive", "-sample", "2x2")
        starts = [i for i in range(len(whole) - 1) if whole[i : i + 2] == b"\xff\xda"]
        for scans in (1, 2, 3, len(starts) - 1):
            # Tables for the scans to come may be left over; they do no harm.
            write(f"first-{scans}-scans-{name}.jpg", whole[: starts[scans]] + b"\xff\xd9")
    for name, options in (("arithmetic", ()), ("arithmetic-progressive", ("-progressive",))):
        write(f"{name}.jpg", cjpeg(rgb, "-arithmetic", *options))


# PNG


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def packed(values, depth):
    values = values.reshape(-1)
    if depth == 16:
        return values.astype(">u2").tobytes()
    bits = np.unpackbits(values.astype(np.uint8)[:, None], axis=1)[:, 8 - depth :].reshape(-1)
    return np.packbits(bits).tobytes()


def png(pixels, depth, colour_type, interlaced=False, before=b"", pieces=1):
    height, width = pixels.shape[:2]
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b"".join(
        b"\0" + packed(row, depth)
        for left, top, dx, dy in passes
        for row in pixels[top::dy, left::dx]
        if row.size
    )
    data = zlib.compress(raw, 9)
    size = -(-len(data) // pieces)
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, int(interlaced))
    body = b"".join(chunk(b"IDAT", data[i : i + size]) for i in range(0, len(data), size))
    return PNG_SIGNATURE + chunk(b"IHDR", header) + before + body + chunk(b"IEND", b"")


def make_png():
    for interlaced in (False, True):
        suffix = "-interlaced" if interlaced else ""
        for depth in (1, 2, 4, 8, 16):
            gray = (picture(channels=1).astype(int) * 257 + 128) >> (16 - depth)
            if depth == 16:
                gray[:9] = random.randint(0, 300, gray[:9].shape)
            transparent = chunk(b"tRNS", struct.pack(">H", int(gray[0, 0, 0])))
            write(f"gray-{depth}{suffix}.png", png(gray, depth, 0, interlaced))
            write(f"gray-{depth}-transparent{suffix}.png", png(gray, depth, 0, interlaced, transparent))
            if depth <= 8:
                colours = 1 << depth
                palette = random.randint(0, 256, 3 * (colours - colours // 4)).astype(np.uint8).tobytes()
                indices = random.randint(0, colours, (HEIGHT, WIDTH, 1))
                plte = chunk(b"PLTE", palette)
                write(f"palette-{depth}{suffix}.png", png(indices, depth, 3, interlaced, plte))
                trns = chunk(b"tRNS", bytes(range(min(colours, len(palette) // 3))))
                write(f"palette-{depth}-transparent{suffix}.png", png(indices, depth, 3, interlaced, plte + trns))
            if depth >= 8:
                for colour_type, channels in ((2, 3), (4, 2), (6, 4)):
                    pixels = picture(channels=4)[..., :channels].astype(int)
                    if depth == 16:
                        pixels = pixels * 256 + random.randint(0, 256, pixels.shape)
                    name = {2: "rgb", 4: "gray-alpha", 6: "rgba"}[colour_type]
                    write(f"{name}-{depth}{suffix}.png", png(pixels, depth, colour_type, interlaced, pieces=3))
    transparent = chunk(b"tRNS", struct.pack(">HHH", 1, 2, 3))
    write("rgb-8-transparent.png", png(picture(), 8, 2, before=transparent))
    write("filtered.png", encoded(Image.fromarray(picture(40, 40)), "PNG"))
    ancillary = chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"iCCP", b"x\0\0broken") + chunk(b"zTXt", b"broken")
    write("ancillary.png", png(picture(), 8, 2, before=ancillary) + b"trailing bytes")


# GIF


def gif(screen, frame, indices, palette=None, local=None, transparent=None, interlaced=False):
    (left, top, width, height), bits = frame, 8
    content = b"GIF89a" + struct.pack("<HHBBB", *screen, 0xF7 if palette else 0x70, 3, 0) + (palette or b"")
    if transparent is not None:
        content += b"\x21\xf9\x04\x01\0\0" + bytes([transparent]) + b"\0"
    content += b"\x21\xfe\x03abc\0," + struct.pack("<HHHHB", left, top, width, height, (0x87 if local else 0) | 0x40 * interlaced)
    content += local or b""
    codes = []
    for i, index in enumerate(indices):
        codes += ([256] if i % 100 == 0 else []) + [int(index)]
    stream = "".join(reversed([format(code, "09b") for code in codes + [257]]))
    stream = int(stream, 2).to_bytes(-(-len(stream) // 8), "little")
    blocks = b"".join(bytes([len(stream[i : i + 255])]) + stream[i : i + 255] for i in range(0, len(stream), 255))
    return content + bytes([bits]) + blocks + b"\0;"


def make_gif():
    rgb = Image.fromarray(picture())
    for colours in (2, 16, 200):
        write(f"colours-{colours}.gif", encoded(rgb.quantize(colours), "GIF"))
    write("gray.gif", encoded(rgb.convert("L"), "GIF"))
    write("animated.gif", encoded(rgb.quantize(16), "GIF", save_all=True, append_images=[rgb.rotate(90).quantize(16)]))
    one = random.randint(0, 256, 768).astype(np.uint8).tobytes()
    other = random.randint(0, 256, 768).astype(np.uint8).tobytes()
    frame, indices = (3, 2, 9, 7), random.randint(0, 256, 63)
    write("frame-inside.gif", gif((20, 15), frame, indices, one))
    write("frame-inside-transparent.gif", gif((20, 15), frame, indices, one, transparent=9))
    write("frame-outside.gif", gif((8, 5), frame, indices, one))
    write("local-palette.gif", gif((9, 7), (0, 0, 9, 7), indices, one, other))
    write("no-palette.gif", gif((9, 7), (0, 0, 9, 7), indices))
    write("interlaced.gif", gif((9, 7), (0, 0, 9, 7), indices, one, interlaced=True))


# BMP


def bmp(bits, rows, palette=b"", compression=0, masks=b"", header=40, top_down=False):
    start = 14 + header + len(masks) + len(palette)
    if header == 12:
        info = struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, bits)
    else:
        height = -HEIGHT if top_down else HEIGHT
        info = struct.pack("<IiiHHIIiiII", header, WIDTH, height, 1, bits, compression, len(rows), 0, 0, len(palette) // 4, 0)
    return b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + info + masks + palette + rows


def bmp_rows(values, depth):
    rows = [packed(row, depth) for row in values]
    return b"".join(row + bytes(-len(row) % 4) for row in rows)


def make_bmp():
    palette = b"".join(random.randint(0, 256, 3).astype(np.uint8).tobytes() + b"\0" for _ in range(256))
    indices = random.randint(0, 256, (HEIGHT, WIDTH))
    for bits in (1, 4, 8):
        write(f"palette-{bits}.bmp", bmp(bits, bmp_rows(indices % (1 << bits), bits), palette[: 4 << bits]))
    write("top-down.bmp", bmp(8, bmp_rows(indices, 8), palette, top_down=True))
    write("os2.bmp", bmp(8, bmp_rows(indices, 8), random.randint(0, 256, 768).astype(np.uint8).tobytes(), header=12))
    write("rgb-24.bmp", encoded(Image.fromarray(picture()), "BMP"))
    write("gray.bmp", encoded(Image.fromarray(picture()).convert("L"), "BMP"))
    deep = b"".join(random.randint(0, 65536, WIDTH).astype("<u2").tobytes() + b"\0\0" for _ in range(HEIGHT))
    write("rgb-555.bmp", bmp(16, deep))
    write("rgb-565.bmp", bmp(16, deep, compression=3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
    write("rgb-32.bmp", bmp(32, random.randint(0, 256, 4 * WIDTH * HEIGHT).astype(np.uint8).tobytes()))
    runs = b"".join(bytes([10, k, 13, k + 1, 0, 0]) for k in range(HEIGHT)) + b"\0\1"
    write("run-length-8.bmp", bmp(8, runs, palette, compression=1))
    write("run-length-4.bmp", bmp(4, runs.replace(b"\r", b"\x0d"), palette[:64], compression=2))


def make_bmp_variants():
    """What the JDK's reader of BMP called damaged."""
    drawn = np.random.RandomState(9)
    palette = b"".join(drawn.bytes(3) + b"\0" for _ in range(256))
    indices = drawn.randint(0, 256, (HEIGHT, WIDTH))
    rows = bmp_rows(indices, 8)
    plain = bmp(8, rows, palette)
    long_header = struct.pack("<I", 64) + plain[18:54] + bytes(24)
    write("os2-2.bmp", b"BM" + struct.pack("<IHHI", len(plain) + 24, 0, 0, 78 + 1024) + long_header + plain[54:])
    for name, size in (("none", 0), ("headers", 54 + 1024), ("too-long", 1 << 30)):
        write(f"file-size-{name}.bmp", plain[:2] + struct.pack("<I", size) + plain[6:])
    write("no-offset.bmp", plain[:10] + bytes(4) + plain[14:])
    deep = drawn.bytes(4 * WIDTH * HEIGHT)
    write("rgb-32-masks.bmp", bmp(32, deep, compression=3, masks=struct.pack("<III", 0xFF000000, 0xFF0000, 0xFF00)))
    skips = b"".join(bytes([5, k, 0, 2, 3, 0, 0, 5, k, 7, k, 7, k, 0, 0, 0]) for k in range(HEIGHT)) + b"\0\1"
    write("run-length-8-skips.bmp", bmp(8, skips, palette, compression=1))


# TIFF


def tiff(pixels, photometric, big_endian=False, extra=(), compressed=None):
    """One strip. What is compressed already has its compression among the extra fields."""
    height, width, samples = pixels.shape
    order = ">" if big_endian else "<"
    data = compressed or pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
    bits = pixels.dtype.itemsize * 8
    fields = {256: [width], 257: [height], 258: [bits] * samples, 259: [1], 262: [photometric], 273: [8],
              277: [samples], 278: [height], 279: [len(data)]}
    fields.update(extra)
    data += bytes(len(data) % 2)
    entries, values = b"", b""
    after = 8 + len(data) + 2 + 12 * len(fields) + 4
    for tag, numbers in sorted(fields.items()):
        content = struct.pack(order + "H" * len(numbers), *numbers)
        if len(content) > 4:
            place = struct.pack(order + "I", after + len(values))
            values += content
        else:
            place = content.ljust(4, b"\0")
        entries += struct.pack(order + "HHI", tag, 3, len(numbers)) + place
    start = (b"MM\0*" if big_endian else b"II*\0") + struct.pack(order + "I", 8 + len(data))
    return start + data + struct.pack(order + "H", len(fields)) + entries + bytes(4) + values


def make_tiff():
    rgb = Image.fromarray(picture())
    for kind in (None, "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        write(f"rgb-{kind or 'raw'}.tif", encoded(rgb, "TIFF", compression=kind))
    write("bilevel-group4.tif", encoded(rgb.convert("1"), "TIFF", compression="group4"))
    write("palette.tif", encoded(rgb.quantize(40), "TIFF"))
    write("gray.tif", encoded(rgb.convert("L"), "TIFF"))
    write("cmyk.tif", encoded(Image.fromarray(picture(channels=4), "CMYK"), "TIFF"))
    for orientation in range(2, 9):
        write(f"orientation-{orientation}.tif", encoded(rgb, "TIFF", tiffinfo={274: orientation}, compression="tiff_lzw"))
    write("two-pages.tif", encoded(rgb, "TIFF", save_all=True, append_images=[rgb.convert("L")]))
    deep = picture().astype(np.uint16) * 256 + 77
    write("rgb-16.tif", tiff(deep, 2))
    write("rgb-16-big-endian.tif", tiff(deep, 2, big_endian=True))
    write("gray-16.tif", tiff(picture(channels=1).astype(np.uint16) * 2, 1))
    write("white-is-zero.tif", tiff(picture(channels=1), 0))
    for name, meaning in (("premultiplied", 1), ("alpha", 2)):
        write(f"rgba-{name}.tif", tiff(picture(channels=4), 2, extra=[(338, [meaning])]))


def make_tiff_variants():
    """What the Java readers of TIFF made other colours of, or called damaged."""
    drawn = np.random.RandomState(8)
    width, height = 64, 48
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 4, y * 5, (x * 7 + y * 5) % 256, (x * x + y * 3) % 256]
    four = np.stack(planes, -1).astype(np.uint8)
    gray = four[..., 2:3]
    deep = gray.astype(np.uint16) * 257 - drawn.randint(0, 200, gray.shape).astype(np.uint16) * (gray > 0)
    palette = drawn.randint(0, 65536, 768).tolist()
    for name, meaning in (("unspecified", 0), ("alpha", 2)):
        write(f"palette-{name}.tif", tiff(four[..., 2:4], 3, extra=[(320, palette), (338, [meaning])]))
        write(f"gray-{name}.tif", tiff(four[..., 2:4], 1, extra=[(338, [meaning])]))
    ycc = cjpeg(Image.fromarray(four[..., :3]), "-sample", "2x2")
    write("jpeg-ids-0-1-2.tif", tiff(four[..., :3], 6, extra=[(259, [7])], compressed=with_component_ids(without(ycc, 0xE0), (0, 1, 2))))
    inks = without(encoded(Image.fromarray(255 - four, "CMYK"), "JPEG", quality=95), 0xEE)
    write("jpeg-rgba.tif", tiff(four, 2, extra=[(259, [7]), (338, [2])], compressed=inks))
    write("jpeg-cmyk.tif", tiff(four, 5, extra=[(259, [7])], compressed=inks))
    bits = np.packbits(gray[..., 0] > 128, axis=1)
    reversed_bits = np.packbits(np.unpackbits(np.frombuffer(pack_bits(bits.tobytes()), np.uint8), bitorder="little"))
    fields = [(258, [1]), (259, [32773]), (266, [2])]
    write("fill-order-2-packbits.tif", tiff(gray, 1, extra=fields, compressed=reversed_bits.tobytes()))
    for name, fields in (("raw", []), ("packbits", [(259, [32773])])):
        data = pack_bits(deep.astype("<u2").tobytes()) if fields else None
        write(f"white-is-zero-16-{name}.tif", tiff(deep, 0, extra=fields, compressed=data))
    for big_endian in (False, True):
        order = ">" if big_endian else "<"
        for samples in (1, 3):
            pixels = np.repeat(deep, samples, -1) // np.arange(1, samples + 1, dtype=np.uint16)
            steps = np.diff(pixels, axis=1, prepend=pixels[:, :1] * 0).astype(order + "u2")
            data = zlib.compress(steps.tobytes())
            fields = [(259, [8]), (317, [2])]
            name = f"predictor-16-{samples}-{'big' if big_endian else 'little'}-endian.tif"
            write(name, tiff(pixels, 1 if samples == 1 else 2, big_endian, fields, data))
    stripes = Image.fromarray((x % 2 * 255).astype(np.uint8)).convert("1")
    for kind in ("tiff_ccitt", "group3", "group4"):
        write(f"fax-many-changes-{kind}.tif", encoded(stripes, "TIFF", compression=kind))
    write("fax-many-changes-group3-2d.tif", encoded(stripes, "TIFF", compression="group3", tiffinfo={292: 1}))
    for kind in ("zstd", "lzma"):
        write(f"rgb-{kind}.tif", encoded(Image.fromarray(four[..., :3]), "TIFF", compression=kind))
    write("big.tif", encoded(Image.fromarray(four[..., :3]), "TIFF", big_tiff=True))
    write("float.tif", encoded(Image.fromarray(gray[..., 0].astype(np.float32) * 1.5 - 30), "TIFF"))


def pack_bits(data):
    """Without any runs."""
    pieces = [data[i : i + 128] for i in range(0, len(data), 128)]
    return b"".join(bytes([len(piece) - 1]) + piece for piece in pieces)


# WebP


def make_webp():
    rgb = Image.fromarray(picture())
    rgba = Image.fromarray(picture(channels=4), "RGBA")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    write("lossless.webp", encoded(rgb, "WEBP", lossless=True))
    write("lossless-alpha.webp", encoded(rgba, "WEBP", lossless=True, exact=True))
    write("lossless-icc.webp", encoded(rgb, "WEBP", lossless=True, icc_profile=srgb[:600]))
    write("lossless-animated.webp", encoded(rgb, "WEBP", lossless=True, save_all=True, append_images=[rgb.rotate(180)]))
    write("lossy.webp", encoded(rgb, "WEBP", quality=80))
    write("lossy-alpha.webp", encoded(rgba, "WEBP", quality=60))
    write("lossy-animated.webp", encoded(rgb, "WEBP", quality=80, save_all=True, append_images=[rgb.rotate(180)]))
    large = rgb.resize((151, 99), Image.Resampling.BICUBIC)
    for quality in (0, 40, 100):
        write(f"lossy-{quality}.webp", encoded(large, "WEBP", quality=quality))


def make_expected(names):
    for name in sorted(names):
        image = Image.open(os.path.join(HERE, "files", name)).convert("RGB")
        content = struct.pack(">II", *image.size) + image.tobytes()
        with open(os.path.join(HERE, "expected", name + ".rgb.gz"), "wb") as file:
            file.write(gzip.compress(content, 9, mtime=0))


# How images are stored


def exif(value=6, kind="<H", type_=3, count=1, before=b"", fields=1):
    """An Exif block with the field Orientation, behind other fields."""
    order = kind[0]
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    values = struct.pack(kind, *(value if isinstance(value, tuple) else (value,)))
    if len(values) > 4:
        place, behind = struct.pack(order + "I", 10 + len(before) + 12 + 4), values
    else:
        place, behind = values.ljust(4, b"\0"), b""
    field = struct.pack(order + "HHI", 0x0112, type_, count) + place
    return head + struct.pack(order + "H", fields + len(before) // 12) + before + field + bytes(4) + behind


def xmp(form):
    return b"<x:xmpmeta><rdf:Description " + form + b"/></x:xmpmeta>"


def segment(data):
    return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


def with_segments(jpeg, *segments):
    return jpeg[:2] + b"".join(segment(each) for each in segments) + jpeg[2:]


def with_chunks(png, before=(), behind=()):
    first, end = png.index(b"IDAT") - 4, png.index(b"IEND") - 4
    return png[:first] + b"".join(before) + png[first:end] + b"".join(behind) + png[end:]


def riff_chunk(name, data):
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def extended_webp(webp, flags, *chunks):
    size = (WIDTH - 1).to_bytes(3, "little") + (HEIGHT - 1).to_bytes(3, "little")
    body = b"WEBP" + riff_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + size) + webp[12:] + b"".join(chunks)
    return riff_chunk(b"RIFF", body)


def oriented_files():
    rgb = Image.fromarray(picture())
    jpeg, png, webp = encoded(rgb, "JPEG"), encoded(rgb, "PNG"), encoded(rgb, "WEBP", lossless=True)
    progressive, cmyk = encoded(rgb, "JPEG", progressive=True), encoded(rgb.convert("CMYK"), "JPEG")
    name = b"Exif\0\0"
    adobe = b"http://ns.adobe.com/xap/1.0/\0"
    attribute, element = xmp(b'tiff:Orientation="8"'), xmp(b"><tiff:Orientation>5</tiff:Orientation><x ")
    for value in range(10):
        yield f"{value}.jpg", with_segments(jpeg, name + exif(value))
        yield f"{value}.png", with_chunks(png, [chunk(b"eXIf", exif(value, ">H"))])
        yield f"{value}.webp", extended_webp(webp, 8, riff_chunk(b"EXIF", exif(value)))
        yield f"{value}.tif", encoded(rgb, "TIFF", tiffinfo={274: value})
    for value in (3, 6):
        yield f"progressive-{value}.jpg", with_segments(progressive, name + exif(value))
        yield f"cmyk-{value}.jpg", with_segments(cmyk, name + exif(value))
    forms = {
        "big-endian": exif(6, ">H"),
        "long": exif(6, ">I", 4),
        "byte": exif(6, "<B", 1),
        "text": exif(ord("6"), "<B", 2),
        "signed-short": exif(6, ">h", 8),
        "signed-long": exif(6, "<i", 9),
        "signed-byte": exif(6, "<b", 6),
        "undefined": exif(6, "<B", 7),
        "ifd": exif(6, "<I", 13),
        "long8": exif(6, "<Q", 16),
        "unknown-type": exif(6, "<H", 99),
        "rational": exif((12, 2), "<II", 5),
        "signed-rational": exif((-12, -2), "<ii", 10),
        "rational-of-zero": exif((6, 0), "<II", 5),
        "float": exif(6, "<f", 11),
        "double": exif(6, ">d", 12),
        "fraction": exif(6.5, ">d", 12),
        "two-values": exif((6, 3), "<HH", 3, 2),
        "no-value": exif(6, "<H", 3, 0),
        "twice": exif(6, before=struct.pack("<HHIHH", 0x0112, 3, 1, 8, 0)),
        "behind-a-far-field": exif(6, before=struct.pack("<HHII", 0x010F, 2, 20, 60000)),
        "behind-a-huge-field": exif(6, before=struct.pack("<HHII", 0x010F, 2, 60000, 8)),
        "more-fields-than-there-are": exif(6, fields=9),
        "named-twice": name + exif(6),
        "bad-order": b"XX*\0" + exif(6)[4:],
        "odd-order": b"MM*\0" + exif(6, ">H")[4:],
        "bigtiff": b"II+\0" + exif(6)[4:],
        "directory-outside": exif(6)[:4] + struct.pack("<I", 60000) + exif(6)[8:],
        "cut-off": exif(6)[:20],
        "cut-off-in-header": exif(6)[:7],
        "empty": b"",
    }
    for form, block in forms.items():
        yield f"{form}.jpg", with_segments(jpeg, name + block)
    yield "in-two-segments.jpg", with_segments(jpeg, name + exif(6)[:15], name + exif(6)[15:])
    yield "xmp.jpg", with_segments(jpeg, adobe + attribute)
    yield "xmp-element.jpg", with_segments(jpeg, adobe + attribute, adobe + element)
    yield "xmp-beside-exif.jpg", with_segments(jpeg, adobe + attribute, name + exif(6))
    yield "xmp-beside-exif-without.jpg", with_segments(jpeg, adobe + attribute, name + exif(6, type_=99))
    yield "xmp-beside-byte.jpg", with_segments(jpeg, adobe + attribute, name + forms["byte"])
    yield "xmp-beside-damage.jpg", with_segments(jpeg, adobe + attribute, name + forms["bad-order"])
    yield "xmp-of-nine.jpg", with_segments(jpeg, adobe + xmp(b'tiff:Orientation="9"'))
    raw = b"\nexif\n" + b"%8d\n" % len(exif(6)) + exif(6).hex().encode() + b"\n"
    key, xmp_key = b"Raw profile type exif\0", b"XML:com.adobe.xmp\0"
    yield "behind.png", with_chunks(png, behind=[chunk(b"eXIf", exif(6))])
    yield "twice.png", with_chunks(png, [chunk(b"eXIf", exif(6))], [chunk(b"eXIf", exif(3))])
    yield "raw.png", with_chunks(png, [chunk(b"tEXt", key + raw)])
    yield "raw-packed.png", with_chunks(png, [chunk(b"zTXt", key + b"\0" + zlib.compress(raw))])
    yield "raw-damaged.png", with_chunks(png, [chunk(b"zTXt", key + b"\0" + zlib.compress(raw)[:9])])
    yield "raw-no-digits.png", with_chunks(png, [chunk(b"tEXt", key + raw[:-3] + b"xy\n")])
    yield "raw-beside-exif.png", with_chunks(png, [chunk(b"tEXt", key + raw), chunk(b"eXIf", exif(3))])
    yield "xmp.png", with_chunks(png, [chunk(b"iTXt", xmp_key + b"\0\0en\0\0" + attribute)])
    yield "xmp-packed.png", with_chunks(png, [chunk(b"iTXt", xmp_key + b"\1\0\0\0" + zlib.compress(attribute))])
    yield "xmp-cut-off.png", with_chunks(png, [chunk(b"iTXt", xmp_key + b"\0")])
    yield "xmp.webp", extended_webp(webp, 4, riff_chunk(b"XMP ", attribute))
    yield "twice.webp", extended_webp(webp, 8, riff_chunk(b"EXIF", exif(6)), riff_chunk(b"EXIF", exif(3)))
    yield "named.webp", extended_webp(webp, 8, riff_chunk(b"EXIF", name + exif(6)))
    yield "no-flag.webp", extended_webp(webp, 0, riff_chunk(b"EXIF", exif(6)))
    yield "not-extended.webp", riff_chunk(b"RIFF", webp[8:] + riff_chunk(b"EXIF", exif(6)))
    yield "xmp.tif", encoded(rgb, "TIFF", tiffinfo={700: attribute})


def upright(path):
    """What cannot be read counts as upright."""
    image = Image.open(path)
    try:
        image = ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, OSError, struct.error):
        pass
    return image.convert("RGB")


def make_oriented():
    folder = os.path.join(HERE, "oriented")
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    with open(os.path.join(HERE, "oriented.csv"), "w") as table:
        table.write("file,stored,upright\n")
        for name, content in oriented_files():
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            stored = Image.open(path).convert("RGB")
            hashes = [hashlib.sha256(struct.pack(">II", *each.size) + each.tobytes()).hexdigest() for each in (stored, upright(path))]
            table.write(",".join([name, *hashes]) + "\n")


RESIZED = [(1, 1), (1, 10000), (1, 224), (2, 225), (3, 300), (3, 301), (10, 1000), (10, 1001), (10, 4000), (200, 300), (300, 400),
           (300, 376), (300, 377), (480, 640), (720, 1280), (4000, 10), (2, 3), (3, 2), (4, 5), (75, 75), (100, 100), (112, 448), (223, 225),
           (224, 224), (224, 100), (100, 224), (224, 500), (500, 224), (225, 223), (301, 97), (640, 480), (1023, 767)]


# Filters and ways to an input: rows, columns, and, for a centre that is cut out, the shorter side and the margin.
FILTERED = [(40, 57, 0, ""), (56, 56, 64, "half_even"), (56, 56, 64, "down"), (39, 56, 61, "half_even"), (39, 56, 61, "down"), (56, 56, 56, "down")]
FILTERED_SIZES = [(1, 1), (1, 300), (300, 1), (2, 3), (5, 3), (57, 40), (64, 64), (61, 90), (90, 61), (640, 480), (480, 640), (301, 97), (97, 301),
                  (900, 130), (60, 1300), (10, 1010)]


def noise(width, height):
    """The same numbers as in PillowResizeTest."""
    index = np.arange(width * height * 3, dtype=np.uint64)
    return ((index * 2654435761 & 0xFFFFFFFF) >> 24).astype(np.uint8).reshape(height, width, 3)


def make_resized():
    """For the release of Pillow that runs this."""
    release = PIL.__version__.split(".")[0]
    with open(os.path.join(HERE, f"resized-pillow-{release}.csv"), "w") as file:
        file.write("width,height,sha256\n")
        for width, height in RESIZED:
            resized = Image.fromarray(noise(width, height)).resize((224, 224))
            file.write(f"{width},{height},{hashlib.sha256(resized.tobytes()).hexdigest()}\n")


def cropped(image, rows, columns, edge, margin, resample):
    """Resize and CenterCrop of torchvision.transforms (half_even), or resize and center_crop of transformers (down)."""
    shorter, longer = sorted(image.size)
    long_edge = int(edge * longer / shorter)
    image = image.resize((edge, long_edge) if image.width <= image.height else (long_edge, edge), resample)
    left, top = image.width - columns, image.height - rows
    left, top = (round(left / 2.0), round(top / 2.0)) if margin == "half_even" else (left // 2, top // 2)
    return image.crop((left, top, left + columns, top + rows))


def make_filtered():
    """For the release of Pillow that runs this."""
    release = PIL.__version__.split(".")[0]
    with open(os.path.join(HERE, f"filtered-pillow-{release}.csv"), "w") as file:
        file.write("width,height,filter,rows,columns,edge,margin,sha256\n")
        for width, height in FILTERED_SIZES:
            image = Image.fromarray(noise(width, height))
            for name in ("bilinear", "bicubic", "lanczos"):
                resample = Image.Resampling[name.upper()]
                for rows, columns, edge, margin in FILTERED:
                    result = cropped(image, rows, columns, edge, margin, resample) if edge else image.resize((columns, rows), resample)
                    digest = hashlib.sha256(result.tobytes()).hexdigest()
                    file.write(f"{width},{height},{name},{rows},{columns},{edge},{margin},{digest}\n")


def make_golden(folder):
    """What the reference pipeline feeds the network for the images in shared/golden."""
    with open(os.path.join(HERE, "golden.csv"), "w") as file:
        file.write("path,sha256\n")
        for root, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = os.path.join(root, name)
                pixels = np.asarray(Image.open(path).convert("RGB").resize((224, 224)), dtype=np.float32)
                floats = pixels / np.float32(127.5) - np.float32(1)
                digest = hashlib.sha256(floats.astype("<f4").tobytes()).hexdigest()
                file.write(f"{os.path.relpath(path, folder)},{digest}\n")


if __name__ == "__main__":
    makers = {"resized": [make_resized, make_filtered], "tiff": [make_tiff_variants], "bmp": [make_bmp_variants], "jpeg": [make_jpeg_variants], "oriented": [make_oriented]}
    if len(sys.argv) == 2:
        for make in makers[sys.argv[1]]:
            make()
        make_expected(WRITTEN)
        sys.exit()
    for folder in ("files", "expected"):
        shutil.rmtree(os.path.join(HERE, folder), ignore_errors=True)
        os.mkdir(os.path.join(HERE, folder))
    for make in (make_jpeg, make_png, make_gif, make_bmp, make_tiff, make_webp, make_tiff_variants, make_bmp_variants, make_jpeg_variants, make_resized, make_filtered, make_oriented):
        make()
    make_expected(WRITTEN)
    golden = os.path.join(HERE, *[".."] * 9, "..", "shared", "golden", "images")
    if os.path.isdir(golden):
        make_golden(golden)
