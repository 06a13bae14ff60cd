#!/usr/bin/env bats
#
# csv-apply: a recipe in one process, partials merged, and everything that is said of
# states that cannot be used.

load helper

setup()
{
	scratch
	lines id,age,pay,city 1,30,100,Leeds 2,40,,Oslo 3,50,300,"\"York, old\"" > t.csv
	csv-impute --mean pay -n -f impute.st t.csv
	csv-impute -a impute.st t.csv | csv-scale --zscore age,pay -n -f scale.st
	csv-onehot -c city -n -f onehot.st t.csv
}

wrong() # STATUS MESSAGE OPTION...
{
	local status_wanted=$1 said=$2

	shift 2
	run csv-apply "$@"
	assert_failure "$status_wanted"
	assert_line --index 0 "csv-apply: $said"
}

# A step with a checksum that is right, of a text that is not.
forge() # SED-SCRIPT MESSAGE
{
	sed "$1" scale.st | python3 "$ROOT/tests/seal.py" > forged.st
	wrong 3 "forged.st:$2" -a forged.st t.csv
}

# ---- recipes ----

@test "several states, one file of them, and a pipe of tools: the same" {
	csv-apply -a impute.st -a scale.st -a onehot.st t.csv > fused
	csv-impute -a impute.st t.csv | csv-scale -a scale.st | csv-onehot -a onehot.st > piped
	same fused piped
	cat impute.st scale.st onehot.st > prep.st
	csv-apply -a prep.st < t.csv > one
	same fused one
	csv-apply -a prep.st --block-size 1 t.csv > small
	same fused small
	run head -n 1 fused
	assert_output 'id,age,pay,city=Leeds,city=Oslo,"city=York, old",city=<oov>'
	# Any map applies any recipe.
	csv-scale -a prep.st t.csv > scale
	same fused scale
}

@test "the state itself may come through a pipe, or packed" {
	csv-apply -a scale.st -a onehot.st t.csv > want
	csv-apply -a - t.csv < <(cat scale.st onehot.st) > got
	same want got
	cat scale.st onehot.st | gzip -c > prep.st.gz
	csv-apply -a prep.st.gz t.csv > got
	same want got
	sed 's/$/\r/' scale.st > crlf.st
	run csv-apply -a crlf.st t.csv
	assert_success
}

@test "the order of the steps is the order of the options" {
	csv-scale --log age -n -f log.st t.csv
	csv-scale --maxabs age -n -f max.st t.csv
	csv-apply -a max.st -a log.st t.csv > out
	csv-scale -a max.st t.csv | csv-scale -a log.st | same - out
	run cmp out <(csv-apply -a log.st -a max.st t.csv)
	assert_failure
}

