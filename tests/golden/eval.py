#!/usr/bin/python3
"""Write tests/data/eval: predictions, and what scikit-learn says of them.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2,
scipy 1.10.1 and scikit-learn 1.2.1.  It writes

    binary.csv      damage,prediction,probability,weight,phase
    classes.csv     kind,prediction,probability=<kind>...,weight,phase
    regression.csv  cost,prediction,weight,phase

and of each NAME what csv-eval should print: NAME[.OPTION].expected.csv.  What
scikit-learn has no word for (bias, baselines, weighted medians, buckets) is worked
out here in rational arithmetic, except for logarithms, which are math's.
"""
import csv
import math
import os
import warnings
from fractions import Fraction as F

import numpy as np
from scipy.stats import norm
from sklearn import metrics as sk

OUT = "tests/data/eval"
CLIP = 2.0**-53
PHASES = ["Climb", "Approach", "Take-off"]

warnings.filterwarnings("error")  # an undefined metric must not slip in as 0


def spell(c):
    if c is None:
        return ""
    return c if isinstance(c, str) else repr(float(c)).removesuffix(".0")


def write(name, header, rows):
    with open(os.path.join(OUT, name + ".csv"), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows([[spell(c) for c in row] for row in rows])


def mean(terms, w):
    """The weighted mean, exact but for the last rounding."""
    return float(sum(F(a) * F(b) for a, b in zip(terms, w)) / sum(map(F, w)))


def by_group(of, phase, *arrays):
    """Rows group,metric,value: of all rows, then of the phases in their order."""
    rows = [("", m, v) for m, v in of(*arrays).items()]
    for g in sorted(set(phase)):
        part = [a[phase == g] for a in arrays]
        rows += [("phase=" + g, m, v) for m, v in of(*part).items()]
    return rows


def entropy(shares):
    return -sum(q * math.log(q) for q in shares if q > 0)


def buckets(y, s, w):
    """What csv-eval's ten buckets of equal weight say, and the test of bias."""
    total, below, cut = sum(map(F, w)), F(0), {}
    for score in sorted({a for a, b in zip(s, w) if b > 0}):
        here = [i for i, (a, b) in enumerate(zip(s, w)) if a == score and b > 0]
        weight = sum(F(w[i]) for i in here)
        cut.setdefault(min(9, int(10 * (below + weight / 2) / total)), []).extend(here)
        below += weight
    q = sum(F(int(a)) * F(b) for a, b in zip(y, w)) / total
    terms = []
    for rows in cut.values():
        weight = sum(F(w[i]) for i in rows)
        f = sum(F(s[i]) * F(w[i]) for i in rows) / weight
        o = sum(F(int(y[i])) * F(w[i]) for i in rows) / weight
        terms.append((weight / total, abs(f - o), (o - q) ** 2))
    bias = sum((F(a) - F(int(b))) * F(c) for a, b, c in zip(s, y, w)) / total
    se = math.sqrt(sum(F(b) ** 2 * F(a) * (1 - F(a)) for a, b in zip(s, w)) / total**2)
    return {
        "reliability": float(sum(a * b * b for a, b, _ in terms)),
        "resolution": float(sum(a * c for a, _, c in terms)),
        "uncertainty": float(q * (1 - q)),
        "ece": float(sum(a * b for a, b, _ in terms)),
        "mce": float(max(b for _, b, _ in terms)),
        "bias": float(bias),
        "bias_ratio": float((bias + q) / q) if q else None,
        "bias_se": se,
        "bias_z": float(bias) / se,
        "bias_p": float(2 * norm.sf(abs(float(bias) / se))),
    }


# ---- two classes ----

def binary(y, p, s, w):
    kw = {"sample_weight": w}
    tn, fp, fn, tp = sk.confusion_matrix(y, p, **kw).ravel()
    q = mean(y.tolist(), w)
    return {
        "n": sum(w > 0), "weight": float(sum(map(F, w))), "prevalence": q,
        "accuracy": sk.accuracy_score(y, p, **kw),
        "precision": sk.precision_score(y, p, **kw),
        "recall": sk.recall_score(y, p, **kw),
        "specificity": sk.recall_score(1 - y, 1 - p, **kw),
        "fpr": fp / (fp + tn),
        "f1": sk.f1_score(y, p, **kw),
        "mcc": sk.matthews_corrcoef(y, p, **kw),
        "balanced_accuracy": sk.balanced_accuracy_score(y, p, **kw),
        "auc": sk.roc_auc_score(y, s, **kw),
        "ap": sk.average_precision_score(y, s, **kw),
        "log_loss": sk.log_loss(y, s, **kw),
        "baseline_log_loss": entropy([q, 1 - q]),
        "log_loss_clipped": 0,
        "brier": sk.brier_score_loss(y, s, **kw),
        **buckets(y, s, w),
        "tp": tp, "fp": fp, "tn": tn, "fn": fn,
    }


def roc(y, s, w):
    fpr, tpr, at = sk.roc_curve(y, s, sample_weight=w, drop_intermediate=False)
    rows = []
    for i, t in enumerate(at):
        called = s >= t
        tp, fp = (float(sum(map(F, w[called & (y == k)]))) for k in (1, 0))
        fn, tn = (float(sum(map(F, w[~called & (y == k)]))) for k in (1, 0))
        rows.append([t if i > 0 else None, tp, fp, tn, fn, tpr[i], fpr[i]])
    return rows


def pr(y, s, w):
    p, r, at = sk.precision_recall_curve(y, s, sample_weight=w)
    return list(zip(at, p, r))[::-1]


def bias_z(y, s, w):
    """The sum of w (s - y) over its deviation, were labels positive with probability s."""
    rows = [(F(a), F(b), int(c)) for a, b, c in zip(w, s, y)]
    bias = sum(a * (b - c) for a, b, c in rows)
    return float(bias) / float(sum(a * a * b * (1 - b) for a, b, c in rows)) ** 0.5


def calibration(y, s, w):
    """Ten buckets of equal weight; equal scores go where their middle lies."""
    total, below, buckets = sum(map(F, w)), F(0), {}
    for score in sorted(set(s[w > 0])):
        here = (s == score) & (w > 0)
        weight = sum(map(F, w[here]))
        k = min(9, int(10 * (below + weight / 2) / total))
        buckets[k] = buckets.get(k, np.zeros(len(s), bool)) | here
        below += weight
    return [[i, min(s[b]), max(s[b]), sum(b), float(sum(map(F, w[b]))),
             mean(s[b], w[b]), mean(y[b].tolist(), w[b]), bias_z(y[b], s[b], w[b])]
            for i, b in enumerate(buckets.values())]


def binary_files(rng):
    n = 300
    s = np.round(rng.beta(1, 3, n) * 0.98 + 0.01, 2)
    y = (rng.uniform(size=n) < s).astype(int)
    p = (s >= 0.5).astype(int)
    w = np.round(rng.lognormal(0, 1, n), 3) * (rng.uniform(size=n) < 0.9)
    phase = rng.choice(PHASES, n)
    word = np.where(y == 0, "None", rng.choice(["Minor", "Substantial"], n))
    write("binary", ["damage", "prediction", "probability", "weight", "phase"],
          zip(word, p, s, w, phase))
    header = ["group", "metric", "value"]
    write("binary.weighted.expected", header, by_group(binary, phase, y, p, s, w))
    low = (s >= 0.25).astype(int)
    write("binary.threshold.expected", header, by_group(binary, phase, y, low, s, np.ones(n)))
    counts = ["tp", "fp", "tn", "fn"]
    write("binary.roc.expected", ["threshold"] + counts + ["tpr", "fpr"], roc(y, s, w))
    write("binary.pr.expected", ["threshold", "precision", "recall"], pr(y, s, w))
    write("binary.calibration.expected",
          ["bucket", "lo", "hi", "n", "weight", "mean_score", "mean_label", "bias_z"],
          calibration(y, s, w))


# ---- several classes ----

def classes(kinds):
    def of(y, p, s, w):
        kw = {"sample_weight": w}
        there = [k for k in kinds if sum(w[y == k]) > 0 or sum(w[p == k]) > 0]
        own = np.array([row[kinds.index(k)] for row, k in zip(s, y)])
        near = [min(max(q, CLIP), 1 - CLIP) for q in own]
        total = sum(map(F, w))
        values = {
            "n": sum(w > 0), "weight": float(total), "classes": len(there),
            "accuracy": sk.accuracy_score(y, p, **kw),
            "balanced_accuracy": sk.balanced_accuracy_score(y, p, **kw),
        }
        for average in ("macro", "micro", "weighted"):
            kwa = dict(kw, average=average, labels=there)
            values[average + "_precision"] = sk.precision_score(y, p, **kwa)
            values[average + "_recall"] = sk.recall_score(y, p, **kwa)
            values[average + "_f1"] = sk.f1_score(y, p, **kwa)
        values.update({
            "mcc": sk.matthews_corrcoef(y, p, **kw),
            "log_loss": mean([-math.log(q) for q in near], w),
            "baseline_log_loss": entropy([float(sum(map(F, w[y == k])) / total)
                                          for k in kinds]),
            "log_loss_clipped": sum(a != b and c > 0 for a, b, c in zip(own, near, w)),
        })
        for k in kinds:
            kwa = dict(kw, average=None, labels=[k])
            values["precision=" + k] = sk.precision_score(y, p, **kwa)[0]
            values["recall=" + k] = sk.recall_score(y, p, **kwa)[0]
            values["f1=" + k] = sk.f1_score(y, p, **kwa)[0]
        return values
    return of


def classes_files(rng):
    n, kinds = 240, ["bird", "bat", "none", "other"]
    kinds.sort()
    s = np.round(rng.dirichlet([2, 1, 1, 0.7], n), 3)
    s[:5, 0] = 0  # now and then a certain miss
    p = np.array([kinds[i] for i in s.argmax(axis=1)])
    y = np.array([rng.choice(kinds, p=row / row.sum()) for row in s])
    y[0] = kinds[0]
    w = np.round(rng.lognormal(0, 1, n), 3) * (rng.uniform(size=n) < 0.9)
    w[0] = 1
    phase = rng.choice(PHASES[:2], n)
    columns = rng.permutation(len(kinds))
    write("classes", ["kind", "prediction"] + ["probability=" + kinds[c] for c in columns]
          + ["weight", "phase"],
          [[a, b, *row[columns], c, d] for a, b, row, c, d in zip(y, p, s, w, phase)])
    write("classes.expected", ["group", "metric", "value"],
          by_group(classes(kinds), phase, y, p, s, w))
    matrix = sk.confusion_matrix(y, p, labels=kinds, sample_weight=w)
    count = sk.confusion_matrix(y, p, labels=kinds, sample_weight=(w > 0).astype(int))
    write("classes.confusion.expected", ["label", "prediction", "n", "weight"],
          [[a, b, count[i, j], matrix[i, j]]
           for i, a in enumerate(kinds) for j, b in enumerate(kinds)])


# ---- numbers ----

def weighted_median(x, w):
    """Smallest x whose weight so far reaches half; averaged where exactly half."""
    pairs = sorted((a, F(b)) for a, b in zip(x, w) if b > 0)
    total, so_far = sum(b for _, b in pairs), F(0)
    for i, (a, b) in enumerate(pairs):
        so_far += b
        if 2 * so_far == total:
            return (a + pairs[i + 1][0]) / 2
        if 2 * so_far > total:
            return a


def regression(y, p, w):
    kw = {"sample_weight": w}
    m = sum(F(a) * F(b) for a, b in zip(y, w)) / sum(map(F, w))
    return {
        "n": sum(w > 0), "weight": float(sum(map(F, w))),
        "rmse": sk.mean_squared_error(y, p, squared=False, **kw),
        "baseline_rmse": math.sqrt(mean([(F(a) - m) ** 2 for a in y], w)),
        "mae": sk.mean_absolute_error(y, p, **kw),
        "medae": weighted_median([abs(a - b) for a, b in zip(p, y)], w),
        "r2": sk.r2_score(y, p, **kw),
        "bias": mean([F(a) - F(b) for a, b in zip(p, y)], w),
    }


def regression_files(rng):
    n = 150
    y = np.round(rng.lognormal(3, 1, n), 2)
    p = np.round(y * rng.lognormal(0, 0.3, n), 2)
    w = np.round(rng.lognormal(0, 1, n), 3) * (rng.uniform(size=n) < 0.9)
    phase = rng.choice(PHASES, n)
    write("regression", ["cost", "prediction", "weight", "phase"], zip(y, p, w, phase))
    write("regression.expected", ["group", "metric", "value"],
          by_group(regression, phase, y, p, w))


def main():
    rng = np.random.default_rng(20240229)
    binary_files(rng)
    classes_files(rng)
    regression_files(rng)


if __name__ == "__main__":
    main()
