#!/usr/bin/env bats
#
# csv-importance: what a model loses without a column.

load helper

setup()
{
	scratch
	awk 'BEGIN {
		srand(7); print "id,a,b,kind,y"
		for (i = 1; i <= 2000; i++) {
			a = rand() * 4 - 2; b = rand() * 4 - 2; k = int(rand() * 3)
			printf "%d,%.4f,%.4f,%s,%.4f\n", i, a, b, substr("pqr", k + 1, 1), 2 * a + 0.5 * b + (k == 0) + rand() - 0.5
		}
	}' > t.csv
	csv-onehot -c kind -n -f hot.st t.csv
	csv-train -y y -k id -a hot.st t.csv -o m.st 2> /dev/null
}

value() # COLUMN FIELD < report
{
	awk -F, -v name="$1" -v field="$2" '$1 == name { print $field }'
}

@test "shuffling a column adds twice its weight's square times its variance to the squared error" {
	csv-importance -a m.st --repeats 8 t.csv > got
	assert_equal "$(head -n 1 got)" column,importance,sd,value
	assert_equal "$(cut -d , -f 1 got | tail -n +3 | paste -sd ' ')" "a b kind id"
	csv-predict -a m.st t.csv | csv-eval -y y | awk -F, '$2 == "rmse" { print $3 }' > base
	assert_equal "$(value "" 4 < got)" "$(< base)"
	# The variance of numbers even in [-2, 2] is 4/3.
	awk -F, -v base="$(< base)" '
		$1 == "a" { x = ($4 ^ 2 - base ^ 2) / (2 * 4 * 4 / 3); exit !(x > 0.93 && x < 1.07) }' got
	awk -F, -v base="$(< base)" '
		$1 == "b" { x = ($4 ^ 2 - base ^ 2) / (2 * 0.25 * 4 / 3); exit !(x > 0.9 && x < 1.1) }' got
	# What the model does not look at loses nothing, to the bit.
	assert_equal "$(grep ^id, got)" "id,0,0,$(< base)"
	# One-hot columns of one source are one column; the importance is a difference of values.
	awk -F, -v base="$(< base)" 'NR > 2 { d = $4 - base - $2; if (d > 1e-12 || d < -1e-12) exit 1 }' got
}

@test "threads and blocks do not show; the seed does" {
	csv-importance -a m.st -c a,kind t.csv > got
	csv-importance -a m.st -c a,kind -j 3 --block-size 1000 t.csv | cmp got -
	csv-importance -a m.st -c a,kind < t.csv | cmp got -
	csv-importance -a m.st -c a,kind <(cat t.csv) | cmp got -
	csv-importance -a m.st -c a,kind -s 2 t.csv > other
	run cmp -s got other
	assert_failure
	assert_equal "$(csv-importance -a m.st -c a --repeats 1 t.csv | value a 3)" ""
}

@test "metrics of two classes and of several; higher may be better" {
	awk -F, -v OFS=, 'NR == 1 { $5 = "y,c"; print; next } { c = $5 > 1 ? "high" : $5 < -1 ? "low" : "mid"; $5 = ($5 > 0) "," c; print }' t.csv > c.csv
	csv-train -y y -c a,b c.csv -o two.st
	csv-importance -a two.st --metric auc -c a,b c.csv > got
	csv-predict -a two.st c.csv | csv-eval -y y | awk -F, '$2 == "auc" { print $3 }' > auc
	assert_equal "$(value "" 4 < got)" "$(< auc)"
	awk -F, -v auc="$(< auc)" '$1 == "a" { d = auc - $4 - $2; exit !($2 > 0.3 && d < 1e-12 && d > -1e-12) }' got
	csv-importance -a two.st -c a c.csv | awk -F, '$1 == "a" { exit !($2 > 0.5) }'
	csv-train -y c -c a,b --model softmax c.csv -o three.st
	csv-importance -a three.st -c a,b c.csv > got
	csv-predict -a three.st c.csv | csv-eval -y c > e.csv
	awk -F, '$2 == "log_loss" { print $3 }' e.csv | paste -d , - <(value "" 4 < got) |
	    awk -F, '{ d = $1 - $2; exit !(d < 1e-12 && d > -1e-12) }'
	csv-importance -a three.st -c a --metric accuracy c.csv > got
	assert_equal "$(value "" 4 < got)" "$(awk -F, '$2 == "accuracy" { print $3 }' e.csv)"
	# A weight of 2 is the row twice, as far as the value goes.
	awk -F, -v OFS=, 'NR == 1 { print $0, "w"; next } { print $0, NR % 3 }' c.csv > w.csv
	awk -F, 'NR == 1 { print; next } { for (i = 0; i < NR % 3; i++) print }' c.csv > twice.csv
	a=$(csv-importance -a two.st -w w -c b w.csv | value "" 4)
	b=$(csv-importance -a two.st -c b twice.csv | value "" 4)
	awk -v a="$a" -v b="$b" 'BEGIN { d = a - b; exit !(d < 1e-12 && d > -1e-12) }'
}

@test "what is refused" {
	usage() # MESSAGE OPTION...
	{
		run_split csv-importance "${@:2}" t.csv
		assert_failure 2
		assert_output ""
		stderr_has "csv-importance: $1"
	}
	usage '-a names the model'
	usage '--metric auc: not a metric of csv-eval for such a model' -a m.st --metric auc
	usage '--metric n: not a metric of csv-eval for such a model' -a m.st --metric n
	usage '-c cannot hold @numeric or @text here' -a m.st -c @numeric
	bad() # MESSAGE OPTION...
	{
		run_split csv-importance "${@:2}"
		assert_failure 3
		assert_output ""
		stderr_is "csv-importance: $1"
	}
	bad 'hot.st: its last step is onehot, not a model' -a hot.st t.csv
	head -n 1 t.csv > none.csv
	bad 'none.csv: a header and no rows: there is nothing to try' -a m.st none.csv
	csv-select -x y t.csv > un.csv
	bad 'un.csv: no column "y"' -a m.st un.csv
	csv-train -y kind -c a,b --model softmax t.csv -o k.st
	usage '--metric auc: of several classes it is log_loss or accuracy' -a k.st --metric auc
	lines a,b,kind 1,1,z > z.csv
	bad 'z.csv:2: column "kind": "z" is not a class of the model' -a k.st z.csv
	lines id,a,b,kind,y 1,1,1,p, > m.csv
	bad 'm.csv:2: column "y": the label is missing' -a m.st m.csv
	lines id,a,b,kind,y,w 1,1,1,p,2,-1 > m.csv
	bad 'm.csv:2: column "w": a weight is missing or negative' -a m.st -w w m.csv
}
