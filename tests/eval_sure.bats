#!/usr/bin/env bats
#
# csv-eval: thresholds by a goal, intervals, two models.  The data of delong.csv come from
# golden/delong.py.

load helper

table=$DATA/eval/delong.csv
expected=$DATA/eval/delong.expected.csv

value() # NAME < report
{
	awk -F, -v name="$1" '$1 == "" && $2 == name { print $3 }'
}

want() # NAME
{
	awk -F, -v name="$1" '$1 == name { print $2 }' "$expected"
}

near() # GOT EXPECTED TOLERANCE
{
	awk -v a="$1" -v b="$2" -v t="$3" 'BEGIN { d = a - b; exit !(a != "" && d <= t && -d <= t) }' ||
	    fail "$1 is not $2"
}

usage() # MESSAGE OPTION...
{
	run_split csv-eval -y y "${@:2}" "$table"
	assert_failure 2
	assert_output ""
	stderr_has "csv-eval: $1"
}

# ---- thresholds ----

@test "thresholds that reach the most: scikit-learn's curves have the same" {
	assert_equal "$(csv-eval -y y --threshold max-f1 "$table" | value threshold)" "$(want max-f1)"
	assert_equal "$(csv-eval -y y --threshold max-youden "$table" | value threshold)" "$(want max-youden)"
	# The metrics are those of that threshold.
	csv-eval -y y --threshold max-f1 "$table" | grep -v threshold > got
	csv-eval -y y --threshold "$(want max-f1)" "$table" | cmp got -
	best=$(value f1 < got)
	csv-eval -y y --sweep "$table" | awk -F, -v best="$best" 'NR > 1 && $9 > best { exit 1 }'
}

# shellcheck disable=SC2016 # they are awk's fields
@test "thresholds that keep a bound: the best within it" {
	check() # GOAL SWEEP-CONDITION SWEEP-VALUE
	{
		csv-eval -y y --sweep "$table" | awk -F, "NR > 1 && $2 { v = $3; if (best == \"\" || v > best) { best = v; t = \$1 } }
			END { print t }" > sweep
		assert_equal "$(csv-eval -y y --threshold "$1" "$table" | value threshold)" "$(< sweep)"
	}
	check 'recall>=0.9' '$7 >= 0.9' '-($2 + $3)'
	check 'precision>=0.8' '$6 >= 0.8' '$2'
	check 'fpr<=0.1' '$8 <= 0.1' '$2'
	check cost=1:5 '1' '-($3 + 5 * $5)'
	check cost=5:1 '1' '-(5 * $3 + $5)'
	# Groups are judged at the threshold of all rows; without predictions of their own.
	awk -F, -v OFS=, 'NR == 1 { print $0, "g"; next } { print $0, NR % 2 }' "$table" > g.csv
	csv-eval -y y --threshold max-f1 -g g g.csv > got
	assert_equal "$(grep -c ,threshold, got)" 1
	csv-eval -y y --threshold "$(want max-f1)" -g g g.csv | cmp <(grep -v ,threshold, got) -
}

@test "a goal that no score reaches" {
	lines y,probability 0,0.9 1,0.5 > t.csv
	run_split csv-eval -y y --threshold 'precision>=0.9' t.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-eval: t.csv: no score is a threshold for precision>=0.9 (--sweep shows what each gives)'
	run_split csv-eval -y y --threshold 'fpr<=0.5' t.csv
	assert_failure 3
	for goal in 'recall>=2' 'recall>=' 'fpr>=0.1' cost=1 cost=1: cost=-1:2 max-auc; do
		usage "--threshold $goal: not a number, and not max-f1" --threshold "$goal"
	done
}

# ---- curves and probabilities ----

@test "--gains: the highest scores, and how many positives they hold" {
	lines y,probability 1,0.9 1,0.8 0,0.8 0,0.1 | csv-eval -y y --gains > got
	assert_equal "$(< got)" "$(lines threshold,share,found,lift 0.9,0.25,0.5,2 0.8,0.75,1,1.3333333333333333 0.1,1,1,1)"
}

