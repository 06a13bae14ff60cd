# state.bats - what csvlearn-state(5) says of states: their bytes, and what is refused
#
# What is said of the facts of one operator is tested in its own file.

load helper

setup()
{
	scratch
	lines id,age,city 1,34,Leeds 2,51,'"Paris, Texas"' 3,27,Leeds > t.csv
	lines id,age,city 4,40,York > more.csv
	csv-scale --zscore age -n -f age.st t.csv
	csv-onehot -c city -n -f city.st t.csv
}

seal()
{
	/usr/bin/python3 "$ROOT/tests/seal.py"
}

xxh64() # BYTES as a Python literal
{
	PYTHONPATH=$ROOT/tests /usr/bin/python3 -B -c \
	    "import seal; print('%016x' % seal.xxh64($1))" < /dev/null
}

value() # STATE KEY: the values of the facts about the whole
{
	csv-select -c item,key,value "$1" | grep "^,$2," | cut -d , -f 3-
}

refused() # MESSAGE STATE [PROGRAM]
{
	run -3 "${3:-csv-scale}" -a "$2" t.csv
	assert_output "${3:-csv-scale}: $1"
}

# ---- bytes ----

@test "a step: begin, where it comes from, facts, end" {
	run cat age.st
	assert_line -n 0 op,item,key,value
	assert_line -n 1 scale,,begin,1
	assert_line -n 2 scale,,options,--zscore\ age
	assert_line -n 3 scale,,rows,3
	assert_line -n 4 --regexp '^scale,,columns,[0-9a-f]{16}$'
	assert_line -n 5 scale,age,method,zscore
	assert_line -n 6 --regexp '^scale,age,mean,37\.33'
	assert_line -n 8 --regexp '^scale,,end,[0-9a-f]{16}$'
	assert_equal "${#lines[@]}" 9
}

@test "the checksum is XXH64 of the bytes from begin to the row before end" {
	csv-impute --mode city -n -f mode.st --na 'NA,"a,b"' t.csv
	cat age.st city.st mode.st > all.st
	seal < all.st > sealed.st
	same all.st sealed.st
	run value age.st end
	assert_output "$(xxh64 "b''.join(open('age.st', 'rb').readlines()[1:-1])")"
}

@test "columns is XXH64 of the decoded names, each with a NUL" {
	run value age.st columns
	assert_output "$(xxh64 'b"id\0age\0city\0"')"
	lines '"a ""b""","c,d"' 1,2 | csv-scale --log 2 -n -f q.st
	run value q.st columns
	assert_output "$(xxh64 'b"a \"b\"\0c,d\0"')"
	lines 1,2 | csv-scale -H --log 2 -n -f h.st
	run value h.st columns
	assert_output "$(xxh64 'b"1\0002\0"')"
}

@test "options: long names, as a shell reads them, and only those that shape the result" {
	lines "a b;it's" '1;5' '2;7' > s.txt
	csv-scale -q -d ';' --max-record 100 --na x --clam --minmax 1:0:2 --block-size 9 \
	    --log "it's" -n -f s.st s.txt
	run value s.st options
	assert_output "--clamp --minmax 1:0:2 --log 'it'\\''s'"
	csv-select -d ';' -x 1 -n -f s.st s.txt
	run value s.st options
	assert_output "--exclude 1"
}

@test "no name of a file and no dialect is in a state" {
	tr , ';' < t.csv > other.txt
	sed -i 's/"Paris; Texas"/Paris, Texas/' other.txt
	csv-onehot -c city -d ';' -n -f other.st other.txt
	same city.st other.st
	csv-onehot -c city < t.csv -f other.st > /dev/null
	same city.st other.st
}

@test "cells are quoted where they must be, and any text survives" {
	printf 'c\n"a\n""b"""\n=1\n" x "\n' > hard.csv
	csv-onehot -c c -n -f hard.st hard.csv
	run grep -c '""b"""' hard.st
	assert_output 1
	csv-onehot -a hard.st hard.csv > a.csv
	csv-onehot -c c hard.csv > b.csv
	same a.csv b.csv
}

@test "methods that follow one another are steps" {
	csv-scale --clip age:p1:p99 --zscore age -n -f s.st t.csv
	run grep -c ,,begin,1 s.st
	assert_output 2
	run value s.st options
	assert_output "--clip age:p1:p99 --zscore age
--clip age:p1:p99 --zscore age"
}

