#!/usr/bin/python3
"""What csv-balance(1) promises, worked out row by row in rational numbers.

Writes tests/data/balance: rows.csv (two classes, equal rows among them), weighted.csv
(the same with weights), three.csv (three classes), and what must come of them.  XXH3
itself comes from the shared libxxhash.  Run from the top of the tree:
/usr/bin/python3 tests/golden/balance.py
"""
import ctypes
import random
import struct
from fractions import Fraction as F

OUT = "tests/data/balance/"
XXH3 = ctypes.CDLL("libxxhash.so.0").XXH3_64bits_withSeed
XXH3.restype = ctypes.c_uint64
XXH3.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint64]


def draw(row, seed):
    text = b"balance\0"
    for cell in row:
        text += struct.pack("<Q", len(cell)) + cell.encode()
    return XXH3(text, len(text), seed)


def number(x):
    text = repr(x)
    return text[:-2] if text.endswith(".0") else text


def write(name, header, rows):
    with open(OUT + name, "w") as f:
        for row in [header] + rows:
            f.write(",".join(row) + "\n")


def finish(name, header, rows, keep, factor):
    """Write the rows kept, the last column their weight; it may be new."""
    at = header.index("weight") if "weight" in header else None
    out = []
    for row in rows:
        if not keep(row):
            continue
        weight = number((1.0 if at is None else float(row[at])) * factor(row))
        out.append(row + [weight] if at is None else row[:at] + [weight] + row[at + 1:])
    write(name, header if at is not None else header + ["weight"], out)


def by_ratio(name, header, rows, ratio, seed=1):
    at = header.index("weight") if "weight" in header else None
    weigh = lambda r: F(1) if at is None else F(float(r[at]))
    label = header.index("y")
    classes = {}
    for row in rows:
        classes.setdefault(row[label], []).append(row)
    smallest = min(map(len, classes.values()))
    quota = max(1, int(ratio * smallest + F(1, 2)))
    bound, factor = {}, {}
    for y, members in classes.items():
        hashes = sorted(draw(r, seed) for r in members)
        thin = len(members) > smallest and len(members) > quota
        bound[y] = hashes[quota - 1] if thin else 2**64
        kept = sum(weigh(r) for r in members if draw(r, seed) <= bound[y])
        factor[y] = float(sum(map(weigh, members))) / float(kept)
    finish(name, header, rows, lambda r: draw(r, seed) <= bound[r[label]],
           lambda r: factor[r[label]])


def by_factor(name, header, rows, thinned, n, seed=1):
    label = header.index("y")
    finish(name, header, rows,
           lambda r: r[label] != thinned or (draw(r, seed) >> 11) / 2.0**53 < 1 / n,
           lambda r: float(n) if r[label] == thinned else 1.0)


rng = random.Random(11)
rows = [[str(i % 230), rng.choice("abc"), "1" if i % 9 == 0 else "0"] for i in range(250)]
rows += rows[40:60]
head = ["id", "x", "y"]
write("rows.csv", head, rows)
by_ratio("rows.1_1.csv", head, rows, F(1))
by_ratio("rows.5_2.csv", head, rows, F(5, 2), 7)
by_factor("rows.factor4.csv", head, rows, "0", 4)

weighted = [[r[0], number(round(rng.random() * 3, 3)), r[1], r[2]] for r in rows]
head = ["id", "weight", "x", "y"]
write("weighted.csv", head, weighted)
by_ratio("weighted.1_1.csv", head, weighted, F(1))
by_factor("weighted.factor2.5.csv", head, weighted, "0", 2.5)

three = [[str(i), rng.choices(["red", "green", "blue"], [70, 20, 10])[0]]
         for i in range(300)]
head = ["id", "y"]
write("three.csv", head, three)
by_ratio("three.2_1.csv", head, three, F(2))