@test "--probabilities: of the buckets of --calibration" {
	csv-eval -y y --probabilities "$table" > got
	csv-eval -y y --calibration "$table" | awk -F, 'NR > 1 {
			n += $5; d = $6 - $7; a = d < 0 ? -d : d
			ece += $5 * a; if (a > mce) mce = a; rel += $5 * d * d; base += $5 * $7
			w[NR] = $5; y[NR] = $7
		}
		END {
			base /= n
			for (i in w) res += w[i] * (y[i] - base) ^ 2
			printf "%.15g %.15g %.15g %.15g %.15g\n", ece / n, mce, rel / n, res / n, base * (1 - base)
		}' > want
	read -r ece mce rel res unc < want
	near "$(sed -n 's/^ece,//p' got)" "$ece" 1e-12
	near "$(sed -n 's/^mce,//p' got)" "$mce" 1e-12
	near "$(sed -n 's/^brier_reliability,//p' got)" "$rel" 1e-12
	near "$(sed -n 's/^brier_resolution,//p' got)" "$res" 1e-12
	near "$(sed -n 's/^brier_uncertainty,//p' got)" "$unc" 1e-12
	# Where all scores of a bucket are one, Murphy's parts are the Brier score.
	lines y,probability 1,0.2 0,0.2 0,0.2 1,0.7 1,0.7 0,0.7 1,0.9 > t.csv
	csv-eval -y y --probabilities t.csv | sed -n 's/^brier_[a-z]*,//p' | paste -sd ' ' > parts
	near "$(awk '{ print $1 - $2 + $3 }' parts)" "$(csv-eval -y y t.csv | value brier)" 1e-12
	# The bias against its own chance: sum (p - y) / sqrt(sum p (1 - p)).
	awk -F, 'NR > 1 { d += $2 - $1; v += $2 * (1 - $2) } END { printf "%.15g\n", d / sqrt(v) }' t.csv > z
	near "$(csv-eval -y y --probabilities t.csv | sed -n 's/^bias_z,//p')" "$(< z)" 1e-12
	lines y,s 1,3 0,-1 | csv-eval -q -y y --score s --probabilities > got
	assert_equal "$(sed -n 's/^ece,//p' got)" ""
	assert_equal "$(csv-eval -y y --probabilities -g y t.csv | head -n 1)" group,metric,value
}

# ---- intervals ----

@test "--ci: DeLong's of the AUC, Wilson's of shares" {
	csv-eval -y y --threshold 0.5 --ci "$table" > got
	assert_equal "$(head -n 1 got)" group,metric,value,low,high
	near "$(awk -F, '$2 == "auc" { print $3 }' got)" "$(want auc)" 1e-12
	near "$(awk -F, '$2 == "auc" { print $4 }' got)" "$(want low)" 1e-12
	near "$(awk -F, '$2 == "auc" { print $5 }' got)" "$(want high)" 1e-12
	# Eight of ten: Wilson 1927.
	csv-eval -y bought --ci "$DATA/examples/scored.csv" | grep ,accuracy, > eight
	near "$(cut -d , -f 4 eight)" 0.49016247153664183 1e-12
	near "$(cut -d , -f 5 eight)" 0.9433178485456247 1e-12
	assert_equal "$(grep ,n, got)" ,n,90,,
	assert_equal "$(csv-eval -y y --threshold max-f1 --ci "$table" | grep ,threshold,)" ",threshold,$(want max-f1),,"
}

@test "--ci: the bootstrap depends on the seed alone" {
	csv-eval -y y --ci "$table" --threshold 0.5 > got
	(head -n 1 "$table"; tail -n +2 "$table" | tac) | csv-eval -y y --ci --threshold 0.5 -j 3 --block-size 50 | cmp got -
	csv-eval -y y --ci -s 2 "$table" --threshold 0.5 > other
	run cmp -s got other
	assert_failure
	# It holds the value, and narrows with more rows.
	awk -F, 'NR > 1 && $4 != "" && ($3 < $4 || $3 > $5) { print; exit 1 }' got
	(cat "$table"; for _ in 1 2 3; do tail -n +2 "$table"; done) > four.csv
	csv-eval -y y --ci --threshold 0.5 four.csv > narrow
	paste -d , got narrow | awk -F, '$2 == "log_loss" { r = ($10 - $9) / ($5 - $4); exit !(r > 0.4 && r < 0.6) }'
	# With weights all of it is a bootstrap; a weight of 1 is none.
	awk -F, -v OFS=, 'NR == 1 { print $0, "w"; next } { print $0, 1 }' "$table" |
	    csv-eval -y y -w w --ci --threshold 0.5 > weighted
	cmp <(grep ,log_loss, got) <(grep ,log_loss, weighted)
	run cmp -s <(grep ,accuracy, got) <(grep ,accuracy, weighted)
	assert_failure
}

