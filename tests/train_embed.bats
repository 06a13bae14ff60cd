#!/usr/bin/env bats
#
# csv-train --embed: levels of a category as numbers that are learnt.  Gradients are
# checked against finite differences by tests/unit/net_test.c.

load helper

usage() # MESSAGE OPTION...
{
	run_split csv-train "${@:2}" t.csv
	assert_failure 2
	assert_output ""
	stderr_has "csv-train: $1"
}

# Twenty shops of two kinds: the label goes with x in one and against it in the other.
setup()
{
	scratch
	awk 'BEGIN { srand(3); print "shop,day,x,y"
		for (i = 0; i < 2000; i++) { s = (i * 31) % 20; x = 2 * rand() - 1; k = s % 2 ? 1 : -1
			printf "s%d,%d,%.4f,%d\n", s, i % 7, x, (k * x + 0.4 * (rand() - 0.5) > 0) } }' > t.csv
	csv-onehot -c shop,day -n -f hot.st t.csv
}

learn=(--model mlp --hidden 8 --activation tanh --learning-rate 0.01 --l2 0 -a hot.st)

@test "levels that act alike get like numbers, and the model is a plain network" {
	csv-train -q -y y "${learn[@]}" --epochs 60 --embed shop:1 --embed day:2 --embed-file e.csv t.csv -o m.st
	csv-predict -a m.st t.csv | csv-eval -y y | awk -F, '$2 == "accuracy" { exit !($3 > 0.85) }'
	# The nearest of a shop is one of its kind.
	awk -F, '$1 == "shop" && $2 ~ /^s/ { n = substr($2, 2) + 0; at[n] = $3 }
		END { for (i in at) { near = ""; for (k in at) { d = at[i] - at[k]; if (d < 0) d = -d; if (k != i && (near == "" || d < least)) { near = k; least = d } }
			good += near % 2 == i % 2 } exit !(good == 20) }' e.csv
	assert_equal "$(head -n 1 e.csv)" column,level,1,2
	assert_equal "$(grep -c ^shop, e.csv),$(grep -c ^day, e.csv)" 21,8
	assert_equal "$(grep ^shop, e.csv | cut -d , -f 4 | sort -u)" ""
	grep -q '^mlp,shop=s3,weight:1:8,' m.st
}

@test "what is told of the rows held out is what the plain network makes of them" {
	for more in '' '--batch-norm --dropout 0.2'; do
		# shellcheck disable=SC2086 # words
		csv-train -q -y y "${learn[@]}" --epochs 4 --embed shop:3 $more --valid t.csv --log-file log.csv t.csv -o m.st
		best=$(tail -n +2 log.csv | cut -d , -f 4 | sort -g | head -n 1)
		csv-predict -a m.st t.csv | csv-eval -y y | awk -F, -v best="$best" '$2 == "log_loss" { d = $3 / best - 1; exit !(d < 1e-5 && d > -1e-5) }'
	done
	# Gradients of numbers count with the first layer's.
	awk -F, 'NR > 1 { d = $7 * $7 - $9 * $9 - $10 * $10; exit !(d < 1e-6 && d > -1e-6) }' log.csv
}

@test "neither threads, blocks nor the processor show" {
	csv-train -q -y y "${learn[@]}" --epochs 2 --embed shop:3 --embed day:9 --embed-file want.csv -j 1 t.csv -o want.st
	for options in '-j 3' '-j 2 --block-size 1000'; do
		# shellcheck disable=SC2086 # words
		csv-train -q -y y "${learn[@]}" --epochs 2 --embed shop:3 --embed day:9 --embed-file got.csv $options t.csv | cmp want.st -
		cmp want.csv got.csv
	done
	CSVLEARN_CPU=plain csv-train -q -y y "${learn[@]}" --epochs 2 --embed shop:3 --embed day:9 t.csv | cmp want.st -
	# Expanded columns are the same features as codes.
	csv-onehot -a hot.st t.csv > wide.csv
	csv-train -q -y y --model mlp --hidden 8 --activation tanh --learning-rate 0.01 --l2 0 --epochs 2 --embed shop:3 --embed day:9 wide.csv | grep -E 'weight:|bias:' > got
	grep -E 'weight:|bias:' want.st | cmp got -
}

@test "what is refused" {
	usage '--embed shop: write COL:D, with a whole number D from 1 to 1024' -y y "${learn[@]}" --embed shop
	for d in 0 1.5 x 1025; do
		usage "--embed shop:$d: write COL:D, with a whole number D from 1 to 1024" -y y "${learn[@]}" --embed shop:$d
	done
	usage '--embed shop:2: given twice' -y y "${learn[@]}" --embed shop:3 --embed shop:2
	usage '--embed goes with --model mlp' -y y -x shop --embed shop:2
	usage '--embed-file goes with --embed' -y y "${learn[@]}" --embed-file e.csv
	usage '--embed-file m.st: the model goes there' -y y "${learn[@]}" --embed shop:2 --embed-file m.st -o m.st
	csv-train -q -y y "${learn[@]}" --epochs 1 t.csv -o m.st
	usage '--embed: not with --init, where the numbers are worked into the first layer' -y y "${learn[@]}" --embed shop:2 --init m.st
	run_split csv-train -y y "${learn[@]}" --embed age:2 t.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-train: t.csv: --embed: no feature is called "age=" and a level (encode the column with csv-onehot, best in a state for -a)'
	csv-onehot -a hot.st t.csv > wide.csv
	run_split csv-train -y y --model mlp --hidden 3 -c shop=s1,x,shop=s2 --embed shop:2 wide.csv
	assert_failure 3
	stderr_is 'csv-train: wide.csv: --embed: the levels of "shop" do not stand side by side'
	run_split csv-train -q -y y "${learn[@]}" --epochs 1 --embed shop:2 --embed-file no/e.csv t.csv
	assert_failure 4
	stderr_has 'no/e.csv'
}
