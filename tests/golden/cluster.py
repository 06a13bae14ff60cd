#!/usr/bin/python3
"""Write tests/data/cluster: points in blobs, and what scikit-learn finds there.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2 and
scikit-learn 1.2.1.

    points.csv   300 points in three columns around five places, some of them twice
    found.csv    for 2 to 5 clusters: KMeans' inertia, silhouette_score, and for each
                 cluster from the largest on its rows and mean silhouette (the last
                 column; -1 where there are fewer clusters)
"""
import csv
import os

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_samples, silhouette_score

OUT = "tests/data/cluster"
rng = np.random.default_rng(8)
places = rng.normal(0, 10, (5, 3))
x = np.vstack([rng.normal(places[i], 1, (n, 3)) for i, n in enumerate((93, 71, 60, 44, 23))])
x = np.round(np.vstack([x, x[::29]]), 2)
x = x[rng.permutation(len(x))]


def write(name, rows):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


def spelt(v):
    return repr(float(v)).removesuffix(".0")


write("points.csv", [["a", "b", "c"]] + [[spelt(v) for v in row] for row in x])
d = cdist(x, x)  # from differences; scikit-learn's own lose five digits
rows = []
for k in range(2, 6):
    m = KMeans(k, n_init=100, tol=0, random_state=0).fit(x)
    n = np.bincount(m.labels_)
    s = silhouette_samples(d, m.labels_, metric="precomputed")
    order = np.argsort(-n, kind="stable")
    assert len(set(n)) == k, n
    cells = [k, spelt(m.inertia_), spelt(silhouette_score(d, m.labels_, metric="precomputed"))]
    for c in order:
        cells += [n[c], spelt(s[m.labels_ == c].mean())]
    rows.append(cells + [-1] * (13 - len(cells)))
names = ["k", "inertia", "silhouette"] + [w + str(i) for i in range(5) for w in ("n", "s")]
write("found.csv", [names] + rows)
