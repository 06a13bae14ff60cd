#!/usr/bin/env bats
#
# csv-eval: metrics against scikit-learn (golden/eval.py), views, groups, conditions.

load helper

golden=$DATA/eval

# Two classes, four rows: one of each outcome.
four()
{
	lines y,prediction,probability,w,g 1,1,0.8,1,b 1,0,0.35,2,a 0,1,0.4,3,b 0,0,0.1,4,a
}

# The value of a metric over all rows.
metric() # NAME < report
{
	awk -F, -v name="$1" '$1 == "" && $2 == name { print $3 }'
}

# ---- against scikit-learn ----

@test "two classes: weights, ties, groups" {
	csv-eval -y damage --negative None -w weight -g phase "$golden/binary.csv" > got
	run close_to "$golden/binary.weighted.expected.csv" < got
	assert_output ""
}

@test "two classes: --threshold instead of the prediction" {
	csv-eval -y damage --positive Minor,Substantial --threshold 0.25 -g phase \
	    "$golden/binary.csv" > got
	run close_to "$golden/binary.threshold.expected.csv" < got
	assert_output ""
}

@test "--roc, --pr, --calibration, --sweep and --gains" {
	for view in roc pr calibration sweep gains; do
		csv-eval -y damage --negative None -w weight --$view "$golden/binary.csv" > got
		run close_to "$golden/binary.$view.expected.csv" < got
		assert_output ""
	done
}

@test "--threshold in words" {
	while IFS=, read -r aim value weighted; do
		[ "$aim" != aim ] || continue
		csv-eval -y damage --negative None --threshold "$aim" "$golden/binary.csv" > got
		assert_equal "$aim $(metric threshold < got)" "$aim $value"
		csv-eval -y damage --negative None -w weight --threshold "$aim" "$golden/binary.csv" > got
		assert_equal "weighted $aim $(metric threshold < got)" "weighted $aim $weighted"
	done < "$golden/binary.aims.expected.csv"
	assert_equal "$(wc -l < "$golden/binary.aims.expected.csv")" 15
}

@test "several classes: averages, each class, log loss, groups" {
	csv-eval -y kind -w weight -g phase "$golden/classes.csv" > got
	run close_to "$golden/classes.expected.csv" < got
	assert_output ""
	csv-eval -y kind -w weight --confusion "$golden/classes.csv" > got
	run close_to "$golden/classes.confusion.expected.csv" < got
	assert_output ""
}

@test "regression: weights, groups" {
	csv-eval -y cost -w weight -g phase "$golden/regression.csv" > got
	run close_to "$golden/regression.expected.csv" < got
	assert_output ""
}

@test "--ci: shares, areas, draws, by weights and groups" {
	ci="--ci --bootstrap 40 -s 7 -g phase"
	# shellcheck disable=SC2086
	{
		csv-eval -y damage --negative None -w weight $ci "$golden/binary.csv" > binary
		csv-eval -y damage --negative None $ci "$golden/binary.csv" > binary.plain
		csv-eval -y kind -w weight $ci "$golden/classes.csv" > classes
		csv-eval -y cost -w weight $ci "$golden/regression.csv" > regression
	}
	for task in binary binary.plain classes regression; do
		run close_to "$golden/$task.ci.expected.csv" < $task
		assert_output ""
	done
}

@test "--versus: areas, draws, accuracies, by weights and groups" {
	versus="--bootstrap 40 -s 7 -g phase -w weight --versus"
	# shellcheck disable=SC2086
	{
		csv-eval -y damage --negative None $versus "$golden/binary.rival.csv" "$golden/binary.csv" > binary
		csv-eval -y kind $versus "$golden/classes.rival.csv" "$golden/classes.csv" > classes
		csv-eval -y cost $versus "$golden/regression.rival.csv" "$golden/regression.csv" > regression
	}
	for task in binary classes regression; do
		run close_to "$golden/$task.versus.expected.csv" < $task
		assert_output ""
	done
}

@test "close_to would notice" {
	four | csv-eval -y y > got
	sed 's/^,accuracy,0.5$/,accuracy,0.5000001/' got > other
	run close_to got < other
	assert_output "line 5: ,accuracy,0.5000001, expected ,accuracy,0.5"
	head -n -1 got > other
	run close_to got < other
	assert_output "31 lines, expected 32"
}

# ---- the report ----

@test "the metrics of two classes, in the order of the table" {
	four | csv-eval -y y | cut -d, -f2 | paste -sd" " > got
	run cat got
	assert_output "metric n weight prevalence accuracy precision recall specificity fpr f1 mcc balanced_accuracy auc ap log_loss baseline_log_loss log_loss_clipped brier reliability resolution uncertainty ece mce bias bias_ratio bias_se bias_z bias_p tp fp tn fn"
}

@test "the example of scikit-learn's page by hand" {
	four | csv-eval -y y > got
	assert_equal "$(metric auc < got)" 0.75
	assert_equal "$(metric ap < got)" 0.8333333333333333
	assert_equal "$(metric accuracy < got)" 0.5
	assert_equal "$(metric n < got)" 4
}

@test "a weight of 2 is the row twice, a weight of 0 no row" {
	lines y,prediction,probability,w 1,1,0.8,2 0,1,0.4,1 0,0,0.1,1 1,0,0.2,0 > weighted.csv
	lines y,prediction,probability 1,1,0.8 1,1,0.8 0,1,0.4 0,0,0.1 > repeated.csv
	csv-eval -y y -w w weighted.csv | grep -vE '^,(n|bias_.*),' > a
	csv-eval -y y repeated.csv | grep -vE '^,(n|bias_.*),' > b
	same a b
}

@test "the test of bias takes rows, not weights, for what was drawn" {
	lines y,probability,w 1,0.5,1 1,0.5,1 0,0.5,1 1,0.5,1 > t.csv
	csv-eval -y y t.csv > got
	assert_equal "$(metric bias_se < got)" 0.25
	assert_equal "$(metric bias_z < got)" -1
	sed '2,$s/1$/8/' t.csv | csv-eval -y y -w w | grep bias_ > other
	grep bias_ got > want
	same want other
	lines y,probability 1,1 0,0 | csv-eval -y y > got
	grep -qx ,bias_z, got
}

@test "the parts of brier add up where scores do not vary in their buckets" {
	lines y,probability 1,0.5 0,0.5 0,0.5 0,0.5 1,0.75 1,0.75 0,0.75 0,0.75 > t.csv
	csv-eval -y y t.csv > got
	assert_equal "$(metric reliability < got)" 0.0625
	assert_equal "$(metric resolution < got)" 0.015625
	assert_equal "$(metric uncertainty < got)" 0.234375
	assert_equal "$(metric brier < got)" 0.28125
	assert_equal "$(metric ece < got)" 0.25
	assert_equal "$(metric mce < got)" 0.25
}

