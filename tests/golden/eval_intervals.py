#!/usr/bin/python3
"""Write what csv-eval --ci should say of the files in tests/data/eval.

Run from the top of the source tree, after eval.py; made with Python 3.11, numpy
1.24.2, scipy 1.10.1 and scikit-learn 1.2.1.  It writes, of each NAME that eval.py does,
NAME.ci.expected.csv, with weights, groups and 40 draws from the seed 7, predictions of
another model, NAME.rival.csv, and how they compare, NAME.versus.expected.csv:

    shares      scipy's Wilson interval, by the formula where weights differ
    accuracy    of two models scipy's binomial test (McNemar's, exact)
    auc         DeLong's variance from all pairs, in rational arithmetic
    the rest    percentiles (numpy) of scikit-learn's metrics over rows drawn anew
"""
import csv
import math
import os
import sys
from fractions import Fraction as F

import numpy as np
from scipy.stats import binomtest, norm

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import eval as golden  # noqa: E402

OUT, DRAWS, SEED = golden.OUT, 40, 7
NOTHING = {"n", "weight", "classes", "log_loss_clipped", "reliability", "resolution",
           "ece", "mce", "bias_se", "bias_z", "bias_p", "tp", "fp", "tn", "fn"}
Z = norm.ppf(0.975)


def read(name):
    with open(os.path.join(OUT, name + ".csv"), newline="") as f:
        rows = list(csv.DictReader(f))
    return {k: [r[k] for r in rows] for k in rows[0]}


def numbers(cells):
    return np.array([float(c) for c in cells])


def splitmix(state):
    """splitmix64: the bits one after the other."""
    full = 2**64 - 1
    while True:
        state = (state + 0x9E3779B97F4A7C15) & full
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & full
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & full
        yield z ^ (z >> 31)


def draws(keys, w):
    """Weights times how often each row was drawn, from rows in the order of keys."""
    rows = sorted((i for i in range(len(w)) if w[i] > 0), key=lambda i: keys[i])
    seeds = splitmix(SEED)
    for _ in range(DRAWS):
        drawn, bits = np.zeros(len(w)), splitmix(next(seeds))
        for _ in rows:
            drawn[rows[int((next(bits) >> 11) * 2.0**-53 * len(rows))]] += 1
        yield drawn * w


def wilson(p, w):
    w = [F(a) for a in w if a > 0]
    if not w:
        return None, None
    if len(set(w)) == 1:
        ci = binomtest(round(p * len(w)), len(w)).proportion_ci(0.95, "wilson")
        return ci.low, ci.high
    n = float(sum(w) ** 2 / sum(a * a for a in w))
    middle, spread = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (middle - spread) / (1 + Z * Z / n), (middle + spread) / (1 + Z * Z / n)


def placements(y, s, w):
    """Of every row: the share of the other class below (or, of a negative, above) it."""
    won = {True: F(0), False: F(1)}
    out = []
    for a, b, c in zip(y, s, w):
        other = [(t, F(v)) for k, t, v in zip(y, s, w) if k != a and v > 0]
        total = sum(v for _, v in other)
        sign = 1 if a else -1
        out.append(sum(v * (F(1, 2) if t == b else won[sign * t > sign * b])
                       for t, v in other) / total)
    return out


def delong_se(y, v, w):
    variance = F(0)
    for k in (0, 1):
        own = [(a, F(b)) for a, b, c in zip(v, w, y) if c == k and b > 0]
        total = sum(b for _, b in own)
        mean = sum(a * b for a, b in own) / total
        variance += (sum(b * b * (a - mean) ** 2 for a, b in own) / total**2
                     * F(len(own), len(own) - 1))
    return math.sqrt(variance)


def intervals(of, keys, share, arrays):
    """metric: (value, low, high)."""
    *rest, w = arrays
    drawn = [of(*rest, d) for d in draws(keys(*arrays), w)]
    out = {}
    for m, x in of(*arrays).items():
        rows = share(m, *arrays)
        if m in NOTHING or x is None:
            ci = (None, None)
        elif m == "auc":
            y, _, s, _ = arrays
            se = delong_se(y, placements(y, s, w), w)
            ci = max(0, x - Z * se), min(1, x + Z * se)
        elif rows is not None:
            ci = wilson(x, w[rows])
        else:
            ci = np.quantile([d[m] for d in drawn], [0.025, 0.975])
        out[m] = (x, *ci)
    return out


