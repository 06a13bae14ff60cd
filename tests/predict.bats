#!/usr/bin/env bats
#
# csv-predict: a model's answer beside the raw columns.  The data of tests/data/train
# come from golden/train.py.

load helper

D=$DATA/train
train=$DATA/examples/train.csv
test=$DATA/examples/test.csv

# In every test: m.st, a model of age and income, and full.st with its preparation.
setup_file()
{
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	csv-train -y bought -c age,income "$train" > m.st
	csv-impute --median age,income -n -f impute.st "$train"
	csv-scale --zscore age,income -n -f scale.st "$train"
	csv-onehot -c city -n -f onehot.st "$train"
	csv-train -y bought -k id -a impute.st -a scale.st -a onehot.st "$train" > full.st
}

setup()
{
	scratch
	cp "$BATS_FILE_TMPDIR"/*.st .
}

refuses() # MESSAGE OPTION...
{
	run_split csv-predict "${@:2}"
	assert_failure 3
	assert_output ""
	stderr_is "csv-predict: $1"
}

usage() # MESSAGE OPTION...
{
	run_split csv-predict "${@:2}"
	assert_failure 2
	assert_output ""
	stderr_is "csv-predict: $1
usage: csv-predict -a FILE [options] [file ...]"
}

# The step of a model, changed by sed and sealed again, is refused with this message.
forged() # MESSAGE SED-SCRIPT
{
	sed -E "$2" m.st | python3 "$ROOT/tests/seal.py" > forged.st
	run_split csv-predict -a forged.st "$train"
	assert_failure 3
	assert_output ""
	# shellcheck disable=SC2154
	[[ "$stderr" =~ ^"csv-predict: forged.st:"[0-9]+": $1"$ ]] || fail "$stderr"
}

# ---- what goes out ----

@test "probabilities are scikit-learn's predict_proba" {
	csv-train -y diagnosis --positive malignant "$D/cancer.csv" > c.st
	csv-predict -a c.st -c diagnosis "$D/cancer.csv" | paste -d, - "$D/cancer.predicted.csv" > p.csv
	assert_equal "$(head -n 1 p.csv)" diagnosis,prediction,probability,probability
	awk -F, 'NR > 1 { d = $3 - $4; if (d * d > 1e-18 || $2 != ($4 >= 0.5)) exit 1 }
		END { exit NR != 570 }' p.csv
	csv-train -y petal_width -x species "$D/iris.csv" > i.st
	csv-predict -a i.st -c petal_width "$D/iris.csv" | paste -d, - "$D/iris.predicted.csv" > p.csv
	assert_equal "$(head -n 1 p.csv)" petal_width,prediction,prediction
	awk -F, 'NR > 1 { d = $2 - $3; if (d * d > 1e-26) exit 1 } END { exit NR != 151 }' p.csv
}

@test "raw columns leave byte for byte, the model's at their right" {
	printf '%s\n' 'id,age,income,"a, b"' '007,+30,4.50e4,"x ""y"", z"' '"0.10",031,52000,' \
	    '"two' 'lines",44,"61500",""' > t.csv
	csv-predict -a m.st t.csv > p.csv
	sed -E 's/,(prediction,probability|[01],0\.[0-9]+)$//' p.csv | same t.csv -
	run head -n 1 p.csv
	assert_output 'id,age,income,"a, b",prediction,probability'
	assert_equal "$(grep -cE ',[01],0\.[0-9]+$' p.csv)" 3
}

@test "-c: the columns that pass, in that order; the model sees them all" {
	csv-predict -a m.st "$train" | csv-select -c bought,id,prediction,probability > expected
	csv-predict -a m.st -c bought,id "$train" | same expected -
	csv-predict -a m.st -c '/^b/,1' "$train" | same expected -
	refuses "$train: no column \"bougth\" (did you mean \"bought\"?)" -a m.st -c bougth "$train"
	usage "-c cannot hold @numeric or @text here: rows are read once" -a m.st -c @numeric "$train"
}

@test "the raw columns are those before the preparation" {
	run csv-predict -q -a full.st "$test"
	assert_line --index 0 id,age,income,city,bought,prediction,probability
	assert_line --index 3 --regexp '^19,46,,York,1,1,0\.'
}

@test "piped is fused, and csv-apply gives the columns of the pipe" {
	csv-impute -a impute.st "$test" | csv-scale -a scale.st | csv-onehot -q -a onehot.st > prepared.csv
	sed -n '/^logistic/p; 1p' full.st > alone.st
	csv-predict -a alone.st prepared.csv > piped.csv
	csv-apply -q -a full.st "$test" | same piped.csv -
	csv-apply -q -a impute.st -a scale.st -a onehot.st -a alone.st "$test" | same piped.csv -
	csv-select -c prediction,probability piped.csv > expected
	csv-predict -q -a full.st "$test" | csv-select -c prediction,probability | same expected -
	cat impute.st scale.st onehot.st alone.st | csv-predict -q -a - "$test" |
	    csv-select -c prediction,probability | same expected -
	csv-predict -q -a impute.st -a scale.st -a onehot.st -a alone.st "$test" |
	    csv-select -c prediction,probability | same expected -
}

@test "columns in another order, or more of them, change nothing" {
	csv-predict -a m.st "$train" | csv-select -c id,prediction,probability > expected
	csv-select -c income,bought,id,age "$train" | csv-predict -a m.st |
	    csv-select -c id,prediction,probability | same expected -
	csv-select -x bought,city "$train" | csv-predict -a m.st -c id | same expected -
}

@test "a row's answer does not depend on the others, blocks, pipe or gzip" {
	local size
	csv-predict -a m.st "$train" > expected
	for size in 1 20 100; do
		csv-predict -a m.st --block-size $size "$train" | same expected -
	done
	tail -n +1 "$train" | csv-predict -a m.st | same expected -
	gzip -c "$train" > t.csv.gz
	csv-predict -a m.st -o p.csv.gz t.csv.gz
	zcat p.csv.gz | same expected -
	sed 5d "$train" | csv-predict -a m.st | same <(sed 5d expected) -
}

@test "prediction is 1 from a probability of one half on" {
	lines op,item,key,value logistic,,begin,1 logistic,,rows,1 logistic,,columns,0000000000000000 \
	    logistic,,label,y logistic,,intercept,0 logistic,a,weight,1 logistic,,end,0 |
	    python3 "$ROOT/tests/seal.py" > half.st
	run csv-predict -a half.st <(lines a 0 -1e-16 -1e-15 1000 -1000 -0)
	assert_output "$(lines a,prediction,probability 0,1,0.5 -1e-16,1,0.5 \
	    -1e-15,0,0.4999999999999997 1000,1,1 -1000,0,0 -0,1,0.5)"
}

@test "a category that adds nothing leaves a zero as it is, encoded or not" {
	lines op,item,key,value linear,,begin,1 linear,,rows,1 linear,,columns,0000000000000000 \
	    linear,,label,y linear,,intercept,-0 linear,city=Leeds,weight,-1 linear,,end,0 |
	    python3 "$ROOT/tests/seal.py" > zero.st
	lines city Leeds York > t.csv
	csv-predict -a onehot.st -a zero.st t.csv > fused.csv
	run cut -d, -f 2 fused.csv
	assert_output "$(lines prediction -1 0)"
	csv-onehot -a onehot.st t.csv | csv-predict -a zero.st -c city=York | cut -d, -f 2 |
	    same <(cut -d, -f 2 fused.csv) -
}

@test "header only, -H, -d, CRLF and an input without its last newline" {
	run csv-predict -a m.st <(head -n 1 "$train")
	assert_output id,age,income,city,bought,prediction,probability
	run csv-predict -a full.st -c id <(head -n 1 "$test")
	assert_output id,prediction,probability
	lines 1,0 2,0 3,1 2,1 > t.csv
	csv-train -H -y 2 t.csv > h.st
	run csv-predict -H -a h.st <(lines 2,9)
	assert_output 2,9,1,0.5
	run csv-predict -H -a h.st <(lines 2)
	assert_output 2,1,0.5
	csv-predict -a m.st "$train" > expected
	tr , ';' < "$train" | csv-predict -d ';' -a m.st | tr ';' , | same expected -
	sed 's/$/\r/' "$train" | csv-predict -a m.st | same expected -
	printf '%s' "$(cat "$train")" | csv-predict -a m.st | same <(printf '%s' "$(cat expected)") -
}

@test "unseen categories are counted and told once, at the end" {
	{ cat "$test"; tail -n +2 "$test"; } | sed 's/Oslo/Rome/' > t.csv
	run_split csv-predict -a full.st --block-size 20 t.csv
	assert_success
	assert_equal "${#lines[@]}" 13
	# shellcheck disable=SC2154
	assert_equal "${#stderr_lines[@]}" 1
	stderr_has 'csv-predict: warning: column "city": 6 '
}

# ---- what is refused ----

@test "a column called like the model's is refused, unless -c leaves it out" {
	csv-predict -a m.st "$train" > p.csv
	refuses 'p.csv: column "prediction" exists already (leave it out with -c)' -a m.st p.csv
	refuses 'p.csv: column "probability" exists already (leave it out with -c)' -a m.st -c id,probability p.csv
	csv-predict -a m.st -c id "$train" > expected
	csv-predict -a m.st -c id p.csv | same expected -
	csv-predict -q -a full.st -c 1..bought p.csv | same <(csv-predict -a full.st "$train") -
	csv-predict -a m.st -c id --block-size 1 <(sed '2s/34/x/' p.csv) > q.csv 2> err || true
	run cat err
	assert_output --partial ':2: column "age": "x" is not a number'
	# A linear model makes no probability.
	csv-train -y income -c age "$train" > l.st
	run csv-predict -a l.st -c age,probability <(lines age,probability 30,0.5)
	assert_line --index 0 age,probability,prediction
}

@test "a missing column is told before the first row" {
	csv-select -x income "$train" > t.csv
	refuses 't.csv: no column "income"' -a m.st t.csv
	sed '1s/age/agee/' "$train" > t.csv
	refuses 't.csv: no column "age" (did you mean "agee"?)' -a m.st t.csv
	refuses 't.csv: no column "age" (did you mean "agee"?)' -a full.st t.csv
}

@test "a bad cell: told with its line, and the stream ends so that nobody takes it for whole" {
	local size
	awk 'BEGIN { print "age,income"; for (i = 1; i <= 30000; i++) print i % 60 "," 20000 + i }' > whole.csv
	sed '29001s/^/x/' whole.csv > t.csv
	csv-predict -a m.st whole.csv | head -n 29000 > expected
	for size in 5000 1000000; do
		run_split csv-predict -a m.st --block-size $size -o not.csv t.csv
		assert_failure 3
		stderr_is 'csv-predict: t.csv:29001: column "age": "x20" is not a number (encode it with csv-onehot, or leave the column out)'
		assert_not_exist not.csv
		csv-predict -a m.st --block-size $size t.csv 2> /dev/null > p.csv || true
		head -n 29000 p.csv | cmp - expected
		[[ $(tail -n +29001 p.csv) == '"csv-predict failed: t.csv:29001: '* ]]
		run csv-select -c age p.csv
		assert_failure 3
	done
	# What fails before anything went out leaves nothing at all.
	refuses "$test:4: column \"income\": missing (use csv-impute, or csv-scrub --drop-missing)" -a m.st "$test"
}

@test "values too large for a score" {
	run_split csv-predict -a m.st <(lines age,income 30,50000 1e308,-1e308)
	assert_success
	sed -E 's/^(logistic,(age|income),weight),.*/\1,1e308/' m.st | python3 "$ROOT/tests/seal.py" > big.st
	run_split csv-predict -a big.st <(lines age,income 0,0 30,50000)
	assert_failure 3
	stderr_has ':3: the score of this row is not finite: its values are too large'
}

