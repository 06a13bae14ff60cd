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
	usage "no rule is given: --drop-missing, --range, --allow, --outliers, --personal, --hash, --conflicts or --dedup"
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

# ---- rules that look at all rows ----

@test "outliers: beyond deviations, fences, percentiles or numbers" {
	lines x 1 2 3 4 100 '""' NA word > t.csv
	# The mean is 22, the sd 39.02, the quartiles are 2 and 4.
	run_split csv-scrub --outliers x:1.5sd t.csv
	assert_output "$(lines x 1 2 3 4 '""' NA word)"
	stderr_is 'csv-scrub: 1 row: column "x": outlier
csv-scrub: 8 rows in, 7 out'
	assert_equal "$(csv-scrub -q --outliers x:2sd t.csv | grep -c 100)" 1
	assert_equal "$(csv-scrub -q --outliers x:1.5iqr t.csv | grep -c 100)" 0
	assert_equal "$(csv-scrub -q --outliers x:0.4iqr t.csv | paste -s -d ' ')" 'x 2 3 4 "" NA word'
	assert_equal "$(csv-scrub -q --outliers x:p25: t.csv | paste -s -d ' ')" 'x 2 3 4 100 "" NA word'
	assert_equal "$(csv-scrub -q --outliers x:2:p75 t.csv | paste -s -d ' ')" 'x 2 3 4 "" NA word'
	# Each column has bounds of its own; other rules hold as well.
	lines a,b 1,100 2,200 3,300 4,400 99,500 5,9999 > t.csv
	run_split csv-scrub --outliers a,b:1.5iqr --range a:2: t.csv
	assert_output "$(lines a,b 2,200 3,300 4,400)"
	stderr_has '1 row: column "a": outlier'
	stderr_has '1 row: column "b": outlier'
	stderr_has '1 row: column "a": out of range'
}

@test "outliers: pipes, blocks and threads do not show; nothing to learn from" {
	awk 'BEGIN { print "x"; for (i = 0; i < 3000; i++) print i * i % 997 }' > t.csv
	csv-scrub -q --outliers x:p5:p95 t.csv > a.csv
	csv-scrub -q --outliers x:p5:p95 -j 3 --block-size 50 < t.csv > b.csv
	same a.csv b.csv
	lines x '""' word > t.csv
	csv-scrub -q --outliers x:3sd t.csv > a.csv
	same t.csv a.csv
	local bad
	for bad in x x:5 x:p5 x:1sd:2sd:3sd x:-1sd x:sd; do
		usage '--outliers: write COL:3sd or COL:1.5iqr, or COL:LO:HI with p1, 3sd, 1.5iqr, numbers or nothing' --outliers "$bad"
	done
}

@test "conflicts: rows that differ in the label alone all go" {
	lines a,b,y 1,x,0 1,x,1 2,x,1 2,x,1 '1,"x",1' 3,,0 > t.csv
	run_split csv-scrub --conflicts y --rejects r.csv t.csv
	assert_output "$(lines a,b,y 2,x,1 2,x,1 3,,0)"
	stderr_is 'csv-scrub: 3 rows: column "y": conflicting label
csv-scrub: 6 rows in, 3 out'
	run sed -n 2p r.csv
	assert_output '2,y,conflicting label,0'
	run_split csv-scrub --conflicts y --dedup < t.csv
	assert_output "$(lines a,b,y 2,x,1 3,,0)"
	run_split csv-scrub --conflicts a,y t.csv
	assert_failure 2
	stderr_has '--conflicts: one column is the label, and there are others'
}

# ---- personal data ----

suspects() # CELL...: those that are taken for personal data
{
	printf '"%s"\n' t "$@" > p.csv
	csv-scrub -q --personal "t${kind:+:$kind}" --rejects r.csv p.csv > /dev/null
	tail -n +2 r.csv | csv-select -H -c 4 | tail -n +1
}

