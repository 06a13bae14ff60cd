#!/usr/bin/python3
"""Write tests/data/embed: numbers, and their principal components by scikit-learn.

Run from the top of the source tree; made with Python 3.11, numpy 1.24.2 and
scikit-learn 1.2.1.

    numbers.csv     five columns that vary together, far from 0
    components.csv  what PCA(n_components=3) makes of them
    variance.csv    explained_variance_ and the elements of components_, a row each

Signs are chosen as csv-embed(1) has them: the largest element of a direction is
positive.
"""
import csv
import os

import numpy as np
from sklearn.decomposition import PCA

OUT = "tests/data/embed"
rng = np.random.default_rng(26)


def write(name, header, rows):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


hidden = rng.normal(size=(150, 5)) * [5, 2, 1, 0.3, 0.1]
x = np.round(hidden @ rng.normal(size=(5, 5)) + [10, -20, 0, 3, 100], 6)
pca = PCA(n_components=3, svd_solver="full").fit(x)
for k, v in enumerate(pca.components_):
    if v[np.argmax(np.abs(v))] < 0:
        pca.components_[k] = -v
write("numbers.csv", "abcde", [[repr(v) for v in row] for row in x.tolist()])
write("components.csv", ["pc1", "pc2", "pc3"], pca.transform(x).tolist())
write("variance.csv", ["variance", *"abcde"],
      np.column_stack([pca.explained_variance_, pca.components_]).tolist())
