#!/usr/bin/env bats
#
# csv-train: weights from rows.  The data of tests/data/train come from golden/train.py.

load helper

D=$DATA/train
train=$DATA/examples/train.csv

# What a model says: name,value for intercept, objective and every weight.
terms() # [FILE]
{
	awk -F, '
		$2 == "" && ($3 == "intercept" || $3 == "objective") { print $3 "," $4 }
		$3 == "weight" { print $2 "," $4 }' "$@"
}

# One fact of a model on stdin.
fact() # KEY
{
	awk -F, -v key="$1" '$2 == "" && $3 == key { print $4 }'
}

# Equal terms, each within TOLERANCE of its size.
near() # GOT EXPECTED TOLERANCE
{
	awk -F, -v tolerance="$3" '
		NR == FNR { expected[$1] = $2; wanted++; next }
		{
			n++
			off = $2 - expected[$1]
			size = expected[$1] < 0 ? -expected[$1] : expected[$1]
			if (!($1 in expected) || (off < 0 ? -off : off) > tolerance * size) {
				print $1 ": " $2 " where " expected[$1] " is expected"
				bad = 1
			}
		}
		END { exit bad || n != wanted || n < 2 }' "$2" "$1"
}

golden() # CASE TOLERANCE OPTION...
{
	awk -F, -v name="$1" '$1 == name { print $2 "," $3 }' "$D/golden.csv" > expected
	csv-train "${@:3}" | terms > got
	near got expected "$2"
}

# Data at fault: status 3, this message alone, no model.
refuses() # MESSAGE OPTION...
{
	run_split csv-train "${@:2}"
	assert_failure 3
	assert_output ""
	stderr_is "csv-train: $1"
}

# Usage errors: status 2, the message, and the usage line.
usage() # MESSAGE OPTION...
{
	run_split csv-train "${@:2}" "$train"
	assert_failure 2
	assert_output ""
	stderr_is "csv-train: $1
usage: csv-train -y COL [options] [file ...]"
}

weighted() # iris with a column w of 2, 3, 1, 2, 3, 1, ...
{
	awk -F, 'NR == 1 { print $0 ",w" } NR > 1 { print $0 "," 1 + (NR - 1) % 3 }' "$D/iris.csv"
}

# ---- what is learnt ----

@test "linear regression is numpy's lstsq and scikit-learn's LinearRegression" {
	golden linear 1e-12 -y petal_width -x species "$D/iris.csv"
	weighted > w.csv
	golden weighted 1e-12 -y petal_width -x species -w w w.csv
}

@test "penalties: Ridge has alpha = n l2, Lasso alpha = l1" {
	golden ridge 1e-11 -y petal_width -x species --l2 0.1 "$D/iris.csv"
	golden lasso 1e-8 -y petal_width -x species --l1 0.05 "$D/iris.csv"
}

@test "logistic regression is scikit-learn's, C = 1 by default" {
	golden default 5e-8 -y diagnosis --positive malignant "$D/cancer.csv"
	golden penalised 1e-9 -y diagnosis --positive malignant --l2 0.1 "$D/cancer.csv"
	golden free 1e-7 -y diagnosis --positive malignant --l2 0 "$D/cancer.csv"
	weighted > w.csv
	golden versicolor 1e-9 -y species --positive versicolor --l2 0.01 -w w w.csv
}

@test "l1 and l2 together, and l1 on classes: zeros, and a lower objective than beside it" {
	csv-train -y diagnosis --positive malignant --l1 0.02 --l2 0.01 "$D/cancer.csv" > m.st
	run terms m.st
	assert_line "mean_fractal_dimension,0"
	[ "$(fact l1 < m.st) $(fact l2 < m.st) $(fact converged < m.st)" = "0.02 0.01 1" ]
	# At an optimum the slope along every weight that is not 0 is l1: with sign.
	csv-predict -a m.st "$D/cancer.csv" > p.csv
	awk -F, 'NR == FNR { w[$1] = $2; next }
		FNR == 1 { for (i = 1; i <= 10; i++) name[i] = $i; next }
		{ d = $NF - ($11 == "malignant"); for (i = 1; i <= 10; i++) g[i] += d * $i / 569 }
		END {
			for (i = 1; i <= 10; i++) {
				b = w[name[i]]
				slope = g[i] + 0.01 * b
				if (b != 0) { slope += b > 0 ? 0.02 : -0.02; n++ }
				else if (slope < 0.02 && slope > -0.02) slope = 0
				if (slope > 1e-6 || slope < -1e-6) { print name[i], slope; exit 1 }
			}
			exit n < 2 || n > 9
		}' <(terms m.st) p.csv
}

