#!/usr/bin/env bats
#
# csv-impute: values for missing cells.  The data of tests/data/impute come from
# golden/impute.py.

load helper

column() # VALUE...: a file t.csv with a column x, and n beside it
{
	local n=0

	lines n,x > t.csv
	for value; do
		n=$((n + 1))
		lines "$n,$value" >> t.csv
	done
}

# The column x afterwards, in one line.
filled() # OPTION...
{
	csv-impute "$@" t.csv > filled.out
	tail -n +2 filled.out | cut -d , -f 2- | paste -sd ' '
}

forge() # SED-SCRIPT: a state, edited and sealed again
{
	column 1 2 "" a
	csv-impute --mode x --const n:0 --indicator -n -f x.st t.csv
	sed "$1" x.st | python3 "$ROOT/tests/seal.py" > forged.st
	run csv-impute -a forged.st t.csv
	assert_failure 3
	assert_output --partial "forged.st:"
}

# ---- what it computes ----

@test "mean and median: as SimpleImputer" {
	local how

	for how in mean median; do
		csv-impute --$how a,b,c "$DATA/impute/holes.csv" > out
		same out "$DATA/impute/$how.csv"
	done
}

@test "mode and const: as SimpleImputer" {
	csv-impute --mode @all "$DATA/impute/holes.csv" > out
	same out "$DATA/impute/mode.csv"
	csv-impute --const a,b,c:-1 --const 'd:none, or unknown' "$DATA/impute/holes.csv" > out
	same out "$DATA/impute/const.csv"
}

@test "the median of an even number of values lies between the middle two" {
	column 4 1 "" 2 10
	run filled --median x
	assert_output "4 1 3 2 10"
	column 4 1 "" 2
	run filled --median x
	assert_output "4 1 2 2"
}

@test "a mean is rounded once" {
	column 1e16 1 "" 1
	run filled --mean x
	assert_output "1e16 1 3333333333333334 1"
	column 1e308 1e308 ""
	run filled --mean x
	assert_output "1e308 1e308 1e+308"
}

@test "the mode: the most frequent text, of several the smallest" {
	column b a "" b a
	run filled --mode x
	assert_output "b a a b a"
	column 10 9 ""
	run filled --mode x
	assert_output "10 9 10"
	column 1 1.0 1.0 ""
	run filled --mode x
	assert_output "1 1.0 1.0 1.0"
}

@test "a constant is a number or text, quoted where it holds a colon" {
	column 1 ""
	run filled --const x:0
	assert_output "1 0"
	run filled --const x:none
	assert_output "1 none"
	run filled --const 'x:"at 10:30, ""ca"""'
	assert_output '1 "at 10:30, ""ca"""'
	run filled --const x:007
	assert_output "1 007"
}

@test "present cells keep their text" {
	column 007 1.50 1e3 +2 "" -0
	run filled --median x
	assert_output "007 1.50 1e3 +2 2 -0"
}

@test "cells with commas, quotes and newlines" {
	printf 'a,b\n"x, y",1\n"two\nlines",2\n"say ""hi""",\n,3\n"x, y",4\n' > t.csv
	csv-impute --mode a --const b:0 t.csv > out
	printf 'a,b\n"x, y",1\n"two\nlines",2\n"say ""hi""",0\n"x, y",3\n"x, y",4\n' > want
	same out want
}

@test "needless quotes go in the columns listed and stay elsewhere, in any block" {
	local size

	lines '"x","y"' '"1","a"' '"2",""' '"3","c"' > t.csv
	lines '"x","y"' '1,"a"' '2,""' '3,"c"' > want
	for size in 1 7 10000; do
		csv-impute --mean x --block-size $size t.csv > out
		same out want
	done
}

# ---- what is missing ----

@test "the usual words are missing in numbers" {
	column 1 NA N/A NaN nan NULL null "" 3
	run filled --mean x
	assert_output "1 2 2 2 2 2 2 2 3"
	run filled --median x
	assert_output "1 2 2 2 2 2 2 2 3"
}

@test "the usual words are text to mode and const" {
	column NA NA "" b
	run filled --mode x
	assert_output "NA NA NA b"
	run filled --const x:0
	assert_output "NA NA 0 b"
}

