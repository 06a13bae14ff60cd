#!/usr/bin/python3
"""Measures of rankings, for tests/eval_ranking.bats.

Writes tests/data/eval/ranking.csv, a table made up here, and ranking_golden.csv:
metric,value: ndcg by scikit-learn (which averages over ties, too), the others, of a second
score without ties, by counting.  Run from the top of the tree.  Made with scikit-learn
1.2.1 and numpy 1.24.2.
"""
import numpy as np
from sklearn.metrics import average_precision_score, ndcg_score

FOLDER = "tests/data/eval/"


def main():
    rng = np.random.default_rng(3)
    rows = []
    for q in range(40):
        n = int(rng.integers(2, 25))
        z = rng.normal(size=n)
        grade = np.clip(np.round(z + rng.normal(size=n) - 0.3), 0, 3).astype(int)
        if q % 13 == 5:
            grade[:] = 0
        fine = rng.permutation(n) / 7 + np.round(z, 3)
        rows += [(f"q{q}", int(grade[i]), float(np.round(z[i], 1)), float(np.round(fine[i], 6))) for i in range(n)]
    order = rng.permutation(len(rows))
    with open(FOLDER + "ranking.csv", "w") as f:
        f.write("query,grade,tied,fine\n")
        for i in order:
            f.write("%s,%d,%g,%.6f\n" % rows[i])
    lists = {}
    for q, g, t, s in rows:
        lists.setdefault(q, []).append((g, round(t, 1), round(s, 6)))
    lists = [np.array(v, dtype=float) for v in lists.values()]
    lists = [v for v in lists if v[:, 0].any()]
    with open(FOLDER + "ranking_golden.csv", "w") as f:
        f.write("score,metric,value\n")
        for c, score in ((1, "tied"), (2, "fine")):
            f.write(f"{score},ndcg,{np.mean([ndcg_score([v[:, 0]], [v[:, c]]) for v in lists])!r}\n")
            for k in (1, 3, 10):
                f.write(f"{score},ndcg@{k},{np.mean([ndcg_score([v[:, 0]], [v[:, c]], k=k) for v in lists])!r}\n")
        f.write(f"fine,map,{np.mean([average_precision_score(v[:, 0] > 0, v[:, 2]) for v in lists])!r}\n")
        first, hits = [], {}
        for v in lists:
            good = (v[:, 0] > 0)[np.argsort(-v[:, 2])]
            first.append(1 / (1 + np.argmax(good)))
            for k in (1, 3, 10):
                hits.setdefault(k, []).append((good[:k].sum() / k, good[:k].sum() / good.sum(), good[:k].any()))
        f.write(f"fine,mrr,{np.mean(first)!r}\n")
        for k, h in hits.items():
            for name, x in zip(("precision", "recall", "hit_rate"), np.mean(np.array(h, dtype=float), axis=0)):
                f.write(f"fine,{name}@{k},{float(x)!r}\n")


main()