@test "one class: what is not defined is empty, status 0" {
	lines y,prediction,probability 0,0,0.1 0,0,0.2 | csv-eval -y y > got
	for name in precision recall mcc auc ap; do
		grep -qx ",$name," got || fail "$name is $(metric $name < got)"
	done
	assert_equal "$(metric accuracy < got)" 1
	assert_equal "$(metric baseline_log_loss < got)" 0
}

@test "nothing that is printed is infinite, whatever the weights" {
	lines y,prediction,probability,w 1,1,0.8,1e308 1,1,0.8,1e308 0,1,0.4,1e308 0,0,0.1,1e-300 > t.csv
	for view in "" --roc --pr --confusion --calibration --sweep --gains; do
		# shellcheck disable=SC2086
		csv-eval -y y -w w $view t.csv > got
		run grep -iE 'inf|nan' got
		assert_output ""
	done
}

@test "the order of rows and the size of blocks do not show" {
	csv-eval -y damage --negative None -w weight -g phase "$golden/binary.csv" > want
	{ head -n 1 "$golden/binary.csv"; tail -n +2 "$golden/binary.csv" | sort -r; } > other.csv
	csv-eval -y damage --negative None -w weight -g phase other.csv > got
	same want got
	csv-eval -y damage --negative None -w weight -g phase --block-size 1 "$golden/binary.csv" > got
	same want got
	gzip -c "$golden/binary.csv" | csv-eval -y damage --negative None -w weight -g phase > got
	same want got
}

@test "classes stand in the order of their bytes, not of their rows" {
	lines y,prediction b,a a,a c,b > t.csv
	{ head -n 1 t.csv; tail -n +2 t.csv | sort; } > u.csv
	for view in "" --confusion; do
		# shellcheck disable=SC2086
		csv-eval -y y --task classes $view t.csv > a
		# shellcheck disable=SC2086
		csv-eval -y y --task classes $view u.csv > b
		same a b
	done
	run cat a
	assert_line --index 1 a,a,1,1
	assert_line --index 4 b,a,1,1
	assert_equal "${#lines[@]}" 10
}

@test "an average over something not defined is not defined" {
	lines y,prediction a,a b,a | csv-eval -y y --task classes > got
	assert_equal "$(metric macro_recall < got)" 0.5
	grep -qx ",macro_precision," got
	grep -qx ",precision=b," got
}

@test "a label without a probability of its own had probability 0" {
	lines y,prediction,probability=a,probability=b a,a,1,0 c,a,1,0 | csv-eval -y y > got
	assert_equal "$(metric log_loss_clipped < got)" 2
}

@test "only classes that are there count in an average over a group" {
	lines y,prediction,g a,a,1 b,b,1 a,a,2 | csv-eval -y y --task classes -g g > got
	grep -qx "g=2,classes,1" got
	grep -qx "g=2,macro_f1,1" got
	grep -qx "g=2,f1=b," got
}

@test "the page explains every metric" {
	for name in $(four | csv-eval -y y | tail -n +2 | cut -d, -f2) \
	    $(four | csv-eval -y y --task classes | grep -v = | tail -n +2 | cut -d, -f2) \
	    $(four | csv-eval -y y --task regression | tail -n +2 | cut -d, -f2); do
		sed -n '/^\.Sh METRICS/,/^\.Ss Which/p' "$ROOT/man/csv-eval.1" |
		    grep -qE "^\.(It|Li) (.* )?$name( |\$)" || fail "$name is not explained"
	done
	[ "$name" = bias ]
}

# ---- columns and tasks ----

@test "the task follows from the columns" {
	run bash -c 'printf "y,prediction\n1,2\n2,2\n" | csv-eval -y y | sed -n "4p"'
	assert_output ",rmse,0.7071067811865476"
	run bash -c 'printf "y,probability\n1,.7\n0,.2\n" | csv-eval -y y | grep auc'
	assert_output ",auc,1"
	run bash -c 'printf "y,prediction,probability=a,probability=b\na,a,.7,.3\n" | csv-eval -y y | grep -c micro'
	assert_output 3
	run bash -c 'printf "y,prediction\nyes,1\nno,0\n" | csv-eval -y y --positive yes | grep accuracy'
	assert_line ",accuracy,1"
}

@test "--task overrules" {
	lines y,prediction,probability 1,0,0.7 0,0,0.2 > t.csv
	run csv-eval -y y --task regression t.csv
	assert_line ",rmse,0.7071067811865476"
	run csv-eval -y y --task classes t.csv
	assert_line ",recall=1,0"
	lines y,prediction 1,0 0,0 > t.csv
	run csv-eval -y y --task binary t.csv
	assert_line ",recall,0"
	assert_line ",auc,"
}

@test "a regression of zeros and ones is asked about" {
	lines y,prediction 1,0 0,0 > t.csv
	run_split csv-eval -y y t.csv
	assert_success
	assert_line ",rmse,0.7071067811865476"
	stderr_is "csv-eval: warning: labels and predictions are all 0 or 1: classes need --task binary"
	run_split csv-eval -y y --task regression t.csv
	stderr_is ""
}

@test "columns of other names, by name, position and with a comma" {
	lines 'truth,said,"chance, of it"' 1,1,0.9 0,0,0.2 > t.csv
	csv-eval -y truth --prediction said --score 'chance, of it' t.csv > a
	csv-eval -y 1 --prediction 2 --score '#3' t.csv > b
	same a b
	assert_equal "$(metric auc < a)" 1
}

@test "labels: 0 and 1 however spelt, or by words" {
	lines y,probability 1,0.9 1.0,0.8 0,0.1 0e0,0.2 -0,0.3 | csv-eval -y y > got
	assert_equal "$(metric prevalence < got)" 0.4
	lines 'y,probability' '"a ""b""",0.9' c,0.1 | csv-eval -y y --positive '"a ""b"""' > got
	assert_equal "$(metric prevalence < got)" 0.5
}

@test "predictions of words are read by the rule for labels, 0 and 1 always as they are" {
	lines y,prediction yes,yes no,yes yes,1 no,0 | csv-eval -y y --positive yes > got
	assert_equal "$(metric tp < got)" 2
	assert_equal "$(metric fp < got)" 1
	assert_equal "$(metric tn < got)" 1
}

@test "a threshold counts scores that equal it" {
	lines y,probability 1,0.5 0,0.49999 | csv-eval -y y --threshold 0.5 > got
	assert_equal "$(metric accuracy < got)" 1
}

