#!/usr/bin/env bats
#
# csv-eval: gates against an earlier report, and reports side by side.

load helper

table=$DATA/eval/delong.csv

usage() # MESSAGE OPTION...
{
	run_split csv-eval -y y "${@:2}" "$table"
	assert_failure 2
	assert_output ""
	stderr_has "csv-eval: $1"
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
