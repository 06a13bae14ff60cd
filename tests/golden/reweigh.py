#!/usr/bin/python3
"""Write tests/data/balance/weigh.*.csv: rows, and the weights that balance them.

Run from the top of the source tree; no packages.

    weigh.csv           labels y, groups s and t, weights w, in tenths
    weigh.class.csv     the weights of csv-balance --class-weight, W / (k W(y))
    weigh.groups.csv    those of --reweigh s,t, W(a) W(y) / (W W(a, y))

in rational arithmetic, times the row's own; rounded once at the end.
"""
import csv
import random
from fractions import Fraction as F

random.seed(8)
rows = []
for i in range(200):
    s = random.choice("ffm")
    y = int(random.random() < (0.6 if s == "m" else 0.25))
    rows.append([y, s, random.choice(["x", "y, z"]), random.randint(1, 30)])


def total(y=None, a=None):
    return sum((F(r[3], 10) for r in rows
                if (y is None or r[0] == y) and (a is None or (r[1], r[2]) == a)),
               F(0))


def write(name, weights):
    with open("tests/data/balance/weigh.%s.csv" % name, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["y", "s", "t", "w"])
        for r, x in zip(rows, weights):
            w.writerow(r[:3] + [repr(float(x))])


with open("tests/data/balance/weigh.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["y", "s", "t", "w"])
    w.writerows(r[:3] + [r[3] / 10] for r in rows)
write("class", [F(r[3], 10) * total() / (2 * total(y=r[0])) for r in rows])
write("groups", [F(r[3], 10) * total(a=(r[1], r[2])) * total(y=r[0])
                 / (total() * total(y=r[0], a=(r[1], r[2]))) for r in rows])
