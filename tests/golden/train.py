#!/usr/bin/python3
"""Write tests/data/train: two real tables, and the models scikit-learn makes of them.

    iris.csv cancer.csv   the tables, with headers; tests/data/train/README.md says whose
    golden.csv            case,term,value: weights, intercepts and objectives, the last
                          in our terms (mean loss plus penalties)
    cancer.predicted.csv  probabilities of the model `default`, row by row
    iris.predicted.csv    numbers of the model `linear`
    test.predicted.csv    probabilities for examples/test.csv of a model of
                          examples/train.csv: impute, z-score, one-hot, logistic

scikit-learn's logistic solvers stop at a gradient far above the last digits, so Newton
steps go on from where they end; both must agree to 5 digits.  Run from the top of the
tree: /usr/bin/python3 tests/golden/train.py.  Made with scikit-learn 1.2.1 and numpy
1.24.2.
"""
import csv
import warnings

import numpy as np
from scipy.special import expit
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

OUT = "tests/data/train/"
warnings.simplefilter("ignore")  # what newton-cg says of its own line search
golden = []


def write(name, header, rows):
    with open(OUT + name, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def note(case, names, intercept, weights, objective):
    for term, value in zip(["intercept", *names, "objective"], [intercept, *weights, objective]):
        golden.append((case, term, repr(float(value))))


def penalty(beta, l1, l2):
    return l2 / 2 * beta @ beta + l1 * abs(beta).sum()


def squared(case, names, model, x, y, w, l1=0.0, l2=0.0):
    z = model.intercept_ + x @ model.coef_
    note(case, names, model.intercept_, model.coef_,
         np.average((y - z) ** 2, weights=w) / 2 + penalty(model.coef_, l1, l2))


def newton(x, y, w, l2, intercept, weights):
    """The minimum near by, in variables of deviation 1."""
    mean, sd = x.mean(axis=0), x.std(axis=0)
    a = np.column_stack([np.ones(len(y)), (x - mean) / sd])
    ridge = np.append(0, l2 / sd ** 2)
    theta = np.append(intercept + mean @ weights, weights * sd)
    share = w / w.sum()
    for _ in range(30):
        p = expit(a @ theta)
        gradient = a.T @ (share * (p - y)) + ridge * theta
        hessian = (a * (share * p * (1 - p))[:, None]).T @ a + np.diag(ridge)
        theta = theta - np.linalg.solve(hessian, gradient)
    assert abs(gradient).max() < 1e-13
    beta = theta[1:] / sd
    return theta[0] - mean @ beta, beta


def logistic(case, names, x, y, w, l2):
    """C = 1 / (W l2)."""
    scale = x.std(axis=0)
    model = LogisticRegression(C=1 / (w.sum() * l2) if l2 else np.inf, tol=1e-10,
                               solver="newton-cg", max_iter=10000,
                               penalty="l2" if l2 else None)
    model.fit(x, y, sample_weight=w)
    intercept, beta = newton(x, y, w, l2, model.intercept_[0], model.coef_[0])
    assert abs((beta - model.coef_[0]) * scale).max() < 1e-5 * abs(beta * scale).max()
    z = intercept + x @ beta
    note(case, names, intercept, beta,
         np.average(np.logaddexp(0, z) - y * z, weights=w) + penalty(beta, 0, l2))
    return expit(z)


def iris():
    data = load_iris()
    names = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
    write("iris.csv", [*names, "species"],
          [[*row, data.target_names[k]] for row, k in zip(data.data, data.target)])
    all_names, names = names, names[:3]
    x, y = data.data[:, :3], data.data[:, 3]
    one, w = np.ones(len(y)), 1.0 + np.arange(1, len(y) + 1) % 3
    linear = LinearRegression().fit(x, y)
    lstsq = np.linalg.lstsq(np.column_stack([np.ones(len(y)), x]), y, rcond=None)[0]
    assert abs(lstsq - [linear.intercept_, *linear.coef_]).max() < 1e-12
    squared("linear", names, linear, x, y, one)
    squared("weighted", names, LinearRegression().fit(x, y, w), x, y, w)
    squared("ridge", names, Ridge(alpha=len(y) * 0.1, solver="cholesky").fit(x, y), x, y, one,
            l2=0.1)
    squared("lasso", names, Lasso(alpha=0.05, tol=1e-15, max_iter=100000).fit(x, y), x, y, one,
            l1=0.05)
    write("iris.predicted.csv", ["prediction"], [[repr(float(v))] for v in linear.predict(x)])
    logistic("versicolor", all_names, data.data, (data.target == 1).astype(float), w, 0.01)


def cancer():
    data = load_breast_cancer()
    names = [name.replace(" ", "_") for name in data.feature_names[:10]]
    write("cancer.csv", [*names, "diagnosis"],
          [[*row[:10], data.target_names[k]] for row, k in zip(data.data, data.target)])
    x, y, one = data.data[:, :10], 1.0 - data.target, np.ones(len(data.data))
    p = logistic("default", names, x, y, one, 1 / len(y))
    logistic("penalised", names, x, y, one, 0.1)
    logistic("free", names, x, y, one, 0)
    write("cancer.predicted.csv", ["probability"], [[repr(float(v))] for v in p])


def pipeline():
    def read(name):
        with open("tests/data/examples/" + name) as f:
            return list(csv.DictReader(f))

    def table(rows):
        return np.array([[float(r["age"] or "nan"), float(r["income"] or "nan"), r["city"]]
                         for r in rows], dtype=object)

    train, test = read("train.csv"), read("test.csv")
    model = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), [0, 1]),
            (OneHotEncoder(handle_unknown="ignore"), [2])),
        LogisticRegression(C=1, solver="newton-cg", tol=1e-14, max_iter=1000))
    model.fit(table(train), [int(r["bought"]) for r in train])
    write("test.predicted.csv", ["probability"],
          [[repr(float(v))] for v in model.predict_proba(table(test))[:, 1]])


iris()
cancer()
pipeline()
write("golden.csv", ["case", "term", "value"], golden)
