#!/usr/bin/python3
"""Intervals of the AUC by DeLong's formula, for tests/eval_sure.bats.

Writes tests/data/eval/delong.csv, a table made up here with ties, and
delong.expected.csv: auc, low, high, straight from the definition (DeLong, DeLong and
Clarke-Pearson 1988), pair by pair; and the thresholds that scikit-learn's curves give.
Run from the top of the tree.  Made with numpy 1.24.2, scipy 1.10.1, scikit-learn 1.2.1.
"""
import numpy as np
from scipy.stats import norm
from sklearn.metrics import brier_score_loss, f1_score, roc_curve

FOLDER = "tests/data/eval/"


def main():
    rng = np.random.default_rng(8)
    y = rng.integers(0, 2, 90)
    p = np.round(np.clip(0.3 * y + 0.7 * rng.random(90), 0, 1), 2)
    with open(FOLDER + "delong.csv", "w") as f:
        f.write("y,probability\n")
        for a, b in zip(y, p):
            f.write(f"{a},{b:g}\n")
    wins = (p[y == 1][:, None] > p[y == 0][None, :]) + 0.5 * (p[y == 1][:, None] == p[y == 0][None, :])
    auc = wins.mean()
    se = np.sqrt(wins.mean(1).var(ddof=1) / len(wins) + wins.mean(0).var(ddof=1) / wins.shape[1])
    z = norm.ppf(0.975)
    scores = np.unique(p)[::-1]
    f1 = [f1_score(y, p >= t) for t in scores]
    fpr, tpr, thresholds = roc_curve(y, p, drop_intermediate=False)
    with open(FOLDER + "delong.expected.csv", "w") as f:
        f.write(f"auc,{auc!r}\nlow,{auc - z * se!r}\nhigh,{auc + z * se!r}\n")
        f.write(f"max-f1,{scores[int(np.argmax(f1))]!r}\n")
        f.write(f"max-youden,{thresholds[int(np.argmax(tpr - fpr))]!r}\n")
        f.write(f"brier,{brier_score_loss(y, p)!r}\n")


main()
