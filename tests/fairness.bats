#!/usr/bin/env bats
#
# csv-eval --fairness.  The data come from golden/fairness.py.

load helper

table=$DATA/eval/fairness.csv

@test "rates and gaps are those of Fairlearn's and AIF360's definitions" {
	csv-eval -q -y y -g sex --fairness --reference sex=m "$table" > got
	assert_equal "$(head -n 1 got)" group,metric,value,n,low,high,least,most
	awk -F, '
		NR == FNR { want[$1 "," $2] = $3; wanted++; next }
		($1 "," $2) in want {
			n++
			d = $3 - want[$1 "," $2]
			if (d > 1e-12 || d < -1e-12) { print $0 " where " want[$1 "," $2]; bad = 1 }
		}
		END { exit bad || n != wanted }' "$DATA/eval/fairness.expected.csv" got
	assert_equal "$(wc -l < got)" "$((1 + $(wc -l < "$DATA/eval/fairness.expected.csv")))"
	# The group with the least and the one with the most are named, and Wilson's interval holds each rate.
	assert_equal "$(grep ,demographic_parity_difference, got | cut -d , -f 7)" \
	    "$(grep ,selection_rate, got | sort -t , -k 3,3g | head -n 1 | cut -d , -f 1)"
	awk -F, 'NR > 1 && $5 != "" && ($3 < $5 || $3 > $6) { exit 1 }' got
}

@test "thresholds, weights, words and --min-n" {
	csv-eval -q -y y -g sex --fairness --threshold 0.5 "$table" > got
	csv-eval -q -y y -g sex --fairness "$table" | cmp got -
	awk -F, -v OFS=, 'NR == 1 { print $0, "w"; next } { print $0, NR % 3 }' "$table" > w.csv
	awk -F, 'NR == 1 { print; next } { for (i = 0; i < NR % 3; i++) print }' "$table" > twice.csv
	# A weight of 2 is the row twice, but for how sure that is.
	csv-eval -q -y y -g sex --fairness -w w w.csv | cut -d , -f 1-4,7- > got
	csv-eval -q -y y -g sex --fairness twice.csv | cut -d , -f 1-4,7- | cmp got -
	sed 's/,0,\([01]\),/,no,\1,/; s/,1,\([01]\),/,yes,\1,/' "$table" > words.csv
	csv-eval -q -y y --positive yes -g sex --fairness words.csv > got
	csv-eval -q -y y -g sex --fairness "$table" | cmp got -
	# A small group is shown, and not compared.
	csv-eval -q -y y -g sex --fairness --min-n 60 "$table" > got
	grep -q '^sex=x,tpr,' got
	run grep -c 'sex=x$' got
	assert_output 0
	csv-eval -q -y y -g sex --fairness <(grep -v ^x, "$table") | grep '^,' | cmp - <(grep '^,' got)
}

@test "what is not defined is empty, and base rates that differ are told" {
	lines g,y,prediction a,1,1 a,1,0 b,0,0 b,0,1 > t.csv
	run_split csv-eval -y y -g g --fairness t.csv
	assert_success
	assert_line 'g=a,fpr,,0,,,,'
	assert_line 'g=b,tpr,,0,,,,'
	assert_line ',equal_opportunity_ratio,1,,,,g=a,g=a'
	stderr_is 'csv-eval: base rates go from 0 (g=b) to 1 (g=a): where they differ, equalized odds and predictive parity cannot both hold, but for perfect predictions'
	lines g,y,prediction a,1,1 a,0,0 b,1,0 b,0,0 > t.csv
	run_split csv-eval -y y -g g --fairness t.csv
	stderr_is ""
	assert_line ',demographic_parity_ratio,0,,,,g=b,g=a'
}

@test "gates" {
	run_split csv-eval -q -y y -g sex --fairness --fail-if 'demographic_parity_difference>0.05' "$table"
	assert_failure 1
	stderr_has 'demographic_parity_difference'
	csv-eval -q -y y -g sex --fairness --fail-if 'equalized_odds_ratio<0' "$table" > got
	run_split csv-eval -q -y y -g sex --fairness --fail-if 'auc<1' "$table"
	assert_failure 2
	stderr_has "demographic_parity, equal_opportunity, equalized_odds, predictive_parity and accuracy, each with _difference and _ratio"
}

@test "what is refused" {
	usage() # MESSAGE OPTION...
	{
		run_split csv-eval -y y "${@:2}" "$table"
		assert_failure 2
		assert_output ""
		stderr_has "csv-eval: $1"
	}
	usage '--fairness compares the groups of -g, and goes with no other view, --ci or --versus' --fairness
	usage '--fairness compares the groups of -g, and goes with no other view, --ci or --versus' --fairness -g sex --roc
	usage '--worst and --min-n are about the groups of -g' --min-n 3
	usage '--reference goes with --fairness' --reference sex=m
	usage '--fairness is for two classes (--task binary)' --fairness -g sex --task classes
	run_split csv-eval -q -y y -g sex --fairness --reference m "$table"
	assert_failure 3
	assert_output ""
	stderr_is 'csv-eval: --reference m: no group is called so (groups are, for example, sex=f)'
	csv-select -x prediction "$table" > t.csv
	run_split csv-eval -y y -g sex --fairness t.csv
	assert_failure 3
	stderr_is 'csv-eval: t.csv: no column "prediction", which --fairness needs (use --prediction or --threshold)'
}
