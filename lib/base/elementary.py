#!/usr/bin/python3
"""Writes elementary_table.h, the constants of elementary.c:
python3 elementary.py > elementary_table.h

Everything is computed with 60 decimal digits and rounded once.
"""

from decimal import Decimal, ROUND_HALF_EVEN, getcontext
from struct import unpack, pack

EXP_STEPS, LOG_STEPS = 32, 64
GRID = 2**42  # the high parts are multiples of 1 / GRID, so that sums are exact
ORIGIN = 0x3FE6000000000000 - 2**45  # the bits at which the first log interval starts

getcontext().prec = 60
LN2 = Decimal(2).ln()


def head():
    print("""\
/*
 * elementary_table.h - constants of elementary.c
 *
 * Generated: python3 elementary.py > elementary_table.h
 *
 * Numbers needed to more than 53 bits are split into a high and a low part.
 */
#ifndef BASE_ELEMENTARY_TABLE_H
#define BASE_ELEMENTARY_TABLE_H

#include <stdint.h>

enum { EXP_STEPS = %d, LOG_STEPS = %d };
""" % (EXP_STEPS, LOG_STEPS))


def on_grid(x):
    """x as a multiple of 1/GRID, and the rest."""
    high = (x * GRID).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) / GRID
    return float(high), float(x - high)


def nearest(x):
    return float(x), float(x - Decimal(float(x)))


def constant(name, pair):
    for part, value in zip(("HIGH", "LOW"), pair):
        print("#define %s_%s %s" % (name, part, value.hex()))


def exp_table():
    print("\n/* 2^(j/EXP_STEPS) */")
    print("static const struct {\n\tdouble high, low;\n} exp_table[EXP_STEPS] = {")
    for j in range(EXP_STEPS):
        pair = nearest((LN2 * j / EXP_STEPS).exp())
        print("\t{ %s, %s }," % tuple(v.hex() for v in pair))
    print("};")


def log_table():
    """The reciprocals have at most ten bits, so that a product with the upper 21 or
    the lower 32 bits of a double is exact.  The one at 1 is 1, with logarithm 0."""
    step = 2**52 // LOG_STEPS
    print("\n/* The bits of the double at which the first interval starts. */")
    print("#define LOG_ORIGIN UINT64_C(%#x)" % ORIGIN)
    print("\n/* For each interval: about 1/m for its m, and -log of that. */")
    print("static const struct {\n\tdouble inverse, high, low;\n}"
          " log_table[LOG_STEPS] = {")
    for i in range(LOG_STEPS):
        (middle,) = unpack(">d", pack(">Q", ORIGIN + i * step + step // 2))
        inverse = round(512 / middle) / 512
        high, low = on_grid(-Decimal(inverse).ln())
        print("\t{ %s, %s, %s }," % (inverse.hex(), high.hex(), low.hex()))
    print("};")


head()
print("#define STEPS_PER_LN2 %s /* EXP_STEPS / ln 2 */" % float(EXP_STEPS / LN2).hex())
constant("LN2_STEP", on_grid(LN2 / EXP_STEPS))
constant("LN2", on_grid(LN2))
exp_table()
log_table()
print("\n#endif")
