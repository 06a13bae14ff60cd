#!/usr/bin/python3
"""Write tests/data/cross: a table, and what must be made of it.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2 and
scikit-learn 1.2.1.

    pairs.csv      a,b                    categories, some of them hostile
    joined.csv     a,b,a_x_b              joined as csv-cross(1) says
    hashed.csv     a,b,a_x_b              --hash 1000 -s 42, XXH3 written out below
    numbers.csv    x,y,z
    powers.csv     x,y,z,x^2,x^3,x^4,y^2,y^3,y^4   PolynomialFeatures of each column
    products.csv   x,y,z,x*y,x*z,x*y*z             its mixed terms; three: (x*y)*z by numpy
"""
import csv
import os
import random
import re
from decimal import Decimal

import numpy as np
from sklearn.preprocessing import PolynomialFeatures

OUT = "tests/data/cross"
M64 = (1 << 64) - 1

# XXH3_64bits_withSeed for 17 to 128 bytes, after the specification (xxHash,
# doc/xxhash_spec.md); the beginning of its default secret.
SECRET = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
    "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
    "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
    "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
    "eac5ac8334d3ebc3c581a0fffa1363eb"
)


def word(p, i):
    return int.from_bytes(p[i:i + 8], "little")


def mix(data, i, secret, seed):
    product = ((word(data, i) ^ (word(SECRET, secret) + seed & M64))
               * (word(data, i + 8) ^ (word(SECRET, secret + 8) - seed & M64)))
    return (product & M64) ^ (product >> 64)


def xxh3(data, seed):
    n = len(data)
    assert 17 <= n <= 128
    acc = n * 0x9E3779B185EBCA87
    for i in range((n - 1) // 32, -1, -1):
        acc += mix(data, 16 * i, 32 * i, seed)
        acc += mix(data, n - 16 * (i + 1), 32 * i + 16, seed)
    acc &= M64
    acc ^= acc >> 37
    acc = acc * 0x165667919E3779F9 & M64
    return acc ^ acc >> 32


def bucket(cells, n, seed):
    key = b"bucket\0"
    for c in cells:
        c = c.encode()
        key += len(c).to_bytes(8, "little") + c
    return xxh3(key, seed) * n >> 64


def write(name, header, rows):
    with open(os.path.join(OUT, name), "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def text(x):
    """The shortest text of x, spelt as csvlearn(7) says; 1e-5 <= |x| < 1e21."""
    return re.sub(r"\.0$", "", format(Decimal(repr(float(x))), "f"))


def escaped(c):
    return c.replace("\\", "\\\\").replace("_", "\\_")


def categories():
    a = ["red", "new_york", "_x_", "x", "\\", "a,b", 'say "hi"', "", "grün", "two\nlines",
         "0.10"]
    b = ["S", "x", "_", "x_x", "", "007", "a rather long one, of fifty bytes, give or take"]
    rows = [[p, q] for p in a for q in b]
    head = ["a", "b", "a_x_b"]
    write("pairs.csv", head[:2], rows)
    write("joined.csv", head, [r + ["_x_".join(map(escaped, r)) if all(r) else ""]
                               for r in rows])
    write("hashed.csv", head, [r + [bucket(r, 1000, 42) if all(r) else ""]
                               for r in rows])


def numbers():
    random.seed(3)
    x = np.array([[random.choice([random.gauss(0, 30), round(random.gauss(0, 9)),
                                  round(random.uniform(0.1, 1), 3)])
                   for _ in range(3)] for _ in range(60)])
    rows = [[text(v) for v in r] for r in x]
    write("numbers.csv", ["x", "y", "z"], rows)
    made = [PolynomialFeatures(4, include_bias=False).fit_transform(x[:, [j]])[:, 1:]
            for j in (0, 1)]
    write("powers.csv", ["x", "y", "z"] + [f"{c}^{d}" for c in "xy" for d in (2, 3, 4)],
          [r + [text(v) for v in m] for r, m in zip(rows, np.hstack(made))])
    poly = PolynomialFeatures(2, interaction_only=True, include_bias=False)
    made = poly.fit_transform(x)
    names = list(poly.get_feature_names_out(["x", "y", "z"]))
    made = [made[:, names.index("x y")], made[:, names.index("x z")],
            x[:, 0] * x[:, 1] * x[:, 2]]
    write("products.csv", ["x", "y", "z", "x*y", "x*z", "x*y*z"],
          [r + [text(v) for v in m] for r, m in zip(rows, np.column_stack(made))])


os.makedirs(OUT, exist_ok=True)
categories()
numbers()
