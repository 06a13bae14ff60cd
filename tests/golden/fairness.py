#!/usr/bin/python3
"""Fairness of predictions, for tests/fairness.bats.

Writes tests/data/eval/fairness.csv, a table made up here, and fairness.expected.csv:
group,metric,value, from the definitions of Fairlearn's metrics (demographic_parity_*,
equalized_odds_*, equal_opportunity_*) and of AIF360's (statistical parity difference,
disparate impact, average odds difference), written out in numpy.  Run from the top of
the tree.  Made with numpy 1.24.2.
"""
import numpy as np

FOLDER = "tests/data/eval/"


def main():
    rng = np.random.default_rng(4)
    n = 300
    group = np.array(["f", "m", "x"])[rng.choice(3, n, p=[0.45, 0.45, 0.1])]
    y = (rng.random(n) < np.where(group == "m", 0.5, 0.3)).astype(int)
    p = np.round(np.clip(0.3 * y + 0.6 * rng.random(n) + 0.1 * (group == "m"), 0, 1), 3)
    yhat = (p >= 0.5).astype(int)
    with open(FOLDER + "fairness.csv", "w") as f:
        f.write("sex,y,prediction,probability\n")
        for row in zip(group, y, yhat, p):
            f.write(",".join(map(str, row)) + "\n")

    def rates(k):
        g, a, b = group == k, y == 1, yhat == 1
        share = lambda hit, of: (hit & of).sum() / of.sum()
        return {"selection_rate": share(b, g), "base_rate": share(a, g), "tpr": share(b, g & a),
                "fpr": share(b, g & ~a), "tnr": share(~b, g & ~a), "fnr": share(~b, g & a),
                "ppv": share(a, g & b), "npv": share(~a, g & ~b), "accuracy": share(a == b, g)}

    by = {k: rates(k) for k in "fmx"}
    diff = lambda m: max(r[m] for r in by.values()) - min(r[m] for r in by.values())
    ratio = lambda m: min(r[m] for r in by.values()) / max(r[m] for r in by.values())
    with open(FOLDER + "fairness.expected.csv", "w") as f:
        for k, r in by.items():
            for m, v in r.items():
                f.write(f"sex={k},{m},{float(v)!r}\n")
        for k in "fx":
            d = {m: by[k][m] - by["m"][m] for m in by[k]}
            for m, v in (("statistical_parity_difference", d["selection_rate"]),
                         ("disparate_impact", by[k]["selection_rate"] / by["m"]["selection_rate"]),
                         ("equal_opportunity_difference", d["tpr"]),
                         ("average_odds_difference", (d["tpr"] + d["fpr"]) / 2)):
                f.write(f"sex={k},{m},{float(v)!r}\n")
        for name, m in (("demographic_parity", "selection_rate"), ("equal_opportunity", "tpr"),
                        ("predictive_parity", "ppv"), ("accuracy", "accuracy")):
            f.write(f",{name}_difference,{float(diff(m))!r}\n,{name}_ratio,{float(ratio(m))!r}\n")
        f.write(f",equalized_odds_difference,{float(max(diff('tpr'), diff('fpr')))!r}\n")
        f.write(f",equalized_odds_ratio,{float(min(ratio('tpr'), ratio('fpr')))!r}\n")


main()
