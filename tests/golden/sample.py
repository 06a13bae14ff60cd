#!/usr/bin/python3
"""The quantiles that tests/unit/sample_test.c is held against, by numpy.

Writes tests/data/sample_golden.csv: case,kind,a,b, where kind x adds the value a and
kind q says that the quantile of probability a is b.  Run from the top of the tree:
/usr/bin/python3 tests/golden/sample.py.  Made with numpy 1.24.2.
"""
import csv

import numpy as np

P = [0, 0.001, 0.01, 0.05, 0.1, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.9, 0.95, 0.99, 0.999, 1]


def cases():
    rng = np.random.default_rng(20240229)
    yield "one", [3.5]
    yield "two", [2.0, 1.0]
    yield "two alike", [0.1, 0.1]
    yield "three", [0.3, 0.1, 0.2]
    yield "ties", [1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 9.0]
    yield "signs", [-1.5, 0.0, 1.5, -0.1, 0.1, -7.0]
    yield "extremes", [5e-324, -5e-324, 8e307, -8e307, 1e-310, 0.0]
    yield "even", list(np.round(rng.normal(size=40), 3))
    yield "odd", list(rng.normal(size=41))
    yield "tens", list(rng.integers(0, 10, size=300).astype(float))
    yield "incomes", list(np.round(np.exp(10 + 2 * rng.normal(size=1500)), 2))


def main():
    with open("tests/data/sample_golden.csv", "w") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["case", "kind", "a", "b"])
        for name, x in cases():
            out.writerows([name, "x", repr(float(v)), ""] for v in x)
            for p in P:
                q = np.quantile(x, p, method="linear")
                out.writerow([name, "q", repr(float(p)), repr(float(q))])


main()
