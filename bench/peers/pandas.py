#!/usr/bin/env python3
"""The jobs of bench/run as pandas and scikit-learn do them.

    pandas.py JOB FILE [FILE ...]

What a job writes as CSV goes to $OUT, which is /dev/null unless somebody wants to look
at it.  Libraries are imported by the jobs that need them, as a script for that job alone
would do.
"""

import os
import sys

sys.path.pop(0)  # this file is called pandas itself
OUT = os.environ.get("OUT", "/dev/null")
MEASURES = ["price", "change", "age", "visits", "amount", "share", "longitude",
            "rate", "score", "orders", "balance"]


def describe(path):
    import pandas
    print(pandas.read_csv(path).describe().T.to_csv(index=False), end="")


def zscore(path):
    import pandas
    d = pandas.read_csv(path)
    x = d[MEASURES]
    d[MEASURES] = (x - x.mean()) / x.std(ddof=0)
    d.to_csv(OUT, index=False)


def zscore_apply(path, facts):
    import pandas
    f = pandas.read_csv(facts)
    mean = f[f.key == "mean"].set_index("item").value.astype(float)
    sd = f[f.key == "sd"].set_index("item").value.astype(float)
    d = pandas.read_csv(path)
    d[MEASURES] = (d[MEASURES] - mean[MEASURES]) / sd[MEASURES]
    d.to_csv(OUT, index=False)


def zscore_one(path):
    import pandas
    d = pandas.read_csv(path)
    d["price"] = (d["price"] - d["price"].mean()) / d["price"].std(ddof=0)
    d.to_csv(OUT, index=False)


def deciles(path):
    import pandas
    d = pandas.read_csv(path)
    d["price"] = pandas.qcut(d["price"], 10, labels=False, duplicates="drop")
    d.to_csv(OUT, index=False)


def onehot(path):
    import pandas
    d = pandas.read_csv(path)
    pandas.get_dummies(d, columns=["color"]).to_csv(OUT, index=False)


def split(path, folder):
    import pandas
    d = pandas.read_csv(path)
    tenth = pandas.util.hash_array(d["id"].to_numpy()) % 10
    for name, rows in (("train", tenth < 8), ("valid", tenth == 8), ("test", tenth == 9)):
        d[rows].to_csv(f"{folder}/{name}.csv", index=False)


def dedup(path):
    import pandas
    pandas.read_csv(path).drop_duplicates("sku").to_csv(OUT, index=False)


def dropna(path):
    import pandas
    numbers = ["n1", "n2", "n3", "n4", "n5", "n6"]
    pandas.read_csv(path).dropna(subset=numbers).to_csv(OUT, index=False)


def logistic(path):
    import pandas
    from sklearn.linear_model import LogisticRegression
    d = pandas.read_csv(path)
    model = LogisticRegression(C=1, solver="lbfgs", max_iter=1000)
    model.fit(d.drop(columns="label"), d["label"])
    print("weight", *model.intercept_, *model.coef_[0], sep="\n")


def stream(path):
    import pandas
    from sklearn.linear_model import SGDClassifier
    d = pandas.read_csv(path)
    model = SGDClassifier(loss="log_loss", max_iter=1, tol=None, shuffle=False, random_state=1)
    model.fit(d.drop(columns="label"), d["label"])
    print("weight", *model.intercept_, *model.coef_[0], sep="\n")


def sparse(path):
    import pandas
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import OneHotEncoder, StandardScaler
    texts, numbers = ["color", "city", "sku"], ["n1", "n2", "n3", "n4", "n5", "n6"]
    d = pandas.read_csv(path, usecols=texts + numbers + ["label"])
    wide = OneHotEncoder().fit_transform(d[texts].fillna(""))
    dense = StandardScaler().fit_transform(d[numbers].fillna(d[numbers].mean()))
    model = LogisticRegression(C=1, solver="lbfgs", max_iter=1000)
    model.fit(hstack([wide, csr_matrix(dense)]).tocsr(), d["label"])
    print("weight", *model.intercept_, sep="\n")


def network(path):
    import pandas
    from sklearn.neural_network import MLPClassifier
    d = pandas.read_csv(path)
    model = MLPClassifier((64,), batch_size=200, max_iter=3, random_state=1)
    model.fit(d.drop(columns="label"), d["label"])
    print("loss", model.loss_, sep="\n")


def evaluate(path):
    import pandas
    from sklearn import metrics
    from sklearn.calibration import calibration_curve
    d = pandas.read_csv(path)
    y, p = d["label"].to_numpy(), d["probability"].to_numpy()
    calibration_curve(y, p, n_bins=10, strategy="quantile")
    print("metric,value")
    print("auc", metrics.roc_auc_score(y, p), sep=",")
    print("ap", metrics.average_precision_score(y, p), sep=",")
    print("log_loss", metrics.log_loss(y, p), sep=",")
    print("brier", metrics.brier_score_loss(y, p), sep=",")
    print("bias", p.mean() - y.mean(), sep=",")


def auc(path):
    import pandas
    from sklearn.metrics import roc_auc_score
    d = pandas.read_csv(path)
    print("metric,value")
    print("auc", roc_auc_score(d["label"], d["probability"]), sep=",")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
