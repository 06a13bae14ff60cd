#!/usr/bin/python3
"""Models of several classes, for tests/train_classes.bats.

Writes tests/data/train/classes.csv, a table made up here with weights, and
classes_golden.csv: case,row,class,value, the probabilities of the first rows by
scikit-learn's LogisticRegression, and its objective in our terms as row 0.  Run from
the top of the tree.  Made with scikit-learn 1.2.1 and numpy 1.24.2.
"""
import numpy as np
from sklearn.linear_model import LogisticRegression

FOLDER = "tests/data/train/"


def main():
    rng = np.random.default_rng(11)
    n = 400
    x = np.round(rng.normal(size=(n, 3)) * [1, 20, 0.5] + [0, 100, 0], 3)
    z = np.column_stack([x[:, 0], (x[:, 1] - 100) / 20, 2 * x[:, 2], np.zeros(n)])
    y = np.array(["ant", "bee", "Cat", "dog"])[(z + rng.gumbel(size=z.shape)).argmax(1)]
    w = rng.integers(0, 4, size=n) / 2.0
    with open(FOLDER + "classes.csv", "w") as f:
        f.write("y,w,a,b,c\n")
        for i in range(n):
            f.write(f"{y[i]},{w[i]:g},{x[i, 0]:g},{x[i, 1]:g},{x[i, 2]:g}\n")
    with open(FOLDER + "classes_golden.csv", "w") as f:
        for kind in ("multinomial", "ovr"):
            for name, weight, c in (("plain", np.ones(n), 1.0), ("weights", w, 1.0), ("c10", np.ones(n), 10.0)):
                m = LogisticRegression(multi_class=kind, C=c, solver="newton-cg", tol=1e-12, max_iter=100000)
                m.fit(x, y, sample_weight=weight)
                p = m.predict_proba(x)
                case = ("softmax" if kind == "multinomial" else "ovr") + "-" + name
                if kind == "multinomial":
                    own = p[np.arange(n), np.searchsorted(m.classes_, y)]
                    value = np.average(-np.log(own), weights=weight) + (m.coef_ ** 2).sum() / 2 / c / weight.sum()
                    f.write(f"{case},0,objective,{value!r}\n")
                for i in range(5):
                    for k, name_of in enumerate(m.classes_):
                        f.write(f"{case},{i + 1},{name_of},{p[i, k]!r}\n")


main()
