#!/usr/bin/python3
"""What each column tells of a label: auc, rho and bits by scikit-learn and scipy.


writes tests/data/screen/table.csv and, for each label, what csv-screen should say.
"""
import csv
import math
import os
import random

import numpy
from scipy.stats import rankdata, spearmanr
from sklearn.metrics import mutual_info_score, roc_auc_score

HERE = os.path.join(os.path.dirname(__file__), "..", "data", "screen")
os.makedirs(HERE, exist_ok=True)

random.seed(11)
names = ["yes", "kind", "amount", "x", "ties", "gap", "color", "leak"]
rows = []
for _ in range(500):
    x = random.gauss(0, 1)
    yes = int(x + random.gauss(0, 1) > 0.3)
    color = random.choice(["red", "green", "blue", "blue"])
    kind = random.choice("abc") if random.random() < 0.6 else {"red": "a", "green": "b", "blue": "c"}[color]
    gap = "" if random.random() < (0.5 if yes else 0.1) else f"{random.random():.2f}"
    rows.append([yes, kind, f"{2 * x + random.gauss(0, 1):.3f}", f"{x:.4f}", int(3 * x), gap, color, f"{yes + random.random() / 2:.3f}"])
with open(os.path.join(HERE, "table.csv"), "w") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(names)
    w.writerows(rows)


def is_number(j):
    return names[j] not in ("kind", "color")


def numbers(j):
    return numpy.array([float(r[j]) if r[j] != "" else math.nan for r in rows])


def buckets(v):
    known = ~numpy.isnan(v)
    out = numpy.full(len(v), 10)
    share = (rankdata(v[known]) - 0.5) / known.sum()
    out[known] = numpy.minimum(9, numpy.floor(10 * share))
    return out


def values(j):
    return buckets(numbers(j)) if is_number(j) else numpy.array([r[j] for r in rows])


def entropy(y):
    return mutual_info_score(y, y) / math.log(2)


for label in ("yes", "kind", "amount"):
    k = names.index(label)
    y = numbers(k) if label == "yes" else values(k)
    with open(os.path.join(HERE, label + ".csv"), "w") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["column", "kind", "missing", "auc", "rank_correlation", "mutual_information", "by_chance", "share"])
        for j, name in enumerate(names):
            if j == k:
                continue
            v = values(j)
            bits = mutual_info_score(v, y) / math.log(2)
            chance = (len(set(v)) - 1) * (len(set(y)) - 1) / (2 * len(rows) * math.log(2))
            auc = rho = missing = ""
            if is_number(j):
                x = numbers(j)
                known = ~numpy.isnan(x)
                missing = int((~known).sum())
                if label == "yes":
                    auc = roc_auc_score(y[known], x[known])
                if label == "amount":
                    rho = spearmanr(x[known], numbers(k)[known])[0]
            share = max(0, bits - chance) / entropy(y)
            w.writerow([name, "number" if is_number(j) else "text", missing or 0, auc, rho, bits, chance, share])