@test "a threshold in words is a number of this run, in every group" {
	for aim in max-f1 max-youden 'recall>=0.6' 'precision>=0.6' 'fpr<=0.6' cost=1:2; do
		csv-eval -y damage --negative None -g phase --threshold "$aim" "$golden/binary.csv" > got
		t=$(metric threshold < got)
		assert_equal "$(grep -c ",threshold,$t\$" got)" 4
		csv-eval -y damage --negative None -g phase --threshold "$t" "$golden/binary.csv" > want
		grep -v ,threshold, got > other
		same want other
	done
	csv-eval -y damage --negative None --threshold "$t" --confusion "$golden/binary.csv" > want
	csv-eval -y damage --negative None --threshold cost=1:2 --confusion "$golden/binary.csv" > got
	same want got
}

@test "of equal thresholds the highest is taken, also where weights are beyond reason" {
	lines y,probability,w 1,0.9,1e308 0,0.8,1e308 1,0.7,1e308 0,0.6,1e308 0,0.95,0 > t.csv
	run bash -c 'csv-eval -y y -w w --threshold max-youden t.csv | tail -n 1'
	assert_output ,threshold,0.9
	run bash -c 'csv-eval -y y -w w --threshold cost=1:1 t.csv | tail -n 1'
	assert_output ,threshold,0.9
	run bash -c 'csv-eval -y y --threshold "fpr<=0.5" -w w t.csv | tail -n 1'
	assert_output ,threshold,0.7
	lines y,logit 1,3 0,-2 | csv-eval -y y --score logit --threshold 'recall>=1' -q > got
	assert_equal "$(metric threshold < got)" 3
}

@test "--fail-if knows the threshold that was chosen" {
	four > t.csv
	run csv-eval -y y --threshold max-f1 --fail-if 'threshold<0.36' t.csv
	assert_failure 1
	run csv-eval -y y --threshold max-f1 --fail-if 'threshold<0.35' t.csv
	assert_success
}

@test "scores that are no probabilities rank only, in every group" {
	lines y,logit,g 1,2.5,a 0,0.5,b 1,0.7,b > t.csv
	run_split csv-eval -y y --score logit -g g t.csv
	assert_success
	assert_line ",auc,1"
	assert_line ",log_loss,"
	assert_line "g=b,auc,1"
	assert_line "g=b,log_loss,"
	assert_line "g=b,brier,"
	stderr_has 'warning: --score logit is no probability: log_loss, brier and bias stay empty'
	lines y,logit,w 1,0.9,1 0,2.5,0 0,0.1,1 > t.csv
	run_split csv-eval -y y --score logit -w w t.csv
	assert_line ",brier,0.009999999999999998"
}

# ---- dialects ----

@test "quoted cells, other delimiters, CRLF, no header, gzip" {
	four > plain.csv
	csv-eval -y y -g g plain.csv > want
	sed 's/,/;/g' plain.csv | csv-eval -d ';' -y y -g g | sed 's/;/,/g' > got
	same want got
	sed 's/$/\r/' plain.csv | csv-eval -y y -g g > got
	same want got
	sed '2,$s/\([^,]*\)/"\1"/g' plain.csv | csv-eval -y y -g g > got
	same want got
	tail -n +2 plain.csv | csv-eval -H -y 1 --prediction 2 --score 3 -g 5 | sed 's/^5=/g=/' > got
	same want got
	sed 's/,/, /g' plain.csv | csv-eval --trim -y y -g g > got
	same want got
}

@test "several files are one table" {
	four > all.csv
	head -n 3 all.csv > a.csv
	{ head -n 1 all.csv; tail -n 2 all.csv; } > b.csv
	csv-eval -y y all.csv > want
	csv-eval -y y a.csv b.csv > got
	same want got
}

@test "--na names words that are missing" {
	lines y,probability 1,0.5 9,0.5 > t.csv
	run csv-eval -y y --na 9 t.csv
	assert_failure 3
	assert_output 'csv-eval: t.csv:3: column "y": the label is missing (csv-scrub --drop-missing drops such rows)'
	lines y,probability NA,0.5 1,0.4 > t.csv
	run csv-eval -y y --positive 1 t.csv
	assert_success
}

# ---- groups ----

@test "groups: all rows first, then by their bytes, whatever the order of rows" {
	four | csv-eval -y y -g g | cut -d, -f1 | uniq > got
	lines group "" g=a g=b > want
	same want got
}

@test "groups of several columns; a comma, a quote or a newline in a value" {
	lines y,prediction,g,h 1,2,x,1 1,2,x,2 2,2,y,1 > t.csv
	csv-eval -y y -g h,g t.csv | csv-select -c group | uniq > got
	lines group '""' '"h=1,g=x"' '"h=1,g=y"' '"h=2,g=x"' > want
	same want got
	lines y,prediction,g,h '1,2,"a,h=b",c' '2,2,a,"b,h=c"' > t.csv
	run bash -c 'csv-eval -y y -g g,h t.csv | grep ,n,'
	assert_line --index 1 '"""g=a,h=b"",h=c",n,1'
	assert_line --index 2 '"g=a,""h=b,h=c""",n,1'
	lines y,prediction,g '1,2,"Paris, Texas"' '2,2,"say ""so"""' > t.csv
	run bash -c 'csv-eval -y y -g g t.csv | grep ,n,'
	assert_line --index 1 '"g=Paris, Texas",n,1'
	assert_line --index 2 '"g=say ""so""",n,1'
}

@test "a missing cell is a group of its own; so is a word of --na" {
	lines y,prediction,g 1,2, 2,2,x 3,3,? > t.csv
	run bash -c 'csv-eval -y y -g g --na "?" t.csv | grep ,n,'
	assert_output ",n,3
g=,n,2
g=x,n,1"
}

@test "-g takes a set, and then looks at the input first, a pipe too" {
	lines y,prediction,g 1,2,a 2,2,b > t.csv
	csv-eval -y y -g g t.csv > want
	csv-eval -y y -g @text t.csv > got
	same want got
	csv-eval -y y -g @text < t.csv > got
	same want got
	# shellcheck disable=SC2002
	cat t.csv | csv-eval -y y -g @text > got
	same want got
}

@test "a group without weight has metrics that are not defined" {
	lines y,prediction,g,w 1,2,a,0 2,2,b,1 | csv-eval -y y -g g -w w > got
	grep -qx "g=a,n,0" got
	grep -qx "g=a,rmse," got
}

# ---- views ----

@test "--confusion: every label with every prediction" {
	four > t.csv
	csv-eval -y y -w w --confusion t.csv > got
	lines label,prediction,n,weight 0,0,1,4 0,1,1,3 1,0,1,2 1,1,1,1 > want
	same want got
	lines y,prediction 0,0 | csv-eval -y y --task binary --confusion > got
	lines label,prediction,n,weight 0,0,1,1 0,1,0,0 1,0,0,0 1,1,0,0 > want
	same want got
}

