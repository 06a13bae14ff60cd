#!/usr/bin/python3
"""Write what csv-eval should say of thresholds in tests/data/eval/binary.csv.

Run from the top of the source tree, after eval.py; made with Python 3.11, numpy
1.24.2 and scikit-learn 1.2.1, whose curves give the rates at every score.  It writes

    binary.sweep.expected.csv   with weights
    binary.gains.expected.csv   with weights
    binary.aims.expected.csv    aim,threshold,threshold with weights
"""
import csv
from fractions import Fraction as F

import numpy as np
from sklearn import metrics as sk

AT = "tests/data/eval/binary"
AIMS = ["max-f1", "max-youden", "recall>=0.5", "recall>=0.9", "recall>=1",
        "precision>=0.3", "precision>=0.45", "fpr<=0.1", "fpr<=0.5", "cost=1:1",
        "cost=1:5", "cost=3:2", "cost=0:1", "cost=1:0"]


def spell(x):
    return "" if x is None else repr(float(x)).removesuffix(".0")


def write(name, header, rows):
    with open(AT + "." + name + ".expected.csv", "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def points(y, s, w):
    """threshold, tp, fp, tn, fn and the rates, by falling threshold, exact counts."""
    precision, recall, at = sk.precision_recall_curve(y, s, sample_weight=w)
    rate = {t: (p, r) for t, p, r in zip(at, precision, recall)}
    fpr, tpr, roc_at = sk.roc_curve(y, s, sample_weight=w, drop_intermediate=False)
    false = dict(zip(roc_at, fpr))
    rows = []
    for t in sorted(rate, reverse=True):
        said = (s >= t).astype(int)
        if not any(F(a) for a in w[s == t]):
            continue  # rows of weight 0 have no point
        tp, fp, tn, fn = (sum((F(a) for a in w[(said == p) & (y == k)]), F(0))
                          for p, k in ((1, 1), (1, 0), (0, 0), (0, 1)))
        f1 = sk.f1_score(y, said, sample_weight=w)
        rows.append((t, tp, fp, tn, fn, *rate[t], false[t], f1,
                     tp / (tp + fn) - fp / (fp + tn)))
    return rows


def choose(aim, rows):
    """The threshold by plain search; the first, the highest, of equals."""
    if aim == "max-f1":
        return max(rows, key=lambda r: 2 * r[1] / (2 * r[1] + r[2] + r[4]))[0]
    if aim == "max-youden":
        return max(rows, key=lambda r: r[9])[0]
    if aim.startswith("cost="):
        a, b = map(F, aim[5:].split(":"))
        return min(rows, key=lambda r: a * r[2] + b * r[4])[0]
    at_least = ">=" in aim
    name, x = aim.split(">=" if at_least else "<=")
    column = {"precision": 5, "recall": 6, "fpr": 7}[name]
    good = [r for r in rows if (r[column] >= float(x) if at_least else r[column] <= float(x))]
    return good[0][0] if name == "recall" else max(good, key=lambda r: r[1])[0]


def main():
    with open(AT + ".csv", newline="") as f:
        table = list(csv.DictReader(f))
    y = np.array([int(r["damage"] != "None") for r in table])
    s = np.array([float(r["probability"]) for r in table])
    w = np.array([float(r["weight"]) for r in table])
    rows = points(y, s, w)
    all_positive, all_negative = rows[0][1] + rows[0][4], rows[0][2] + rows[0][3]
    first = [None, 0, 0, all_negative, all_positive, None, 0, 0, 0, 0]
    write("sweep", ["threshold", "tp", "fp", "tn", "fn", "precision", "recall", "fpr",
                    "f1", "youden"], [map(spell, r) for r in [first] + rows])
    gains = [[None, 0, 0, None]]
    for t, tp, fp, tn, fn, *_ in rows:
        share, gain = (tp + fp) / (tp + fp + tn + fn), tp / (tp + fn)
        gains.append([t, share, gain, gain / share])
    write("gains", ["threshold", "share", "gain", "lift"], [map(spell, r) for r in gains])
    plain = points(y, s, np.ones(len(y)))
    write("aims", ["aim", "threshold", "weighted"],
          [[a, spell(choose(a, plain)), spell(choose(a, rows))] for a in AIMS])


main()
