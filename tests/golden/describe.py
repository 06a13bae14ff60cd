#!/usr/bin/python3
"""Write tests/data/describe: a table, and what csv-describe must say of it.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2, scipy 1.10.1
and scikit-learn 1.2.1.

    mixed.csv           the table
    mixed.expected.csv  the report of `csv-describe --percentiles 0,2.5,25,50,75,100`,
                        without its hints
    leak.csv            columns that give away a label in different ways
    leak.expected.csv   column,auc,odds: what they give away; odds is empty where no
                        split is to be looked at

Percentiles are numpy's.  Mean and sd are worked out in rational arithmetic and rounded
once; skewness and kurtosis are the means of powers that are rounded first, as the page
defines them, and are held against scipy's.
"""
import csv
import decimal
import math
import os
from collections import Counter
from fractions import Fraction as F

import numpy as np
from scipy import stats
from sklearn.metrics import roc_auc_score

OUT = "tests/data/describe"
PERCENTILES = [0, 2.5, 25, 50, 75, 100]
NA = {"NA", "N/A", "NaN", "nan", "NULL", "null"}
ROWS = 600
rng = np.random.default_rng(20)


def write(name, header, rows):
    with open(os.path.join(OUT, name), "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def spell(x):
    """The shortest text of a double: plain from 1e-5 up to below 1e21."""
    if x is None:
        return ""
    if x == 0:
        return "0"
    sign, digits, exponent = decimal.Decimal(repr(float(x))).normalize().as_tuple()
    text, point = "".join(map(str, digits)), len(digits) + exponent
    if -5 < point <= 0:
        text = "0." + "0" * -point + text
    elif 0 < point <= 21:
        text = text.ljust(point, "0")
        if len(text) > point:
            text = text[:point] + "." + text[point:]
    else:
        text = text[0] + ("." + text[1:] if text[1:] else "")
        text += "e" + ("+" if point > 0 else "") + str(point - 1)
    return "-" * sign + text


def root(q):
    """The double nearest to the root of a fraction."""
    with decimal.localcontext() as c:
        c.prec = 120
        return float((decimal.Decimal(q.numerator) / q.denominator).sqrt())


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def describe(name, cells):
    values = [c for c in cells if c != "" and c not in NA]
    numeric = bool(values) and all(number(c) is not None for c in values)
    if values and not numeric:
        values = [c for c in cells if c != ""]
    counts = Counter(values)
    top = min(counts, key=lambda c: (-counts[c], c.encode())) if counts else ""
    row = dict(column=name, count=len(values), missing=len(cells) - len(values),
               distinct=len(counts), top=top, distinct_error=0,
               top_count=counts[top] if counts else "",
               top_share=spell(counts[top] / len(values)) if counts else "",
               type="text" if values else "empty")
    if not numeric:
        return row
    x = [float(c) + 0.0 for c in values]
    n, total = len(x), sum(map(F, x))
    squares = sum(F(v) ** 2 for v in x)
    spread = squares - total**2 / n
    mean, population = float(total / n), root(spread / n)
    row.update(type="integer" if all(v == math.floor(v) for v in x) else "number",
               mean=spell(mean), sd=spell(root(spread / (n - 1))) if n > 1 else "",
               min=spell(min(x)), max=spell(max(x)),
               zeros=x.count(0), negatives=sum(v < 0 for v in x))
    for p in PERCENTILES:
        row["p" + spell(p)] = spell(np.percentile(x, p))
    if population > 0:
        z = [(v - mean) / population for v in x]
        skewness = float(sum(F(v * v * v) for v in z) / n)
        kurtosis = float(sum(F(v * v * (v * v)) for v in z) / n) - 3
        scaled = np.array(x) / 2.0 ** math.frexp(population)[1]  # scipy overflows
        np.testing.assert_allclose(
            [skewness, kurtosis], [stats.skew(scaled), stats.kurtosis(scaled)], 1e-9, 1e-9)
        row.update(skewness=spell(skewness), kurtosis=spell(kurtosis))
    return row


def sparse(cells, words, share):
    return [words[rng.integers(len(words))] if rng.random() < share else c for c in cells]


def mixed():
    towns = ["Leeds", "York", "Paris, Texas", 'the "big" one', "NA", "two\nlines", "Łódź"]
    columns = {
        "normal": [repr(v) for v in rng.normal(size=ROWS)],
        "far": [repr(v) for v in 1e9 + rng.normal(size=ROWS)],
        "lognormal": ["%.6g" % v for v in rng.lognormal(0, 2, ROWS)],
        "huge": [repr(v) for v in rng.normal(size=ROWS) * 1e150],
        "tiny": [repr(v) for v in rng.normal(size=ROWS) * 1e-150],
        "whole": [str(v) for v in rng.integers(-3, 4, ROWS)],
        "whole spelt": ["%.1f" % v for v in rng.integers(0, 9, ROWS)],
        "zeros": [["-0", "0", "0.0", "+0", "0e5", "1"][rng.integers(6)] for _ in range(ROWS)],
        "gaps": sparse(["%.3f" % v for v in rng.normal(size=ROWS)], ["", "NA", "null"], 0.2),
        "constant": ["7.5"] * ROWS,
        "one": ["42"] + [""] * (ROWS - 1),
        "missing": sparse([""] * ROWS, ["NaN", "N/A"], 0.5),
        "town": [towns[v] for v in rng.integers(len(towns), size=ROWS)],
        "late": [str(v) for v in range(ROWS - 1)] + ["x"],
        "odd": sparse(["%d" % v for v in rng.integers(0, 5, ROWS)], ["?", "NA"], 0.1),
    }
    rows = list(zip(*columns.values()))
    write("mixed.csv", columns, rows)
    header = (["column", "type", "count", "missing", "distinct", "mean", "sd", "min"]
              + ["p" + spell(p) for p in PERCENTILES]
              + ["max", "zeros", "negatives", "skewness", "kurtosis", "top",
                 "top_count", "top_share", "distinct_error"])
    found = [describe(name, cells) for name, cells in columns.items()]
    write("mixed.expected.csv", header, [[r.get(h, "") for h in header] for r in found])


def auc_numbers(x, y):
    best = []
    for hole in (-1e300, 1e300):
        a = roc_auc_score(y, [hole if v == "" else float(v) for v in x])
        best.append(max(a, 1 - a))
    return max(best)


def auc_texts(x, y):
    share = {v: F(sum(l for c, l in zip(x, y) if c == v), x.count(v)) for v in set(x)}
    return roc_auc_score(y, [float(share[v]) for v in x])


def odds(usual, y):
    """How the odds of y = 1 differ between the usual rows and the others."""
    table = Counter(zip(usual, y))
    a, b = ((table[side, 1] + 0.5) / (table[side, 0] + 0.5) for side in (True, False))
    return max(a / b, b / a)


def leak():
    n = 2000
    y = (rng.random(n) < 0.2).astype(int)
    noise = rng.random(n)
    columns = {
        "noise": ["%.3f" % v for v in noise],
        "ranks": ["%.4f" % v for v in y * 2 + noise * 2.1],
        "falls": ["%.4f" % -v for v in y * 2 + noise * 2.1],
        "cost": [str(v) if v > 0 else "0"
                 for v in np.where((noise < 0.15) & (y == 1), rng.integers(1, 900, n), 0)],
        "closed": ["late" if v else "" for v in (noise < 0.3) & (y == 1)],
        "told": ["yes" if l else "no" for l in np.where(noise < 0.004, 1 - y, y)],
        "hole": ["" if l and v < 0.7 else "%.3f" % v for l, v in zip(y, rng.random(n))],
        "id": ["r%d" % i for i in range(n)],
        "town": [["Leeds", "York", "Oslo"][v] for v in rng.integers(3, size=n)],
    }
    write("leak.csv", [*columns, "label"], zip(*columns.values(), y))
    texts = {"closed", "told", "town"}
    usual = {"cost": lambda v: v == "0", "closed": lambda v: v == "",
             "hole": lambda v: v != ""}
    rows = []
    for name, cells in columns.items():
        auc = "" if name == "id" else auc_texts(cells, y) if name in texts else auc_numbers(cells, y)
        split = odds([usual[name](c) for c in cells], y) if name in usual else ""
        rows.append([name, auc, split])
    write("leak.expected.csv", ["column", "auc", "odds"], rows)


os.makedirs(OUT, exist_ok=True)
mixed()
leak()
