#!/usr/bin/python3
"""Write tests/data/onehot: two tables, and what scikit-learn makes of them.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2 and
scikit-learn 1.2.1.  Fitted on train.csv; of a case NAME it writes NAME.train.csv and
NAME.test.csv, the two tables with color and size encoded.

Counting and order are done here; which cell is which category, what is infrequent and
what is dropped is scikit-learn's answer.  It knows no missing cells in this version,
so they are a category called <missing>, frequent enough never to be infrequent.  Its
max_categories includes the bucket of infrequent ones (and here <missing>), ours not;
the counts have no tie where --top cuts, since it breaks ties otherwise.
"""
import csv
import os
import random
from collections import Counter

import numpy as np
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

OUT = "tests/data/onehot"
COLORS = {"red": 30, "blue": 22, "light, blue": 12, 'the "odd"': 12, "grün": 7,
          "two\nlines": 4, "a=b": 2, "NA": 1, "": 15}
SIZES = {"S": 40, "M": 33, "L": 20, "XL": 12}
MISSING = "<missing>"


def write(name, header, rows):
    with open(os.path.join(OUT, name), "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def table(counts, extra):
    cells = [c for c, n in counts.items() for _ in range(n)] + extra
    random.shuffle(cells)
    return cells


def order(cells):
    counts = Counter(c for c in cells if c != "")
    return sorted(counts, key=lambda c: (-counts[c], c.encode()))


def column(cells, missing):
    """As scikit-learn wants it; a missing cell is unknown where none was in fitting."""
    return np.array([[MISSING if c == "" and missing else c or "unknown"] for c in cells],
                    dtype=object)


def encode(name, fitted, cells, oov=True, rare=None, top=None, drop=None):
    """The header and the rows for one column."""
    missing = "" in fitted
    levels = order(fitted)
    extra = [MISSING] if missing else []
    kw = {"min_frequency": rare,
          "max_categories": None if top is None else top + 1 + len(extra),
          "handle_unknown": "infrequent_if_exist" if rare or top else "ignore"}
    enc = OneHotEncoder(categories=[levels + extra], sparse_output=False, drop=drop, **kw)
    enc.fit(column(fitted, missing))
    got = enc.transform(column(cells, missing)).astype(int)
    names = [n[2:] for n in enc.get_feature_names_out(["c"])]
    made = {n: got[:, i] for i, n in enumerate(names)}
    made.pop("infrequent_sklearn", None)
    if oov:  # the cells of no column, whether unknown or infrequent
        made["<oov>"] = 1 - sum(made.values())
    if missing:
        made[MISSING] = made.pop(MISSING)
    return [f"{name}={n}" for n in made], np.column_stack(list(made.values())).tolist()


def ordinal(name, fitted, cells):
    levels = order(fitted)
    enc = OrdinalEncoder(categories=[levels], handle_unknown="use_encoded_value",
                         unknown_value=len(levels))
    enc.fit(np.array([[c] for c in fitted if c], dtype=object))
    codes = enc.transform(np.array([[c] for c in cells], dtype=object)).astype(int)
    missing = str(len(levels) + 1) if "" in fitted else ""
    return [name], [[missing if c == "" else str(k)] for c, k in zip(cells, codes[:, 0])]


def both(case, how, train, test):
    for part, rows in (("train", train), ("test", test)):
        color = how("color", [r[1] for r in train], [r[1] for r in rows])
        size = how("size", [r[3] for r in train], [r[3] for r in rows])
        write(f"{case}.{part}.csv", ["id"] + color[0] + ["x"] + size[0],
              [[r[0]] + c + [r[2]] + s for r, c, s in zip(rows, color[1], size[1])])


def main():
    random.seed(7)
    os.makedirs(OUT, exist_ok=True)
    head = ["id", "color", "x", "size"]
    color, size = table(COLORS, []), table(SIZES, [])
    train = [[i, c, f"{i * 0.10:.2f}", s] for i, (c, s) in enumerate(zip(color, size))]
    color = list(COLORS) * 2 + ["pink", "RED", "red ", "n/a"]
    size = (list(SIZES) * 6)[:len(color) - 3] + ["", "s", "XXL"]
    random.shuffle(color)
    test = [[i, c, f"{i * 0.10:.2f}", s] for i, (c, s) in enumerate(zip(color, size))]
    write("train.csv", head, train)
    write("test.csv", head, test)
    both("plain", encode, train, test)
    both("rare", lambda *a: encode(*a, rare=7), train, test)
    both("top", lambda *a: encode(*a, top=2), train, test)
    both("drop", lambda *a: encode(*a, oov=False, drop="first"), train, test)
    both("ordinal", ordinal, train, test)


main()