@test "--ci: groups, several classes and numbers" {
	csv-eval -y kind -g phase --ci --bootstrap 50 "$DATA/eval/classes.csv" > got
	assert_equal "$(head -n 1 got)" group,metric,value,low,high
	awk -F, '$2 == "accuracy" { n++; if ($3 < $4 || $3 > $5) exit 1 } END { exit !(n > 1) }' got
	csv-eval -y cost --ci --bootstrap 50 "$DATA/eval/regression.csv" > got
	awk -F, '$2 == "rmse" { exit !($4 < $3 && $3 < $5) }' got
}

# ---- two models ----

@test "--versus: the same rows, paired" {
	sed '1!s/$/1/' "$table" > finer.csv
	csv-eval -y y --threshold 0.5 --versus "$table" "$table" > got
	assert_equal "$(head -n 1 got)" metric,value,other,difference,low,high
	awk -F, 'NR > 1 && $4 != "" && ($4 != 0 || $5 != 0 || $6 != 0) { print; exit 1 }' got
	# A model that knows more: its gain is certain, though single intervals overlap.
	awk -F, -v OFS=, 'NR == 1 { print; next } { print $1, ($1 == 1 ? 0.1 : 0) + 0.9 * $2 }' "$table" > better.csv
	csv-eval -y y --threshold 0.5 --versus "$table" better.csv > got
	awk -F, '$1 == "auc" { exit !($4 > 0 && $5 > 0 && $2 - $3 - $4 < 1e-12) }' got
	(head -n 1 better.csv; tail -n +2 better.csv | tac) > b.csv
	(head -n 1 "$table"; tail -n +2 "$table" | tac) > a.csv
	csv-eval -y y --threshold 0.5 --versus a.csv b.csv -j 3 | cmp got -
	# Classes, some of which one model never names.
	lines y,prediction a,a b,a c,c b,b > one.csv
	lines y,prediction a,b b,b c,b b,b > two.csv
	csv-eval -y y --task classes --versus two.csv one.csv > got
	assert_equal "$(grep ^accuracy, got | cut -d , -f 2-4)" 0.75,0.5,0.25
	assert_equal "$(grep ^recall=b, got | cut -d , -f 2-4)" 0.5,1,-0.5
}

@test "--versus: what is refused" {
	lines y,probability 1,0.5 0,0.4 > a.csv
	no() # MESSAGE
	{
		run_split csv-eval -y y --threshold 0.5 --versus b.csv a.csv
		assert_failure 3
		assert_output ""
		stderr_is "csv-eval: $1"
	}
	lines y,probability 1,0.5 > b.csv
	no '--versus: a.csv has 2 rows, and b.csv has 1'
	lines y,probability 1,0.5 1,0.4 > b.csv
	no '--versus: row 2 of a.csv has another label than that of b.csv (the same rows, in the same order, are compared)'
	lines y,p 1,0.5 1,0.4 > b.csv
	run_split csv-eval -y y --threshold 0.5 --versus b.csv a.csv
	assert_failure 3
	usage '--ci and --versus exclude each other: --versus has intervals' --ci --versus "$table"
	usage '--ci is about metrics, not --roc' --ci --roc
	usage '--versus is about metrics, not --sweep' --versus "$table" --sweep
	usage '--versus compares all rows: no -g, and no --fail-if' --versus "$table" -g y
}

# ---- gates against an earlier report ----

