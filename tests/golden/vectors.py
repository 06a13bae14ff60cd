#!/usr/bin/python3
"""Write tests/data/vectors: who met what, and numpy's vectors of it.

Run from the top of the source tree; made with Python 3.11 and numpy 1.24.2.

    meetings.csv  a category and its context, by three topics
    ppmi.csv      the first three left singular vectors of the positive pointwise mutual
                  information, each times the root of its singular value, its largest
                  element positive; categories by falling count, then by name
"""
import csv
import os
from collections import Counter

import numpy as np

OUT = "tests/data/vectors"
rng = np.random.default_rng(6)
rows = []
for _ in range(400):
    topic = rng.integers(0, 3)
    own = rng.random() < 0.8
    a = f"a{topic * 4 + rng.integers(0, 4)}" if own else f"a{rng.integers(0, 12)}"
    rows.append((a, f"b{topic * 5 + int(abs(rng.normal()) * 2) % 5}"))


def write(name, table):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(table)


os.makedirs(OUT, exist_ok=True)
write("meetings.csv", [["who", "what"]] + rows)
count = Counter(a for a, _ in rows)
A = sorted(count, key=lambda a: (-count[a], a))
B = sorted({b for _, b in rows})
n = np.zeros((len(A), len(B)))
for a, b in rows:
    n[A.index(a), B.index(b)] += 1
with np.errstate(divide="ignore"):
    m = np.maximum(0, np.log(n * n.sum() / np.outer(n.sum(1), n.sum(0))))
u, s, _ = np.linalg.svd(m)
v = u[:, :3] * np.sqrt(s[:3])
v *= np.sign(v[np.abs(v).argmax(0), range(3)])
write("ppmi.csv", [["level", "who1", "who2", "who3"]] +
      [[a] + [repr(float(x)) for x in row] for a, row in zip(A, v)])