@test "--roc: the first point has no threshold" {
	four | csv-eval -y y --roc > got
	lines threshold,tp,fp,tn,fn,tpr,fpr ,0,0,2,2,0,0 0.8,1,0,2,1,0.5,0 0.4,1,1,1,1,0.5,0.5 \
	    0.35,2,1,1,0,1,0.5 0.1,2,2,0,0,1,1 > want
	same want got
	lines y,probability 1,0.5 | csv-eval -y y --roc > got
	lines threshold,tp,fp,tn,fn,tpr,fpr ,0,0,0,1,0, 0.5,1,0,0,0,1, > want
	same want got
}

@test "--pr: a point for each distinct score" {
	four | csv-eval -y y --pr > got
	lines threshold,precision,recall 0.8,1,0.5 0.4,0.5,0.5 0.35,0.6666666666666666,1 0.1,0.5,1 > want
	same want got
}

@test "--sweep and --gains begin where nothing is called positive" {
	four > t.csv
	csv-eval -y y --sweep t.csv > got
	lines threshold,tp,fp,tn,fn,precision,recall,fpr,f1,youden ,0,0,2,2,,0,0,0,0 \
	    0.8,1,0,2,1,1,0.5,0,0.6666666666666666,0.5 0.4,1,1,1,1,0.5,0.5,0.5,0.5,0 \
	    0.35,2,1,1,0,0.6666666666666666,1,0.5,0.8,0.5 0.1,2,2,0,0,0.5,1,1,0.6666666666666666,0 > want
	same want got
	csv-eval -y y --gains t.csv > got
	lines threshold,share,gain,lift ,0,0, 0.8,0.25,0.5,2 0.4,0.5,0.5,1 \
	    0.35,0.75,1,1.3333333333333333 0.1,1,1,1 > want
	same want got
	lines y,probability 0,0.5 | csv-eval -y y --gains > got
	lines threshold,share,gain,lift ,0,, 0.5,1,, > want
	same want got
}

@test "--calibration: ties share a bucket, and buckets that are empty are left out" {
	lines y,probability 1,0.9 1,0.5 0,0.5 0,0.5 0,0.1 | csv-eval -y y --calibration > got
	lines bucket,lo,hi,n,weight,mean_score,mean_label,bias_z 0,0.1,0.1,1,1,0.1,0,0.33333333333333337 \
	    1,0.5,0.5,3,3,0.5,0.3333333333333333,0.5773502691896258 2,0.9,0.9,1,1,0.9,1,-0.33333333333333326 > want
	run close_to want < got
	assert_output ""
	# Scores that are certain leave nothing to chance, and others are no probabilities.
	lines y,s 1,1 0,0 1,7 | csv-eval -q -y y --score s --calibration > got
	assert_equal "$(tail -n +2 got | cut -d , -f 8 | sort -u)" ""
}

@test "curves of groups have a column for the group" {
	four | csv-eval -y y --pr -g g > got
	run head -n 2 got
	assert_line --index 0 group,threshold,precision,recall
	assert_line --index 1 ,0.8,1,0.5
	run grep -c ^g=a, got
	assert_output 2
}

@test "formats" {
	four > t.csv
	run csv-eval -y y --format json t.csv
	assert_line --index 1 '{"group": null, "metric": "n", "value": 4},'
	run csv-eval -y y --format table t.csv
	assert_line --index 0 --regexp '^metric +value$'
	refute_output --partial ,
	csv-eval -y y --format csv t.csv > want
	csv-eval -y y -o got t.csv
	same want got
}

# ---- intervals ----

@test "--ci: neither the order of rows nor the number of threads shows, the seed does" {
	ci="--ci --bootstrap 50 -y damage --negative None -w weight -g phase"
	{ head -n 1 "$golden/binary.csv"; tail -n +2 "$golden/binary.csv" | sort -r; } > other.csv
	# shellcheck disable=SC2086
	{
		csv-eval $ci -j 1 "$golden/binary.csv" > want
		csv-eval $ci -j 7 other.csv > got
		csv-eval $ci -s 2 "$golden/binary.csv" > seed
	}
	same want got
	run cmp -s want seed
	assert_failure 1
	cut -d, -f-3 want > values
	csv-eval -y damage --negative None -w weight -g phase "$golden/binary.csv" > plain
	same plain values
}

@test "--ci: weights that all double alter nothing but the weights" {
	lines y,prediction,probability,w 1,1,0.8,3 1,0,0.3,1 0,1,0.4,1 0,0,0.1,2 1,1,0.9,1 > a.csv
	lines y,prediction,probability,w 1,1,0.8,6 1,0,0.3,2 0,1,0.4,2 0,0,0.1,4 1,1,0.9,2 > b.csv
	for t in a b; do
		csv-eval -y y -w w --ci --bootstrap 30 $t.csv | grep -vE '^,(weight|tp|fp|tn|fn),' > $t
	done
	same a b
}

@test "--ci: the ends of a share, and what has no interval" {
	lines y,prediction,probability 1,1,0.9 1,1,0.8 0,0,0.1 > t.csv
	csv-eval -y y --ci --bootstrap 20 t.csv > got
	grep -qE "^,accuracy,1,0.43850296[0-9]*,1$" got
	grep -qE "^,fpr,0,0,0.79345068[0-9]*$" got
	grep -qx ",auc,1,," got
	grep -qx ",n,3,," got
	grep -qE "^,ece,0.1333[0-9]*,,$" got
	lines y,prediction,probability 1,1,0.9 1,1,0.8 0,0,0.1 0,0,0.2 > t.csv
	csv-eval -y y --ci t.csv > got
	grep -qx ",auc,1,1,1" got
	csv-eval -y y --ci --bootstrap 0 t.csv > got
	grep -qE "^,brier,0.02[0-9]*,,$" got
	lines y,prediction,probability 0,0,0.9 0,0,0.8 > t.csv
	csv-eval -y y --ci t.csv > got
	grep -qx ",precision,,," got
	grep -qx ",ap,,," got
}

@test "--ci: what more than one draw in twenty leaves undefined has no interval" {
	lines y,prediction 1,1 0,0 0,0 | csv-eval -y y --task binary --ci > got
	grep -qx ",f1,1,," got
	{ echo y,prediction; yes 1,1 | head -n 9; yes 0,0 | head -n 9; } | csv-eval -y y --task binary --ci > got
	grep -qx ",f1,1,1,1" got
}

@test "--ci: a group without weight" {
	lines y,prediction,g,w 1,2,a,0 2,2,b,1 3,2,b,1 | csv-eval -y y -g g -w w --ci > got
	grep -qx "g=a,rmse,,," got
	grep -q "g=b,rmse,0.707106781186547[56],0,1" got
}

