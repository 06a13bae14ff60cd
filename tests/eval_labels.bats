#!/usr/bin/env bats
#
# csv-eval with several -y: several labels at once.

load helper

table=$DATA/eval/labels.csv
y=(-y a -y b -y 'c d')

@test "metrics of several labels are scikit-learn's, with and without weights" {
	local weights options
	while read -r weights options; do
		# shellcheck disable=SC2086 # words
		csv-eval "${y[@]}" $options "$table" > got
		awk -F, -v w="$weights" '$1 == w { print $2 "," $3 }' "$DATA/eval/labels_golden.csv" > want
		assert [ -s want ]
		awk -F, 'NR == FNR { want[$1] = $2; next } $1 == "" && ($2 in want) { d = $3 - want[$2]; if (d > 1e-12 || d < -1e-12) { print "off: " $0 " " want[$2]; bad = 1 } n++ }
			END { exit bad || n < 19 }' want got
	done < <(lines 'no' 'yes -w w')
}

@test "each label has the metrics it has alone, and the macro means are theirs" {
	csv-eval "${y[@]}" -w w "$table" > got
	local label
	for label in a b 'c d'; do
		csv-eval -y "$label" -w w --prediction "prediction=$label" --score "probability=$label" "$table" | tail -n +2 | cut -d , -f 2- > want
		awk -F, -v l="$label" '$1 == l { print $2 "," $3 }' got | cmp want -
	done
	for metric in auc f1 precision; do
		awk -F, -v m=$metric '$1 != "" && $2 == m { s += $3; n++ } $2 == "macro_" m { x = $3 } END { d = s / n - x; exit !(n == 3 && d < 1e-15 && d > -1e-15) }' got
	done
	grep -qx ,labels,3 got
	# What csv-predict makes of a model of several labels is read as it is.
	awk -F, -v OFS=, 'NR == 1 { print "a,b,x"; next } { print $2, $3, $6 }' "$table" > t.csv
	csv-train -y a -y b t.csv | csv-predict -a - t.csv | csv-eval -y a -y b | grep -q '^,subset_accuracy,0\.'
}

@test "predictions from scores, thresholds, words, order and threads" {
	csv-eval "${y[@]}" "$table" > want
	csv-select -x '/^prediction=/' "$table" | csv-eval "${y[@]}" | cmp want -
	csv-eval "${y[@]}" --threshold 0.5 "$table" | cmp want -
	csv-eval "${y[@]}" -j 3 --block-size 128 < "$table" | cmp want -
	(head -n 1 "$table" && tail -n +2 "$table" | sort) | csv-eval "${y[@]}" | cmp want -
	csv-select -x '/^probability=/' "$table" | csv-eval "${y[@]}" > got
	grep -qx ,macro_auc, got
	grep ,macro_f1, want > f1
	grep ,macro_f1, got | cmp f1 -
	# Nothing is called positive: its precision is not defined, nor is the mean.
	csv-eval "${y[@]}" --threshold 1.1 "$table" | grep -qx ,macro_precision,
	# Nobody has a label and none is predicted: the sets are the same.
	lines a,b,prediction=a,prediction=b 0,0,0,0 1,0,1,1 | csv-eval -y a -y b > got
	grep -qx ,jaccard,0.75 got && grep -qx ,subset_accuracy,0.5 got && grep -qx ,hamming_loss,0.25 got
	awk -F, -v OFS=, 'NR > 1 { for (i = 2; i < 5; i++) $i = $i ? "yes" : "no" } 1' "$table" | csv-eval "${y[@]}" --positive yes | cmp want -
}

# A column g of three groups.
grouped()
{
	awk -F, -v OFS=, '{ print $0, NR == 1 ? "g" : "g" NR % 3 }' "$table" > grouped.csv
}

@test "groups are what their rows are alone" {
	local g
	grouped
	csv-eval "${y[@]}" -w w -g g grouped.csv > got
	for g in g0 g1 g2; do
		awk -F, -v g=$g 'NR == 1 || $NF == g' grouped.csv | csv-eval "${y[@]}" -w w > want
		awk -v g="g=$g" -F, -v OFS=, 'NR > 1 { $1 = $1 == "" ? g : "\"" g "," $1 "\""; print }' want > lines
		grep "g=$g" got | cmp lines -
	done
	grep -v g= got > all
	csv-eval "${y[@]}" -w w "$table" | cmp all -
	csv-eval "${y[@]}" -g g --worst macro_auc grouped.csv > got
	head -n 1 got | grep -qx group,n,share,macro_auc,difference
	[ "$(wc -l < got)" = 4 ]
	tail -n +2 got | cut -d , -f 4 | sort -g -c
	csv-eval "${y[@]}" -g g --worst hamming_loss grouped.csv | tail -n +2 | cut -d , -f 4 | sort -gr -c
	awk -F, 'NR == 1 || NR < 6 || $NF != "g1"' grouped.csv | csv-eval "${y[@]}" -g g --min-n 50 > got 2> told
	refute grep g=g1 got
	echo 'csv-eval: left out: 1 group of fewer than 50 rows' | cmp told -
}

@test "intervals: each label's are those it has alone, and those of all hold still" {
	local label
	csv-eval "${y[@]}" -w w --ci --bootstrap 200 "$table" > got
	for label in a b 'c d'; do
		csv-eval -y "$label" -w w --ci --bootstrap 200 --prediction "prediction=$label" --score "probability=$label" "$table" | tail -n +2 | cut -d , -f 2- > want
		awk -F, -v OFS=, -v l="$label" '$1 == l { print $2, $3, $4, $5 }' got | cmp want -
	done
	# Every mean has one that holds it, about as wide as for the labels.
	awk -F, '$1 == "" && $2 !~ /^(n|weight|labels)$/ { n++; if (!($4 < $3 && $3 < $5 && $5 - $4 < 0.3)) { print "off: " $0; bad = 1 } } END { exit bad || n != 20 }' got
	(head -n 1 "$table" && tail -n +2 "$table" | sort -r) | csv-eval "${y[@]}" -w w --ci --bootstrap 200 -j 3 --block-size 99 | cmp got -
	csv-eval "${y[@]}" -w w --ci --bootstrap 200 --seed 2 "$table" > other
	refute cmp -s got other
}

