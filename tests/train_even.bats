#!/usr/bin/env bats
#
# csv-train --mindiff and --pairing: groups that should be treated alike.  Their gradients
# are checked against finite differences by tests/unit/net_test.c.

load helper

usage() # MESSAGE OPTION...
{
	run_split csv-train "${@:2}" t.csv
	assert_failure 2
	assert_output ""
	stderr_has "csv-train: $1"
}

# x tells the label, but is shifted for women; z is another way to tell sex.
setup()
{
	scratch
	awk 'BEGIN { srand(7); print "sex,x,z,y"
		for (i = 0; i < 1200; i++) { s = i % 3 == 0; y = (i * 7919) % 1000 < 400
			printf "%s,%.4f,%.4f,%d\n", s ? "f" : "m", y - 1.2 * s + 2 * rand(), s + rand(), y } }' > t.csv
	csv-onehot -c sex -n -f hot.st t.csv
}


@test "--mindiff: errors come as often in each group" {
	descend=(--optimizer adam --learning-rate 0.02 --epochs 40 --batch 200 --l2 0)
	csv-train -q -y y -x sex "${descend[@]}" t.csv -o plain.st
	csv-train -q -y y -x sex "${descend[@]}" --mindiff sex:2 t.csv -o even.st
	for m in plain even; do
		csv-predict -a $m.st t.csv | awk -F, 'NR > 1 { n[$1, $4]++; s[$1, $4] += $5; p[$1, $4] += $6 }
			END { for (y = 0; y <= 1; y++) { d = p["f", y] / n["f", y] - p["m", y] / n["m", y]; t += d < 0 ? -d : d } print t }'
	done | paste -sd ' ' > gaps
	awk '{ exit !($1 > 0.2 && $2 < $1 / 3) }' gaps
	# It costs some loss, and still tells the label.
	csv-predict -a even.st t.csv | csv-eval -y y | awk -F, '$2 == "auc" { exit !($3 > 0.7) }'
	csv-predict -a plain.st t.csv | csv-eval -y y | awk -F, '$2 == "log_loss" { print $3 }' > a
	csv-predict -a even.st t.csv | csv-eval -y y | awk -F, '$2 == "log_loss" { print $3 }' | paste -d ' ' a - | awk '{ exit !($1 < $2) }'
	# A network, a group that the preparation takes away, any number of threads.
	csv-train -q -y y --model mlp --hidden 6 --epochs 3 -a hot.st --mindiff sex -j 1 t.csv -o one.st
	csv-train -q -y y --model mlp --hidden 6 --epochs 3 -a hot.st --mindiff sex -j 3 --block-size 1000 < t.csv | cmp one.st -
}

@test "--pairing: a row gets the score of its twin" {
	descend=(--optimizer adam --learning-rate 0.02 --epochs 60 --batch 200 --l2 0)
	for x in 0.001 0.1 30; do
		csv-train -q -y y -a hot.st "${descend[@]}" --pairing "sex:$x" t.csv -o m.st
		csv-fair -q -a m.st --flip sex t.csv | awk -F, 'NR == 2 { print $4 }'
		# The one-hot columns' weights are what a flip changes.
		awk -F, '$3 == "weight" && $2 ~ /^sex=/ { w[$2] = $4 } END { d = w["sex=f"] - w["sex=m"]; print d < 0 ? -d : d }' m.st >> weights
	done > flips
	sort -gr flips | cmp flips -
	sort -gr weights | cmp weights -
	tail -n 1 flips | awk '{ exit !($1 < 0.005) }'
	csv-train -q -y y --model mlp --hidden 6 --epochs 3 -a hot.st --pairing sex --mindiff sex -j 1 t.csv -o one.st
	csv-train -q -y y --model mlp --hidden 6 --epochs 3 -a hot.st --pairing sex --mindiff sex -j 3 --block-size 1000 < t.csv | cmp one.st -
	# Three values: each has the next one for its twin.
	sed '5,300s/^[fm]/x/' t.csv > three.csv
	csv-onehot -c sex -n -f hot3.st three.csv
	csv-train -q -y y -a hot3.st "${descend[@]}" --pairing sex:30 three.csv -o m.st
	csv-fair -q -a m.st --flip sex three.csv | awk -F, 'NR > 1 && $4 > 0.01 { exit 1 }'
}

@test "what is refused" {
	usage '--mindiff and --pairing go with --optimizer or --model mlp' -y y -x sex --mindiff sex
	usage '--mindiff sex:0: write COL:X, with X above 0' -y y -x sex --optimizer adam --mindiff sex:0
	usage '--pairing :3: write COL:X, with X above 0' -y y -x sex --optimizer adam --pairing :3
	usage '--mindiff and --pairing: the label is no group' -y y -x sex --optimizer adam --mindiff y
	usage '--mindiff and --pairing want one label of 0 and 1' -y x -x sex --optimizer adam --mindiff sex
	usage '--mindiff and --pairing want one label of 0 and 1' -y y -x sex --soft --optimizer adam --mindiff sex
	usage '--mindiff and --pairing want one label of 0 and 1' -y sex --model mlp --loss softmax --hidden 3 --pairing y
	no() # MESSAGE OPTION...
	{
		run_split csv-train -q -y y "${@:2}"
		assert_failure 3
		assert_output ""
		stderr_is "csv-train: $1"
	}
	grep -v '^m' t.csv > ones.csv
	no 'ones.csv: column "sex": every row has the value "f": one group only' -x sex --optimizer adam --mindiff sex ones.csv
	no 'ones.csv: column "sex": every row has the value "f": one group only' -x sex --optimizer adam --pairing sex ones.csv
	run_split csv-train -q -y y -x sex --optimizer adam --mindiff age t.csv
	assert_failure 3
	stderr_has 'no column "age"'
}