# ---- two models ----

@test "--versus: a model is no better than itself, and the other way round all signs turn" {
	v="-y damage --negative None --bootstrap 50 --versus"
	# shellcheck disable=SC2086
	csv-eval $v "$golden/binary.csv" "$golden/binary.csv" | tail -n +2 > got
	run awk -F, '$3 != $4 || $5 != 0 || ($6 != "" && ($6 != 0 || $7 != 0)) || ($8 != "" && $8 != 1)' got
	assert_output ""
	assert_equal "$(grep -c ',1$' got)" 2
	# Draws go by the rows of both, so only what is no draw turns exactly.
	# shellcheck disable=SC2086
	{
		csv-eval $v "$golden/binary.rival.csv" "$golden/binary.csv" | grep ,auc, > got
		csv-eval $v "$golden/binary.csv" "$golden/binary.rival.csv" | grep ,auc, > other
	}
	awk -F, '{ print ",auc," $4 "," $3 "," (-$5) "," (-$7) "," (-$6) "," $8 }' CONVFMT=%.17g OFMT=%.17g other > want
	run close_to want < got
	assert_output ""
}

@test "--versus: neither the order of rows nor the number of threads nor blocks show" {
	v="-y damage --negative None -w weight -g phase --bootstrap 30 --versus"
	paste -d, "$golden/binary.csv" "$golden/binary.rival.csv" > both.csv
	{ head -n 1 both.csv; tail -n +2 both.csv | sort -r; } > sorted.csv
	cut -d, -f-5 sorted.csv > a.csv
	cut -d, -f6- sorted.csv > b.csv
	# shellcheck disable=SC2086
	{
		csv-eval $v "$golden/binary.rival.csv" -j 1 "$golden/binary.csv" > want
		csv-eval $v b.csv -j 5 --block-size 64 a.csv > got
		gzip -c b.csv | csv-eval $v - a.csv > piped
	}
	same want got
	same want piped
}

@test "--versus: each has a threshold of its own, and other columns" {
	lines y,probability 1,0.9 0,0.8 1,0.7 0,0.1 > a.csv
	lines id,y,logit 7,1,3 8,0,-1 9,1,2 10,0,-2 > b.csv
	csv-select -c y,logit b.csv | sed s/logit/probability/ > c.csv
	run csv-eval -y y --versus c.csv a.csv
	assert_failure 3
	assert_output 'csv-eval: c.csv:2: column "probability": "3" is not a probability (0 to 1; scores go in a column named otherwise, with --score)'
	sed s/probability/logit/ a.csv > d.csv
	run_split csv-eval -y y --score logit --threshold max-f1 --versus b.csv d.csv
	assert_success
	assert_line ",threshold,0.7,2,-1.3,,,"
	assert_line --regexp '^,f1,0.8,1,-0.1999999999999999.,'
	assert_line --regexp '^,brier,0.1875[0-9]*,,,,,$'
	stderr_is "csv-eval: warning: --score logit is no probability: log_loss, brier and bias stay empty"
}

@test "--versus: a file without scores has no areas, one without predictions no accuracy" {
	lines y,prediction,probability 1,1,0.9 0,1,0.8 1,1,0.7 0,0,0.1 > a.csv
	csv-select -c y,prediction a.csv > b.csv
	csv-eval -y y --bootstrap 20 --versus b.csv a.csv > got
	grep -qx ",auc,0.75,,,,," got
	grep -qx ",accuracy,0.75,0.75,0,0,0,1" got
	csv-select -c y,probability a.csv > b.csv
	csv-eval -y y --bootstrap 20 --versus b.csv a.csv > got
	grep -qx ",auc,0.75,0.75,0,0,0,1" got
	grep -qx ",accuracy,0.75,,,,," got
}

@test "--versus: classes that one of them alone predicts" {
	lines y,prediction a,a b,b > a.csv
	lines y,prediction a,c b,b > b.csv
	csv-eval -y y --task classes --bootstrap 0 --versus b.csv a.csv > got
	grep -qx ",accuracy,1,0.5,0.5,,,1" got
	grep -qx ",precision=c,,0,,,," got
}

@test "--versus: files that do not hold the same rows" {
	lines y,prediction,w 1,1,2 0,1,2 1,0,2 > a.csv
	same_rows="(--versus needs the same rows in the same order)"
	for block in 1 262144; do
		lines y,prediction 1,1 0,1 0,0 > b.csv
		run_split csv-eval -y y --task binary --block-size $block --versus b.csv a.csv
		assert_failure 3
		assert_output ""
		stderr_is "csv-eval: b.csv:4: column \"y\": \"0\" is not the label of row 3 of the input $same_rows"
		lines y,prediction 1,1 0,1 1,0 1,1 1,1 > b.csv
		run_split csv-eval -y y --task binary --block-size $block --versus b.csv a.csv
		assert_failure 3
		stderr_is "csv-eval: b.csv:5: more rows than the input, which has 3 $same_rows"
		lines y,prediction 1,1 0,1 > b.csv
		run_split csv-eval -y y --task binary --block-size $block --versus b.csv a.csv
		assert_failure 3
		stderr_is "csv-eval: b.csv: 2 rows, and 3 in the input $same_rows"
		lines y,prediction 1,1 0, 0,0 > b.csv
		run_split csv-eval -y y --task binary --block-size $block --versus b.csv a.csv
		stderr_is 'csv-eval: b.csv:3: column "prediction": the prediction is missing (csv-scrub --drop-missing drops such rows)'
	done
	lines y,prediction a,a b,b > a.csv
	lines y,prediction a,a c,b > b.csv
	run_split csv-eval -y y --task classes --versus b.csv a.csv
	stderr_is "csv-eval: b.csv:3: column \"y\": \"c\" is not the label of row 2 of the input $same_rows"
	lines y,said a,a b,b > b.csv
	run_split csv-eval -y y --task classes --versus b.csv a.csv
	stderr_is 'csv-eval: b.csv: no column "prediction" (use --prediction)'
	run_split csv-eval -y y --task classes --versus none.csv a.csv
	assert_failure 4
	lines y,prediction > b.csv
	run_split csv-eval -y y --task classes --versus b.csv a.csv
	assert_failure 3
	stderr_is "csv-eval: b.csv: 0 rows, and 2 in the input $same_rows"
}

# ---- conditions ----

@test "--fail-if: status 1, and the whole report" {
	four > t.csv
	csv-eval -y y t.csv > want
	run_split csv-eval -y y --fail-if 'auc<0.8' t.csv
	assert_failure 1
	stderr_is "csv-eval: --fail-if 'auc<0.8': it is 0.75"
	assert_equal "$output" "$(cat want)"
	run_split csv-eval -y y --fail-if 'auc<0.75' --fail-if 'n > 4' t.csv
	assert_success
	stderr_is ""
}

