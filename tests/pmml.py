"""Predict as a PMML RegressionModel says: pmml.py MODEL < features.csv

An evaluator apart from ours, for tests: prints the prediction and the probabilities, in
the order of the tables.
"""
import csv
import math
import sys
import xml.etree.ElementTree as tree

NS = "{http://www.dmg.org/PMML-4_4}"
root = tree.parse(sys.argv[1]).getroot()
model = root.find(NS + "RegressionModel")
fields = {f.get("name") for f in root.iter(NS + "DataField")}
mined = [f.get("name") for f in model.iter(NS + "MiningField")]
assert fields == set(mined) and len(mined) == len(fields)
tables = model.findall(NS + "RegressionTable")
for row in csv.DictReader(sys.stdin):
    z = [float(t.get("intercept")) + sum(float(p.get("coefficient")) * float(row[p.get("name")])
                                         for p in t) for t in tables]
    how = model.get("normalizationMethod")
    if model.get("functionName") == "regression":
        print({"none": float, "exp": math.exp}[how](z[0]))
        continue
    if how == "logit":
        p = [1 / (1 + math.exp(-z[0]))]
        p.append(1 - p[0])
    else:
        assert how == "softmax"
        p = [math.exp(x - max(z)) for x in z]
        p = [x / sum(p) for x in p]
    best = tables[p.index(max(p))].get("targetCategory")
    print(best, *p, sep=",")
