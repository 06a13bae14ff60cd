#!/usr/bin/env bats
#
# csv-eval --worst and --min-n: groups by how badly they fare.

load helper

table=$DATA/eval/labels.csv

setup()
{
	scratch
	# Groups by the first digit of a probability, and by weight.
	awk -F, -v OFS=, 'NR == 1 { print "w,y,prediction,probability,g,h"; next }
		{ print $1, $2, $5, $6, substr($6, 3, 1), (NR % 3 ? "x" : "y") }' "$table" > t.csv
}

ranked() # METRIC WAY [OPTION...]: what -g says, sorted by it
{
	csv-eval -q -y y -g g "${@:3}" t.csv | awk -F, -v m="$1" '$1 != "" && $2 == m { print $1 "," $3 }' |
	    awk -F, '{ print ($2 == "" ? 1 : 0) "," $0 }' | sort -t , -k 1,1n -k "3,3g$2" -k 2,2 | cut -d , -f 2-
}

@test "the worst group comes first, by metrics of either direction" {
	local metric way
	while read -r metric way; do
		ranked "$metric" "${way#-}" > want
		csv-eval -y y -g g --worst "$metric" t.csv > got
		assert_equal "$(head -n 1 got)" "group,n,share,$metric,difference"
		tail -n +2 got | cut -d , -f 1,4 | cmp want -
	done < <(lines 'log_loss r' 'accuracy -' 'auc -' 'fpr r' 'brier r')
	# Shares add up to 1, and differences are from that of all rows.
	csv-eval -y y -g g -w w --worst log_loss t.csv > got
	whole=$(csv-eval -y y -w w t.csv | awk -F, '$2 == "log_loss" { print $3 }')
	awk -F, -v whole="$whole" 'NR > 1 { s += $3; d = $4 - whole - $5; if (d > 1e-12 || d < -1e-12) bad = 1 } END { s -= 1; exit bad || s > 1e-12 || s < -1e-12 }' got
	csv-eval -y y -g g,h --worst log_loss t.csv | sed -n 2p | grep -q '^"g=[0-9],h=[xy]"'
	csv-eval -q --task regression -y probability --prediction y -g g --worst mae t.csv | sed -n 1p | grep -qx group,n,share,mae,difference
}

@test "--min-n leaves small groups out, and says so" {
	csv-eval -y y -g g t.csv | awk -F, '$1 != "" && $2 == "n" && $3 >= 30 { print $1 }' | sort > want
	small=$(csv-eval -y y -g g t.csv | awk -F, '$1 != "" && $2 == "n" && $3 < 30' | wc -l)
	csv-eval -y y -g g --min-n 30 t.csv 2> told | awk -F, '$2 == "n" && $1 != "" { print $1 }' | sort | cmp want -
	echo "csv-eval: left out: $small groups of fewer than 30 rows" | cmp told -
	csv-eval -y y -g g --min-n 30 --worst auc t.csv 2> told | tail -n +2 | cut -d , -f 1 | sort | cmp want -
	grep -q 'left out' told
	csv-eval -q -y y -g g --min-n 30 --roc t.csv | awk -F, 'NR > 1 && $1 != "" { print $1 }' | sort -u | cmp want -
}

@test "what is refused" {
	no() # MESSAGE OPTION...
	{
		run_split csv-eval -y y "${@:2}" t.csv
		assert_failure 2
		assert_output ""
		stderr_has "csv-eval: $1"
	}
	no '--worst and --min-n are about the groups of -g' --worst auc
	no '--worst and --min-n are about the groups of -g' --min-n 9
	no '--worst goes with no other view, --ci or --versus' -g g --worst auc --ci
	no '--worst goes with no other view, --ci or --versus' -g g --worst auc --roc
	no '--worst n: not a metric of which more or less is better, such as log_loss' -g g --worst n
	no '--worst good: not a metric of which more or less is better, such as log_loss' -g g --worst good
	run_split csv-eval --task regression -y y -g g --worst auc t.csv
	assert_failure 2
	stderr_has 'csv-eval: --worst auc: not a metric of which more or less is better, such as rmse'
	run_split csv-eval --task classes -y g --prediction h -g y --worst classes t.csv
	assert_failure 2
	stderr_has 'csv-eval: --worst classes: not a metric'
}

@test "zeros of either sign are a tie, with and without weights" {
	lines y,score,w 1,-0,1 0,0,1 1,5,2 0,0.0,2 > t.csv
	csv-eval -y y --score score --metric auc,ap -q t.csv > got
	csv-eval -y y --score score --metric auc,ap -q --ci t.csv | cut -d , -f 1-3 | cmp got -
	grep -qx ,auc,0.75 got
	csv-eval -y y --score score -w w --metric auc -q t.csv | grep -qx ,auc,0.8333333333333334
}

@test "--metric: only these, in this order" {
	lines y,probability,g 0,0.1,a 1,0.8,a 1,0.4,b 0,0.5,b 1,0.9,b > t.csv
	csv-eval -y y t.csv > all
	csv-eval -y y --metric auc,n,log_loss,ece,bias_p t.csv > got
	{
		echo group,metric,value
		for metric in auc n log_loss ece bias_p; do
			grep "^,$metric," all
		done
	} | cmp got -
	csv-eval -y y -g g --metric auc --ci t.csv > got
	[ "$(wc -l < got)" = 4 ]
	csv-eval -y y --ci t.csv | grep ,auc, > want
	sed -n 2p got | cmp want -
	csv-eval -y y --metric brier --fail-if 'auc<0.9' --threshold max-f1 t.csv > got || [ $? = 1 ]
	[ "$(wc -l < got)" = 2 ]
	csv-eval -y y --metric threshold,f1 --threshold max-f1 t.csv | grep -q ^,threshold,0
	lines y,prediction 1,2 3,3 | csv-eval -y y --metric rmse | grep -qx ,rmse,0.7071067811865476
	lines y,prediction a,a b,c c,c > t.csv
	csv-eval -y y --task classes --metric recall=c,accuracy,f1=none t.csv > got
	lines group,metric,value ,recall=c,1 ,accuracy,0.6666666666666666 ,f1=none, | cmp got -
	no() # MESSAGE OPTION...
	{
		run_split csv-eval -y y --task classes "${@:2}" t.csv
		assert_failure 2
		assert_output ""
		stderr_has "csv-eval: $1"
	}
	no '--metric: several classes have no "auc", but n, weight, classes, accuracy' --metric auc
	no '--metric: "accuracy" is given twice' --metric accuracy,accuracy
	no '--metric: ' --metric accuracy,,n
	no '--metric chooses among metrics: it does not go with --fairness, --worst or curves' --metric accuracy --confusion
}