@test "--na holds for all methods and is remembered" {
	column 1 999 "" NA
	run filled --const x:0 --na 999,NA
	assert_output "1 0 0 0"
	column b "?" "?" a b
	run filled --mode x --na '?'
	assert_output "b b b a b"
	column 1 999 3
	csv-impute --mean x --na 999 -n -f x.st t.csv
	run csv-impute -a x.st t.csv
	assert_output "$(lines n,x 1,1 2,2 3,3)"
	column 1 999 NA
	run csv-impute --mean x --na 999 t.csv
	assert_failure 3
	assert_output --partial 't.csv:4: column "x": "NA" is not a number'
}

@test "--na '': only the empty cell" {
	column 1 NA
	run csv-impute --mean x --na '' t.csv
	assert_failure 3
	assert_output --partial '"NA" is not a number'
}

# ---- indicators ----

@test "an indicator for every column listed, in the order of the lists" {
	lines a,b,c 1,,x ,2, 3,4,y > t.csv
	run csv-impute --mode c --mean a..b --indicator t.csv
	assert_output "$(lines a,b,c,c__missing,a__missing,b__missing 1,3,x,0,0,1 \
	    2,2,x,1,1,0 3,4,y,0,0,0)"
	lines a,b,c 5,6,z > new.csv
	csv-impute --mode c --mean a..b --indicator -n -f t.st t.csv
	run csv-impute -a t.st new.csv
	assert_output "$(lines a,b,c,c__missing,a__missing,b__missing 5,6,z,0,0,0)"
}

@test "an indicator's name that exists already" {
	lines x,x__missing 1,1 ,2 > t.csv
	run csv-impute --mean x --indicator t.csv
	assert_failure 3
	assert_output 'csv-impute: t.csv: column "x__missing" exists already (csv-select --rename the old one, or name "x" in one list only)'
	column 1 ""
	run csv-impute --mean x --mode x --indicator t.csv
	assert_failure 3
	assert_output --partial 'name "x" in one list only'
	run filled --mean x --mode x
	assert_output "1 1"
}

@test "an indicator is a number to what follows" {
	column 1 "" 3
	csv-impute --mean x --indicator -n -f a.st t.csv
	csv-impute -a a.st t.csv > mid.csv
	csv-scale --zscore x,x__missing -n -f b.st mid.csv
	csv-scale -a b.st mid.csv > piped
	cat a.st b.st > both.st
	csv-scale -a both.st t.csv > fused
	same fused piped
}

# ---- options and columns ----

@test "-H, -d, --trim, tsv, CRLF and gzip" {
	printf '1;5\r\n2; \r\n3;9\r\n' > t.csv
	run csv-impute -H -d ';' --trim --mean '#2' --indicator t.csv
	assert_output "$(lines '1;5;0' '2;7;1' '3;9;0')"
	printf 'x\ty\n1\t2\n3\t\n' > t.tsv
	run csv-impute --mean y t.tsv
	assert_output "$(printf 'x\ty\n1\t2\n3\t2\n')"
	gzip t.tsv
	run csv-impute --mean y t.tsv.gz
	assert_output "$(printf 'x\ty\n1\t2\n3\t2\n')"
}

@test "a name that holds a colon or a comma is quoted" {
	lines '"Cost: total","a,b"' 1,2 , > t.csv
	run csv-impute --const '"Cost: total","a,b":0' --indicator t.csv
	assert_output "$(lines '"Cost: total","a,b",Cost: total__missing,"a,b__missing"' \
	    1,2,0,0 0,0,1,1)"
}

@test "blank lines of a table with one column are missing cells" {
	printf 'x\n1\n\n3\n' > t.csv
	run csv-impute --mean x t.csv
	assert_output "$(lines x 1 2 3)"
}

# ---- learning and applying ----

@test "fit and transform, -f then -a, and -n -f: all the same" {
	local t=$DATA/impute/holes.csv
	local how=(--mean a --median b --const c:0 --mode d --indicator)

	csv-impute "${how[@]}" -f one.st "$t" > one
	csv-impute "${how[@]}" -n -f two.st "$t"
	csv-impute "${how[@]}" -n -f - < "$t" > three.st
	same one.st two.st
	same one.st three.st
	csv-impute -a one.st "$t" > applied
	same applied one
	csv-impute "${how[@]}" < "$t" > piped
	same piped one
}

@test "what is filled in is what was learnt, not what is there" {
	column 1 2 3
	csv-impute --mean x -n -f x.st t.csv
	column "" 100
	run csv-impute -a x.st t.csv
	assert_output "$(lines n,x 1,2 2,100)"
}

