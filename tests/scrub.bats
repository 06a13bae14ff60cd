#!/usr/bin/env bats
#
# csv-scrub: rows that cannot be right.  The data of tests/data/scrub come from
# golden/scrub.py.

load helper

folder=$DATA/scrub

usage() # MESSAGE OPTION...
{
	local message=$1

	shift
	run_split csv-scrub "$@" "$folder/rows.csv"
	assert_failure 2
	stderr_has "csv-scrub: $message"
	stderr_has "usage: csv-scrub"
	assert_output ""
}

# The rows that stay of a file t.csv, in one line.
stay()
{
	csv-scrub -q "$@" t.csv > stay.out || return
	tail -n +2 stay.out | paste -sd ' '
}

counts() # LINE...: what stderr holds
{
	stderr_is "$(printf 'csv-scrub: %s\n' "$@")"
}

all=(--drop-missing id --range 'age,income::100' --allow 'city:York:"A, B"' '--dedup=id,city')

# ---- what it computes ----

@test "all rules at once: as worked out in Python" {
	csv-scrub "${all[@]}" --rejects rejects.csv "$folder/rows.csv" > clean 2> counts
	same clean "$folder/clean.csv"
	same rejects.csv "$folder/rejects.csv"
	same counts "$folder/counts.txt"
}

@test "neither blocks nor pipes nor gzip show" {
	gzip -c "$folder/rows.csv" > rows.csv.gz
	for size in 1 10 1000; do
		csv-scrub "${all[@]}" --block-size $size --rejects rejects.csv "$folder/rows.csv" > clean 2> counts
		same clean "$folder/clean.csv"
		same rejects.csv "$folder/rejects.csv"
		same counts "$folder/counts.txt"
	done
	csv-scrub -q "${all[@]}" --rejects rejects.csv < <(cat "$folder/rows.csv") > clean
	same clean "$folder/clean.csv"
	same rejects.csv "$folder/rejects.csv"
	csv-scrub -q "${all[@]}" -o clean.csv rows.csv.gz
	same clean.csv "$folder/clean.csv"
}

@test "drop-missing: the empty cell, quoted or not; words only under --na" {
	lines x,y a,1 ,2 '"",3' NA,4 , > t.csv
	run stay --drop-missing x
	assert_output "a,1 NA,4"
	run stay --drop-missing x,y --na NA
	assert_output "a,1"
	run stay --drop-missing @all
	assert_output "a,1 NA,4"
}

@test "range: bounds are in it, either may be left out, missing passes" {
	lines x,y 1,a 2,b 3,c ,d NA,e '"2",f' 1e0,g > t.csv
	run stay --range x:2:3
	assert_output '2,b 3,c ,d NA,e "2",f'
	run stay --range x:2:
	assert_output '2,b 3,c ,d NA,e "2",f'
	run stay --range x::1
	assert_output "1,a ,d NA,e 1e0,g"
	run stay --range x:-1e1:1.5
	assert_output "1,a ,d NA,e 1e0,g"
	lines x 1 o2 ' 3' inf 1e400 0x1 nan > t.csv
	run_split csv-scrub --range x:: t.csv
	assert_output "$(lines x 1 nan)"
	counts '5 rows: column "x": not a number' "7 rows in, 2 out"
	run_split csv-scrub --na 'o2' --range x:: t.csv
	assert_output "$(lines x 1 o2)"
}

@test "allow: byte for byte, quotes taken off, missing passes" {
	lines x,y a,1 '"a",2' A,3 ,4 'a ,5' '"b:c, d",6' NA,7 > t.csv
	run stay --allow 'x:a:"b:c, d"'
	assert_output 'a,1 "a",2 ,4 "b:c, d",6'
	run stay --allow 'x:a' --na NA
	assert_output 'a,1 "a",2 ,4 NA,7'
	run stay --allow x,y:a:1
	assert_output 'a,1'
	run stay --trim --allow x:a
	assert_output 'a,1 "a",2 ,4 a,5'
}