@test "NIST's certified coefficients, to 10 digits and more" {
	local set digits
	while read -r set digits; do
		csv-train -q -y y "$DATA/nist/$set.csv" | terms | grep -v objective > got
		awk -F, -v s="$set" '$1 == s { print $3 "," $4 }' "$DATA/nist/regression.csv" > expected
		near got expected "$digits" || fail "$set"
	done <<-E
		Longley 1e-13
		Norris 1e-13
		Pontius 1e-12
		Wampler1 1e-12
		Wampler3 1e-10
		Filip 1e-7
	E
}

@test "the model's facts, in their order" {
	csv-train -y bought --positive 1 -w income -k id -x city --l1 0.01 \
	    <(csv-impute --median age,income "$train") > m.st
	run cut -d, -f 1-3 m.st
	assert_output "$(lines op,item,key logistic,,begin logistic,,options logistic,,rows \
	    logistic,,columns logistic,,label logistic,,positive logistic,,weights logistic,,l1 \
	    logistic,,l2 logistic,,iterations logistic,,converged logistic,,objective \
	    logistic,,intercept logistic,age,weight logistic,,end)"
	run csv-train -y bought -c age,income -o file.st "$train"
	assert_output ""
	csv-train -y bought -c age,income "$train" | same file.st -
	run grep -E ',(options|rows|label|l1|l2|converged),' file.st
	assert_output "$(lines 'logistic,,options,"--label bought --columns age,income"' \
	    logistic,,rows,16 logistic,,label,bought logistic,,l1,0 logistic,,l2,0.0625 \
	    logistic,,converged,1)"
}

# ---- labels ----

@test "labels: 0 and 1 are classes however they are spelt, other numbers are numbers" {
	lines a,y 1,0 2,1.0 3,0e0 4,01 > t.csv
	run csv-train -y y t.csv
	assert_line "logistic,,label,y"
	lines a,y 1,0 2,1 3,2 > t.csv
	run csv-train -y y t.csv
	assert_line "linear,,label,y"
	lines a,y 1,0 2,1 3,1 > t.csv
	run csv-train -y y --model linear t.csv
	assert_line "linear,,label,y"
}

@test "labels: --positive and --negative name the classes, and stand in the model" {
	local rule
	sed 's/,0$/,no/; s/,1$/,yes/' "$train" > words.csv
	csv-train -y bought -c age,income "$train" | terms > binary
	for rule in "--positive yes" "--negative no" "--positive yes,maybe"; do
		# shellcheck disable=SC2086
		csv-train -y bought $rule -c age,income words.csv > m.st
		terms m.st | same binary -
	done
	run grep -c ',positive,' m.st
	assert_output 2
	csv-train -y bought --negative yes -c age,income words.csv | terms > other
	run cmp -s binary other
	assert_failure
	# Words, not numbers: 0 is not 0.0.
	csv-train -y bought --positive 1 -c age,income "$train" | terms | same binary -
	csv-train -y bought --model linear --positive yes -c age words.csv |
	    terms > a && csv-train -y bought --model linear -c age "$train" | terms | same a -
}

@test "labels: what is refused" {
	lines a,y 1,yes 2,no > t.csv
	refuses 't.csv:2: column "y": the label "yes" is not a number (name classes with --positive or --negative, or use --model softmax)' \
	    -y y t.csv
	lines a,y 1,0 2,1 3, > t.csv
	refuses 't.csv:4: column "y": the label is missing (csv-scrub --drop-missing drops such rows)' -y y t.csv
	refuses 't.csv:4: column "y": the label is missing (csv-scrub --drop-missing drops such rows)' \
	    -y y --positive 1 t.csv
	lines a,y 1,0 2,1e999 > t.csv
	refuses 't.csv:3: column "y": 1e999 is too large for a number (use --na 1e999)' -y y t.csv
	lines a,y 1,0 2,1 3,0.5 4,2 > t.csv
	refuses 't.csv:4: column "y": logistic wants labels 0 and 1, not 0.5 (name classes with --positive or --negative)' \
	    -y y --model logistic t.csv
}