@test "a state without a model, or with its model not last" {
	refuses "impute.st: its last step is impute, not a model (use csv-apply)" -a impute.st "$test"
	refuses "scale.st: its last step is scale, not a model (use csv-apply)" -a m.st -a scale.st "$train"
	lines op,item,key,value > empty.st
	refuses "empty.st: a state without a step" -a empty.st "$train"
	refuses "$train: column \"prediction\" exists already (csv-select --rename the old one)" -a m.st -a m.st "$train"
	run_split csv-predict -a missing.st "$train"
	assert_failure 4
}

@test "usage errors" {
	usage "-a names the model" "$train"
	usage "--na was chosen in fitting, and stands in the model" -a m.st --na - "$train"
}

# ---- the facts of a model ----

@test "facts: each once, but for the words of the label's rule" {
	forged 'a second weight of "age"' 's/^logistic,income,/logistic,age,/'
	forged 'a second "intercept"' 's/^(logistic,,)(intercept,.*)/\1\2\n\1\2/'
	forged 'a second "label"' 's/^(logistic,,)(label,.*)/\1\2\n\1\2/'
	forged 'a second "l2"' 's/^(logistic,,)(l2,.*)/\1\2\n\1\2/'
	forged 'a second "rows"' 's/^(logistic,,)(rows,.*)/\1\2\n\1\2/'
	forged 'positive and negative words at once' 's/^(logistic,,label,.*)/\1\nlogistic,,positive,a\nlogistic,,negative,b/'
	sed 's/^\(logistic,,label,.*\)/\1\nlogistic,,positive,a\nlogistic,,positive,b/' m.st |
	    python3 "$ROOT/tests/seal.py" > two.st
	csv-predict -a two.st "$train" | same <(csv-predict -a m.st "$train") -
}

