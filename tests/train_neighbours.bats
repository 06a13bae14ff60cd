#!/usr/bin/env bats
#
# csv-train --model knn: the nearest rows answer.

load helper

setup()
{
	scratch
	# Whole numbers, so that many distances are the same.
	rows 120 1 > t.csv
	rows 40 2 > v.csv
}

rows() # ROWS SEED
{
	awk -v n="$1" -v seed="$2" 'BEGIN { srand(seed); print "y,c,z,a,b,d,w"
		for (i = 0; i < n; i++) { a = int(5 * rand()); b = int(5 * rand()); d = int(3 * rand())
			print (a + b > 4 ? 1 : 0) "," (a > 2 ? "x" : b > 2 ? "y" : "Z") "," a * b + rand() "," a "," b "," d "," int(3 * rand()) } }'
}

# The same by a few lines of Python: K LABEL WEIGHTED, of t.csv and v.csv
python_knn()
{
	python3 - "$@" <<-'PY'
		import csv, sys
		k, label, weighted = int(sys.argv[1]), sys.argv[2], sys.argv[3] == "1"
		read = lambda p: list(csv.DictReader(open(p)))
		train = [(tuple(float(r[c]) for c in "abd"), r[label], float(r["w"]) if weighted else 1.0) for r in read("t.csv")]
		train = [r for r in train if r[2] > 0]
		classes = sorted({r[1] for r in train}) if label == "c" else None
		for r in read("v.csv"):
		    x = tuple(float(r[c]) for c in "abd")
		    d = sorted((sum((p - q) ** 2 for p, q in zip(x, t[0])), i) for i, t in enumerate(train))
		    kth = d[min(k, len(d)) - 1][0]
		    near = [i for s, i in d if s < kth]
		    equal = [i for s, i in d if s == kth]
		    share = (min(k, len(d)) - len(near)) / len(equal)
		    votes = [(i, train[i][2]) for i in near] + [(i, share * train[i][2]) for i in equal]
		    total = sum(w for _, w in votes)
		    if classes:
		        print(" ".join("%.12f" % (sum(w for i, w in votes if train[i][1] == c) / total) for c in classes))
		    else:
		        print("%.12f" % (sum(w * float(train[i][1]) for i, w in votes) / total))
	PY
}

learnt() # LABEL K OPTION...
{
	csv-train -q -y "$1" -c a,b,d --model knn --neighbours "$2" "${@:3}" t.csv
}

@test "answers are those of Python: two classes, numbers, several classes; ties and weights" {
	local k weighted
	while read -r k weighted; do
		local w=()
		[ "$weighted" = 1 ] && w=(-w w)
		learnt y "$k" "${w[@]}" | csv-predict -q -a - v.csv | csv-select -c probability | tail -n +2 | awk '{ printf "%.12f\n", $1 }' > got
		python_knn "$k" y "$weighted" | cmp - got
		learnt z "$k" "${w[@]}" | csv-predict -q -a - v.csv | csv-select -c prediction | tail -n +2 | awk '{ printf "%.12f\n", $1 }' > got
		python_knn "$k" z "$weighted" > want
		paste -d ' ' got want | awk '{ d = $1 - $2; if (d > 1e-11 || d < -1e-11) bad = 1 } END { exit bad || NR != 40 }'
		learnt c "$k" "${w[@]}" --loss softmax | csv-predict -q -a - v.csv | csv-select -c '/^probability=/' | tail -n +2 | awk -F, '{ printf "%.12f %.12f %.12f\n", $1, $2, $3 }' > got
		python_knn "$k" c "$weighted" | cmp - got
	done < <(lines '1 0' '5 0' '7 1' '200 0')
	# 0 and 1 as numbers, if that is what is said.
	learnt y 5 --loss squared | csv-predict -q -a - v.csv | head -n 1 | grep -qx y,c,z,a,b,d,w,prediction
	learnt y 5 | csv-predict -q -a - v.csv | csv-eval -y y --metric auc | grep -q ',auc,0.9\|,auc,1'
}

@test "neither order, threads nor how features are stored show" {
	learnt y 5 -o m.st
	csv-predict -q -a m.st v.csv > want
	csv-predict -q -a m.st -j 3 --block-size 50 v.csv | cmp want -
	(head -n 1 t.csv && tail -n +2 t.csv | sort) | csv-train -q -y y -c a,b,d --model knn | csv-predict -q -a - v.csv | cmp want -
	csv-onehot -c c -n -f hot.st t.csv
	csv-train -q -y y -x z,w --model knn -a hot.st t.csv | csv-predict -q -a - v.csv | csv-select -c probability > want
	csv-onehot -a hot.st t.csv > wide.csv
	csv-train -q -y y -x z,w --model knn wide.csv -o wide.st
	csv-onehot -a hot.st v.csv | csv-predict -q -a wide.st | csv-select -c probability | cmp want -
	csv-train -q -y y -c a,b --model knn --positive 1 -a <(csv-scale --zscore a,b -n -f - t.csv) t.csv | grep -q '^knn,a,feature,1$'
	csv-importance -a m.st -y y v.csv | grep -q '^a'
}

@test "what is refused, and warned of" {
	no() # STATUS MESSAGE ARGUMENT...
	{
		run_split "${@:3}"
		assert_failure "$1"
		assert_output ""
		stderr_has "$2"
	}
	no 2 'csv-train: --neighbours goes with --model knn' csv-train -y y --neighbours 3 t.csv
	no 2 'csv-train: --loss poisson: of knn it is squared, logistic or softmax' csv-train -y y --model knn --loss poisson t.csv
	local options
	for options in '--l1 1' '--l2 1' --one-pass --strict-rank --soft '--optimizer adam'; do
		# shellcheck disable=SC2086 # words
		run_split csv-train -y y -c a,b --model knn $options t.csv
		assert_failure 2
		assert_output ""
	done
	no 2 'csv-train: --model knn keeps rows: it has no --l1, --l2, --init, --one-pass, --soft, --strict-rank, --optimizer or several labels' csv-train -y y --model knn --l2 1 t.csv
	run_split csv-train -y y -c a,b --model knn --neighbours 121 t.csv
	assert_success
	stderr_is 'csv-train: warning: --neighbours 121: there are only 120 rows, so every answer is their mean'
	learnt y 3 -o m.st
	no 3 'csv-model: m.st: a model of neighbours is rows, which have no weights' csv-model m.st
	no 3 'what a feature adds depends on the others in this model' csv-predict --explain -a m.st v.csv
	lines a,b,d 1e200,1,1 > far.csv
	no 3 'the distances of this row are not finite: its values are too large' csv-predict -a m.st far.csv
	forged() # SED MESSAGE
	{
		sed "$1" m.st | python3 "$ROOT/tests/seal.py" > f.st
		no 3 "$2" csv-predict -a f.st v.csv
	}
	forged '/,row,/d' 'neighbours without rows'
	forged '/,neighbours,/d' 'not a label, a weight and all values'
	forged '/,neighbours,/s/3$/0/' 'not a number in its place'
	forged '/,feature,2/d' 'not a number in its place'
	forged '0,/,row,/s/ [0-9]*$//' 'not a label, a weight and all values'
	forged '0,/,row,/s/\(,row,.*\)/\1 4/' 'not a label, a weight and all values'
	forged '0,/,row,/s/,row,\(.\) 1/,row,\1 0/' 'not a label, a weight and all values'
	forged '0,/,row,/s/,row,/,row,x/' 'not a label, a weight and all values'
	learnt c 3 --loss softmax -o m.st
	forged '0,/,row,/s/,row,./,row,3/' 'not a label, a weight and all values'
}