@test "--fail-if: all comparisons, several conditions, one line for each that holds" {
	four > t.csv
	for condition in 'n<5' 'n<=4' 'n>3' 'n>=4' ' n >= 4e0 '; do
		run csv-eval -y y --fail-if "$condition" t.csv
		assert_failure 1
	done
	for condition in 'n<4' 'n<=3' 'n>4' 'n>=5' 'bias < -2'; do
		run csv-eval -y y --fail-if "$condition" t.csv
		assert_success
	done
	run_split csv-eval -y y --fail-if 'n<4' --fail-if 'auc<=0.75' --fail-if 'fn>0' -q t.csv
	assert_failure 1
	# shellcheck disable=SC2154
	assert_equal "${#stderr_lines[@]}" 2
}

@test "--fail-if: a metric that is not defined fails either way" {
	lines y,probability 1,0.9 > t.csv
	for condition in 'auc<0.8' 'auc>0.8'; do
		run_split csv-eval -y y --fail-if "$condition" t.csv
		assert_failure 1
		stderr_is "csv-eval: --fail-if '$condition': it is not defined"
	done
}

@test "--fail-if judges all rows, also with -g, a view, a regression or classes" {
	four > t.csv
	run csv-eval -y y -g g --roc --fail-if 'auc<0.8' t.csv
	assert_failure 1
	run csv-eval -y y -g g --fail-if 'auc<0.7' t.csv
	assert_success
	lines y,prediction 1,2 3,3 | { run csv-eval -y y --fail-if 'rmse>0.5'; assert_failure 1; }
	lines y,prediction a,a b,a | { run csv-eval -y y --task classes --fail-if 'recall=b<0.5'; assert_failure 1; }
	lines y,prediction a,a b,a | { run csv-eval -y y --task classes --fail-if 'recall=c<0.5'; assert_failure 1; }
}

@test "with -o the report is there when a condition holds" {
	four | { run csv-eval -y y --fail-if 'n>0' -o got.csv; assert_failure 1; }
	assert_equal "$(metric n < got.csv)" 4
}

# ---- faults of the command line ----

usage_is() # MESSAGE ARGUMENT...
{
	local message=$1

	shift
	run_split csv-eval "$@" t.csv
	assert_failure 2
	assert_output ""
	assert_equal "${stderr_lines[0]}" "csv-eval: $message"
}

@test "usage: messages" {
	four > t.csv
	usage_is "-y says which column is the label"
	usage_is "--threshold and --prediction exclude each other" -y y --threshold 1 --prediction prediction
	for aim in half '' max-f2 max-f11 'recall>0.5' 'recall>=1.5' 'recall>=-1' 'recall>=' 'cost=1' 'cost=0:0' 'cost=-1:1' 'cost=1:x'; do
		usage_is "--threshold $aim: not a number, max-f1, max-youden, recall>=X, precision>=X, fpr<=X (X from 0 to 1) or cost=FP:FN" \
		    -y y --threshold "$aim"
	done
	usage_is "--positive and --negative exclude each other" -y y --positive 1 --negative 0
	usage_is "--positive: the list is empty" -y y --positive ""
	usage_is '--negative: list "a,,b": an item is empty' -y y --negative a,,b
	usage_is "--roc and --calibration exclude each other" -y y --roc --calibration
	usage_is "--pr and --confusion exclude each other" -y y --pr --confusion
	usage_is "--versus is for metrics, not for --roc" -y y --versus t.csv --roc
	usage_is "--ci and --versus exclude each other" -y y --versus t.csv --ci
	run_split csv-eval -y y --versus - < t.csv
	assert_failure 2
	assert_equal "${stderr_lines[0]}" "csv-eval: --versus -: standard input is the input already"
	usage_is "--bootstrap goes with --ci or --versus" -y y --bootstrap 10
	usage_is "--ci is for metrics, not for --sweep" -y y --ci --sweep
	usage_is "--bootstrap -1: not a whole number of at least 0" -y y --ci --bootstrap -1
	usage_is "--task which: auto|binary|classes|regression" -y y --task which
	usage_is "--score @text: one column is wanted, not a set" -y y --score @text
	usage_is "-y y..probability: one column is wanted, not 3" -y y..probability
	usage_is "-y prediction: the label cannot be its own prediction" -y prediction
	usage_is "-y probability: the label cannot be its own score" -y probability
}

@test "usage: options that another task knows" {
	four > t.csv
	for option in --score=w --threshold=1 --threshold=max-f1 --positive=1 --negative=1 --roc --pr --calibration --sweep --gains; do
		for task in regression classes; do
			usage_is "${option%=*} is for two classes (--task binary)" -y y --task $task "$option"
		done
	done
	usage_is "--confusion is for classes (--task binary or classes)" -y y --task regression --confusion
	csv-eval -y y --task classes --confusion t.csv > got
}

@test "usage: conditions" {
	four > t.csv
	for condition in auc 'auc=1' '<1' 'auc<' 'auc<x' 'auc<<1' 'auc<0.8x' 'auc<inf'; do
		usage_is "--fail-if '$condition': not METRIC<NUMBER (<, <=, > or >=)" -y y --fail-if "$condition"
	done
	usage_is "--fail-if 'rmse>1': of two classes there are n, weight, prevalence, accuracy, precision, recall, specificity, fpr, f1, mcc, balanced_accuracy, auc, ap, log_loss, baseline_log_loss, log_loss_clipped, brier, reliability, resolution, uncertainty, ece, mce, bias, bias_ratio, bias_se, bias_z, bias_p, tp, fp, tn, fn" \
	    -y y --fail-if 'rmse>1'
	usage_is "--fail-if 'auc<1': of a regression there are n, weight, rmse, baseline_rmse, mae, medae, r2, bias" \
	    -y y --task regression --fail-if 'auc<1'
	usage_is "--fail-if 'auc=a<1': of several classes there are n, weight, classes, accuracy, balanced_accuracy, macro_precision, macro_recall, macro_f1, micro_precision, micro_recall, micro_f1, weighted_precision, weighted_recall, weighted_f1, mcc, log_loss, baseline_log_loss, log_loss_clipped" \
	    -y y --task classes --fail-if 'auc=a<1'
}

# ---- faults of the data ----

data_is() # MESSAGE ARGUMENT...  < input
{
	local message=$1

	shift
	run_split csv-eval "$@"
	assert_failure 3
	assert_output ""
	stderr_is "csv-eval: $message"
}