@test "other columns may be there, in any order, and pass" {
	csv-apply -a scale.st t.csv > want
	lines more,pay,city,age,id 'x,100,Leeds,30,1' ',,Oslo,40,2' \
	    '"""",300,"York, old",50,3' > new.csv
	csv-apply -a scale.st new.csv > out
	csv-select -c id,age,pay,city out | csv-apply -a scale.st t.csv | same - want
	csv-select -c id,age,pay,city out > got
	csv-select want | cut -d , -f 1-3 > want.3
	cut -d , -f 1-3 got | same - want.3
	run csv-select -c more out
	assert_output "$(lines more x '""' '""""')"
}

@test "a step's own words for missing are used, and only in it" {
	lines a,b 1,9 9,1 3,3 > n.csv
	csv-scale --maxabs a --na 9 -n -f a.st n.csv
	csv-scale --maxabs b -n -f b.st n.csv
	run csv-apply -a a.st -a b.st n.csv
	assert_output "$(lines a,b 0.3333333333333333,1 ,0.1111111111111111 1,0.3333333333333333)"
}

@test "a model is a step too: what csv-apply gives is what the pipe gives" {
	local t=$DATA/examples/train.csv

	csv-scale --zscore age,income -n -f s.st "$t"
	csv-train -y bought -c age,income -a s.st "$t" > model.st
	csv-apply -a model.st "$t" > fused
	csv-scale -a s.st "$t" | csv-predict -a <(sed -n '/^logistic/p;1p' model.st) > piped
	same fused piped
}

@test "a column is missing, a cell is bad: file, line and column" {
	lines id,agee,pay 1,2,3 > new.csv
	wrong 3 'new.csv: no column "age" (did you mean "agee"?)' -a scale.st new.csv
	lines id,age,pay '"a' 'b",2,3' 2,3O,4 > new.csv
	wrong 3 "new.csv:4: column \"age\": \"3O\" is not a number (use --na '3O' or csv-scrub)" \
	    -o out -a scale.st new.csv
	assert_not_exists out
	: > new.csv
	wrong 3 "new.csv: empty input, not even a header (did the command before fail?)" \
	    -a scale.st new.csv
	head -n 1 t.csv > new.csv
	run csv-apply -a scale.st new.csv
	assert_success
	assert_output id,age,pay,city
}

@test "what no category of fitting covers is told at the end" {
	lines id,age,pay,city 4,1,1,Bergen 5,2,2,Paris > new.csv
	run_split csv-apply -a onehot.st new.csv
	assert_success
	stderr_has 'column "city": 2 cells'
	run_split csv-apply -q -a onehot.st new.csv
	stderr_is ""
}

# ---- usage ----

@test "usage" {
	wrong 2 "one of -a FILE, --merge and --list" t.csv
	wrong 2 "one of -a FILE, --merge and --list" -a scale.st --merge t.csv
	wrong 2 "one of -a FILE, --merge and --list" --merge --list
	wrong 2 "--list reads no file" --list t.csv
	wrong 2 "--na was chosen in fitting, and stands in the state" -a scale.st --na 9 t.csv
	wrong 2 "-a needs a value (see --help)" -a
	run csv-apply -a scale.st -o t.csv t.csv
	assert_failure 2
	assert_output "csv-apply: t.csv is input and output"
}

@test "--list names every operator and method once" {
	csv-apply --list > list
	run head -n 1 list
	assert_output "op,method,what it does"
	run sed 1d list
	assert_line "scale,log,natural logarithm"
	assert_line "select,,\"choose, order, drop and rename columns\""
	run bash -c 'cut -d , -f 1,2 list | sort | uniq -d'
	assert_output ""
	csv-select list > again
	same list again
	csv-apply --list -o other < /dev/null
	same list other
	# Each is somebody's option.
	while IFS=, read -r op method _; do
		[ -z "$method" ] || ! command -v "csv-$op" > /dev/null ||
		    "csv-$op" --help | grep -q -- "--$method" || fail "csv-$op has no --$method"
	done < <(sed 1d list)
}

# ---- partials ----

partial() # NAME OPTION...: of t.csv, and of its parts
{
	local name=$1

	shift
	"$@" -n -f whole.st t.csv
	for part in 1 2 3; do
		{ head -n 1 t.csv; sed -n "$((part + 1))p" t.csv; } > part.csv
		"$@" -n --partial -f "$name.$part" part.csv
	done
	head -n 1 t.csv > part.csv
	"$@" -n --partial -f "$name.0" part.csv
}

@test "--merge: any number, any order, one file or many, empty ones too" {
	partial p csv-scale --zscore age --robust pay
	csv-apply --merge p.2 p.0 p.3 p.1 > got
	same whole.st got
	csv-apply --merge p.? -o got
	same whole.st got
	cat p.1 p.2 p.3 | csv-apply --merge > got
	same whole.st got
	cat p.3 p.2 > pp
	csv-apply --merge p.1 - < pp > got
	same whole.st got
	gzip p.1
	csv-apply --merge p.1.gz pp > got
	same whole.st got
	csv-apply -a got t.csv > a
	csv-scale -a whole.st t.csv | same - a
}

@test "--merge: two wishes at once, each from every file" {
	partial p csv-scale --zscore age
	cp whole.st both.st
	partial q csv-onehot -c city
	cat whole.st >> both.st
	for i in 0 1 2 3; do
		cat "p.$i" "q.$i" > "r.$i"
	done
	csv-apply --merge r.3 r.1 r.0 r.2 > got
	csv-apply -a got t.csv > a
	csv-apply -a both.st t.csv | same - a
	run csv-apply --merge r.1 r.2 p.3
	assert_failure 3
	assert_output --partial "this partial does not belong to that of"
}

@test "--merge refuses what does not belong together" {
	partial p csv-scale --zscore age
	partial q csv-scale --zscore age --ddof 1
	partial r csv-scale --zscore pay
	sed 's/^id/key/' t.csv > other.csv
	csv-scale --zscore age -n --partial -f s.1 other.csv
	csv-scale --zscore age --na 9 -n --partial -f n.1 t.csv
	csv-bin --quantile age:2 -n --partial -f b.1 t.csv
	for other in q.1 r.1 s.1 n.1 b.1; do
		wrong 3 "$other:2: this partial does not belong to that of p.1:2: they were fitted with other options, columns or header" \
		    --merge p.1 $other p.2
	done
}

@test "--merge refuses what is settled, -a what is not" {
	partial p csv-scale --zscore age
	wrong 3 "scale.st:2: not a partial: it is settled already" --merge p.1 scale.st
	wrong 3 "p.1:2: a partial: merge it first (csv-apply --merge)" -a p.1 t.csv
	wrong 3 "the partials of scale hold no rows" --merge p.0 p.0
	wrong 4 "p.9: cannot open: No such file or directory" --merge p.1 p.9
}

@test "--merge does not write over a partial" {
	partial p csv-scale --zscore age
	cp p.1 kept
	wrong 2 "p.1 is input and output" --merge p.1 p.2 -o p.1
	wrong 2 "./p.1 is input and output" --merge p.1 p.2 -o ./p.1
	same kept p.1
	run csv-apply --merge p.1 p.9 -o new.st
	assert_failure 4
	assert_not_exists new.st
}

@test "a partial that was changed is refused" {
	local line

	partial p csv-scale --zscore age --robust pay
	sed 's/:0:sum,.*/:0:sum,x/' p.1 | python3 "$ROOT/tests/seal.py" > forged
	run csv-apply --merge forged p.2
	assert_failure 3
	assert_output --partial "not an exact sum"
	while IFS='|' read -r line said; do
		sed "$line" p.1 | python3 "$ROOT/tests/seal.py" > forged
		run csv-apply --merge p.2 forged
		assert_failure 3
		assert_output --partial "$said"
	done <<-'E'
		s/tally:0:n,1/tally:9:n,1/|not a fact of a partial
		s/tally:0:n,1/tally:0:m,1/|not a fact of a partial
		s/tally:0:n,1/tally::n,1/|not a fact of a partial
		s/tally:0:n,1/tally:0:n,-1/|"-1" is not a count
		s/tally:0:max,30/tally:0:max,inf/|"inf" is not a finite number
		s/:value:1,/:value:0,/|not a count of a partial
		s/:value:1,/:value:9,/|more values than were counted
		s/tally:1:n,1/tally:1:n,9/|more values than rows
	E
	sed '/tally:0:n/d' p.1 > forged
	wrong 3 "forged:21: the checksum of step \"scale\" does not match: it was changed or damaged (fit it again)" \
	    --merge p.2 forged
}

# What is loaded must be such as could have been counted: else settling it would look
# for values that are not there, or give a mean or sd that is no number.
@test "a partial whose facts do not add up is refused" {
	local line

	csv-scale --zscore age --clip pay:p5: -n --partial -f scale.p t.csv
	csv-scale --minmax age -n --partial -f range.p t.csv
	csv-impute --mode city --median pay -n --partial -f impute.p t.csv
	csv-bin --quantile age:2 -n --partial -f bin.p t.csv
	csv-onehot -c city -n --partial -f onehot.p t.csv
	while IFS='|' read -r file line said; do
		sed "$line" "$file.p" | python3 "$ROOT/tests/seal.py" > forged
		wrong 3 "forged:$said" --merge forged
	done <<-'E'
		impute|/:text:/d|2: column "city" holds another number of values than it counts
		impute|/:value:/d|2: column "pay" holds another number of values than it counts
		impute|s/:0:n,3/:0:n,2/|2: column "city" does not count each row once
		impute|s/:1:missing,1/:1:missing,0/|2: column "pay" does not count each row once
		impute|s/,Oslo$/,/|12: a value is empty
		bin|/:value:/d|2: column "age" holds another number of values than it counts
		bin|/tally:/d|2: column "age" does not count each row once
		bin|s/,rows,3/,rows,4/|2: column "age" does not count each row once
		onehot|s/text:1,Oslo/text:7,Oslo/|2: column "city" holds another number of values than it counts
		scale|/:squares,/d|2: column "age" has sums or a range that its values cannot have
		scale|/:0:min,/d|2: column "age" has sums or a range that its values cannot have
		scale|s/:0:max,50/:0:max,35/|2: column "age" has sums or a range that its values cannot have
		range|/:max,/d|2: column "age" has sums or a range that its values cannot have
		range|s/:min,30/:min,60/|2: column "age" has sums or a range that its values cannot have
	E
}

@test "--merge: what nothing is learnt for needs no rows, as in fitting" {
	head -n 1 t.csv > empty.csv
	for how in "csv-scale --log age" "csv-impute --const pay:0" "csv-bin --edges age:40"; do
		$how -n -f whole.st empty.csv
		$how -n --partial -f empty.p empty.csv
		csv-apply --merge empty.p empty.p > merged.st
		same merged.st whole.st
	done
}

# ---- states that cannot be used ----

@test "not a state" {
	wrong 3 "t.csv: not a state file: its header is not op,item,key,value" -a t.csv t.csv
	head -n 1 scale.st > empty.st
	wrong 3 "empty.st: a state without a step" -a empty.st t.csv
	: > empty.st
	wrong 3 "empty.st: empty input, not even a header (did the command before fail?)" \
	    -a empty.st t.csv
	wrong 4 "none.st: cannot open: No such file or directory" -a none.st t.csv
	mkdir folder
	wrong 4 "folder: is a directory" -a folder t.csv
}

@test "cut off, mangled, from the future" {
	local n i

	n=$(wc -l < scale.st)
	for ((i = 2; i < n; i++)); do
		head -n $i scale.st > cut.st
		wrong 3 "cut.st: the last step has no end: the file is cut off" -a cut.st t.csv
	done
	{ sed '$d' scale.st; sed 1d onehot.st; } > cut.st
	wrong 3 "cut.st:$n: the step before this line has no end: cut off?" -a cut.st t.csv
	{ sed '$d' scale.st; sed 1d scale.st; } > cut.st
	wrong 3 "cut.st:$n: the step before this line has no end: cut off?" -a cut.st t.csv
	sed 2d scale.st > cut.st
	wrong 3 "cut.st:2: a fact outside a step: lines are missing before it" -a cut.st t.csv
	sed '2s/,1$/,/' scale.st > cut.st
	wrong 3 "cut.st:2: a step without a version: not a state file?" -a cut.st t.csv
	sed '2s/,1$/,2/' scale.st > cut.st
	wrong 3 "cut.st:2: written by a newer csvlearn: format 2, this program reads 1" -a cut.st t.csv
	sed 's/,mean,40/,mean,41/' scale.st > cut.st
	wrong 3 "cut.st:$n: the checksum of step \"scale\" does not match: it was changed or damaged (fit it again)" \
	    -a cut.st t.csv
	sed 's/^scale/magic/' scale.st > cut.st
	wrong 3 "cut.st:$n: the checksum of step \"magic\" does not match: it was changed or damaged (fit it again)" \
	    -a cut.st t.csv
	# One bad state is enough, wherever it stands.
	{ cat scale.st; head -n 3 onehot.st; } > cut.st
	wrong 3 "cut.st: the last step has no end: the file is cut off" -a impute.st -a cut.st t.csv
}

@test "facts that do not add up" {
	forge 's/^scale/magic/' '2: no operator is called "magic"'
	forge 's/,,rows,3/,,rows,x/' '4: "x" is not a count'
	forge 's/,,rows,3/,,rows,99999999999999999999/' '4: "99999999999999999999" is not a count'
	forge 's/,,rows,3/,,rows,/' '4: a count is missing'
	forge 's/\(,,columns,\).*/\1xyz/' '5: not a hash'
	forge 's/\(,,columns,.\)./\1g/' '5: not a hash'
	forge 's/age,mean,40/age,mean,nan/' '7: "nan" is not a finite number'
	forge 's/age,mean,40/age,mead,40/' '7: not a fact of scale'
	forge '3s/.*/&\nscale,,partial,1/' '4: a fact of a column before its method'
}

@test "without a header, a recipe that a pipe would read otherwise is refused" {
	lines 10,1,5,100 20,2,6,300 30,4,8,200 > h.csv
	csv-select -H -x 1 -f a.st h.csv | csv-scale -H --zscore 3 -f b.st > piped
	run_split -3 csv-apply -H -a a.st -a b.st h.csv
	stderr_is 'csv-apply: h.csv: with --no-header, scale may mean other columns than those that select left: give the table a header, or apply the steps in a pipe'
	csv-select -H -a a.st h.csv | csv-scale -H -a b.st | same - piped
	csv-select -H -c 3,1,2,4 -f a.st h.csv | csv-scale -H --zscore 1 -n -f b.st
	run_split -3 csv-apply -H -a a.st -a b.st h.csv
	# Learnt from the same table, and by its numbers: that is no riddle.
	csv-select -H -x 1 -n -f a.st h.csv
	csv-scale -H --zscore 3 -n -f b.st h.csv
	run -0 csv-apply -H -a a.st -a b.st h.csv
}

# ---- for other programs ----

@test "svmlight: label, and what is not 0, by index" {
	lines y,c,x 1,a,0 -1,b,2.5 0.5,new,-1 > t.csv
	csv-onehot -c c -n -f c.st <<< $'c\na\nb'
	run_split csv-apply -a c.st -q --svmlight y --features f.csv t.csv
	assert_output "$(lines '1 1:1' '-1 2:1 4:2.5' '0.5 3:1 4:-1')"
	run cat f.csv
	assert_output "$(lines index,name 1,c=a 2,c=b '3,c=<oov>' 4,x)"
	# The columns' order, not the label's place, makes the numbers.
	csv-select -c x,c,y t.csv | csv-apply -a c.st -q --svmlight y > out
	lines '1 2:1' '-1 1:2.5 3:1' '0.5 1:-1 4:1' > want
	same want out
	awk 'BEGIN { print "y,c,x"; for (i = 0; i < 2000; i++) print i % 2 "," (i % 3 ? "a" : "b") "," i % 5 }' > big.csv
	csv-apply -a c.st --svmlight y big.csv > a
	csv-apply -a c.st --svmlight y -j 3 --block-size 30 < big.csv > b
	same a b
}

@test "svmlight: what is refused" {
	lines y,c,x 1,a,0 1,b, > t.csv
	csv-onehot -c c -n -f c.st <<< $'c\na\nb'
	run_split csv-apply -a c.st --svmlight y t.csv
	assert_failure 3
	stderr_is 'csv-apply: t.csv:3: column "x": missing, which this form has no place for (use csv-impute, or csv-scrub --drop-missing)'
	run_split csv-apply -a c.st --svmlight x t.csv
	assert_failure 3
	stderr_has 't.csv:3: column "x": missing'
	run_split csv-apply -a c.st --svmlight z t.csv
	assert_failure 3
	stderr_has 'no column "z"'
	lines y,c,x 1,a,word > t.csv
	run_split csv-apply -a c.st --svmlight y t.csv
	assert_failure 3
	stderr_has 't.csv:2: column "x": "word" is not a number'
	run_split csv-apply --svmlight y --list
	assert_failure 2
	stderr_has '--svmlight goes with -a FILE, and --features with --svmlight'
	run_split csv-apply -a c.st --features f t.csv
	assert_failure 2
}