@test "labels: one class cannot be told apart, one number is told" {
	lines a,y 1,1 2,1 > t.csv
	refuses 't.csv: column "y": every label is 1: nothing to tell apart' -y y t.csv
	refuses 't.csv: column "y": every label is negative (are the words of --positive right?)' \
	    -y y --positive yes t.csv
	refuses 't.csv: column "y": every label is positive (are the words of --negative right?)' \
	    -y y --negative no t.csv
	lines a,y 1,7 2,7 3,7 > t.csv
	run_split csv-train -y y t.csv
	assert_success
	stderr_is 'csv-train: warning: column "y": every label is 7, so the model predicts nothing else'
	assert_line "linear,,intercept,7"
	assert_line "linear,a,weight,0"
	# Rows of weight 0 are as if they were not there.
	lines a,y,w 1,1,1 2,1,2 3,0,0 > t.csv
	refuses 't.csv: all 2 labels are 1: nothing to tell apart' -y y -w w t.csv
}

# ---- weights of rows ----

@test "weights: 2 is the row twice, 0 is the row left out" {
	weighted > w.csv
	awk -F, 'NR == 1 { print } NR > 1 { for (i = 0; i < $6; i++) print }' w.csv > twice.csv
	csv-train -y petal_width -x species -w w w.csv | terms > a
	csv-train -y petal_width -x species,w twice.csv | terms > b
	near a b 1e-12
	csv-train -y species --positive versicolor -w w w.csv | terms > a
	csv-train -y species --positive versicolor -x w twice.csv | terms > b
	near a b 1e-9
	awk -F, 'NR == 1 || $6 != 3' w.csv > fewer.csv
	sed 's/,3$/,0/' w.csv | csv-train -y species --positive versicolor -w w | terms > a
	csv-train -y species --positive versicolor -w w fewer.csv | terms > b
	near a b 1e-12
	run csv-train -y species --positive versicolor -w w w.csv
	assert_line "logistic,,weights,w"
}

@test "weights: what is refused" {
	lines a,y,w 1,0,1 2,1,-0.5 > t.csv
	refuses 't.csv:3: column "w": a weight is negative' -y y -w w t.csv
	lines a,y,w 1,0,1 2,1,NA > t.csv
	refuses 't.csv:3: column "w": a weight is missing' -y y -w w t.csv
	lines a,y,w 1,0,1 2,1,much > t.csv
	refuses "t.csv:3: column \"w\": \"much\" is not a number (use --na 'much' or csv-scrub)" -y y -w w t.csv
	lines a,y,w 1,0,0 2,1,0 > t.csv
	refuses 't.csv: every weight is 0: nothing to learn from' -y y -w w t.csv
	lines a,y,w 1,0,1e308 2,1,1e308 3,1,1e308 > t.csv
	refuses "t.csv: the weights' sum is too large" -y y -w w t.csv
}

# ---- features ----

@test "features: all columns but label, weight and keys, in the order of -c" {
	lines k,a,b,w,y x,1,5,1,0 y,2,3,1,1 z,3,4,2,1 q,4,1,1,0 > t.csv
	features() { csv-train -q -y y "$@" t.csv | awk -F, '$3 == "weight" { printf "%s ", $2 }'; }
	[ "$(features -w w -k k)" = "a b " ]
	[ "$(features -w w -k k,a)" = "b " ]
	[ "$(features -k k)" = "a b w " ]
	[ "$(features -c b,a)" = "b a " ]
	[ "$(features -c a..b)" = "a b " ]
	[ "$(features -c '/^[ab]$/,y,w' -w w)" = "a b " ]
	[ "$(features -c @all -k k)" = "a b w " ]
	[ "$(features -c @numeric)" = "a b w " ]
	[ "$(features -x @text,w)" = "a b " ]
	[ "$(features -k @text)" = "a b w " ]
	tail -n +1 t.csv | csv-train -q -y y -x @text,w | terms | same <(csv-train -q -y y -c a,b t.csv | terms) -
	csv-train -y y -c a,b t.csv | terms | sort > a
	csv-train -y y -c b,a t.csv | terms | sort > b
	near a b 1e-8
}

@test "features: what is refused" {
	refuses "$train:2: column \"city\": \"Leeds\" is not a number (encode it with csv-onehot, or leave the column out)" \
	    -y bought "$train"
	refuses "$DATA/examples/people.csv:4: column \"age\": missing (use csv-impute, or csv-scrub --drop-missing)" \
	    -y bought -x city "$DATA/examples/people.csv"
	lines a,y 1,0 -1e400,1 > t.csv
	refuses 't.csv:3: column "a": -1e400 is too large for a number (use --na -1e400)' -y y t.csv
	refuses "$train: no column \"bougth\" (did you mean \"bought\"?)" -y bougth "$train"
	refuses "$train: no column \"wait\"" -y bought -w wait "$train"
	refuses "$train: no column \"ID\" (did you mean \"id\"?)" -y bought -k ID "$train"
	refuses "$train: no column is left as a feature" -y bought -c bought "$train"
	lines prediction,y 1,0 2,1 > t.csv
	refuses 't.csv: column "prediction" cannot be a feature: the model adds a column of that name (csv-select --rename the old one, or leave it out)' \
	    -y y t.csv
}

