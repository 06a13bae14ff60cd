#!/usr/bin/python3
"""Write tests/data/describe/pairs.csv, and what scipy and numpy say of it.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2 and scipy 1.10.1.

    pairs.csv        three columns that go together, with ties and holes, and a weight
    correlation.csv  scipy's pearsonr and spearmanr of the rows where both have a value
    weighted.csv     mean, sd and percentiles of the rows repeated by their weight
    quantiles.csv    numpy's percentiles of column a by its nine methods, but the third:
                     numpy took the odd rank of two that are as near up to version 2
"""
import csv
import os

import numpy as np
from scipy import stats

OUT = "tests/data/describe"
rng = np.random.default_rng(5)
n = 150
a = np.round(rng.normal(size=n), 1)
b = np.round(a + rng.normal(size=n), 1)
c = np.exp(3 * a + rng.normal(size=n))
w = rng.integers(0, 4, n)
b[5] = c[7] = c[8] = np.nan
columns = {"a": a, "b": b, "c": c}
METHODS = ["inverted_cdf", "averaged_inverted_cdf", None, "interpolated_inverted_cdf",
           "hazen", "weibull", "linear", "median_unbiased", "normal_unbiased"]
SHARES = [0, 3, 25, 50, 66.5, 90, 100]


def spelt(x):
    return "" if x != x else repr(float(x)).removesuffix(".0")


def write(name, rows):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


write("pairs.csv", [["a", "b", "c", "w"]] +
      [[spelt(x) for x in row] for row in zip(a, b, c, w)])
rows = [["column", "other", "n", "pearson", "spearman"]]
for x, y in (("a", "b"), ("a", "c"), ("b", "c")):
    both = ~np.isnan(columns[x]) & ~np.isnan(columns[y])
    p, q = columns[x][both], columns[y][both]
    rows.append([x, y, both.sum(), spelt(stats.pearsonr(p, q)[0]),
                 spelt(stats.spearmanr(p, q)[0])])
write("correlation.csv", rows)
rows = [["column", "count", "weight", "mean", "sd", "p25", "p50", "p75"]]
for name, x in columns.items():
    there = ~np.isnan(x)
    e = np.repeat(x[there], w[there])
    rows.append([name, (w[there] > 0).sum(), len(e), spelt(e.mean()), spelt(e.std(ddof=1))] +
                [spelt(v) for v in np.percentile(e, [25, 50, 75], method="inverted_cdf")])
write("weighted.csv", rows)
write("quantiles.csv", [["type"] + ["p" + spelt(s) for s in SHARES]] +
      [[i + 1] + [spelt(v) for v in np.percentile(a, SHARES, method=m)]
       for i, m in enumerate(METHODS) if m])
