#!/usr/bin/python3
"""The sums, means and deviations that tests/unit/exact_test.c is held against.

Everything is computed with fractions, on the very doubles, and rounded once.  Writes
tests/data/exact_golden.csv: case,kind,a,b.  Rows of kind x and xy hold what is added,
all others what must come out.  The values of the cases nist/... are in
tests/data/nist.  Run from the top of the tree: /usr/bin/python3 tests/golden/exact.py
"""
import csv
import math
import random
import struct
from fractions import Fraction

NIST = ["Lew", "Lottery", "Mavro", "Michelso", "NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4"]
MAX = 1.7976931348623157e308


def nearest(f):
    """The double nearest to a fraction, ties to even."""
    try:
        return float(f).hex()
    except OverflowError:
        return "inf" if f > 0 else "-inf"


def root(f):
    """The double nearest to the square root of a fraction."""
    k = 1200 + max(0, f.denominator.bit_length() - f.numerator.bit_length())
    scaled = (f.numerator << 2 * k) // f.denominator
    r = math.isqrt(scaled)
    if Fraction(r, 1 << k) ** 2 == f:
        return nearest(Fraction(r, 1 << k))
    return nearest(Fraction(2 * r + 1, 2 << k))


def saved(f):
    if f == 0:
        return "+:0:0"
    m, e = abs(f.numerator), 1 - f.denominator.bit_length()
    while m % 2 == 0:
        m, e = m // 2, e + 1
    return f"{'-' if f < 0 else '+'}:{e}:{m:x}"


def expectations(x, counts):
    s = sum(map(Fraction, x), Fraction(0))
    q = sum((Fraction(v) ** 2 for v in x), Fraction(0))
    yield "sum", nearest(s), ""
    yield "squares", nearest(q), ""
    yield "save_sum", saved(s), ""
    yield "save_squares", saved(q), ""
    for n in counts:
        yield "mean", nearest(s / n), n
        for ddof in (0, 1):
            if n > ddof:
                variance = (n * q - s * s) / (n * (n - ddof))
                yield f"variance{ddof}", nearest(variance), n
                yield f"sd{ddof}", root(variance), n


def any_double(rng):
    while True:
        x = struct.unpack("d", struct.pack("Q", rng.getrandbits(64)))[0]
        if math.isfinite(x):
            return x


def cases():
    rng = random.Random(20240229)
    e = 2.0 ** -52
    yield "one", [0.1], []
    yield "zeros", [0.0, -0.0, 0.0], []
    yield "constant", [0.1] * 10, []
    yield "order", [1e16, 1.0, -1e16], []
    yield "mean ties to even below", [1.0, 1 + e], []
    yield "mean ties to even above", [1 + e, 1 + 2 * e], []
    yield "sd is a tie", [1.0, -1 - e], []
    yield "sum is a tie", [1.0, 2.0 ** -53], []
    yield "sum is just above a tie", [1.0, 2.0 ** -53, 5e-324], []
    yield "sum is just below a tie", [1.0, 2.0 ** -53, -5e-324], []
    yield "largest", [MAX, MAX, MAX], []
    yield "largest with both signs", [MAX, -MAX], []
    yield "largest and smallest", [MAX, 5e-324, -MAX], []
    yield "smallest", [5e-324, 5e-324, 1e-323], []
    yield "smallest negative", [-5e-324, -1e-323], []
    yield "around the smallest normal", [2.2250738585072014e-308, -2.225073858507201e-308], []
    yield "rounds up to infinity", [MAX, 2.0 ** 970], []
    yield "rounds down from infinity", [MAX, 2.0 ** 970, -5e-324], []
    yield "subnormals", [rng.randrange(1 << 52) * 5e-324 * rng.choice((1, -1)) for _ in range(40)], []
    yield "bit patterns", [any_double(rng) for _ in range(120)], []
    yield "one binade", [rng.uniform(1, 2) for _ in range(60)], []
    yield "near a million", [1e6 + round(rng.gauss(0, 1), 2) for _ in range(60)], []
    yield "heavy tail", [math.exp(rng.gauss(0, 9)) for _ in range(60)], []
    x = [any_double(rng) for _ in range(30)]
    yield "cancels", x + [-v for v in reversed(x)], []
    yield "cancels but for one bit", x + [5e-324] + [-v for v in reversed(x)], []
    many = [2**31 - 1, 2**32 - 1, 2**32, 2**32 + 1, 2**53 + 1, 2**63, 2**64 - 1]
    yield "as if there were many more", [rng.uniform(-5, 9) for _ in range(20)], many
    yield "as if there were many more tiny ones", [5e-324, 1e-310, -3e-309], many
    yield "mean barely above a tie", [3 * 2.0 ** 67, 3 * 2.0 ** 14, 1.0], []
    yield "mean of subnormals rounds once", [13 * 5e-324], [9]
    x = [2.0 ** 53, 2.0 ** 27, 1.0, 2.0 ** -10]
    yield "sd barely above a tie", x + [-v for v in x], [2]
    for name in NIST:
        with open(f"tests/data/nist/{name}.csv") as f:
            yield "nist/" + name, [float(line) for line in f.read().split()[1:]], []


def products():
    rng = random.Random(3)
    yield "product of extremes", [(MAX, MAX), (5e-324, -5e-324), (-MAX, MAX)]
    yield "product with zero", [(0.0, MAX), (-0.0, 5e-324)]
    yield "products", [(any_double(rng), any_double(rng)) for _ in range(60)]
    yield "moderate products", [(rng.gauss(0, 1), rng.gauss(9, 3)) for _ in range(60)]


def main():
    with open("tests/data/exact_golden.csv", "w") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["case", "kind", "a", "b"])
        for name, x, more in cases():
            if not name.startswith("nist/"):
                out.writerows([name, "x", v.hex(), ""] for v in x)
            out.writerows([name, *row] for row in expectations(x, [len(x)] + more))
        for name, pairs in products():
            out.writerows([name, "xy", a.hex(), b.hex()] for a, b in pairs)
            s = sum((Fraction(a) * Fraction(b) for a, b in pairs), Fraction(0))
            out.writerow([name, "sum", nearest(s), ""])
            out.writerow([name, "save_sum", saved(s), ""])


main()
