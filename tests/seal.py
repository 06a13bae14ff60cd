#!/usr/bin/python3
"""seal - give steps that were edited by hand the checksum they should have

    sed s/30/31/ age.st | python3 tests/seal.py > forged.st

A state is refused when its checksum is wrong, before its facts are looked at.  To test
what is said of facts that do not add up, the end of every step is rewritten here: the
XXH64 of its lines (doc/xxhash_spec.md of xxHash, with seed 0).
"""
import sys

MASK = 2**64 - 1
P1, P2, P3, P4, P5 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9,
                      0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)


def rotated(x, bits):
    return (x << bits | x >> (64 - bits)) & MASK


def mixed(lane, word):
    return rotated((lane + word * P2) & MASK, 31) * P1 & MASK


def xxh64(data):
    def word(at, size=8):
        return int.from_bytes(data[at:at + size], "little")

    at, n = 0, len(data)
    if n < 32:
        h = P5
    else:
        lanes = [(P1 + P2) & MASK, P2, 0, -P1 & MASK]
        for at in range(0, n - 31, 32):
            lanes = [mixed(lane, word(at + 8 * i)) for i, lane in enumerate(lanes)]
        at += 32
        h = sum(rotated(lane, r) for lane, r in zip(lanes, (1, 7, 12, 18))) & MASK
        for lane in lanes:
            h = ((h ^ mixed(0, lane)) * P1 + P4) & MASK
    h = (h + n) & MASK
    for at in range(at, n - 7, 8):
        h = (rotated(h ^ mixed(0, word(at)), 27) * P1 + P4) & MASK
    at = n - n % 8
    if n - at >= 4:
        h = (rotated(h ^ word(at, 4) * P1 & MASK, 23) * P2 + P3) & MASK
        at += 4
    for at in range(at, n):
        h = rotated(h ^ data[at] * P5 & MASK, 11) * P1 & MASK
    for shift, prime in ((33, P2), (29, P3), (32, 1)):
        h = (h ^ h >> shift) * prime & MASK
    return h


step = b""
for line in sys.stdin.buffer:
    begin, end = b",,begin," in line, b",,end," in line
    if end:
        line = b"%s,,end,%016x\n" % (line.split(b",")[0], xxh64(step))
    step = line if begin else step + line
    sys.stdout.buffer.write(line)