@test "features: the first fault of the file is the one told, however it is cut" {
	local size
	lines a,b,y 1,1,0 2,x,1 3,2,maybe z,1,0 > t.csv
	for size in 1 9 12 1000; do
		refuses 't.csv:3: column "b": "x" is not a number (encode it with csv-onehot, or leave the column out)' \
		    -y y --block-size $size t.csv
	done
}

@test "columns that depend on others get weight 0 and are named in one warning" {
	lines a,b,same,sum,one,y 1,2,1,3,5,2 2,1,2,3,5,7 4,4,4,8,5,1 3,9,3,12,5,8 6,5,6,11,5,2 > t.csv
	run_split csv-train -y y t.csv
	assert_success
	stderr_is 'csv-train: warning: 3 columns are dependent on earlier ones, or constant, and got weight 0: "same", "sum", "one"'
	csv-train -q -y y t.csv | terms > a
	assert_equal "$(grep -c ',0$' a)" 3
	csv-train -y y -c a,b t.csv | terms > b
	near <(grep -v ',0$' a) b 1e-12
	refuses 't.csv: dependent on earlier columns, or constant: "same", "sum", "one"' -y y --strict-rank t.csv
	run_split csv-train -y y --strict-rank -c a,b t.csv
	assert_success
	stderr_is ""
	# A penalty makes every column independent.
	run_split csv-train -y y --l2 0.1 t.csv
	stderr_is ""
}

@test "more columns than rows: the last ones depend, and too many names are counted" {
	awk 'BEGIN {
		for (j = 1; j <= 200; j++) printf "a_long_name_of_column_%d,", j
		print "y"
		for (i = 1; i <= 3; i++) {
			for (j = 1; j <= 200; j++) printf "%d,", (i * j * 7919 + j * j * 31) % 101
			print i * i
		}
	}' > t.csv
	run_split csv-train -y y t.csv
	assert_success
	stderr_has "198 columns are dependent on earlier ones, or constant, and got weight 0: \"a_long_name_of_column_3\", "
	# shellcheck disable=SC2154
	[[ $stderr =~ ", \"a_long_name_of_column_"[0-9]+"\" and "[0-9]+" more"$ ]]
	run_split csv-train -y y --model linear --l2 1 t.csv
	stderr_is ""
	sed 's/,[49]$/,0/' t.csv | csv-train -y y > m.st
	assert_equal "$(fact converged < m.st)" 1
}

# ---- the end of learning ----

@test "classes that can be told apart perfectly: a warning, and finite weights" {
	lines a,y 1,0 2,0 3,1 4,1 > t.csv
	run_split csv-train -y y --l2 0 t.csv
	assert_success
	stderr_is "csv-train: warning: the classes can be told apart perfectly: without a penalty the weights have no end (use --l2)"
	refute_output --regexp '(inf|nan)'
	assert_line "logistic,,converged,1"
	run_split csv-train -y y t.csv
	stderr_is ""
}

@test "not converged: a warning and a model that says so" {
	run_split csv-train -y bought -c age,income --max-iterations 2 "$train"
	assert_success
	stderr_is "csv-train: warning: not converged after 2 iterations (raise --max-iterations or --l2)"
	assert_line "logistic,,converged,0"
	assert_line "logistic,,iterations,2"
	run_split csv-train -q -y bought -c age,income --max-iterations 2 "$train"
	stderr_is ""
}

@test "huge and tiny values: the same model in other units, or a refusal" {
	awk -F, 'BEGIN { OFS = "," } NR > 1 { $1 = $1 "e150"; $2 = $2 "e-150" } { print }' \
	    "$D/iris.csv" > t.csv
	csv-train -y petal_width -x species t.csv | terms |
	    awk -F, '/length/ && $1 ~ /sepal/ { $2 = $2 * 1e150 } /sepal_width/ { $2 = $2 / 1e150 }
		{ printf "%s,%.17g\n", $1, $2 }' > got
	csv-train -y petal_width -x species "$D/iris.csv" | terms > expected
	near got expected 1e-10
	lines a,y 1e-300,1e308 2e-300,-1e308 3e-300,1e308 > t.csv
	refuses 't.csv: weights or loss are too large for a number: scale the columns' -y y t.csv
}

