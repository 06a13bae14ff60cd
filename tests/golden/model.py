#!/usr/bin/python3
"""The models that tests/unit/linear_test.c and logistic_test.c are held against.

Writes tests/data/model/rows.csv, a table made up here, and golden.csv, what
scikit-learn learns from it: case,term,value, with the objective in our terms (mean
loss plus penalties).  Run from the top of the tree: /usr/bin/python3
tests/golden/model.py.  Made with scikit-learn 1.2.1 and numpy 1.24.2.
"""
import csv

import numpy as np
from scipy.special import expit
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge

FOLDER = "tests/data/model/"


def table(rows=400):
    """Columns of unlike size, two that correlate, mostly-zero ones, a one-hot."""
    rng = np.random.default_rng(20240229)
    a = rng.normal(size=rows)
    b = a + 0.2 * rng.normal(size=rows)
    year = 1990 + rng.integers(0, 30, size=rows).astype(float)
    income = np.round(np.exp(10 + rng.normal(size=rows)), 2)
    tiny = 1e-4 * rng.normal(size=rows)
    rare = np.where(rng.random(rows) < 0.05, rng.integers(1, 9, size=rows), 0)
    kind = rng.integers(0, 3, size=rows)
    x = np.column_stack([a, b, year, income, tiny, rare, kind == 1, kind == 2]).astype(float)
    z = a - 0.5 * b + 0.1 * (year - 2005) - 1e-5 * income + 3e3 * tiny + 0.3 * rare - (kind == 1)
    binary = (rng.random(rows) < expit(z)).astype(float)
    number = z + rng.normal(size=rows)
    weight = rng.integers(0, 5, size=rows) / 2
    return x, binary, number, weight


def squared(x, y, w, b0, beta, l1, l2):
    z = b0 + x @ beta
    return np.average((y - z) ** 2, weights=w) / 2 + l2 / 2 * beta @ beta + l1 * abs(beta).sum()


def logistic(x, y, w, b0, beta, l1, l2):
    z = b0 + x @ beta
    return (np.average(np.logaddexp(0, z) - y * z, weights=w)
            + l2 / 2 * beta @ beta + l1 * abs(beta).sum())


def main():
    x, binary, number, weight = table()
    one = np.ones(len(x))
    with open(FOLDER + "rows.csv", "w") as f:
        f.write("binary,number,weight," + ",".join(f"x{j + 1}" for j in range(x.shape[1])) + "\n")
        for i in range(len(x)):
            f.write(",".join(repr(float(v)) for v in (binary[i], number[i], weight[i], *x[i])) + "\n")
    cases = []

    def case(name, model, loss, y, w, l1, l2):
        b0, beta = float(np.ravel(model.intercept_)[0]), np.ravel(model.coef_)
        cases.append((name, "l1", l1))
        cases.append((name, "l2", l2))
        cases.append((name, "objective", loss(x, y, w, b0, beta, l1, l2)))
        cases.append((name, "intercept", b0))
        for j, v in enumerate(beta):
            cases.append((name, f"x{j + 1}", v))

    case("least_squares", LinearRegression().fit(x, number), squared, number, one, 0, 0)
    case("least_squares_weighted", LinearRegression().fit(x, number, sample_weight=weight),
         squared, number, weight, 0, 0)
    for name, w in (("ridge", one), ("ridge_weighted", weight)):
        model = Ridge(alpha=0.01 * w.sum(), solver="cholesky").fit(x, number, sample_weight=w)
        case(name, model, squared, number, w, 0, 0.01)
    case("lasso", Lasso(alpha=0.05, tol=1e-14, max_iter=1000000).fit(x, number), squared,
         number, one, 0.05, 0)
    for name, w in (("logistic", one), ("logistic_weighted", weight)):
        model = LogisticRegression(C=1, solver="newton-cholesky", tol=1e-12, max_iter=100000)
        case(name, model.fit(x, binary, sample_weight=w), logistic, binary, w, 0, 1 / w.sum())
    # Without a penalty the units do not matter, and the solver needs like ones.
    unit = x.std(axis=0)
    model = LogisticRegression(penalty=None, solver="newton-cholesky", tol=1e-12, max_iter=100000)
    model.fit((x - x.mean(axis=0)) / unit, binary)
    model.coef_ = model.coef_ / unit
    model.intercept_ = model.intercept_ - model.coef_ @ x.mean(axis=0)
    case("logistic_free", model, logistic, binary, one, 0, 0)
    with open(FOLDER + "golden.csv", "w") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["case", "term", "value"])
        for name, term, value in cases:
            out.writerow([name, term, repr(float(value))])


main()