@test "--previous: conditions on what was before" {
	csv-eval -y y --threshold 0.5 "$table" > old.csv
	for condition in 'auc<prev' 'auc>prev' 'log_loss > prev + 0.01' 'auc<prev-0.01' 'auc < prev*0.99' 'brier>prev*1.1'; do
		csv-eval -y y --threshold 0.5 --previous old.csv --fail-if "$condition" "$table" > new.csv
		cmp old.csv new.csv
	done
	for condition in 'auc<=prev' 'log_loss>prev-0.01' 'auc<prev*1.01'; do
		run_split csv-eval -y y --threshold 0.5 --previous old.csv --fail-if "$condition" "$table"
		assert_failure 1
		stderr_has "--fail-if '$condition': it is "
	done
	# What was not defined is no measure; several files of reports are none; others have no such metric.
	sed 's/^,auc,.*/,auc,/' old.csv > gap.csv
	run_split csv-eval -y y --threshold 0.5 --previous gap.csv --fail-if 'auc<prev' "$table"
	assert_failure 1
	grep -v ^,auc, old.csv > less.csv
	run_split csv-eval -y y --threshold 0.5 --previous less.csv --fail-if 'auc<prev' "$table"
	assert_failure 3
	stderr_is 'csv-eval: less.csv: it has no auc of all rows'
	run_split csv-eval -y y --threshold 0.5 --previous "$table" --fail-if 'auc<prev' "$table"
	assert_failure 3
	stderr_has 'no column "group"'
	lines group,metric,value ,auc,high > odd.csv
	run_split csv-eval -y y --threshold 0.5 --previous odd.csv --fail-if 'auc<prev' "$table"
	assert_failure 3
	stderr_is 'csv-eval: odd.csv:2: column "value": "high" is not a number'
	usage '--fail-if with prev wants --previous, an earlier report' --fail-if 'auc<prev'
	usage '--previous goes with --fail-if METRIC<prev+NUMBER' --previous old.csv --fail-if 'auc<1'
	for condition in 'auc<prev+' 'auc<prev/2' 'auc<previous' 'auc<prev+x'; do
		usage "--fail-if '$condition': not METRIC<NUMBER" --fail-if "$condition"
	done
	run_split csv-check --versus "$table" --fail-if 'psi>prev' "$table"
	assert_failure 2
	stderr_has "csv-check: --fail-if 'psi>prev': there is no earlier report to look into here"
}

# ---- reports side by side ----

@test "--compare: a row for each group and metric, a column for each report" {
	lines group,metric,value ,n,3 ,auc,0.5 g=1,auc,0.25 > a.csv
	lines group,metric,value ,n,4 ,auc, ,f1,1 > b.csv
	assert_equal "$(csv-eval --compare a.csv b.csv)" "$(lines group,metric,a.csv,b.csv ,n,3,4 ,auc,0.5, g=1,auc,0.25, ,f1,,1)"
	csv-eval -y y --threshold 0.5 "$table" > one.csv
	csv-eval -y y --threshold 0.4 "$table" > two.csv
	csv-eval --compare one.csv two.csv > got
	assert_equal "$(wc -l < got)" "$(wc -l < one.csv)"
	cmp <(cut -d , -f 1-3 got | tail -n +2) <(tail -n +2 one.csv)
	cmp <(cut -d , -f 4 got | tail -n +2) <(cut -d , -f 3 two.csv | tail -n +2)
	run_split csv-eval --compare one.csv
	assert_failure 2
	stderr_has 'csv-eval: --compare holds two reports or more against each other'
	run_split csv-eval --compare one.csv one.csv
	assert_failure 2
	stderr_has 'csv-eval: --compare: one.csv comes twice, and columns need names of their own'
	run_split csv-eval --compare -y y one.csv two.csv
	assert_failure 2
	stderr_has 'csv-eval: --compare reads reports, and there is no -y in them'
	run_split csv-eval --compare one.csv "$table"
	assert_failure 3
	stderr_has 'no column "group"'
	lines group,metric,value ,auc,much > odd.csv
	run_split csv-eval --compare one.csv odd.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-eval: odd.csv:2: column "value": "much" is not a number'
}
