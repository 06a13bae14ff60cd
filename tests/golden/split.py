#!/usr/bin/python3
"""What csv-split(1) promises of draws and parts, worked out from the page alone.

Writes tests/data/split: vectors.csv, draws of keys of two cells with shares that lie at
the draw and just above it; rows.csv and tagged.csv, rows in odd spellings and the part
and fold of each by the whole record.  XXH3 itself comes from the shared libxxhash.  Run
from the top of the tree: /usr/bin/python3 tests/golden/split.py
"""
import csv
import ctypes
import math
import random
import struct

OUT = "tests/data/split/"
XXH3 = ctypes.CDLL("libxxhash.so.0").XXH3_64bits_withSeed
XXH3.restype = ctypes.c_uint64
XXH3.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint64]


def draw(domain, seed, cells):
    """The hash of a key, and its u."""
    text = domain.encode() + b"\0"
    for cell in cells:
        data = cell.encode()
        text += struct.pack("<Q", len(data)) + data
    h = XXH3(text, len(text), seed)
    return h, (h >> 11) / 2.0**53


def vectors():
    keys = [("", ""), ("a", ""), ("", "a"), ("ab", "c"), ("a", "bc"), ("1", "2"),
            ("1990-01-08", "Louisiana"), ("two words", "Ä"), ("x" * 100, "y" * 300)]
    with open(OUT + "vectors.csv", "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow("a b seed hash u rest above rest_above fold".split())
        for i, key in enumerate(keys):
            for seed in (1, 0, 2**63 + 5) if i < 4 else (1,):
                h, u = draw("split", seed, key)
                above = math.nextafter(u, 1)
                fold = math.floor(draw("fold", seed, key)[1] * 10000)
                w.writerow([*key, seed, "%016x" % h, repr(u), repr(1 - u), repr(above),
                            repr(1 - above), fold])


def part(u, parts):
    bound = 0.0
    for name, share in parts[:-1]:
        bound += share
        if u < bound:
            return name
    return parts[-1][0]


def rows():
    rng = random.Random(5)
    words = ["", "a", "b, c", 'd "e"', "two\nlines", "two\r\nlines", "ü", " blank ", "NA"]
    parts = [("train", 0.7), ("valid", 0.2), ("test", 0.1)]
    with open(OUT + "rows.csv", "w", newline="") as a, \
         open(OUT + "tagged.csv", "w", newline="") as b:
        a.write("id,word,x\n")
        b.write("id,word,x,part,fold\n")
        for i in range(200):
            cells = [str(i % 150), words[i % 7] + rng.choice(words), str(rng.random())]
            spelt = [c if not set(c) & set(',"\r\n') and rng.random() < 0.8
                     else '"' + c.replace('"', '""') + '"' for c in cells]
            line = ",".join(spelt)
            a.write(line + "\n")
            b.write("%s,%s,%d\n" % (line, part(draw("split", 1, cells)[1], parts),
                                    math.floor(draw("fold", 1, cells)[1] * 5)))


vectors()
rows()
