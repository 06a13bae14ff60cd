#!/usr/bin/env bats
#
# csv-train where the rows do not fit into memory: --one-pass keeps none, --spool keeps
# them in a file.

load helper

table=$DATA/train/classes.csv

usage() # MESSAGE OPTION...
{
	run_split csv-train "${@:2}" "$DATA/examples/train.csv"
	assert_failure 2
	assert_output ""
	stderr_has "csv-train: $1"
}

# FTRL-proximal as its authors wrote it down, in Python: RATE L1 L2 ROUNDS-L2 LOSS
ftrl()
{
	python3 - "$@" <<-'PY'
		import csv, math, sys
		rate, l1, l2, total = map(float, sys.argv[1:5])
		z, n, weight, loss = [0.0] * 4, [0.0] * 4, 0.0, 0.0
		for row in csv.DictReader(open("t.csv")):
		    x = [float(row[c]) for c in "abc"] + [1.0]
		    y, v = float(row["y"]), float(row["w"])
		    if v == 0:
		        continue
		    w = []
		    for i in range(4):
		        p1, p2 = (l1 * weight, l2 * weight + total) if i < 3 else (0.0, 0.0)
		        sign = -1 if z[i] < 0 else 1
		        w.append(0.0 if abs(z[i]) <= p1 else -(z[i] - sign * p1) / ((1 + math.sqrt(n[i])) / rate + p2))
		    s = sum(a * b for a, b in zip(w, x))
		    if sys.argv[5] == "logistic":
		        p = 1 / (1 + math.exp(-s))
		        loss += -v * math.log(p if y == 1 else 1 - p)
		    else:
		        p = s
		        loss += v * (s - y) ** 2 / 2
		    weight += v
		    for i in range(4):
		        g = v * (p - y) * x[i]
		        if x[i] == 0:
		            continue
		        z[i] += g - (math.sqrt(n[i] + g * g) - math.sqrt(n[i])) / rate * w[i]
		        n[i] += g * g
		for i in (3, 0, 1, 2):
		    p1, p2 = (l1 * weight, l2 * weight + total) if i < 3 else (0.0, 0.0)
		    sign = -1 if z[i] < 0 else 1
		    print(0.0 if abs(z[i]) <= p1 else -(z[i] - sign * p1) / ((1 + math.sqrt(n[i])) / rate + p2))
		print(loss / weight)
	PY
}

setup()
{
	scratch
	csv-scale --zscore b "$table" | sed '1!s/^ant,/1,/; 1!s/^[A-Za-z]*,/0,/' > t.csv
}

same() # the numbers of two files, to 1e-9
{
	paste -d ' ' "$1" "$2" | awk '{ d = $1 - $2; if (NF != 2 || d > 1e-9 || d < -1e-9) bad = 1 } END { exit bad || NR < 5 }'
}

@test "--one-pass: FTRL-proximal, as an implementation of a dozen lines has it" {
	# Weights in the order of the features, then the mean loss before each step.
	learnt() { awk -F, '$3 == "intercept" || $3 == "weight" { print $4 }' m.st && awk -F, '$3 == "objective" { print $4 }' m.st; }
	csv-train -q -y y -c a..c -w w --model logistic --one-pass t.csv -o m.st
	learnt > got && ftrl 0.1 0 0 1 logistic > want && same want got
	csv-train -q -y y -c a..c -w w --model logistic --one-pass --l2 0.01 --l1 0.02 --learning-rate 0.3 t.csv -o m.st
	learnt > got && ftrl 0.3 0.02 0.01 0 logistic > want && same want got
	csv-train -q -y y -c a..c -w w --model linear --one-pass --learning-rate 0.05 t.csv -o m.st
	learnt > got && ftrl 0.05 0 0 0 squared > want && same want got
	# L1 makes weights 0, and the model is one like any other.
	csv-train -q -y y -c a..c --model logistic --one-pass --l1 0.5 t.csv -o m.st
	assert_equal "$(grep -c ',weight,0$' m.st)" 3
	csv-predict -a m.st t.csv | csv-eval -y y | grep -q ,log_loss,
}

