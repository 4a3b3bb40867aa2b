"""Writes the tars that the fuzzer begins with: python make_fuzz_seeds.py, into fuzz/ beside it."""

import io
import pathlib
import tarfile

folder = pathlib.Path(__file__).parent / "fuzz"


def member(name, content=b"x" * 5, kind=tarfile.REGTYPE, link="", pax=None):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.pax_headers = kind, link, pax or {}
    info.size = len(content) if kind == tarfile.REGTYPE else 0
    return info, content


def tar(file_format, *members, encoding="utf-8"):
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w", format=file_format, encoding=encoding) as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content) if info.isreg() else None)
    # Python fills up to 10,240 bytes; the two records of zeros are enough.
    whole = memory.getvalue()
    return whole.rstrip(b"\0").ljust(-(-len(whole.rstrip(b"\0")) // 512) * 512, b"\0") + bytes(1024)


images = member("apples/1.jpg"), member("apples/2.png", b""), member("notes.txt")
links = (
    member("a.jpg", kind=tarfile.SYMTYPE, link="/etc/passwd"),
    member("b.jpg", kind=tarfile.LNKTYPE, link="../../c.jpg"),
    member("pipe.jpg", kind=tarfile.FIFOTYPE),
    member("folder", kind=tarfile.DIRTYPE),
)
escapes = member("../../1.jpg"), member("/etc/2.jpg"), member("./a//b/./3.jpg"), member("a/../4.jpg")
sample = member("1.cls", b"7"), member("1.jpg"), member("2.json", b'{"cls": "kiwi"}'), member("2.jpg")
long_name = member("f" * 90 + "/" + "n" * 120 + ".jpg")
seeds = {
    "ustar": tar(tarfile.USTAR_FORMAT, *images),
    "gnu": tar(tarfile.GNU_FORMAT, *images, long_name),
    "pax": tar(tarfile.PAX_FORMAT, *images, long_name, member("\u732b.jpg")),
    "pax-size": tar(tarfile.PAX_FORMAT, member("1.jpg", pax={"mtime": "1.5", "comment": "c"}), *images),
    "pax-sparse": tar(
        tarfile.PAX_FORMAT,
        member("1.jpg", pax={"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "9"}),
    ),
    "links": tar(tarfile.GNU_FORMAT, *links),
    "escapes": tar(tarfile.GNU_FORMAT, *escapes),
    "twice": tar(tarfile.USTAR_FORMAT, *images, *images),
    "sample": tar(tarfile.USTAR_FORMAT, *sample),
    "two": tar(tarfile.USTAR_FORMAT, *images) + tar(tarfile.GNU_FORMAT, *sample),
    "cut": tar(tarfile.USTAR_FORMAT, *images)[:700],
    "zeros": bytes(2048),
    "empty": b"",
}
for name, content in seeds.items():
    (folder / f"{name}.tar").write_bytes(content)