@test "what a state holds" {
	column 1 "" 2
	csv-impute --mean x --const n:none --indicator -n -f x.st t.csv
	run sed '/,,begin,/d; /,,end,/d; /,,columns,/d; /,,options,/d' x.st
	assert_output "$(lines op,item,key,value impute,,rows,3 impute,,indicator,1 \
	    impute,x,method,mean impute,x,value,1.5 impute,n,method,const impute,n,value,none)"
}

@test "neither the order of rows nor the size of blocks shows" {
	local size
	local how=(--mean a --median "b,c" --mode d --indicator)

	csv-impute "${how[@]}" -f want.st "$DATA/impute/holes.csv" > want
	{
		head -n 1 "$DATA/impute/holes.csv"
		tail -n +2 "$DATA/impute/holes.csv" | tac
	} > back.csv
	csv-impute "${how[@]}" -n -f got.st back.csv
	same got.st want.st
	for size in 1 17 1000; do
		csv-impute "${how[@]}" --block-size $size -f got.st "$DATA/impute/holes.csv" > got
		same got want
		same got.st want.st
	done
}

@test "impute and then scale: piped equals fused" {
	local t=$DATA/impute/holes.csv

	csv-impute --mean a --median b --indicator -n -f a.st "$t"
	csv-impute -a a.st "$t" | csv-scale --zscore a,b -n -f b.st
	csv-impute -a a.st "$t" | csv-scale -a b.st > piped
	csv-apply -a a.st -a b.st "$t" > fused
	same fused piped
}

@test "scale and then impute: piped equals fused, for every method" {
	local t=$DATA/impute/holes.csv how parts

	csv-scale --zscore a,b -n -f a.st "$t"
	for how in '--mean a,b' '--median a,b' '--mode a,b' '--const a,b:0.50'; do
		csv-scale -a a.st "$t" > mid.csv
		read -ra parts <<< "$how"
		csv-impute "${parts[@]}" --indicator -n -f b.st mid.csv
		csv-impute -a b.st mid.csv > piped
		csv-apply -a a.st -a b.st "$t" > fused
		same fused piped
	done
}

@test "partials merge to what fitting the whole gives, and -a refuses them" {
	local t=$DATA/impute/holes.csv i
	local how=(--mean a --median b --const c:0 --mode d --indicator)

	csv-impute "${how[@]}" -n -f whole.st "$t"
	head -n 51 "$t" > 1.csv
	{ head -n 1 "$t"; tail -n +52 "$t"; } > 2.csv
	for i in 1 2; do
		csv-impute "${how[@]}" -n --partial -f $i.st $i.csv
	done
	csv-apply --merge 2.st 1.st > merged.st
	same merged.st whole.st
	run csv-impute -a 1.st "$t"
	assert_failure 3
	assert_output "csv-impute: 1.st:2: a partial: merge it first (csv-apply --merge)"
}

@test "a header and no rows" {
	column 1 ""
	csv-impute --mean x --indicator -n -f x.st t.csv
	lines x > head.csv
	run csv-impute -a x.st head.csv
	assert_success
	assert_output x,x__missing
	run csv-impute --const x:0 --indicator head.csv
	assert_success
	assert_output x,x__missing
	run csv-impute --mean x head.csv
	assert_failure 3
	assert_output "csv-impute: head.csv: a header and no rows: there is nothing to learn from"
}

@test "nothing at all is an error" {
	: > t.csv
	run csv-impute --const x:0 t.csv
	assert_failure 3
	assert_output --partial "csv-impute: t.csv: "
}

# ---- errors ----

@test "a column without values" {
	local how

	column "" "" ""
	for how in mean median mode; do
		run csv-impute --$how x t.csv
		assert_failure 3
		assert_output 'csv-impute: t.csv: column "x" has no values: all 3 are missing (use --const, or csv-select -x)'
	done
	run filled --const x:0
	assert_output "0 0 0"
}

@test "a cell that is not a number" {
	local how

	column 1 "" 3O
	for how in mean median; do
		run csv-impute --$how x -o out t.csv
		assert_failure 3
		assert_output "csv-impute: t.csv:4: column \"x\": \"3O\" is not a number (use --na '3O' or csv-scrub)"
		assert_not_exists out
	done
	column 1 ""
	csv-impute --mean x -n -f x.st t.csv
	column 2 two
	run csv-impute -a x.st t.csv
	assert_failure 3
	assert_output --partial 't.csv:3: column "x": "two" is not a number'
}

