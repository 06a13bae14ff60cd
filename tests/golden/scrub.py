#!/usr/bin/python3
"""What csv-scrub(1) promises, worked out row by row.

Writes tests/data/scrub: rows.csv, cells missing, odd, quoted and repeated; clean.csv,
rejects.csv and counts.txt, what

    csv-scrub --drop-missing id --range age,income::100 --allow city:York:'"A, B"' \\
        --dedup=id,city --rejects rejects.csv rows.csv

makes of it.  Run from the top of the tree: /usr/bin/python3 tests/golden/scrub.py
"""
import csv
import random
import re

OUT = "tests/data/scrub/"
MISSING = ["", "NA", "N/A", "NaN", "nan", "NULL", "null"]
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
HEAD = ["id", "age", "income", "city"]

rng = random.Random(3)
rows = []
for _ in range(300):
    rows.append([rng.choice(["", "NA"] + [str(i) for i in range(40)]),
                 rng.choice(["", "NA", "30", "1e2", "100.5", " 7", "old", "0x1", "-3"]),
                 rng.choice(["NULL", "5", "+5", "99", ".5", "inf"]),
                 rng.choice(["York", "A, B", "", "NA", "york", "new\nline", 'a"b'])])


def judge(row, seen):
    if row[0] == "":
        return "id", "missing", ""
    for name, cell in zip(HEAD[1:3], row[1:3]):
        if cell in MISSING:
            continue
        if not NUMBER.fullmatch(cell):
            return name, "not a number", cell
        if float(cell) > 100:
            return name, "out of range", cell
    if row[3] not in ("", "York", "A, B"):
        return "city", "not allowed", row[3]
    key = (row[0], row[3])
    if key in seen:
        return "", "duplicate", ""
    seen.add(key)
    return None


def spell(cell):
    if set(cell) & set(',"\n') or rng.random() < 0.1:
        return '"' + cell.replace('"', '""') + '"'
    return cell


with open(OUT + "rows.csv", "w", newline="") as a, \
     open(OUT + "clean.csv", "w", newline="") as b, \
     open(OUT + "rejects.csv", "w", newline="") as c:
    w = csv.writer(c, lineterminator="\n")
    w.writerow(["line", "column", "reason", "value"])
    a.write(",".join(HEAD) + "\n")
    b.write(",".join(HEAD) + "\n")
    seen, line, counts, out = set(), 2, {}, 0
    for row in rows:
        text = ",".join(map(spell, row)) + "\n"
        a.write(text)
        why = judge(row, seen)
        if why is None:
            b.write(text)
            out += 1
        else:
            w.writerow([line, *why])
            counts[why[:2]] = counts.get(why[:2], 0) + 1
        line += text.count("\n")

with open(OUT + "counts.txt", "w") as f:
    for name in HEAD + [""]:
        for reason in "missing", "not a number", "out of range", "not allowed", "duplicate":
            n = counts.get((name, reason), 0)
            if n > 0:
                column = 'column "%s": ' % name if name else ""
                f.write("csv-scrub: %d row%s: %s%s\n" % (n, "s" * (n > 1), column, reason))
    f.write("csv-scrub: %d rows in, %d out\n" % (len(rows), out))
