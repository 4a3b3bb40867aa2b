"""Prints the first entry in which two ZIP files differ.

usage: first_difference.py ONE OTHER
"""

import sys
import zipfile

FIELDS = ("filename", "CRC", "date_time", "compress_size", "external_attr", "create_system", "extra", "comment")


def first_difference(one, other):
    for left, right in zip(one.infolist(), other.infolist()):
        for field in FIELDS:
            here, there = getattr(left, field), getattr(right, field)
            if here != there:
                return f"{left.filename}: {field} is {here!r} and {there!r}"
    counts = len(one.infolist()), len(other.infolist())
    return f"{counts[0]} and {counts[1]} entries" if counts[0] != counts[1] else "only the bytes around the entries"


with zipfile.ZipFile(sys.argv[1]) as one, zipfile.ZipFile(sys.argv[2]) as other:
    print(first_difference(one, other))