# ---- the preparation ----

prepare() # in this folder: prep.st, learnt from examples/train.csv
{
	csv-impute --median age,income -n -f impute.st "$train"
	csv-apply -a impute.st "$train" | csv-scale --zscore age,income -n -f scale.st
	csv-onehot -c city -n -f onehot.st "$train"
	cat impute.st scale.st onehot.st > prep.st
}

@test "-a: the weights of raw CSV are those of prepared CSV, bit for bit" {
	local options
	prepare
	for options in "" "--l1 0.01" "--model linear" "--model linear --l2 1" "-c /city/,age"; do
		# shellcheck disable=SC2086
		csv-train -q -y bought -k id $options -a prep.st "$train" | grep -A99 ',,label,' |
		    grep -v ',end,' > raw
		# shellcheck disable=SC2086
		csv-apply -a prep.st "$train" | csv-train -q -y bought -k id $options |
		    grep -A99 ',,label,' | grep -v ',end,' > prepared
		same raw prepared
	done
	assert_equal "$(grep -c weight raw)" 5
}

@test "-a: the model carries the preparation in front, and scores raw CSV alone" {
	prepare
	csv-train -y bought -k id -a impute.st -a scale.st -a onehot.st "$train" > m.st
	csv-train -y bought -k id -a prep.st "$train" | same m.st -
	assert_equal "$(grep -o '^[a-z]*,,begin' m.st | tr '\n' ' ')" \
	    "impute,,begin scale,,begin onehot,,begin logistic,,begin "
	csv-select -x bought "$DATA/examples/test.csv" | csv-predict -q -a m.st -c id > p.csv
	paste -d, p.csv "$D/test.predicted.csv" |
	    awk -F, 'NR > 1 { d = $3 - $4; if (d * d > 1e-18) exit 1 } END { exit NR != 7 }'
}

@test "-a: a step that keeps the label, or the weight, does not demand it to predict" {
	csv-select -c age,income,bought,id -n -f select.st "$train"
	csv-train -y bought -w id -a select.st "$train" > m.st
	run csv-predict -a m.st -c age <(lines age,income 40,50000)
	assert_success
	assert_line --index 1 --regexp '^40,[01],0\.'
}

@test "-a: a preparation that works on label or weight is refused" {
	local state
	csv-scale --zscore age,bought -n -f scale.st "$train"
	csv-onehot -c bought -n -f onehot.st "$train"
	csv-cross --cross city,bought -n -f cross.st "$train"
	csv-select --rename bought:y -n -f rename.st "$train"
	for state in scale cross; do
		refuses "$train: the preparation works on column \"bought\", but a label is not there when the model is used (leave it out of the preparation)" \
		    -y bought -c age,income -a $state.st "$train"
	done
	refuses "$train: the preparation works on column \"y\", but a label is not there when the model is used (leave it out of the preparation)" \
	    -y y -c age,income -a rename.st "$train"
	refuses "$train: no column \"bought\" (did you mean \"bought=0\"?)" -y bought -c age -a onehot.st "$train"
	csv-scale --minmax id -n -f scale.st "$train"
	refuses "$train: the preparation works on column \"id\", but a weight is not there when the model is used (leave it out of the preparation)" \
	    -y bought -c age,income -w id -a scale.st "$train"
}

@test "-a: a model cannot prepare rows for another" {
	csv-train -y bought -c age,income "$train" > m.st
	refuses "m.st: step 1 is a model, which cannot prepare rows for another" -y bought -a m.st "$train"
}

@test "-a: unseen categories and clamped cells are told once" {
	csv-onehot -c city -n -f onehot.st <(head -n 4 "$train")
	run_split csv-train -y bought -k id -a onehot.st "$train"
	assert_success
	stderr_has 'csv-train: warning: column "city":'
	# shellcheck disable=SC2154
	assert_equal "${#stderr_lines[@]}" 1
}

# ---- input and output ----