@test "--one-pass of several classes, as an implementation of a few lines has it" {
	csv-scale --zscore b "$table" > k.csv
	python3 - > want <<-'PY'
		import csv, math
		rows = list(csv.DictReader(open("k.csv")))
		classes, z, n, weight, loss = [], {}, {}, 0.0, 0.0
		def w_of(c, i, total):
		    return -z[c][i] / ((1 + math.sqrt(n[c][i])) / 0.2 + (total if i < 3 else 0.0))
		for row in rows:
		    x = [float(row[c]) for c in "abc"] + [1.0]
		    v = float(row["w"])
		    if v == 0:
		        continue
		    if row["y"] not in classes:  # a class joins with its first row
		        classes.append(row["y"])
		        z[row["y"]], n[row["y"]] = [0.0] * 4, [0.0] * 4
		    w = {c: [w_of(c, i, 1.0) for i in range(4)] for c in classes}
		    s = {c: sum(a * b for a, b in zip(w[c], x)) for c in classes}
		    total = sum(math.exp(s[c]) for c in classes)
		    loss -= v * math.log(math.exp(s[row["y"]]) / total)
		    weight += v
		    for c in classes:
		        for i in range(4):
		            g = v * (math.exp(s[c]) / total - (c == row["y"])) * x[i]
		            if x[i] == 0:
		                continue
		            z[c][i] += g - (math.sqrt(n[c][i] + g * g) - math.sqrt(n[c][i])) / 0.2 * w[c][i]
		            n[c][i] += g * g
		for c in sorted(classes):
		    print(w_of(c, 3, 1.0))
		for i in range(3):
		    for c in sorted(classes):
		        print(w_of(c, i, 1.0))
		print(loss / weight)
	PY
	csv-train -q -y y -c a..c -w w --model softmax --one-pass --learning-rate 0.2 -o m.st k.csv
	awk -F, '$3 ~ /^(intercept|weight)=/ { print $4 }' m.st > got
	awk -F, '$3 == "objective" { print $4 }' m.st >> got
	same want got
	csv-train -y y -c a..c -w w --model softmax --one-pass --learning-rate 0.2 k.csv 2> told > m.st
	grep -q '^csv-train: one pass over [0-9]* rows: mean loss [0-9.]* before each row.s step, of the best constant [0-9.]*$' told
	csv-predict -a m.st k.csv | csv-eval -y y | grep -q ^,macro_f1,0
	csv-train -q -y y -c a..c -w w --model softmax --one-pass --learning-rate 0.2 -j 3 --block-size 64 k.csv | cmp m.st -
	usage '--one-pass of several classes begins at 0: no --init' -y bought --one-pass --model softmax --init m.st
	lines y,x a,1 a,2 > t.csv
	run_split csv-train -y y --model softmax --one-pass t.csv
	assert_failure 3
	stderr_is 'csv-train: t.csv: column "y": every label is "a": nothing to tell apart'
	assert_output ""
}

@test "--one-pass: neither threads nor blocks show, and categories stay sparse" {
	csv-train -q -y y -c a..c -w w --model logistic --one-pass t.csv > want
	for options in '-j 1' '-j 3' '--block-size 100' '--block-size 333 -j 2'; do
		# shellcheck disable=SC2086 # words
		csv-train -q -y y -c a..c -w w --model logistic --one-pass $options t.csv | cmp want -
	done
	gzip -c t.csv | csv-train -q -y y -c a..c -w w --model logistic --one-pass | cmp want -
	csv-onehot -c y -n -f hot.st "$table"
	csv-train -q -y c --model linear --one-pass -x w -a hot.st "$table" | grep -E 'intercept|weight,' > want
	csv-onehot -a hot.st "$table" | csv-train -q -y c --model linear --one-pass -x w | grep -E 'intercept|weight,' | cmp want -
	# It goes on where another model ended.
	csv-train -y y -c a..c --model logistic t.csv -o best.st
	csv-train -q -y y -c c,b,a --model logistic --one-pass --init best.st t.csv | awk -F, '$3 == "objective" { print $4 }' > warm
	csv-train -q -y y -c a..c --model logistic --one-pass t.csv | awk -F, '$3 == "objective" { print $4 }' | paste -d ' ' warm - | awk '{ exit !($1 < $2) }'
}

