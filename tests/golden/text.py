#!/usr/bin/python3
"""Write tests/data/text: some reports, and scikit-learn's counts and weights of their words.

Run from the top of the source tree; made with Python 3.11 and scikit-learn 1.2.1.

    reports.csv  id and a text with punctuation, capitals and letters beyond ASCII
    counts.csv   CountVectorizer: single words
    pairs.csv    the same, words and pairs that three reports hold or more
    tfidf.csv    TfidfVectorizer: up to three words, in two reports or more and in
                 three tenths of them or fewer
    binary.csv   TfidfVectorizer(binary=True)

Words are runs of letters and digits, of one letter too, unlike scikit-learn's default.
Columns are in the order of their names; numbers are compared to 1e-12.
"""
import csv
import os
import random

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

OUT = "tests/data/text"
random.seed(4)
WORDS = ("the a of bird plane Engine struck wing during takeoff small large Crew "
         "reported no damage über naïve x 42 not good").split()
docs = [" ".join(random.choice(WORDS) + random.choice(["", ".", ",", "-", "!"])
                 for _ in range(random.randint(1, 12))) for _ in range(60)]


def write(name, rows):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


def spelt(x):
    return repr(float(x)).removesuffix(".0")


def save(name, vectorizer):
    table = vectorizer.fit_transform(docs).toarray()
    names = ["report=" + n for n in vectorizer.get_feature_names_out()]
    order = sorted(range(len(names)), key=lambda j: names[j].encode())
    write(name, [[names[j] for j in order]] +
          [[spelt(row[j]) for j in order] for row in table])


word = {"token_pattern": r"(?u)\b\w+\b"}
write("reports.csv", [["id", "report"]] + list(enumerate(docs, 1)))
save("counts.csv", CountVectorizer(**word))
save("pairs.csv", CountVectorizer(ngram_range=(1, 2), min_df=3, **word))
save("tfidf.csv", TfidfVectorizer(ngram_range=(1, 3), max_df=0.3, min_df=2, **word))
save("binary.csv", TfidfVectorizer(binary=True, **word))