@test "dedup: the first stays, of records or of a key" {
	lines x,y a,1 '"a",1' a,2 'a,"1"' b,1 > t.csv
	run stay --dedup
	assert_output 'a,1 a,2 b,1'
	run stay --dedup=x
	assert_output 'a,1 b,1'
	run stay --dedup=y,x
	assert_output 'a,1 a,2 b,1'
	run stay --dedup=y
	assert_output 'a,1 a,2'
	run stay --dedup=x --dedup=y
	assert_output 'a,1 a,2'
	lines @all,y a,1 a,2 a,1 > t.csv
	run stay --dedup
	assert_output 'a,1 a,2'
	# Cells do not run together.
	lines x,y ab,c a,bc '"",abc' abc, > t.csv
	run stay --dedup
	assert_output 'ab,c a,bc "",abc abc,'
	long=$(head -c 300 /dev/zero | tr '\0' x)
	lines x,y "$long,a" "${long}a," "$long,a" > t.csv
	csv-scrub -q --dedup t.csv > out
	same out <(head -n 3 t.csv)
}

# XXH3 of these two rows' texts may be anything: keys are compared themselves.
@test "dedup: many keys, all of them kept apart" {
	seq 50000 | awk 'BEGIN { print "x" } { print $1; print $1 }' > t.csv
	run_split csv-scrub --dedup -o out.csv t.csv
	counts "50000 rows: duplicate" "100000 rows in, 50000 out"
	same out.csv <(echo x; seq 50000)
}

@test "dedup comes last: the first good row of a key stays" {
	lines id,x 1,bad 1,5 1,6 2,7 > t.csv
	run stay --dedup=id --range x::
	assert_output "1,5 2,7"
}

@test "the first rule broken is the reason, in the order of the command line" {
	lines x,y ,z > t.csv
	run_split csv-scrub --drop-missing x --allow y:a t.csv
	counts '1 row: column "x": missing' "1 rows in, 0 out"
	run_split csv-scrub --allow y:a --drop-missing x t.csv
	counts '1 row: column "y": not allowed' "1 rows in, 0 out"
	lines x 1 -1 9 > t.csv
	run_split csv-scrub --range x:0: --range x::5 t.csv
	counts '1 row: column "x": out of range' '1 row: column "x": out of range' "3 rows in, 1 out"
	assert_output "$(lines x 1)"
}

@test "sets of columns are settled by a look at all rows" {
	lines a,b,c 1,,x ,y,x 3,y, 4,z,x > t.csv
	run stay --drop-missing @numeric
	assert_output "1,,x 3,y, 4,z,x"
	run stay --drop-missing @text
	assert_output ",y,x 4,z,x"
	csv-scrub -q --dedup=@text < <(cat t.csv) > out
	same out t.csv
}

@test "rows that stay leave byte for byte" {
	printf 'x,y\r\n"a ""b""\r\n",01\r\n,\r\n"q",1.50\r\n' > t.csv
	csv-scrub -q --drop-missing x t.csv > out
	same out <(printf 'x,y\n"a ""b""\r\n",01\n"q",1.50\n')
	csv-scrub -q --dedup "$folder/rows.csv" | csv-scrub -q --dedup > twice
	same twice <(csv-scrub -q --dedup "$folder/rows.csv")
}

@test "dialects and several files" {
	run csv-scrub -q -H --range 2:1:2 <(lines a,1 b,3)
	assert_output a,1
	run csv-scrub -q -d tab --allow 'x:a' <(printf 'x\ty\na\t1\nb\t2\n')
	assert_output "$(printf 'x\ty\na\t1')"
	lines x 1 2 > one.csv
	lines x 2 3 > two.csv
	run_split csv-scrub --dedup --rejects bad.csv one.csv two.csv
	assert_output "$(lines x 1 2 3)"
	same bad.csv <(lines line,column,reason,value,file 2,x,duplicate,2,two.csv)
}

# ---- rejects ----

@test "rejects: line, column, reason and value of each row left out" {
	printf 'a,b\n"x\ny",1\n,2\n"x\ny",1\nz,"o, ""k"""\n' > t.csv
	csv-scrub -q --drop-missing a --range b:: --dedup --rejects bad.csv t.csv > out
	same bad.csv <(lines line,column,reason,value 4,a,missing, 5,,duplicate, '7,b,not a number,"o, ""k"""')
	csv-scrub -q -d ';' --range a:: --rejects bad.csv <(lines 'a;b' 'x;1') > out
	same bad.csv <(lines 'line;column;reason;value' '2;a;not a number;x')
	csv-scrub -q --dedup --rejects bad.csv <(lines a 1) > out
	same bad.csv <(lines line,column,reason,value)
}