@test "data: columns that are not there" {
	four > t.csv
	data_is 't.csv: no column "Y" (did you mean "y"?)' -y Y t.csv
	data_is 't.csv: no columns "gg", "qqqq"' -y y -g gg,qqqq t.csv
	lines y,x 1,1 > t.csv
	data_is 't.csv: no column "prediction" (use --prediction)' -y y t.csv
	data_is 't.csv: no column "prediction" (use --prediction)' -y y --task classes t.csv
	data_is 't.csv: no column "prediction" or "probability" (use --prediction or --score)' \
	    -y y --task binary t.csv
	data_is 't.csv: no column "probability" to hold against --threshold (use --score)' \
	    -y y --threshold 1 t.csv
	lines y,prediction 1,1 > t.csv
	data_is 't.csv: no column "probability", which --roc needs (use --score)' \
	    -y y --task binary --roc t.csv
	lines y,probability 1,1 > t.csv
	data_is 't.csv: no column "prediction", which --confusion needs (use --prediction or --threshold)' \
	    -y y --confusion t.csv
}

@test "data: a threshold that cannot be reached" {
	lines y,probability 0,0.9 1,0.8 0,0.7 > t.csv
	data_is "t.csv: --threshold 'precision>=0.6': no score reaches it, the best precision is 0.5" \
	    -y y --threshold 'precision>=0.6' t.csv
	data_is "t.csv: --threshold 'fpr<=0.25': no score reaches it, the best fpr is 0.5" \
	    -y y --threshold 'fpr<=0.25' t.csv
	lines y,probability 0,0.9 0,0.8 > t.csv
	for aim in max-f1 max-youden 'recall>=0'; do
		data_is "t.csv: --threshold '$aim': there are no positives" -y y --threshold "$aim" t.csv
	done
	lines y,probability 1,0.9 1,0.8 > t.csv
	for aim in max-youden 'fpr<=1'; do
		data_is "t.csv: --threshold '$aim': there are no negatives" -y y --threshold "$aim" t.csv
	done
}

@test "data: cells that are missing name the line and the role" {
	lines y,prediction,probability,w 1,1,0.5,1 ,1,0.5,1 > t.csv
	data_is 't.csv:3: column "y": the label is missing (csv-scrub --drop-missing drops such rows)' -y y t.csv
	lines y,prediction,probability,w 1,,0.5,1 > t.csv
	data_is 't.csv:2: column "prediction": the prediction is missing (csv-scrub --drop-missing drops such rows)' -y y t.csv
	lines y,prediction,probability,w 1,1,NA,1 > t.csv
	data_is 't.csv:2: column "probability": the probability is missing (csv-scrub --drop-missing drops such rows)' -y y t.csv
	lines y,prediction,probability,w 1,1,0.5, > t.csv
	data_is 't.csv:2: column "w": the weight is missing (csv-scrub --drop-missing drops such rows)' -y y -w w t.csv
	lines y,prediction 1,1 NA,1 > t.csv
	data_is 't.csv:3: column "y": the label is missing (csv-scrub --drop-missing drops such rows)' -y y t.csv
	lines y,prediction a, > t.csv
	data_is 't.csv:2: column "prediction": the prediction is missing (csv-scrub --drop-missing drops such rows)' -y y --task classes t.csv
}

@test "data: cells that cannot be what they stand for" {
	lines y,probability B,0.5 > t.csv
	data_is 't.csv:2: column "y": "B" is neither 0 nor 1 (use --positive or --negative)' -y y t.csv
	lines y,probability 2,0.5 > t.csv
	data_is 't.csv:2: column "y": "2" is neither 0 nor 1 (use --positive or --negative)' -y y t.csv
	lines y,prediction 1,0.7 > t.csv
	data_is 't.csv:2: column "prediction": "0.7" is not a prediction, 0 or 1 (use --score for scores)' -y y --task binary t.csv
	lines y,probability 1,1.5 > t.csv
	data_is 't.csv:2: column "probability": "1.5" is not a probability (0 to 1; scores go in a column named otherwise, with --score)' -y y t.csv
	data_is 't.csv:2: column "probability": "1.5" is not a probability (0 to 1; scores go in a column named otherwise, with --score)' -y y --score 2 t.csv
	lines y,probability 1,high > t.csv
	data_is "t.csv:2: column \"probability\": \"high\" is not a number (use --na 'high' or csv-scrub)" -y y t.csv
	lines y,prediction,probability=a a,a,-0.1 > t.csv
	data_is 't.csv:2: column "probability=a": "-0.1" is not a probability (0 to 1)' -y y t.csv
	lines y,prediction,w 1,1,1 1,1,-1 > t.csv
	data_is 't.csv:3: column "w": "-1" is not a weight (0 or more)' -y y -w w t.csv
	lines y,prediction,w 1,1,inf > t.csv
	data_is "t.csv:2: column \"w\": \"inf\" is not a number (use --na 'inf' or csv-scrub)" -y y -w w t.csv
	lines y,prediction yes,1 > t.csv
	data_is 't.csv:2: column "y": "yes" is not a number (for classes use --positive or --task)' -y y t.csv
	data_is "t.csv:2: column \"y\": \"yes\" is not a number (use --na 'yes' or csv-scrub)" -y y --task regression t.csv
}

@test "data: no rows, no weight, no bytes" {
	lines y,prediction > t.csv
	data_is "t.csv: a header and no rows: there is nothing to evaluate" -y y t.csv
	lines y,prediction,w 1,1,0 1,1,0 > t.csv
	data_is 't.csv: -w w: all weights are 0' -y y -w w t.csv
	run_split csv-eval -y y /dev/null
	assert_failure 3
	assert_output ""
}

@test "data: more classes than classes can be" {
	{ echo y,prediction; seq -f '%.0f,0' 0 4096; } > t.csv
	data_is 't.csv:4098: column "y": more than 4096 classes (numbers need --task regression)' -y y --task classes t.csv
	head -n 4097 t.csv | csv-eval -y y --task classes > got
	assert_equal "$(metric classes < got)" 4096
}

@test "the first fault of the file is named, whatever the column and the block" {
	lines y,prediction,probability 1,1,0.5 1,1,2 1,x,0.5 B,1,0.5 > t.csv
	for block in 1 20 262144; do
		run csv-eval -y y --block-size $block t.csv
		assert_output --partial "t.csv:3: column \"probability\""
	done
}

@test "a pipe that ends without a newline is refused, a file is not" {
	printf 'y,prediction\n1,2' > t.csv
	# shellcheck disable=SC2002
	run bash -c 'cat t.csv | csv-eval -y y'
	assert_failure 3
	assert_output "csv-eval: stdin: input ends without a newline: did the command before fail? (--unterminated accepts it)"
	# shellcheck disable=SC2002
	run bash -c 'cat t.csv | csv-eval -y y --unterminated | grep -c .'
	assert_output 9
	run csv-eval -y y t.csv
	assert_success
}