@test "personal: each kind, and what only looks like it" {
	local kind
	kind=email
	assert_equal "$(suspects a.b+c@example.com 'to: x@a-b.co.uk.' ü@exämple.org a@b @b.cc a@b.c a@.cc 'a @b.cc')" \
	    "$(lines a.b+c@example.com 'to: x@a-b.co.uk.' ü@exämple.org)"
	kind=card
	assert_equal "$(suspects 4539148803436467 'no 4539 1488 0343 6467.' 4539-1488-0343-6467 4539148803436468 \
	    0000000000000000 x4539148803436467 4539148803436467x 453914880343646)" \
	    "$(lines 4539148803436467 'no 4539 1488 0343 6467.' 4539-1488-0343-6467)"
	kind=iban
	assert_equal "$(suspects 'DE89 3704 0044 0532 0130 00 is mine' GB82WEST12345698765432 'at NO9386011117947' \
	    DE88370400440532013000 de89370400440532013000 XDE89370400440532013000)" \
	    "$(lines 'DE89 3704 0044 0532 0130 00 is mine' GB82WEST12345698765432 'at NO9386011117947')"
	kind=phone
	assert_equal "$(suspects '+49 30 901820' '(030) 90 18 20' 030-9018201 +4930901820 0309018201 30-9018201 \
	    2026-01-05 '+49 30 9' 1.2.3.4)" \
	    "$(lines '+49 30 901820' '(030) 90 18 20' 030-9018201 +4930901820)"
	kind=ipv4
	assert_equal "$(suspects 'at 192.168.0.1.' 0.0.0.0 1.2.3 1.2.3.256 1.2.3.4.5 v1.2.3.4)" \
	    "$(lines 'at 192.168.0.1.' 0.0.0.0)"
	kind=ipv4:email
	assert_equal "$(suspects 1.2.3.4 a@b.cc 4539148803436467)" "$(lines 1.2.3.4 a@b.cc)"
	kind=
	assert_equal "$(suspects 1.2.3.4 a@b.cc 4539148803436467 well)" "$(lines 1.2.3.4 a@b.cc 4539148803436467)"
	usage '--personal: "name" is not email, card, iban, phone or ipv4' --personal x:name
}

# What the names are was worked out by SipHash-2-4 in Python.
@test "hash: personal data become names, the same for the same text and key" {
	lines 000102030405060708090a0b0c0d0e0f > a.key
	lines 000102030405060708090A0B0C0D0E0E > b.key
	lines id,note,to 1,'"call +49 30 901820"',a@b.cc 2,'"so, what"',x 3,'call +49 30 901820',y > t.csv
	csv-scrub --hash note,to --key a.key t.csv > out 2> counts
	assert_equal "$(< out)" "$(lines id,note,to 1,phone-jchjfffkiaffamnc,email-pagkfjdibbpcbkem \
	    2,'"so, what"',x 3,phone-jchjfffkiaffamnc,y)"
	assert_equal "$(< counts)" "$(printf 'csv-scrub: %s\n' '2 rows: column "note": personal data hashed' \
	    '1 row: column "to": personal data hashed' '3 rows in, 3 out')"
	csv-scrub -q --hash note,to --key b.key t.csv > other
	[ "$(cut -d , -f 2 other | sort -u | grep -c phone)" = 1 ]
	run grep -c -e jchjfffkiaffamnc other
	assert_output 0
	# Kinds; a column named twice; nothing left to find; blocks and threads do not show.
	csv-scrub -q --hash note:phone --hash to:iban --hash to:email --key a.key -j 2 --block-size 1 t.csv | cmp out -
	csv-scrub -q --hash to:iban,note:card --key a.key t.csv 2> e && return 1
	csv-scrub --hash @all --key a.key out 2>&1 > again | grep -q '^csv-scrub: 3 rows in'
	cmp out again
}

@test "hash: rows are judged by what they held, and rejects show names" {
	lines 000102030405060708090a0b0c0d0e0f > a.key
	lines to,n a@b.cc,1 a@b.cc,2 x,3 > t.csv
	csv-scrub --hash to --key a.key --allow to:a@b.cc --dedup=to --rejects r.csv --report why.csv t.csv > out 2> counts
	assert_equal "$(< out)" "$(lines to,n email-pagkfjdibbpcbkem,1)"
	assert_equal "$(< r.csv)" "$(lines line,column,reason,value '3,to,duplicate,email-pagkfjdibbpcbkem' '4,to,not allowed,x')"
	assert_equal "$(< why.csv)" "$(lines column,reason,rows 'to,not allowed,1' ',duplicate,1' 'to,personal data hashed,2')"
	csv-scrub --dry-run --hash to --key a.key t.csv > out 2> counts
	cmp t.csv out
	assert_equal "$(< counts)" "$(printf 'csv-scrub: %s\n' '2 rows: column "to": personal data hashed' '3 rows in, 3 out')"
}