@test "the words of --na are in the state and hold where it is applied" {
	lines a x 3 '?' 5 > na.csv
	csv-scale --maxabs a --na 'x,?' -n -f na.st na.csv
	run value na.st na
	assert_output $'x\n?'
	run csv-scale -a na.st na.csv
	assert_output $'a\n""\n0.6\n""\n1'
	lines a NA 1 | csv-onehot -c a --na '' -n -f none.st
	run value none.st na
	assert_output ""
	assert_equal "$(grep -c ,,na, none.st)" 1
	lines a NA 2 > na.csv
	run -3 csv-scale --maxabs a --na '' na.csv
	run value age.st na
	refute_output
}

@test "an open side of clip is the largest double" {
	csv-scale --clip age::40 -n -f s.st t.csv
	run grep ,lo, s.st
	assert_output scale,age,lo,-1.7976931348623157e+308
}

@test "states concatenate, compressed too, with a header each or one" {
	csv-apply -a age.st -a city.st t.csv > want.csv
	(cat age.st; tail -n +2 city.st) > both.st
	csv-apply -a both.st t.csv > got.csv
	same want.csv got.csv
	(gzip -c age.st; gzip -c city.st) > both.st.gz
	csv-apply -a both.st.gz t.csv > got.csv
	same want.csv got.csv
}

@test "a byte order mark, CRLF, a missing last newline and standard input are read" {
	csv-scale -a age.st t.csv > want.csv
	{ printf '\357\273\277'; sed 's/$/\r/' age.st; } > dos.st
	head -c -1 age.st > short.st
	for state in dos.st short.st; do
		csv-scale -a $state t.csv > got.csv
		same want.csv got.csv
		cat $state | csv-scale -a - t.csv > got.csv
		same want.csv got.csv
	done
}

@test "a state is applied whatever rows and columns it came from" {
	sed '/,options,/d; /,rows,/d; /,columns,/d' age.st | seal > bare.st
	csv-select -c city,age t.csv | csv-scale -a bare.st > got.csv
	csv-scale -a age.st t.csv | csv-select -c city,age > want.csv
	same want.csv got.csv
}

# ---- refused ----

@test "what is no state is refused" {
	refused "t.csv: not a state file: its header is not op,item,key,value" t.csv
	head -n 1 age.st > s.st
	refused "s.st: a state without a step" s.st
	: > s.st
	refused "s.st: empty input, not even a header (did the command before fail?)" s.st
	run -4 csv-scale -a none.st t.csv
	assert_output "csv-scale: none.st: cannot open: No such file or directory"
}

@test "a state that is cut off is refused, wherever" {
	local n
	for n in 2 3 5 8; do
		head -n $n age.st > s.st
		refused "s.st: the last step has no end: the file is cut off" s.st
		cat s.st city.st > both.st
		refused "both.st:$((n + 1)): the step before this line has no end: cut off?" both.st
	done
	head -n 3 age.st > s.st
	tail -n +2 age.st >> s.st
	refused "s.st:4: the step before this line has no end: cut off?" s.st
	sed 2d age.st > s.st
	refused "s.st:2: a fact outside a step: lines are missing before it" s.st
	head -c -4 age.st > s.st
	refused "s.st:9: the checksum of step \"scale\" does not match: it was changed or damaged (fit it again)" s.st
}

@test "a state that was changed by one byte is refused" {
	local n size
	size=$(wc -c < age.st)
	for ((n = 18; n < size - 1; n += 7)); do
		{ head -c $n age.st; printf '~'; tail -c +$((n + 2)) age.st; } > s.st
		run -3 csv-scale -a s.st t.csv
	done
	sed 's/,zscore$/,"zscore"/' age.st > s.st
	refused "s.st:9: the checksum of step \"scale\" does not match: it was changed or damaged (fit it again)" s.st
}

@test "another version, or none, is refused" {
	sed s/begin,1/begin,2/ age.st | seal > s.st
	refused "s.st:2: written by a newer csvlearn: format 2, this program reads 1" s.st
	for version in '' 0 x; do
		sed "s/begin,1/begin,$version/" age.st | seal > s.st
		refused "s.st:2: a step without a version: not a state file?" s.st
	done
}

