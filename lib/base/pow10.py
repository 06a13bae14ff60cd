#!/usr/bin/python3
"""Writes pow10.c, the table that pow10.h describes:  python3 pow10.py > pow10.c"""

FIRST, LAST = -342, 324

HEAD = """\
/*
 * pow10.c - the 128-bit powers of ten
 *
 * Generated: python3 pow10.py > pow10.c
 */
#include "base/pow10.h"

/* clang-format off */
const uint64_t pow10_words[] = {"""


def rounded_up(k):
    """The least 128-bit g with g * 2^(e-127) >= 10^k."""
    num, den = (10**k, 1) if k >= 0 else (1, 10**-k)
    shift = 128 + den.bit_length() - num.bit_length()
    while True:
        n, d = (num << shift, den) if shift >= 0 else (num, den << -shift)
        if n // d < 2**128:
            return -(-n // d)
        shift -= 1


words = []
for k in range(FIRST, LAST + 1):
    g = rounded_up(k)
    assert 2**127 <= g < 2**128
    words += ["0x%016x" % (g >> 64), "0x%016x" % (g % 2**64)]

print(HEAD)
for i in range(0, len(words), 4):
    print("\t" + ", ".join(words[i : i + 4]) + ("," if i + 4 < len(words) else ""))
print("};")