@test "a missing column" {
	column 1 2
	csv-impute --const x:2 -n -f x.st t.csv
	lines y,xx 1,2 > t.csv
	run csv-impute -a x.st t.csv
	assert_failure 3
	assert_output 'csv-impute: t.csv: no column "x" (did you mean "xx"?)'
	run csv-impute --mean x t.csv
	assert_failure 3
	assert_output --partial 'no column "x"'
}

@test "usage" {
	local how

	column 1 2
	for how in mean median mode; do
		run csv-impute --$how x:1 t.csv
		assert_failure 2
		assert_line --index 0 \
		    "csv-impute: --$how takes a list of columns and no parameters"
	done
	for how in x x: x:1:2 'x:""'; do
		run csv-impute --const "$how" t.csv
		assert_failure 2
		assert_line --index 0 \
		    "csv-impute: --const LIST:V wants one value (quoted if it holds a colon)"
	done
	run csv-impute t.csv
	assert_failure 2
	assert_line --index 0 "csv-impute: no method is asked for"
	csv-impute --mean x -n -f x.st t.csv
	for how in --mean=x --indicator --na=9; do
		run csv-impute -a x.st "$how" t.csv
		assert_failure 2
	done
}

@test "states that do not add up are refused" {
	forge '/x,value/d'
	assert_output --partial 'column "x" has no "value"'
	forge '/n,value/d'
	assert_output --partial 'column "n" has no "value"'
	forge '/x,value/s/,1$/,/'
	assert_output --partial "a value is empty"
	forge '/x,value/p'
	assert_output --partial "not a fact of impute"
	forge 's/x,value/x,values/'
	assert_output --partial "not a fact of impute"
	forge 's/x,method,mode/x,method,mean/; s/x,value,1/x,value,a/'
	assert_output --partial '"a" is not a finite number'
	forge 's/,mode$/,modes/'
	assert_output --partial 'impute has no method "modes"'
	forge '/x,method/d'
	assert_output --partial "a fact of a column before its method"
	forge 's/indicator,1$/indicator,0/'
	assert_output --partial "an indicator is 1 or not there"
}

@test "a partial that holds its value already is refused" {
	column 1 2 3
	csv-impute --mean x -n --partial -f x.st t.csv
	sed '/,method,/a impute,x,value,2' x.st | python3 "$ROOT/tests/seal.py" > forged.st
	run csv-apply --merge forged.st
	assert_failure 3
	assert_output --partial 'column "x" has already a "value"'
}

@test "a state that was edited without its checksum is refused" {
	column 1 "" 3
	csv-impute --mean x -n -f x.st t.csv
	sed -i '/value/s/2$/4/' x.st
	run csv-impute -a x.st t.csv
	assert_failure 3
}

# ---- from the rows around ----

readings()
{
	lines g,x,y a,,p b,1,'""' a,2,'"q,q"' a,, b,,'""' b,3,r a,,'""' > t.csv
}

@test "forward: the last value before, in all rows or in those of a group" {
	readings
	run_split csv-impute --forward x,y t.csv
	assert_output "$(lines g,x,y a,,p b,1,p a,2,'"q,q"' a,2,'"q,q"' b,2,'"q,q"' b,3,r a,3,r)"
	stderr_is 'csv-impute: warning: column "x": 1 cells have no value before them (left missing)'
	run_split csv-impute --forward x -g g t.csv
	assert_output "$(lines g,x,y a,,p b,1,'""' a,2,'"q,q"' a,2, b,1,'""' b,3,r a,2,'""')"
}

@test "backward: the next value after, in all rows or in those of a group" {
	readings
	run_split csv-impute --backward x t.csv
	assert_output "$(lines g,x,y a,1,p b,1,'""' a,2,'"q,q"' a,3, b,3,'""' b,3,r a,,'""')"
	stderr_is 'csv-impute: warning: column "x": 1 cells have no value after them (left missing)'
	run_split csv-impute --backward x --by g t.csv
	assert_output "$(lines g,x,y a,2,p b,1,'""' a,2,'"q,q"' a,, b,3,'""' b,3,r a,,'""')"
	stderr_is 'csv-impute: warning: column "x": 2 cells have no value after them (left missing)'
}