@test "facts: what must be there, and finite" {
	forged 'a model without a label' '/,,label,/d'
	forged 'a model without an intercept' '/,,intercept,/d'
	forged 'a model without a weight' '/,weight,/d'
	forged 'a column without a name' 's/(,,label),.*/\1,/'
	forged 'not a fact of a model' 's/,,objective,/,,objection,/'
	forged 'not a fact of a model' 's/age,weight,/age,height,/'
	forged '"nan" is not a finite number' 's/(age,weight),.*/\1,nan/'
	forged '"inf" is not a finite number' 's/(,,intercept),.*/\1,inf/'
	forged '"1e999" is not a finite number' 's/(,,objective),.*/\1,1e999/'
	forged 'a penalty below 0' 's/(,,l1),.*/\1,-1/'
	forged 'converged is 0 or 1' 's/(,,converged),.*/\1,2/'
	forged '"-3" is not a count' 's/(,,iterations),.*/\1,-3/'
}

# A line lost, doubled, cut short or garbled.
edits=(d p 's/,[^,]*$/,x/' 's/[^,]*$/"/' 's/^[^,]*/linear/' 's/,/,,/' 's/,[^,]*,/,z,/')

@test "facts: any edit of a model is refused, and under a right checksum refused or harmless" {
	local n i last status
	last=$(wc -l < m.st)
	for ((n = 2; n <= last; n++)); do
		for ((i = 0; i < ${#edits[@]}; i++)); do
			long || [ $((i % 4)) = $((n % 4)) ] || continue
			sed "$n${edits[i]}" m.st > forged.st
			run csv-predict -a forged.st "$train"
			assert_failure 3
			python3 "$ROOT/tests/seal.py" < forged.st > sealed.st
			status=0
			csv-predict -a sealed.st "$train" > p.csv 2> err || status=$?
			[ $status -eq 0 ] || [ $status -eq 3 ] || fail "status $status after $n${edits[i]}"
			[ $status -eq 0 ] || [ ! -s p.csv ]
			run grep -E 'nan|inf' p.csv
			assert_failure
		done
	done
}

# ---- why ----

@test "--explain: contributions sum up to the score" {
	table=$DATA/train/classes.csv
	csv-scale --zscore a..c -n -f z.st "$table"
	csv-train -y y --positive ant -c a..c -a z.st "$table" -o m.st
	csv-predict -a m.st -c y --explain "$table" > p.csv
	assert_equal "$(head -n 1 p.csv)" y,prediction,probability,contribution=,contribution=a,contribution=b,contribution=c
	awk -F, 'NR > 1 { z = $4 + $5 + $6 + $7; d = 1 / (1 + exp(-z)) - $3; if (d > 1e-12 || d < -1e-12) exit 1 }' p.csv
	csv-predict -a m.st -c y "$table" | cmp - <(cut -d , -f 1-3 p.csv)
	csv-predict -a m.st -c y --explain --block-size 100 -j 2 "$table" | cmp p.csv -
	# Weight times value: the same feature, twice the value, twice the contribution.
	csv-train -y c -c a,b "$table" -o lin.st
	csv-predict -a lin.st -c a --explain "$table" | awk -F, -v w="$(csv-model lin.st | sed -n 's/^a,//p')" '
		NR > 1 { d = $1 * w - $4; if (d > 1e-12 || d < -1e-12) exit 1 }'
	# Of several classes: the predicted one's; categories count for the one level they are.
	lines kind,x,y a,1,p a,2,q b,1,q b,3,r a,4,r b,0,p a,0,p b,5,r a,1,q > t.csv
	csv-onehot -c kind -n -f hot.st t.csv
	csv-train -y y --model softmax -a hot.st t.csv -o soft.st
	csv-predict -a soft.st --explain t.csv > p.csv
	assert_equal "$(head -n 1 p.csv | tr , '\n' | grep -c ^contribution)" 5
	csv-onehot -a hot.st t.csv > made.csv
	csv-train -y y --model softmax made.csv -o made.st
	csv-predict -a made.st --explain made.csv | csv-select -c '/^contribution/' |
	    cmp - <(csv-select -c '/^contribution/' p.csv)
}

@test "--explain: what is refused" {
	table=$DATA/train/classes.csv
	csv-train -q -y y --positive ant --model mlp --hidden 2 --epochs 1 -c a,b "$table" -o net.st
	run_split csv-predict -a net.st --explain "$table"
	assert_failure 3
	assert_output ""
	stderr_is 'csv-predict: net.st: what a feature adds depends on the others in this model (--explain is for models of weights)'
	csv-train -y y --positive ant -c a "$table" -o one.st
	run_split csv-predict -a one.st --explain <<< $'a,contribution=a\n1,2'
	assert_failure 3
	stderr_is 'csv-predict: stdin: column "contribution=a" exists already (leave it out with -c)'
	{ echo feature,weight; seq -f 'x%.0f,1' 10001; } | csv-model --import --model linear -y y -o wide.st
	run_split csv-predict -a wide.st --explain <<< $'a\n1'
	assert_failure 3
	stderr_is 'csv-predict: wide.st: --explain would add 10002 columns, more than 10000'
}
