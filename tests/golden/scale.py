#!/usr/bin/python3
"""Write tests/data/scale: a table of numbers, and the same on other scales.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2 and
scikit-learn 1.2.1.

    numbers.csv  a: whole numbers with holes; b: normal; c: over many powers of ten;
                 d: few values, many equal; e: far from 0 and close together
    zscore.csv   what StandardScaler makes of all columns
    ddof1.csv    (x - mean) / std(ddof=1)
    minmax.csv   MinMaxScaler, range.csv the same with feature_range=(-1, 3)
    maxabs.csv   MaxAbsScaler
    robust.csv   RobustScaler, of all but d, whose quartiles are equal
    clip.csv     np.clip between the percentiles 5 and 95 (numpy's default, type 7)
    deviations.csv  np.clip between mean - 1 sd and mean + 1.5 sd
    log.csv log1p.csv  np.log and np.log1p of a, c and d
    uniform.csv  QuantileTransformer with 50 landmarks; normal.csv the same with
                 output_distribution='normal', of b and c without their ends
    l1.csv l2.csv max.csv  Normalizer, of all but a, which has holes
    lambdas.csv  PowerTransformer's powers: Yeo-Johnson of a to d, Box-Cox of a, c and
                 d (its minimiser stops at about 1e-7; compared to 1e-5)

Numbers are compared to 1e-12 of 1 + their size: scikit-learn's sums are not exact.
Means and sds are worked out in rational arithmetic besides, which it must agree with.
"""
import csv
import math
import os
from fractions import Fraction as F

import numpy as np
from sklearn.preprocessing import (MaxAbsScaler, MinMaxScaler, Normalizer,
                                   PowerTransformer, QuantileTransformer,
                                   RobustScaler, StandardScaler)

OUT = "tests/data/scale"
NAMES = "abcde"
rng = np.random.default_rng(31)


def write(name, rows):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(NAMES)
        w.writerows(rows)


def spelt(x):
    return "" if math.isnan(x) else repr(float(x)).removesuffix(".0")


def save(name, table):
    write(name, [[spelt(x) for x in row] for row in table])


def moments(x, ddof):
    exact = [F(v) for v in x]
    mean = sum(exact) / len(x)
    squares = sum((v - mean) ** 2 for v in exact)
    return mean, math.sqrt(squares / (len(x) - ddof))


def standard(table, ddof):
    """Column by column, with exact sums."""
    out = table.copy()
    for j in range(table.shape[1]):
        there = ~np.isnan(table[:, j])
        mean, sd = moments(table[there, j], ddof)
        out[there, j] = [float(F(v) - mean) / sd for v in table[there, j]]
    return out


n = 200
columns = [
    [str(v) if u >= 0.1 else "" for v, u in zip(rng.integers(1, 90, n), rng.random(n))],
    ["%.3f" % v for v in rng.normal(100, 30, n)],
    ["%.4e" % v for v in np.exp(rng.normal(0, 6, n))],
    [str(v) for v in rng.choice([1, 2, 50], n, p=[0.1, 0.8, 0.1])],
    ["%.2f" % (1e3 + v) for v in rng.normal(0, 3, n)],
]
text = list(zip(*columns))
write("numbers.csv", text)
x = np.array([[float(c) if c else np.nan for c in row] for row in text])

z = standard(x, 0)
assert np.allclose(StandardScaler().fit_transform(x), z, rtol=1e-12, atol=1e-12,
                   equal_nan=True)
save("zscore.csv", z)
save("ddof1.csv", standard(x, 1))
save("minmax.csv", MinMaxScaler().fit_transform(x))
save("range.csv", MinMaxScaler(feature_range=(-1, 3)).fit_transform(x))
save("maxabs.csv", MaxAbsScaler().fit_transform(x))

robust = RobustScaler().fit_transform(x)
robust[:, 3] = x[:, 3]
save("robust.csv", robust)

lo, hi = np.nanpercentile(x, [5, 95], axis=0)
save("clip.csv", np.clip(x, lo, hi))
both = [moments(column[~np.isnan(column)], 0) for column in x.T]
mean, sd = (np.array([float(v) for v in part]) for part in zip(*both))
save("deviations.csv", np.clip(x, mean - sd, mean + 1.5 * sd))

for name, function in (("log", np.log), ("log1p", np.log1p)):
    out = x.copy()
    for j in (0, 2, 3):
        out[:, j] = function(x[:, j])
    save(name + ".csv", out)

save("uniform.csv", QuantileTransformer(n_quantiles=50).fit_transform(x))
# Its ends are those of 1e-7 less a rounding; the inner values are the distribution's.
normal = QuantileTransformer(n_quantiles=50, output_distribution="normal").fit_transform(x)
inner = (abs(normal[:, 1]) < 5) & (abs(normal[:, 2]) < 5)
write("normal.csv", [[i, spelt(v[1]), spelt(v[2])]
                     for i, v in enumerate(normal, 1) if inner[i - 1]])
for norm in ("l1", "l2", "max"):
    out = x.copy()
    out[:, 1:] = Normalizer(norm).fit_transform(x[:, 1:])
    save(norm + ".csv", out)
with open(os.path.join(OUT, "lambdas.csv"), "w") as f:
    for kind, names in (("yeo-johnson", "abcd"), ("box-cox", "acd")):
        fitted = PowerTransformer(kind, standardize=False).fit(
            x[:, [NAMES.index(c) for c in names]])
        print(",".join(spelt(v) for v in fitted.lambdas_), file=f)