def comparisons(of, keys, mine, other, w):
    """metric: (value, versus, difference, low, high, p)."""
    order = [a + b for a, b in zip(keys(*mine, w), keys(*other, w))]
    drawn = [(of(*mine, d), of(*other, d)) for d in draws(order, w)]
    theirs, out = of(*other, w), {}
    y = mine[0]
    for m, x in of(*mine, w).items():
        d, ci, p = (None, (None, None), None)
        if x is not None and theirs[m] is not None:
            d = float(x) - float(theirs[m])
            if m not in NOTHING:
                ci = np.quantile([float(a[m]) - float(b[m]) for a, b in drawn], [0.025, 0.975])
        if m == "auc":
            v = [a - b for a, b in zip(*(placements(y, z[2], w) for z in (mine, other)))]
            se = delong_se(y, v, w)
            ci, p = (d - Z * se, d + Z * se), 2 * norm.sf(abs(d) / se)
        if m == "accuracy":
            a, b = (z[1] == y for z in (mine, other))
            one, two = (int(sum((w > 0) & c)) for c in (a & ~b, b & ~a))
            p = binomtest(one, one + two).pvalue if one + two else 1
        out[m] = (x, theirs[m], d, *ci, p)
    return out


def versus(name, of, keys, phase, mine, other, w):
    rows = []
    for g in [None] + sorted(set(phase)):
        here = phase == phase if g is None else phase == g
        got = comparisons(of, keys, [a[here] for a in mine], [a[here] for a in other], w[here])
        rows += [("" if g is None else "phase=" + g, m, *x) for m, x in got.items()]
    golden.write(name + ".versus.expected", ["group", "metric", "value", "versus",
                                             "difference", "low", "high", "p"], rows)


def write(name, of, keys, share, phase, *arrays):
    rows = []
    for g in [None] + sorted(set(phase)):
        here = [a if g is None else a[phase == g] for a in arrays]
        rows += [("" if g is None else "phase=" + g, m, *x)
                 for m, x in intervals(of, keys, share, here).items()]
    golden.write(name + ".ci.expected", ["group", "metric", "value", "low", "high"], rows)


def binary_share(m, y, p, s, w):
    return {"prevalence": y >= 0, "accuracy": y >= 0, "precision": p == 1, "recall": y == 1,
            "specificity": y == 0, "fpr": y == 0}.get(m)


def classes_share(m, y, p, s, w):
    metric, _, k = m.partition("=")
    if m == "accuracy" or m.startswith("micro_"):
        return y == y
    return {"precision": p == k, "recall": y == k}.get(metric) if k else None


def main():
    t = read("binary")
    y, phase = (np.array([int(d != "None") for d in t["damage"]]), np.array(t["phase"]))
    p, s, w = (numbers(t[k]) for k in ("prediction", "probability", "weight"))
    arrays = y, p.astype(int), s, w
    write("binary", golden.binary, lambda y, p, s, w: list(zip(y, s, p, w)), binary_share,
          phase, *arrays)
    write("binary.plain", golden.binary, lambda y, p, s, w: list(zip(y, s, p, w)),
          binary_share, phase, *arrays[:3], np.ones(len(y)))

    binary_keys = lambda y, p, s, w: list(zip(y, s, p, w))  # noqa: E731
    rng = np.random.default_rng(20260101)
    other = np.round(np.clip(s + rng.normal(0, 0.15, len(s)), 0.01, 0.99), 2)
    said = (other >= 0.4).astype(int)
    golden.write("binary.rival", ["damage", "prediction", "probability"],
                 zip(t["damage"], said, other))
    versus("binary", golden.binary, binary_keys, phase, arrays[:3], (y, said, other), w)

    t = read("classes")
    kinds = sorted(set(t["kind"]))
    s = np.array([numbers(t["probability=" + k]) for k in kinds]).T

    def keys(y, p, s, w):
        return [(kinds.index(a), b[kinds.index(a)], kinds.index(c), d)
                for a, b, c, d in zip(y, s, p, w)]
    write("classes", golden.classes(kinds), keys, classes_share, np.array(t["phase"]),
          np.array(t["kind"]), np.array(t["prediction"]), s, numbers(t["weight"]))

    own = np.array(t["kind"]), np.array(t["prediction"]), s
    other = np.array([np.round(r, 3) for r in rng.permutation(s)])
    said = np.where(rng.uniform(size=len(s)) < 0.7, own[0], np.array(kinds)[other.argmax(1)])
    golden.write("classes.rival", ["kind", "prediction"] + ["probability=" + k for k in kinds],
                 [[a, b, *r] for a, b, r in zip(own[0], said, other)])
    versus("classes", golden.classes(kinds), keys, np.array(t["phase"]), own,
           (own[0], said, other), numbers(t["weight"]))

    t = read("regression")
    write("regression", golden.regression, lambda y, p, w: list(zip(y, p, w)),
          lambda *_: None, np.array(t["phase"]),
          *(numbers(t[k]) for k in ("cost", "prediction", "weight")))
    y, p, w = (numbers(t[k]) for k in ("cost", "prediction", "weight"))
    other = np.round(p + rng.normal(0, 5, len(p)), 2)
    golden.write("regression.rival", ["cost", "prediction"], zip(y, other))
    versus("regression", golden.regression, lambda y, p, w: list(zip(y, p, w)),
           np.array(t["phase"]), (y, p), (y, other), w)


main()