@test "an unknown operator, method or fact is refused" {
	sed 's/^scale/scalar/' age.st | seal > s.st
	refused 's.st:2: no operator is called "scalar"' s.st
	sed s/zscore$/square/ age.st | seal > s.st
	refused 's.st:6: scale has no method "square"' s.st
	sed s/,mean,/,meen,/ age.st | seal > s.st
	refused "s.st:7: not a fact of scale" s.st
	sed /,method,/d age.st | seal > s.st
	refused "s.st:6: a fact of a column before its method" s.st
}

@test "values that are no number, count or hash are refused" {
	sed 's/,sd,.*/,sd,1e400/' age.st | seal > s.st
	refused 's.st:8: "1e400" is not a finite number' s.st
	sed 's/,rows,.*/,rows,-1/' age.st | seal > s.st
	refused 's.st:4: "-1" is not a count' s.st
	sed 's/,rows,.*/,rows,99999999999999999999/' age.st | seal > s.st
	refused 's.st:4: "99999999999999999999" is not a count' s.st
	sed 's/,rows,.*/,rows,/' age.st | seal > s.st
	refused "s.st:4: a count is missing" s.st
	for hash in 123 0123456789ABCDEF 0123456789abcdef0; do
		sed "s/,columns,.*/,columns,$hash/" age.st | seal > s.st
		refused "s.st:5: not a hash" s.st
	done
	sed /,sd,/d age.st | seal > s.st
	refused 's.st:2: column "age" has no "sd"' s.st
}

@test "a column that is not there is refused before the first row" {
	run_split -3 csv-scale -a age.st < <(lines id,ages 1,2)
	assert_output ""
	stderr_is 'csv-scale: stdin: no column "age" (did you mean "ages"?)'
}

# ---- partials ----

partial() # TABLE STATE OPTION...
{
	local table=$1 state=$2
	shift 2
	csv-scale "$@" -n --partial -f "$state" "$table"
}

@test "a partial is a step with tallies instead of facts" {
	partial t.csv p.st --log id --zscore age
	run grep -Ev ',(options|columns|end),' p.st
	assert_output "op,item,key,value
scale,,begin,1
scale,,partial,1
scale,,rows,3
scale,id,method,log
scale,age,method,zscore
scale,age,tally:1:n,3
scale,age,tally:1:missing,0
scale,age,tally:1:sum,+:4:7
scale,age,tally:1:squares,+:1:8c3
scale,age,tally:1:min,27
scale,age,tally:1:max,51"
}

@test "an exact sum is sign:exponent:hex, the sum of nothing +:0:0" {
	lines x 0.1 0.2 -7.55 1e-300 > x.csv
	partial x.csv p.st --zscore x
	/usr/bin/python3 - <<-'E'
		import csv
		from fractions import Fraction
		facts = {f["key"]: f["value"] for f in csv.DictReader(open("p.st"))}
		x = [Fraction(float(t)) for t in open("x.csv").read().split()[1:]]
		for key, want in (("sum", sum(x)), ("squares", sum(v * v for v in x))):
		    sign, exponent, digits = facts["tally:0:" + key].split(":")
		    got = Fraction(2) ** int(exponent) * int(digits, 16) * (-1 if sign == "-" else 1)
		    assert got == want, key
		    assert int(digits, 16) % 2 == 1
	E
	lines x '""' > x.csv
	partial x.csv p.st --zscore x
	run grep -c ',+:0:0$' p.st
	assert_output 2
	run grep -Ec ':(min|max),' p.st
	assert_output 0
}

@test "values and texts of a partial stand with their counts, in order" {
	lines x,c 3,b 1,a 3,b 2.5,a ,b > x.csv
	partial x.csv p.st --clip x::p90
	run grep -E tally p.st
	assert_output "scale,x,tally:0:n,4
scale,x,tally:0:missing,1
scale,x,tally:0:value:1,1
scale,x,tally:0:value:1,2.5
scale,x,tally:0:value:2,3"
	csv-onehot -c c --max-columns 7 -n --partial -f p.st x.csv
	run grep -E 'max_columns|learn|tally' p.st
	assert_output "onehot,,max_columns,7
onehot,c,learn,levels
onehot,c,tally:0:n,5
onehot,c,tally:0:missing,0
onehot,c,tally:0:text:3,b
onehot,c,tally:0:text:2,a"
}

