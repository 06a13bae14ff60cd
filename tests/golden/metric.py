#!/usr/bin/python3
"""Write tests/data/metric: examples, and what scikit-learn says of them.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2,
scipy 1.10.1 and scikit-learn 1.2.1.  Of a case NAME it writes

    NAME.csv           label,predicted,score,weight   (regression has no score)
    NAME.expected.csv  metric,value,tolerance         (relative; empty: undefined)
    NAME.roc.csv       threshold,fpr,tpr              (binary only)
    NAME.pr.csv        threshold,precision,recall     (binary only)

What scikit-learn has no word for (bias, baselines, weighted median) or defines
otherwise (clipping, 0/0) is worked out here in rational arithmetic, except for
logarithms, which are math's.
"""
import csv
import math
import os
import warnings
from fractions import Fraction as F

import numpy as np
from scipy.stats import norm
from sklearn import metrics as sk

OUT = "tests/data/metric"
TOLERANCE = 1e-12
CLIP = 2.0**-53

warnings.filterwarnings("error")  # an undefined metric must not slip in as 0


def write(name, header, rows):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        for row in rows:
            w.writerow([c if isinstance(c, str) else repr(float(c)) for c in row])


def mean(terms, w):
    """The weighted mean, exact but for the last rounding."""
    return float(sum(F(a) * F(b) for a, b in zip(terms, w)) / sum(map(F, w)))


def expect(name, values):
    write(name + ".expected.csv", ["metric", "value", "tolerance"],
          [[k, "" if v is None else repr(float(v)), repr(TOLERANCE)]
           for k, v in values.items()])


def confusion(y, p, w):
    tn, fp, fn, tp = sk.confusion_matrix(y, p, sample_weight=w, labels=[0, 1]).ravel()
    kw = {"sample_weight": w}
    both = 0 < y.sum() < len(y)
    return {
        "tp": tp, "fp": fp, "tn": tn, "fn": fn,
        "accuracy": sk.accuracy_score(y, p, **kw),
        "precision": sk.precision_score(y, p, **kw) if tp + fp else None,
        "recall": sk.recall_score(y, p, **kw) if tp + fn else None,
        "specificity": sk.recall_score(1 - y, 1 - p, **kw) if tn + fp else None,
        "fpr": fp / (tn + fp) if tn + fp else None,
        "f1": sk.f1_score(y, p, **kw) if tp + fp + fn else None,
        "mcc": sk.matthews_corrcoef(y, p, **kw) if both and 0 < p.sum() < len(p) else None,
        "balanced_accuracy": sk.balanced_accuracy_score(y, p, **kw) if both else None,
    }


def ranking(name, y, s, w):
    fpr, tpr, at = sk.roc_curve(y, s, sample_weight=w, drop_intermediate=False)
    at = [math.inf] + list(at[1:])  # 1.2.1 still says max + 1 where 1.3 says inf
    write(name + ".roc.csv", ["threshold", "fpr", "tpr"], zip(at, fpr, tpr))
    p, r, at = sk.precision_recall_curve(y, s, sample_weight=w)
    write(name + ".pr.csv", ["threshold", "precision", "recall"],
          list(zip(at, p, r))[::-1])
    return {"auc": sk.roc_auc_score(y, s, sample_weight=w),
            "ap": sk.average_precision_score(y, s, sample_weight=w)}


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


def probabilities(y, s, w):
    near = [min(max(p, CLIP), 1 - CLIP) for p in s]
    loss = [-math.log(p) if t else -math.log1p(-p) for t, p in zip(y, near)]
    counted = [p != q for p, q, v in zip(s, near, w) if v > 0]
    q = mean(y, w)
    if not any(counted):  # then scikit-learn's definition is ours
        assert math.isclose(mean(loss, w), sk.log_loss(y, s, sample_weight=w),
                            rel_tol=TOLERANCE)
    return {
        "log_loss": mean(loss, w),
        "log_loss_clipped": sum(counted),
        "baseline_log_loss": -q * math.log(q) - (1 - q) * math.log1p(-q) if 0 < q < 1 else 0,
        "brier": sk.brier_score_loss(y, s, sample_weight=w),
        **buckets(y, s, w),
    }