@test "rejects appear whole or not at all" {
	echo old > bad.csv
	printf 'a\nx\n"' > t.csv
	run csv-scrub --range a:: --rejects bad.csv t.csv
	assert_failure 3
	[ "$(cat bad.csv)" = old ]
	run csv-scrub --range a:: --rejects bad.csv < <(printf 'a\nx')
	assert_failure 3
	assert_output --partial "stdin: input ends without a newline"
	[ "$(cat bad.csv)" = old ]
	[ "$(find . -type f | wc -l)" -eq 2 ]
	csv-scrub -q --range a:: --rejects bad.csv --unterminated < <(printf 'a\nx') > out
	same bad.csv <(lines line,column,reason,value '2,a,not a number,x')
}

@test "rejects do not go where rows go, nor over the input" {
	usage "--rejects -: the rows that stay go there" --dedup --rejects -
	usage "--rejects x: the rows that stay go there" --dedup --rejects x -o x
	lines a 1 > t.csv
	run csv-scrub --dedup --rejects t.csv t.csv
	assert_failure 2
	assert_output "csv-scrub: t.csv is input and output"
	csv-scrub -q --range a:2: --rejects - -o out.csv t.csv > rejects
	same rejects <(lines line,column,reason,value '2,a,out of range,1')
	same out.csv <(lines a)
	[ -w /dev/full ] || skip "no /dev/full"
	run csv-scrub --range a:2: --rejects /dev/full t.csv
	assert_failure 4
}

# ---- a filter ----

@test "a header and no rows; no input at all" {
	lines a,b > t.csv
	run_split csv-scrub --drop-missing a --range b:0:1 --allow a:x --dedup t.csv
	assert_success
	assert_output a,b
	counts "0 rows in, 0 out"
	: > t.csv
	run csv-scrub --dedup t.csv
	assert_failure 3
}

@test "a missing last newline is passed on, a fault poisons what went out" {
	printf 'a\n1\n1\n2' | csv-scrub -q --dedup > out
	same out <(printf 'a\n1\n2')
	{ echo a; seq 100000; echo 2,3; } > t.csv
	run_split csv-scrub --dedup t.csv
	assert_failure 3
	stderr_is "csv-scrub: t.csv:100002: 2 fields where the header has 1"
	[ "${#lines[@]}" -eq 100002 ]
	[[ ${lines[-1]} == '"csv-scrub failed: '* ]]
}

@test "quiet: no counts" {
	run_split csv-scrub -q --dedup "$folder/rows.csv"
	stderr_is ""
}

# ---- options ----

@test "the help shows that dedup's list may be left out" {
	csv-scrub --help | grep -q '^      --dedup\[=LIST\] '
	run csv-scrub --dedup id "$folder/rows.csv"
	assert_failure 4
	assert_output --partial "id: "
}

@test "rules that say too little or too much" {
	usage "no rule is given: --drop-missing, --range, --allow or --dedup"
	usage "--drop-missing: no parameters follow the columns" --drop-missing id:1
	usage "--range: write COL:LO:HI, where LO or HI may be left out" --range id
	usage "--range: write COL:LO:HI, where LO or HI may be left out" --range id:1
	usage "--range: write COL:LO:HI, where LO or HI may be left out" --range id:1:2:3
	usage '--range: "a" is not a number' --range id:a:2
	usage '--range: "b" is not a number' --range id:1:b
	usage '--range: nothing lies in "2:1"' --range id:2:1
	usage "--allow: write COL:V1:V2..., values behind the column" --allow city
	usage "--allow: a value is empty (missing cells are allowed anyway; see --drop-missing)" --allow city:
	usage "--allow: a value is empty (missing cells are allowed anyway; see --drop-missing)" --allow city:a::b
	usage 'list "a:"b": a quoted item has no closing quote' --allow 'city:a:"b'
}

@test "columns that are not there" {
	for rule in "--drop-missing cit" "--range cit:1:2" "--allow cit:a" "--dedup=cit"; do
		# shellcheck disable=SC2086
		run csv-scrub $rule "$folder/rows.csv"
		assert_failure 3
		assert_output --partial 'no column "cit" (did you mean "city"?)'
	done
}