@test "a partial is not applied, and only partials are merged" {
	partial t.csv p.st --zscore age
	refused "p.st:2: a partial: merge it first (csv-apply --merge)" p.st
	run -3 csv-apply --merge age.st
	assert_output "csv-apply: age.st:2: not a partial: it is settled already"
	run -3 csv-apply --merge p.st age.st
	assert_output "csv-apply: age.st:2: not a partial: it is settled already"
}

@test "partials of several steps merge step by step" {
	for table in t more; do
		partial $table.csv 1.st --zscore age
		csv-onehot -c city -n --partial -f 2.st $table.csv
		cat 1.st 2.st > $table.st
	done
	csv-apply --merge more.st t.st > merged.st
	csv-scale --zscore age -n -f 1.st t.csv more.csv
	csv-onehot -c city -n -f 2.st t.csv more.csv
	grep -v '^op' 2.st | cat 1.st - > whole.st
	same whole.st merged.st
}

strangers() # the partials a.st and b.st
{
	run -3 csv-apply --merge a.st b.st
	assert_output "csv-apply: b.st:2: this partial does not belong to that of a.st:2: they were fitted with other options, columns or header"
}

@test "partials that do not belong together are refused" {
	partial t.csv a.st --zscore age
	partial t.csv b.st --zscore age,id
	strangers
	partial t.csv b.st --ddof 1 --zscore age
	strangers
	partial t.csv b.st --zscore age --na 7
	strangers
	csv-select -x id t.csv > narrow.csv
	partial narrow.csv b.st --zscore age
	strangers
	partial t.csv a.st --zscore @numeric
	lines id,age,city 4,40,9 > number.csv
	partial number.csv b.st --zscore @numeric
	strangers
}

@test "a shard that was forgotten is found where another step is there" {
	partial t.csv a.st --zscore age
	csv-onehot -c city -n --partial -f b.st t.csv
	cat a.st b.st > both.st
	run -3 csv-apply --merge both.st a.st
	assert_output --partial "this partial does not belong to that of both.st:2"
}

@test "partials without rows are refused" {
	head -n 1 t.csv > none.csv
	partial none.csv p.st --zscore age
	run -3 csv-apply --merge p.st p.st
	assert_output "csv-apply: the partials of scale hold no rows"
}

no_partial() # MESSAGE SED-SCRIPT: of p.st, edited and sealed again
{
	sed "$2" p.st | seal > forged.st
	run -3 csv-apply --merge forged.st
	assert_output "csv-apply: forged.st:$1"
}

@test "a partial whose facts do not add up is refused" {
	csv-scale --zscore age --clip id:p5:p95 -n --partial -f p.st t.csv
	run sed -n '10p; 12p; 18,19p' p.st
	assert_output "scale,age,tally:0:n,3
scale,age,tally:0:sum,+:4:7
scale,id,tally:1:value:1,1
scale,id,tally:1:value:1,2"
	no_partial "12: not an exact sum" '12s/,[^,]*$/,+:4:8/'
	no_partial "13: not an exact sum" '13s/,[^,]*$/,12/'
	no_partial "18: not a fact of a partial" '18s/tally:1/tally:2/'
	no_partial "18: not a fact of a partial" '18s/tally:1/tally:/'
	no_partial "18: not a fact of a partial" '18s/value:1/text:1/'
	no_partial "18: not a fact of a partial" '18s/tally:1:value:1/n/'
	no_partial "18: not a fact of a partial" '18s/tally:1:value:1/method/'
	no_partial "18: not a count of a partial" '18s/value:1/value:0/'
	no_partial "18: not a count of a partial" '18s/value:1/value:1x/'
	no_partial "18: more values than were counted" '18s/value:1/value:9/'
	no_partial "19: more values than were counted" '18,19s/value:1/value:2/'
	no_partial '10: "x" is not a count' '10s/,3$/,x/'
	no_partial '18: "x" is not a finite number' '18s/,1$/,x/'
}

@test "what learns nothing has no partials" {
	run -2 csv-select -c id -n --partial -f p.st t.csv
	assert_line -n 0 "csv-select: select learns nothing, so it has no partials"
	csv-select -c id -n -f s.st t.csv
	sed '/begin/a select,,partial,1' s.st | seal > p.st
	run -3 csv-apply --merge p.st
	assert_output "csv-apply: p.st:2: select learns nothing, so it has no partials"
}
