#!/usr/bin/python3
"""Write tests/data/impute: a table with holes, and the same with the holes filled.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2 and
scikit-learn 1.2.1.

    holes.csv   a, b and c are numbers, d is text
    mean.csv median.csv mode.csv const.csv
                what SimpleImputer fills in: mean and median of a, b and c, mode and
                constant of all columns

Present cells keep their spelling.  Means are worked out in rational arithmetic and
rounded once, which scikit-learn must agree with to 12 digits.
"""
import csv
import os
from fractions import Fraction as F

import numpy as np
from sklearn.impute import SimpleImputer

OUT = "tests/data/impute"
NAMES = "abcd"
rng = np.random.default_rng(12)


def write(name, rows):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(NAMES)
        w.writerows(rows)


def filled(rows, values):
    return [[c if c != "" else v for c, v in zip(row, values)] for row in rows]


def spelt(x):
    return repr(float(x)).removesuffix(".0")


def number(strategy, cells):
    """The value for a column of numbers."""
    x = np.array([[float(c) if c else np.nan] for c in cells])
    said = SimpleImputer(strategy=strategy).fit(x).statistics_[0]
    if strategy == "mean":
        there = [F(float(c)) for c in cells if c]
        exact = float(sum(there) / len(there))
        assert np.isclose(said, exact, rtol=1e-12, atol=0)
        said = exact
    return spelt(said)


def text(cells):
    """The most frequent cell; ties go to the smallest."""
    x = np.array([[c] for c in cells], dtype=object)
    return SimpleImputer(strategy="most_frequent", missing_values="").fit(x).statistics_[0]


columns = [
    [str(v) for v in rng.integers(18, 90, 150)],
    ["%.2f" % v for v in rng.normal(100, 30, 150)],
    ["%.3e" % v for v in np.exp(rng.normal(0, 3, 150))],
    rng.choice(["Leeds", "Paris, Texas", 'the "Hague"', "Oslo"], 150).tolist(),
]
rows = [["" if rng.random() < 0.1 else c[r] for c in columns] for r in range(150)]
columns = list(zip(*rows))
write("holes.csv", rows)
for strategy in ("mean", "median"):
    write(strategy + ".csv",
          filled(rows, [number(strategy, c) for c in columns[:3]] + [""]))
write("mode.csv", filled(rows, [text(c) for c in columns]))
write("const.csv", filled(rows, ["-1", "-1", "-1", "none, or unknown"]))