@test "hash: a key is 32 hexadecimal digits" {
	lines to a@b.cc > t.csv
	usage '--hash and --key go together' --hash to
	usage '--hash and --key go together' --key t.csv --dedup
	for key in '' 00 000102030405060708090a0b0c0d0e0g 000102030405060708090a0b0c0d0e0f0; do
		lines "$key" > bad.key
		run_split csv-scrub --hash to --key bad.key t.csv
		assert_failure 3
		stderr_has "bad.key: a key is 32 hexadecimal digits and no more (od -An -vtx1 -N16 /dev/urandom | tr -d ' ' makes one)"
	done
	run_split csv-scrub --hash to --key none.key t.csv
	assert_failure 4
	stderr_has "none.key"
	lines 000102030405060708090a0b0c0d0e0f > a.key
	run_split csv-scrub --hash to:post --key a.key t.csv
	assert_failure 2
	stderr_has '--hash: "post" is not email, card, iban, phone or ipv4'
}

# ---- near duplicates, dry runs, reports ----

@test "near: case, blanks and punctuation make no difference" {
	lines a,b 'New York,1' '"new-york",1' ' NEW  YORK!,1' 'New York,2' 'NewYork,1' 'ÜBER,1' 'über,1' '"a,b",c' 'a,"b,c"' > t.csv
	run_split csv-scrub --dedup --near t.csv
	assert_output "$(lines a,b 'New York,1' 'New York,2' 'NewYork,1' 'ÜBER,1' 'über,1' '"a,b",c' 'a,"b,c"')"
	run_split csv-scrub --dedup=a --near t.csv
	assert_output "$(lines a,b 'New York,1' 'NewYork,1' 'ÜBER,1' 'über,1' '"a,b",c' 'a,"b,c"')"
	usage '--near goes with --dedup' --near --range x:1:2
}

@test "dry run: all rows stay, and what would go is told" {
	lines x 1 5 1 '""' > t.csv
	run_split csv-scrub --range x:2: --dedup --drop-missing x --dry-run --rejects r.csv t.csv
	assert_output "$(cat t.csv)"
	stderr_is 'csv-scrub: 2 rows: column "x": out of range
csv-scrub: 1 row: column "x": missing
csv-scrub: 4 rows in, 4 out'
	run cut -d , -f 1,3 r.csv
	assert_output "$(lines line,reason 2,'out of range' 4,'out of range' 5,missing)"
}

@test "report: what is told, as a table" {
	lines x,y 1,a 5,b 1,a ,b 5,b > t.csv
	csv-scrub -q --range x:2: --drop-missing x --dedup --report why.csv t.csv > out.csv
	lines column,reason,rows x,'out of range',2 x,missing,1 ,duplicate,1 > want.csv
	same want.csv why.csv
	usage '--report why.csv: something else goes there' --dedup --report why.csv --rejects why.csv
	usage '--report -: something else goes there' --dedup --report -
	printf 'x\n1' | run_split csv-scrub --range x:2: --report none.csv
	run csv-scrub --range x:2: --report none.csv <<< "x,y"$'\n1'
	assert_failure 3
	[ ! -e none.csv ]
}

@test "on disk: the same rows, whatever else is asked for" {
	awk 'BEGIN { print "a,b,c"; for (i = 0; i < 20000; i++)
	    print i * i % 7919 "," i % 3 ",\"x" i % 5 "\"" }' > t.csv
	local how
	for how in --dedup --dedup=a '--dedup=a,b --range b:1:' '--dedup=c --near' '--dedup=a --outliers a:p5:p95' \
	    '--dedup --dry-run' '--dedup=a --conflicts b'; do
		# shellcheck disable=SC2086
		csv-scrub $how --rejects a.rej t.csv > a.csv 2> a.txt
		# shellcheck disable=SC2086
		csv-scrub $how --on-disk --rejects b.rej -j 3 --block-size 300 < t.csv > b.csv 2> b.txt
		same a.csv b.csv
		same a.rej b.rej
		same a.txt b.txt
	done
	head -n 1 t.csv > h.csv
	csv-scrub -q --dedup --on-disk h.csv > out.csv
	same h.csv out.csv
	run_split env TMPDIR=/nowhere csv-scrub --dedup --on-disk t.csv
	assert_failure 4
	stderr_has '/nowhere: cannot make a temporary file'
	usage '--on-disk goes with --dedup' --on-disk --range x:1:2
}
