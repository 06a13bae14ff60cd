#!/usr/bin/python3
"""Write tests/data/bin: numbers, and the buckets they belong to.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2 and
scikit-learn 1.2.1.

    numbers.csv       distinct numbers a, b, c, as many as 3, 5 and 8 divide, shuffled
    width.csv         what KBinsDiscretizer(strategy="uniform") makes of them
    quantile.csv      what KBinsDiscretizer(strategy="quantile") makes of them
    ties.csv          few distinct values, many times each, and empty cells
    ties.expected.csv the rule of csv-bin(1) for --quantile, in rational arithmetic

Buckets are compared where scikit-learn defines them as we do: no ties, and equal
counts possible.
"""
import csv
import os
from fractions import Fraction as F

import numpy as np
from sklearn.preprocessing import KBinsDiscretizer

OUT = "tests/data/bin"
BUCKETS = [3, 5, 8]
rng = np.random.default_rng(11)


def write(name, header, rows):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def buckets(x, strategy):
    columns = [
        KBinsDiscretizer(n, encode="ordinal", strategy=strategy).fit_transform(
            x[:, [j]])[:, 0].astype(int) for j, n in enumerate(BUCKETS)
    ]
    return np.column_stack(columns).tolist()


def edges(values, n):
    """A value joins the bucket at hand while that brings it nearer to its share."""
    distinct = sorted(set(values))
    rows, left, size, found = len(values), n, 0, []
    for i, v in enumerate(distinct):
        count, share = values.count(v), F(rows, left)
        if size and left > 1 and (len(distinct) - i < left or
                                  abs(size + count - share) > abs(size - share)):
            found.append(v)
            rows, left, size = rows - size, left - 1, 0
        size += count
    return found


x = np.column_stack([
    rng.permutation(240) * 0.25 - 17,
    np.round(rng.normal(0, 100, 240), 6),
    np.round(np.exp(rng.normal(0, 2, 240)), 9),
])
assert all(len(set(x[:, j])) == 240 for j in range(3))
write("numbers.csv", "abc", [[repr(v) for v in row] for row in x.tolist()])
write("width.csv", "abc", buckets(x, "uniform"))
write("quantile.csv", "abc", buckets(x, "quantile"))

tied = [rng.poisson(1, 300).tolist(), rng.geometric(0.2, 300).tolist(),
        (rng.integers(-4, 40, 300) ** 2 // 50).tolist()]
gone = rng.random((3, 300)) < 0.05
rows, wanted = [], []
for r in range(300):
    rows.append(["" if gone[j][r] else tied[j][r] for j in range(3)])
    wanted.append([])
for j, n in enumerate(BUCKETS):
    e = edges([tied[j][r] for r in range(300) if not gone[j][r]], n)
    for r in range(300):
        wanted[r].append("" if gone[j][r] else sum(tied[j][r] >= x for x in e))
write("ties.csv", "abc", rows)
write("ties.expected.csv", "abc", wanted)