@test "--one-pass says what came of it; -v tells on the way" {
	for _ in 1 2 3 4 5 6 7 8; do cat t.csv; done | awk 'NR == 1 || !/^y/' > long.csv
	csv-train -v -y y -c a..c --model logistic --one-pass long.csv 2> told > m.st
	grep -qE '^csv-train: [0-9]+ rows: mean loss 0\.[0-9]+$' told
	grep -qE '^csv-train: one pass over 3200 rows: mean loss 0\.[0-9]+ before each row.s step, of the best constant 0\.[0-9]+$' told
	csv-predict -a m.st long.csv | csv-eval -y y | awk -F, '$2 == "baseline_log_loss" { print $3 }' > want
	sed -n 's/.*best constant //p' told | paste -d ' ' want - | awk '{ d = $1 - $2; exit !(d < 1e-12 && d > -1e-12) }'
	csv-train -y c -c a,b --loss poisson --one-pass <(awk -F, -v OFS=, 'NR > 1 { $5 = $5 < 0 ? 0 : 1 } 1' "$table") 2> told > m.st
	grep -qE '^csv-train: one pass over 400 rows: mean loss -?[0-9.]+ before each row.s step$' told
}

@test "rows beyond memory: --one-pass learns where memory ends" {
	sanitized && skip "sanitizers take address space of their own"
	awk 'BEGIN { srand(1); printf "y"; for (j = 1; j <= 20; j++) printf ",x%d", j; print ""
	    for (i = 1; i <= 150000; i++) { printf "%d", i % 3 == 0; for (j = 1; j <= 20; j++) printf ",%d", (i * j * 7919) % 1009; print "" } }' > big.csv
	run bash -c 'ulimit -v 30000; csv-train -q -j 1 -y y --model logistic big.csv'
	assert_failure 4
	bash -c 'ulimit -v 30000; csv-train -q -j 1 -y y --model logistic --one-pass big.csv' | grep -c ',weight,' | grep -qx 20
}

@test "--spool: the same bytes, from rows in a file" {
	local options
	for _ in 1 2 3 4 5 6 7 8 9 10 11; do cat t.csv; done | awk 'NR == 1 || !/^y/' > long.csv
	for options in '--model logistic' '--model linear' '--model linear --loss huber:1' '--model mlp --hidden 3 --epochs 2' '--model logistic --l1 0.01'; do
		# shellcheck disable=SC2086 # words
		csv-train -q -y y -c a..c $options long.csv > want
		# shellcheck disable=SC2086
		csv-train -q -y y -c a..c $options --spool long.csv | cmp want -
	done
	mkdir folder
	TMPDIR=folder csv-train -q -y y -c a..c --model logistic --spool long.csv > /dev/null
	assert_equal "$(ls -A folder)" ""
	TMPDIR=none run_split csv-train -y y -c a..c --model logistic --spool long.csv
	assert_failure 4
	assert_output ""
	stderr_is 'csv-train: cannot keep the rows in none: No such file or directory (TMPDIR chooses another folder)'
}

@test "what is refused" {
	usage '--one-pass goes with --model linear, logistic or softmax: say which, as the labels are not seen before' -y bought --one-pass
	usage '--one-pass goes with --model linear, logistic or softmax: say which, as the labels are not seen before' -y bought --one-pass --model ovr
	local options
	for options in '--optimizer sgd' '--class-weight balanced' '--spool' '-y income'; do
		# shellcheck disable=SC2086 # words
		usage '--one-pass keeps no rows: not with --optimizer, --class-weight, --spool or several labels' -y bought --one-pass --model logistic $options
	done
	usage '--one-pass: not with --temperature or --strict-rank' -y bought --one-pass --soft --temperature 2
	usage '--one-pass: not with --temperature or --strict-rank' -y bought --one-pass --model linear --strict-rank
	no() # MESSAGE OPTION...
	{
		run_split csv-train -q "${@:2}" --one-pass
		assert_failure 3
		assert_output ""
		stderr_is "csv-train: $1"
	}
	lines y,x 0,1 2,1 > bad.csv
	no 'bad.csv:3: column "y": logistic wants labels 0 and 1, not 2 (name classes with --positive or --negative)' -y y --model logistic bad.csv
	lines y,x 1,1 1,2 > bad.csv
	no 'bad.csv: column "y": every label is 1: nothing to tell apart' -y y --model logistic bad.csv
	lines y,x,w 1,1,0 0,2,0 > bad.csv
	no 'bad.csv: every weight is 0: nothing to learn from' -y y -w w --model logistic bad.csv
	lines y,x > bad.csv
	no 'bad.csv: a header and no rows: there is nothing to learn from' -y y --model logistic bad.csv
	lines y,x 1,1e200 0,1e200 > bad.csv
	no 'bad.csv: weights or loss are too large for a number: scale the columns' -y y --model linear bad.csv
	lines y,x 0.5,1 1.5,2 > bad.csv
	no 'bad.csv:3: column "y": label 1.5 is not between 0 and 1' -y y --soft bad.csv
}