@test "forward and backward: neither blocks nor threads nor pipes show" {
	awk 'BEGIN { print "g,x,y"; for (i = 0; i < 2000; i++)
	    print i % 7 "," (i % 5 ? "" : i) "," (i % 11 < 8 ? "" : "v" i) }' > t.csv
	local way
	for way in --forward --backward; do
		csv-impute $way x,y -g g -q t.csv > a.csv
		csv-impute $way x,y -g g -q --block-size 20 -j 3 t.csv > b.csv
		same a.csv b.csv
		csv-impute $way x,y -g g -q --block-size 100 < t.csv > b.csv
		same a.csv b.csv
	done
	# Turned over, one is the other.
	{ head -n 1 t.csv; tail -n +2 t.csv | tac; } | csv-impute --forward x,y -g g -q > c.csv
	{ head -n 1 c.csv; tail -n +2 c.csv | tac; } > d.csv
	same a.csv d.csv
}

@test "forward: words that mean missing, and nothing else that is learnt" {
	lines x 1 NA '?' > t.csv
	csv-impute --forward x --na '?,NA' t.csv > out.csv
	lines x 1 1 1 > want.csv
	same want.csv out.csv
	csv-impute --forward x t.csv > out.csv
	same t.csv out.csv
	local option
	for option in '-f a.st' '-a a.st'; do
		# shellcheck disable=SC2086
		run_split csv-impute --forward x $option t.csv
		assert_failure 2
		stderr_has '--forward and --backward look at the rows around, so there is nothing to keep or apply: no -f and no -a'
	done
	run_split csv-impute --forward x --backward x t.csv
	assert_failure 2
	stderr_has 'either --forward or --backward (a pipe does both)'
	run_split csv-impute --mean x --forward x t.csv
	assert_failure 2
	stderr_has "option --mean"
	run_split csv-impute --forward z t.csv
	assert_failure 3
	stderr_has 't.csv: no column "z"'
}

# ---- by groups ----

@test "by groups: each its own value, and that of all rows where it has none" {
	lines g,x,c a,1,p a,3,p a,,q b,10,r b,,'""' c,,'""' '"",5,s' > t.csv
	run_split csv-impute --mean x --mode c -g g -f s.st t.csv
	assert_output "$(lines g,x,c a,1,p a,3,p a,2,q b,10,r b,10,r c,4.75,p '"",5,s')"
	stderr_is ""
	csv-impute -a s.st t.csv > again.csv
	csv-impute --mean x --mode c -g g t.csv > out.csv
	same out.csv again.csv
	run_split csv-impute -a s.st <<< $'c,x,g\n,,a\n,,""\n,,new'
	assert_output "$(lines c,x,g p,2,a 's,5,""' p,4.75,new)"
	stderr_is 'csv-impute: warning: column "g": 1 rows are of a group not seen in fitting (treated by the facts of all rows)'
	# Of two columns: those that are alike only when run together are two groups.
	lines g,h,x ab,c,1 a,bc,2 ab,c, a,bc, > t.csv
	csv-impute --median x -g g,h t.csv > out.csv
	lines g,h,x ab,c,1 a,bc,2 ab,c,1 a,bc,2 > want.csv
	same want.csv out.csv
}

@test "by groups: neither order nor blocks nor threads show; no partials" {
	awk 'BEGIN { print "g,x"; for (i = 0; i < 3000; i++) print i * 7 % 13 "," (i % 5 ? i % 101 : "") }' > t.csv
	csv-impute --median x -g g -n -f a.st t.csv
	{ head -n 1 t.csv; tail -n +2 t.csv | sort; } | csv-impute --median x -g g -n -f b.st -j 3 --block-size 50
	same a.st b.st
	run_split csv-impute --median x -g g -n --partial -f c.st t.csv
	assert_failure 2
	stderr_has 'what is learnt by groups (-g) does not go into partials'
	{ echo g,x; seq 10001 | sed 's/$/,1/'; } > t.csv
	run_split csv-impute --median x -g g t.csv
	assert_failure 3
	stderr_has 'column "g": more than 10000 groups, and all must fit into memory (use -g with columns of fewer values)'
}

@test "by groups: states that do not add up" {
	local edit message
	lines g,x a,1 a, b,3 > t.csv
	csv-impute --median x -g g -n -f s.st t.csv
	while IFS='|' read -r edit message; do
		sed "$edit" s.st | python3 "$ROOT/tests/seal.py" > bad.st
		run_split csv-impute -a bad.st t.csv
		assert_failure 3
		stderr_has "$message"
	done <<- 'E'
		/,,by,g/d|a group without columns to go by
		s/group,b/group,a/|a group that was there already
		$!{/group,b/{n;d}}|column "x" has a group without "value"
	E
}