@test "two models on the same rows" {
	local label
	csv-eval "${y[@]}" --versus "$table" --bootstrap 50 "$table" | tail -n +2 |
		awk -F, '$5 != "" && $5 != 0 { print "off: " $0; bad = 1 } END { exit bad || NR < 100 }'
	awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^probability=/) p[i]; else if ($i ~ /^prediction=/) drop[i] }
		NR > 1 { for (i in p) $i = $i / 2 + 0.1 } { print }' "$table" | csv-select -x '/^prediction=/' > other.csv
	csv-eval "${y[@]}" --versus other.csv --bootstrap 100 "$table" > got
	head -n 1 got | grep -qx group,metric,value,versus,difference,low,high,p
	for label in a b 'c d'; do
		csv-eval -y "$label" --score "probability=$label" --threshold 0.5 --versus other.csv --bootstrap 100 "$table" | tail -n +2 | cut -d , -f 2- > want
		awk -F, -v OFS=, -v l="$label" '$1 == l { print $2, $3, $4, $5, $6, $7, $8 }' got | cmp want -
	done
	csv-eval "${y[@]}" other.csv > theirs
	awk -F, 'NR == FNR { x[$2 FS $1] = $3; next } FNR > 1 && $4 != x[$2 FS $1] { print "off: " $0; bad = 1 } END { exit bad }' theirs got
	awk -F, -v OFS=, 'NR == 5 { for (i = 2; i < 5; i++) $i = 1 - $i } 1' "$table" > wrong.csv
	run_split csv-eval "${y[@]}" --versus wrong.csv "$table"
	assert_failure 3
	stderr_has 'is not the label of row 4 of the input (--versus needs the same rows in the same order)'
}

@test "an earlier report, and metrics that are chosen" {
	csv-eval "${y[@]}" "$table" > old.csv
	csv-eval "${y[@]}" --previous old.csv --fail-if 'macro_f1<prev-0.01' "$table" > got
	run_split csv-eval "${y[@]}" --previous old.csv --fail-if 'macro_f1>=prev' "$table"
	assert_failure 1
	csv-eval "${y[@]}" --metric macro_f1,auc,n "$table" > got
	{
		echo group,metric,value
		grep -x ',macro_f1,.*' old.csv
		grep -x ',n,.*' old.csv
		for label in a b 'c d'; do
			grep "^$label,auc," old.csv
			grep "^$label,n," old.csv
		done
	} | cmp got -
}

@test "conditions, and what is refused" {
	run_split csv-eval "${y[@]}" --fail-if 'subset_accuracy<0.9' "$table"
	assert_failure 1
	stderr_has 'subset_accuracy<0.9'
	csv-eval "${y[@]}" --fail-if 'macro_auc<0.2' "$table" > got
	run_split csv-eval "${y[@]}" --fail-if 'auc<0.2' "$table"
	assert_failure 2
	assert_output ""
	stderr_has 'several labels'
	run_split csv-eval -y a -y b -y a "$table"
	assert_failure 2
	stderr_has 'csv-eval: -y a: given twice'
	for options in --roc '--task binary' '--score x' '--threshold max-f1' '--prediction x' '-g w --fairness'; do
		# shellcheck disable=SC2086 # words
		run_split csv-eval "${y[@]}" $options "$table"
		assert_failure 2
		stderr_has 'csv-eval: several labels have metrics alone: give one -y for --prediction, --score, --task, --fairness, curves or a --threshold in words'
	done
	no() # MESSAGE LINE...
	{
		lines "${@:2}" > t.csv
		run_split csv-eval -y a -y b t.csv
		assert_failure 3
		assert_output ""
		stderr_is "csv-eval: $1"
	}
	no 't.csv: no column "prediction=b" or "probability=b" for this label' a,b,prediction=a 1,0,1
	no 't.csv:3: column "b": "2" is not a label, 0 or 1' a,b,prediction=a,prediction=b 1,0,1,1 1,2,1,1 7,0,1,1
	no 't.csv:2: column "probability=a": "1.5" is not a probability, between 0 and 1' a,b,probability=a,prediction=b 1,0,1.5,1
	no 't.csv:2: column "prediction=b": "0.5" is not a prediction, 0 or 1' a,b,probability=a,prediction=b 1,0,1,0.5
	no 't.csv:2: column "b": the label is missing' a,b,probability=a,prediction=b 1,,1,0
	no 't.csv: a header and no rows: there is nothing to evaluate' a,b,probability=a,prediction=b
	lines a,b,probability=a,prediction=b,w 1,0,1,0,-1 > t.csv
	run_split csv-eval -y a -y b -w w t.csv
	assert_failure 3
	stderr_is 'csv-eval: t.csv:2: column "w": "-1" is not a weight (0 or more)'
	sed -i 's/,-1$/,0/' t.csv
	run_split csv-eval -y a -y b -w w t.csv
	assert_failure 3
	stderr_is 'csv-eval: t.csv: -w w: all weights are 0'
	run_split csv-eval -y a -y b --threshold 0.2 t.csv
	assert_failure 3
	stderr_is 'csv-eval: t.csv: --threshold wants a column "probability=b"'
}
