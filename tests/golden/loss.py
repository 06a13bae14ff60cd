#!/usr/bin/python3
"""Other losses of linear models, for tests/train_loss.bats.

Writes tests/data/train/loss.csv, a table made up here, and loss_golden.csv:
case,term,value, from scikit-learn's QuantileRegressor (a linear program) and
PoissonRegressor, and from scipy's minimisers for Huber's loss with a fixed width.  Run
from the top of the tree.  Made with scikit-learn 1.2.1, scipy 1.10.1 and numpy 1.24.2.
"""
import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import PoissonRegressor, QuantileRegressor

FOLDER = "tests/data/train/"


def table(rows=300):
    rng = np.random.default_rng(5)
    x = np.round(rng.normal(size=(rows, 3)) * [1, 10, 0.1] + [0, 50, 0], 4)
    y = np.round(x @ [1, 0.2, -3] + rng.standard_t(2, size=rows), 4)
    counts = rng.poisson(np.exp(0.3 * x[:, 0] - 0.05 * (x[:, 1] - 50)))
    return x, y, counts


def pinball(y, z, q):
    return np.mean(np.where(y > z, q * (y - z), (1 - q) * (z - y)))


def huber(x, y, d):
    def value(theta):
        e = np.abs(y - theta[0] - x @ theta[1:])
        return np.mean(np.where(e <= d, e * e / 2, d * e - d * d / 2))

    theta = minimize(value, np.zeros(4), method="BFGS", options={"gtol": 1e-12}).x
    options = {"xatol": 1e-12, "fatol": 1e-16, "maxiter": 20000, "maxfev": 20000}
    return minimize(value, theta, method="Nelder-Mead", options=options)


def main():
    x, y, counts = table()
    np.savetxt(FOLDER + "loss.csv", np.column_stack([y, counts, x]), delimiter=",", fmt="%.6g",
               header="y,count,a,b,d", comments="")
    with open(FOLDER + "loss_golden.csv", "w") as f:
        def case(name, objective, intercept, beta):
            for term, value in zip(("objective", "intercept", "a", "b", "d"), (objective, intercept, *beta)):
                f.write(f"{name},{term},{float(value)!r}\n")

        for q in (0.5, 0.9):
            m = QuantileRegressor(quantile=q, alpha=0, solver="highs").fit(x, y)
            case(f"quantile:{q}", pinball(y, m.predict(x), q), m.intercept_, m.coef_)
        m = PoissonRegressor(alpha=0, tol=1e-12, max_iter=10000).fit(x, counts)
        z = m.intercept_ + x @ m.coef_
        case("poisson", np.mean(np.exp(z) - counts * z), m.intercept_, m.coef_)
        m = PoissonRegressor(alpha=0.1, tol=1e-12, max_iter=10000).fit(x, counts)
        z = m.intercept_ + x @ m.coef_
        case("poisson-l2", np.mean(np.exp(z) - counts * z) + 0.05 * m.coef_ @ m.coef_, m.intercept_, m.coef_)
        m = huber(x, y, 1.5)
        case("huber:1.5", m.fun, m.x[0], m.x[1:])


main()
