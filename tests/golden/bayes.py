#!/usr/bin/python3
"""Naive Bayes, for tests/train_classes.bats.

Writes tests/data/train/bayes.csv, indicators and numbers with weights, and
bayes_golden.csv: case,row,probabilities of the first rows; indicators by scikit-learn's
BernoulliNB, numbers by the densities themselves.  Run from the top of the tree.  Made with
scikit-learn 1.2.1 and numpy 1.24.2.
"""
import numpy as np
from sklearn.naive_bayes import BernoulliNB

FOLDER = "tests/data/train/"


def main():
    rng = np.random.default_rng(2)
    n = 200
    y = rng.integers(0, 3, size=n)
    flags = (rng.random((n, 4)) < np.array([[0.1, 0.5, 0.9, 0.3], [0.6, 0.5, 0.2, 0.3], [0.3, 0.1, 0.5, 0]])[y]).astype(int)
    x = np.round(rng.normal(size=(n, 2)) * [1, 30] + np.array([[0, 1000], [1, 1030], [-1, 1010]])[y], 2)
    w = rng.integers(0, 3, size=n) / 2.0
    names = ["one", "two", "zwei"]
    with open(FOLDER + "bayes.csv", "w") as f:
        f.write("y,w,f1,f2,f3,f4,x1,x2\n")
        for i in range(n):
            f.write(",".join([names[y[i]], f"{w[i]:g}"] + [str(v) for v in flags[i]] + [f"{v:g}" for v in x[i]]) + "\n")

    def normal(weight):
        z = np.zeros((n, 3))
        mean = np.array([np.average(x[y == c], axis=0, weights=weight[y == c]) for c in range(3)])
        variance = np.average((x - mean[y]) ** 2, axis=0, weights=weight)
        for c in range(3):
            z[:, c] = -((x - mean[c]) ** 2 / 2 / variance).sum(axis=1)
        return z

    with open(FOLDER + "bayes_golden.csv", "w") as f:
        f.write("case,row,one,two,zwei\n")
        for name, weight in (("plain", np.ones(n)), ("weights", w)):
            m = BernoulliNB(alpha=1.0).fit(flags, y, sample_weight=weight)
            z = m.predict_log_proba(flags)
            both = z + normal(weight)
            both = np.exp(both - both.max(axis=1, keepdims=True))
            both /= both.sum(axis=1, keepdims=True)
            for case, p in (("flags", np.exp(z)), ("both", both)):
                for i in range(12):
                    f.write(f"{case}-{name},{i + 1}," + ",".join(repr(float(v)) for v in p[i]) + "\n")


main()