def binary(name, y, p, s, w):
    y, p = y.astype(int), p.astype(int)
    write(name + ".csv", ["label", "predicted", "score", "weight"], zip(y, p, s, w))
    values = {"n": sum(w > 0), "weight": float(sum(map(F, w))), "prevalence": mean(y.tolist(), w)}
    values.update(confusion(y, p, w))
    both = 0 < y.sum() < len(y)
    values.update(ranking(name, y, s, w) if both else {"auc": None})
    values.update(probabilities(y.tolist(), s, w) if both else {})
    expect(name, values)


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


def regression(name, y, p, w):
    write(name + ".csv", ["label", "predicted", "weight"], zip(y, p, w))
    kw = {"sample_weight": w}
    errors = [abs(a - b) for a, b in zip(p, y)]
    m = sum(F(a) * F(b) for a, b in zip(y, w)) / sum(map(F, w))
    variance = mean([(F(a) - m) ** 2 for a in y], w)
    median = weighted_median(errors, w)
    if len(set(w)) == 1:
        assert median == sk.median_absolute_error(y, p)
    expect(name, {
        "n": sum(w > 0), "weight": float(sum(map(F, w))),
        "rmse": sk.mean_squared_error(y, p, squared=False, **kw),
        "baseline_rmse": math.sqrt(variance),
        "mae": sk.mean_absolute_error(y, p, **kw),
        "medae": median,
        "r2": sk.r2_score(y, p, **kw) if variance else None,
        "bias": mean([F(a) - F(b) for a, b in zip(p, y)], w),
    })


def main():
    rng = np.random.default_rng(20240229)
    one = np.ones

    # The four examples of scikit-learn's own page: AUC 0.75, AP 0.8333.
    y, s = np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])
    binary("four", y, s >= 0.5, s, one(4))

    # Many ties, in which positives and negatives meet.
    n = 400
    s = np.round(rng.uniform(0.005, 0.995, n), 2)
    y = rng.uniform(size=n) < s
    binary("ties", y, s >= 0.5, s, one(n))

    # Weights of every size, some of them 0; scores hardly tied; few positives.
    n = 300
    s = rng.beta(1, 6, n)
    y = rng.uniform(size=n) < s
    w = np.round(rng.lognormal(0, 2, n), 3) * (rng.uniform(size=n) < 0.9)
    binary("weighted", y, s >= 0.25, s, w)

    # Certain, and now and then wrong: the loss is clipped.
    n = 60
    s = rng.choice([0, 1e-20, 0.3, 0.7, 1 - 2.0**-53, 1], n)
    y = rng.uniform(size=n) < s * 0.8 + 0.1
    binary("clipped", y, s > 0.5, s, one(n))

    # Worse than chance, and a threshold that nothing reaches.
    n = 50
    s = rng.uniform(0.1, 0.9, n)
    y = rng.uniform(size=n) < 1 - s
    binary("inverse", y, s > 0.95, s, one(n))

    # No positives at all.
    binary("one_class", np.zeros(9), np.arange(9) > 5, np.arange(9) / 10, one(9))

    n = 301
    y = np.round(rng.normal(20, 5, n), 2)
    regression("line", y, y + rng.normal(0.3, 2, n), one(n))
    regression("even", y[:100], np.round(rng.normal(20, 5, 100), 1), one(100))
    w = np.round(rng.lognormal(0, 2, n), 3) * (rng.uniform(size=n) < 0.9)
    regression("line_weighted", y, y + rng.normal(0.3, 2, n), w)
    regression("constant", np.full(7, 0.1), np.arange(7) / 10, np.full(7, 0.1))

    # Two thirds of a second, told in seconds since 1970: little spread, far from 0.
    y = 1.7e9 + rng.integers(0, 2**20, 64) * 2.0**-20
    regression("far", y, y + rng.integers(-99, 99, 64) * 2.0**-20, one(64))


main()