@test "file, pipe, gzip, several files and any block size learn the same bytes" {
	local size
	csv-train -y diagnosis --positive malignant "$D/cancer.csv" > m.st
	tail -n +1 "$D/cancer.csv" | csv-train -y diagnosis --positive malignant | same m.st -
	gzip -c "$D/cancer.csv" > c.csv.gz
	csv-train -y diagnosis --positive malignant c.csv.gz | same m.st -
	for size in 1 1000 65536; do
		csv-train -y diagnosis --positive malignant --block-size $size "$D/cancer.csv" | same m.st -
	done
	head -n 300 "$D/cancer.csv" > 1.csv
	{ head -n 1 "$D/cancer.csv"; tail -n +301 "$D/cancer.csv"; } > 2.csv
	csv-train -y diagnosis --positive malignant 1.csv 2.csv | same m.st -
}

@test "the sequence of rows shows in the last digits alone" {
	{ head -n 1 "$D/cancer.csv"; tail -n +2 "$D/cancer.csv" | tac; } > back.csv
	csv-train -y diagnosis --positive malignant "$D/cancer.csv" | terms > a
	csv-train -y diagnosis --positive malignant back.csv | terms > b
	near b a 1e-7
	csv-train -y mean_radius -x diagnosis "$D/cancer.csv" | terms > a
	csv-train -y mean_radius -x diagnosis back.csv | terms > b
	near b a 1e-12
}

@test "-H, -d, --trim, --na, CRLF and quotes" {
	lines 1,0 2,0 3,1 2,1 > t.csv
	csv-train -H -y 2 t.csv > m.st
	run grep -c '^logistic,1,weight,' m.st
	assert_output 1
	terms m.st | sed 's/^1,/a,/' > expected
	{ echo a,y; cat t.csv; } > h.csv
	csv-train -y y h.csv | terms | same expected -
	tr , ';' < h.csv | csv-train -d ';' -y y | terms | same expected -
	tr , '\t' < h.csv > h.tsv
	csv-train -y y h.tsv | terms | same expected -
	sed 's/$/\r/' h.csv | csv-train -y y | terms | same expected -
	sed 's/\(.\),\(.\)/ \1 ,\2 /' h.csv | csv-train --trim -y y | terms | same expected -
	sed 's/^\(.\),/"\1",/' h.csv | csv-train -y y | terms | same expected -
	sed 's/^a/"the ""a"", in m"/' h.csv | csv-train -y y > m.st
	grep -q '^logistic,"the ""a"", in m",weight,' m.st
	lines a,y 1,0 -,1 > t.csv
	refuses 't.csv:3: column "a": missing (use csv-impute, or csv-scrub --drop-missing)' --na - -y y t.csv
	csv-train --na - -y y h.csv | grep -qx 'logistic,,na,-'
}

@test "no rows, cut-off pipes and faults in the CSV are refused, and leave no model" {
	lines a,y > t.csv
	refuses "t.csv: a header and no rows: there is nothing to learn from" -y y -o m.st t.csv
	assert_not_exist m.st
	refuses "stdin: input ends without a newline: did the command before fail? (--unterminated accepts it)" \
	    -y y -o m.st < <(printf 'a,y\n1,0\n2,1')
	assert_not_exist m.st
	csv-train --unterminated -y y < <(printf 'a,y\n1,0\n2,1') > m.st
	printf 'a,y\n1,0\n2,1' > t.csv
	csv-train -y y t.csv | terms | same <(terms m.st) -
	lines a,y 1,0 2 > t.csv
	run_split csv-train -y y t.csv
	assert_failure 3
	assert_output ""
	stderr_has "t.csv:3: "
	run_split csv-train -y y < /dev/null
	assert_failure 3
	run_split csv-train -y y missing.csv
	assert_failure 4
}

@test "usage errors" {
	usage "-y says which column to predict" -c age
	usage "the label cannot be the weight" -y bought -w bought
	usage "-c and -x exclude each other" -y bought -c age -x id
	usage "--model tree: not one of linear, logistic, softmax, ovr, multilabel, bayes, fm, knn, mlp" -y bought --model tree
	usage "--positive and --negative exclude each other" -y bought --positive 1 --negative 0
	usage "--positive: the list is empty" -y bought --positive ""
	usage "--l2 -1: not a number of at least 0" -y bought --l2 -1
	usage "--l1 nan: not a number of at least 0" -y bought --l1 nan
	usage "--max-iterations 0: not a whole number of at least 1" -y bought --max-iterations 0
}

@test "a column called @all is one column among others" {
	lines b,x,@all 1,2,3 3,5,1 4,4,4 8,1,1 > t.csv
	csv-train -y b -o m.st t.csv
	run grep -c ',weight,' m.st
	assert_output 2
	run csv-predict -a m.st t.csv
	assert_line --index 0 b,x,@all,prediction
}
