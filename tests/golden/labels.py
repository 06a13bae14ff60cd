#!/usr/bin/python3
"""Metrics of several labels at once, for tests/eval_labels.bats.

Writes tests/data/eval/labels.csv, a table made up here with weights, ties and rows
without any label, and labels_golden.csv: weights,metric,value by scikit-learn.  Run from
the top of the tree.  Made with scikit-learn 1.2.1 and numpy 1.24.2.
"""
import numpy as np
from sklearn import metrics as m

FOLDER = "tests/data/eval/"
NAMES = ["a", "b", "c d"]


def main():
    rng = np.random.default_rng(5)
    n = 300
    z = rng.normal(size=(n, 3))
    y = (z + rng.normal(size=(n, 3)) > [0.5, 0, 1.2]).astype(int)
    p = np.round(1 / (1 + np.exp(-z)), 2)
    q = (p >= 0.5).astype(int)
    w = rng.integers(0, 4, size=n) / 2.0
    with open(FOLDER + "labels.csv", "w") as f:
        f.write("w," + ",".join(NAMES) + "".join(f",prediction={c},probability={c}" for c in NAMES) + "\n")
        for i in range(n):
            cells = [f"{w[i]:g}"] + [str(v) for v in y[i]]
            for c in range(3):
                cells += [str(q[i, c]), f"{p[i, c]:g}"]
            f.write(",".join(cells) + "\n")
    with open(FOLDER + "labels_golden.csv", "w") as f:
        f.write("weights,metric,value\n")
        for name, s in (("no", None), ("yes", w)):
            def put(metric, value):
                f.write(f"{name},{metric},{float(value)!r}\n")

            put("subset_accuracy", m.accuracy_score(y, q, sample_weight=s))
            put("hamming_loss", m.hamming_loss(y, q, sample_weight=s))
            put("jaccard", m.jaccard_score(y, q, average="samples", zero_division=1, sample_weight=s))
            for average in ("micro", "macro", "weighted"):
                put(average + "_precision", m.precision_score(y, q, average=average, sample_weight=s))
                put(average + "_recall", m.recall_score(y, q, average=average, sample_weight=s))
                put(average + "_f1", m.f1_score(y, q, average=average, sample_weight=s))
                put(average + "_auc", m.roc_auc_score(y, p, average=average, sample_weight=s))
                put(average + "_ap", m.average_precision_score(y, p, average=average, sample_weight=s))
            put("log_loss", np.mean([m.log_loss(y[:, c], p[:, c], sample_weight=s) for c in range(3)]))


main()