@test "nothing is printed and no file appears when the last row is at fault" {
	{ echo y,prediction; yes 1,2 | head -n 50000; echo x,1; } > t.csv
	run_split csv-eval -y y t.csv -o out.csv
	assert_failure 3
	assert_output ""
	assert_not_exists out.csv
}

@test "a word of --positive or --negative that no label has is warned of" {
	lines y,prediction a,1 b,0 > t.csv
	run_split csv-eval -y y --positive A t.csv
	assert_success
	stderr_is "csv-eval: warning: no label is in --positive A: all are negative"
	run_split csv-eval -y y --negative A t.csv
	stderr_is "csv-eval: warning: no label is in --negative A: all are positive"
	run_split csv-eval -y y --negative A -q t.csv
	stderr_is ""
}

@test "--verdict: does the model generalise?" {
	report() # FILE LOSS BASELINE [LOW]
	{
		lines "group,metric,value${4+,low}" ",n,10${4+,}" ",log_loss,$2${4+,$4}" ",baseline_log_loss,$3${4+,}" "sex=f,log_loss,9${4+,}" > "$1"
	}
	verdict() # WORD
	{
		csv-eval -q --verdict a.csv b.csv > got
		assert_equal "$(tail -n 1 got | cut -d , -f 7)" "$1"
	}
	report a.csv 0.3 0.6
	report b.csv 0.31 0.6 && verdict fits
	report b.csv 0.35 0.6 && verdict overfitting
	report b.csv 0.35 0.6 0.29 && verdict fits
	report b.csv 0.35 0.6 0.32 && verdict overfitting
	report b.csv 0.65 0.6 && verdict overfitting
	report b.csv 0.2 0.6 && verdict unlike
	report a.csv 0.599 0.6 && report b.csv 0.6 0.6 && verdict underfitting
	report a.csv 0.57 0.6 && report b.csv 0.58 0.6 && verdict underfitting
	report a.csv 0.15 0.6 && report b.csv 0.3 0.6
	csv-eval --verdict a.csv b.csv 2> told > got
	lines metric,train,other,train_share,other_share,gap,verdict log_loss,0.15,0.3,0.75,0.5,0.25,overfitting | cmp got -
	grep -qx 'csv-eval: overfitting: much of what was learnt holds for the rows learnt from alone: try more rows, fewer features, more --l2, --dropout or --valid' told
	lines group,metric,value ,rmse,1 ,baseline_rmse,4 > a.csv
	lines group,metric,value ,rmse,2 ,baseline_rmse,4 > b.csv
	csv-eval -q --verdict a.csv b.csv | tail -n 1 > got
	assert_equal "$(< got)" rmse,1,2,0.75,0.5,0.25,overfitting
}

@test "--verdict: of a log" {
	course() # WORD TRAIN:VALID...
	{
		local epoch=0 pair
		echo epoch,steps,train_loss,valid_loss,constant_loss,learning_rate,gradient_norm,dead_units > log.csv
		for pair in "${@:2}"; do
			epoch=$((epoch + 1))
			echo "$epoch,$epoch,${pair%:*},${pair#*:},0.6,0.1,1,0" >> log.csv
		done
		csv-eval -q --verdict log.csv > got
		assert_equal "$(tail -n 1 got | cut -d , -f 7)" "$1"
	}
	course fits 0.5:0.5 0.4:0.42 0.3:0.32
	tail -n 1 got | grep -q '^loss,0.3,0.32,0.5,0.46'
	course overfitting 0.5:0.5 0.4:0.42 0.2:0.5
	tail -n 1 got | grep -q '^loss,0.4,0.42,'
	course overfitting 0.5:0.5 0.3:0.42 0.2:0.41
	course stuck 0.61:0.61 0.6:0.6 0.6:0.6
	course diverging 0.6:0.6 0.65:0.6 0.9:0.9
	course 'still learning' 0.5: 0.4: 0.3:
	tail -n 1 got | grep -q '^loss,0.3,,0.5,,,still learning$'
	course fits 0.5: 0.3: 0.3:
	csv-eval --verdict log.csv 2> told
	assert_equal "$(< told)" ""
	course stuck 0.61:0.61 0.6:0.6 0.6:0.6
	csv-eval --verdict < log.csv 2> told
	grep -q '^csv-eval: stuck: the training loss is hardly better than that of a constant (try another' told
	# The word is that of csv-train, which wrote the log.
	awk 'BEGIN { srand(1); print "y,a,b"; for (i = 0; i < 60; i++) print (rand() < 0.5) "," rand() "," rand() }' > t.csv
	awk 'BEGIN { srand(2); print "y,a,b"; for (i = 0; i < 60; i++) print (rand() < 0.5) "," rand() "," rand() }' > v.csv
	csv-train -y y --model mlp --hidden 64 --epochs 400 --patience 400 --learning-rate 0.05 --valid v.csv --log-file log.csv -o m.st t.csv 2> said
	csv-eval --verdict log.csv 2> told > got
	tail -n 1 said | sed 's/^csv-train/csv-eval/' | cmp told -
	echo epoch,train_loss,valid_loss,constant_loss > log.csv
	run_split csv-eval --verdict log.csv
	assert_failure 3
	stderr_is 'csv-eval: log.csv: no epoch was logged'
	echo 1,,2,3 >> log.csv
	run_split csv-eval --verdict log.csv
	assert_failure 3
	stderr_is 'csv-eval: log.csv:2: column "train_loss": the loss is missing'
}

@test "--verdict: what is refused" {
	lines group,metric,value ,rmse,1 > a.csv
	lines group,metric,value ,rmse,2 ,baseline_rmse,x > b.csv
	run_split csv-eval --verdict a.csv b.csv a.csv
	assert_failure 2
	stderr_has 'csv-eval: --verdict judges one log of csv-train, or holds two reports against each other: of the rows learnt from, and of others'
	run_split csv-eval --verdict a.csv
	assert_failure 3
	stderr_has 'no column "train_loss"'
	run_split csv-eval --verdict -y y a.csv b.csv
	assert_failure 2
	stderr_has 'csv-eval: --verdict reads reports, and there is no -y in them'
	run_split csv-eval --verdict --compare a.csv b.csv
	assert_failure 2
	stderr_has 'csv-eval: --compare and --verdict exclude each other'
	run_split csv-eval --verdict a.csv b.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-eval: b.csv:3: column "value": "x" is not a number'
	run_split csv-eval --verdict a.csv a.csv
	assert_failure 3
	stderr_is "csv-eval: a.csv, a.csv: no log_loss or rmse with its baseline in both reports (are they csv-eval's, with probabilities?)"
	lines metric,value rmse,1 > b.csv
	run_split csv-eval --verdict a.csv b.csv
	assert_failure 3
	stderr_has 'no column "group"'
}
