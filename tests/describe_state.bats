#!/usr/bin/env bats
#
# csv-describe: what it learns as a state: kept, printed later, learnt in pieces and
# merged; and everything that is said of a state that cannot be.

load helper

# A table with all that a partial must carry: a column of more distinct cells than are
# told apart as numbers, as text, and as numbers but for a few words; codes, gaps.
table() # ROWS
{
	awk -v n="$1" 'BEGIN {
		print "id,x,name,odd,zip,few,gap,y"
		for (i = 1; i <= n; i++) {
			s = (s * 1103 + 12347) % 1048576
			printf "%d,%s,%s,%s,%s,%s,%s,%d\n", i * 7919 % n, s / 64 - 3000,
			    i % 9 ? "n" s : "", i % 50 ? s / 8 : (i % 100 ? "?" : "NA"),
			    i % 3 ? "0" s : s, i % 4 ? i % 4 : "NA", i % 5 ? "" : "null", s % 3 == 0
		}
	}'
}

# Pieces of FILE as partials p.1 .. p.K: the first is empty, the second has one row.
pieces() # FILE K OPTION...
{
	local file=$1 k=$2 i
	shift 2
	rm -f p.*
	for ((i = 1; i <= k; i++)); do
		awk -v i="$i" -v k="$k" 'NR == 1 || (NR == 2 && i == 2) ||
		    (NR > 2 && k > 2 && NR % (k - 2) + 3 == i)' "$file" > piece.csv
		csv-describe -n --partial -f "p.$i" "$@" piece.csv
	done
}

# stderr of a usage error, of bad data
usage() # MESSAGE ARGUMENT...
{
	local said=$1
	shift
	run_split csv-describe "$@"
	assert_failure 2
	assert_output ""
	stderr_has "csv-describe: $said"
}

wrong() # MESSAGE COMMAND...
{
	local said=$1
	shift
	run_split "$@"
	assert_failure 3
	assert_output ""
	stderr_is "$1: $said"
}

# ---- settled ----

@test "the report printed later is the report printed now" {
	local how
	for how in csv json table; do
		csv-describe --format $how "$DATA/describe/mixed.csv" > now
		csv-describe --format $how -f mixed.st "$DATA/describe/mixed.csv" > fitting
		csv-describe --format $how -a mixed.st > later
		same now fitting
		same now later
	done
	csv-describe -n -f alone.st "$DATA/describe/mixed.csv" > out
	same /dev/null out
	same mixed.st alone.st
	csv-describe -d ';' -n -f semicolon.st <(tr ',' ';' < "$DATA/examples/people.csv")
	csv-describe -d ';' <(tr ',' ';' < "$DATA/examples/people.csv") > now
	csv-describe -d ';' -a semicolon.st > later
	same now later
	csv-describe -a - < semicolon.st | tr ',' ';' | same now -
	csv-describe -a semicolon.st -o report.csv
	csv-describe -a semicolon.st | same report.csv -
}

@test "the state holds the report, a fact for each cell with a value" {
	csv-describe --percentiles 2.5,90 -c age,city -n -f - "$DATA/examples/people.csv" > st
	run cut -d , -f 2- st
	assert_line --index 2 ',options,"--percentiles 2.5,90 --columns age,city"'
	assert_line ",percentile,2.5"
	assert_line "age,type,integer"
	assert_line "age,p2.5,27.5"
	assert_line "city,top_count,4"
	refute_line --regexp '^city,mean'
	refute_line --regexp ',$'
	csv-describe --percentiles 2.5,90 -c age,city "$DATA/examples/people.csv" > report.csv
	# Every cell of the report is there, and nothing else.
	/usr/bin/python3 - > want <<-'P'
		import csv
		for row in csv.DictReader(open("report.csv", newline="")):
		    for key, value in list(row.items())[1:]:
		        if value: print(row["column"], key, value, sep="|")
	P
	/usr/bin/python3 - > got <<-'P'
		import csv
		for row in csv.DictReader(open("st", newline="")):
		    if row["item"]: print(row["item"], row["key"], row["value"], sep="|")
	P
	same want got
}

@test "a set is written as names, and columns stand in the order of the input" {
	lines b,a,t 1,2,x 3,4,y > t.csv
	csv-describe -c t,@numeric -n -f st t.csv
	run grep -c ,type, st
	assert_output 3
	csv-describe -x @text -n -f st t.csv
	run cut -d , -f 2 <(grep ,type, st)
	assert_output b$'\n'a
	csv-describe -x @text t.csv | same - <(csv-describe -a st)
	# A set learnt from shards can differ; that is noticed.
	lines b,a,t 1,2,3 > u.csv
	csv-describe -c @numeric -n --partial -f p.1 t.csv
	csv-describe -c @numeric -n --partial -f p.2 u.csv
	wrong 'p.2:2: this partial does not belong to that of p.1:2: they were fitted with other options, columns or header' \
	    csv-apply --merge p.1 p.2
}

@test "a header without rows has a state, and so have empty pieces" {
	lines a,b > t.csv
	csv-describe -n -f st t.csv
	csv-describe t.csv | same - <(csv-describe -a st)
	csv-describe -n --partial -f p.1 t.csv
	csv-apply --merge p.1 p.1 | same st -
}

@test "a state of a label keeps the hints about leaks" {
	local leak=$DATA/describe/leak.csv
	csv-describe -y label -f st "$leak" > now
	csv-describe -a st | same now -
	run grep -c 'leak?' now
	assert_output 6
	pieces "$leak" 5 -y label
	csv-apply --merge p.* | same st -
	sed 's/,1$/bad/; s/,0$/,no/; s/bad$/,bad/' "$leak" > words.csv
	csv-describe -y label --negative no -n -f st words.csv
	pieces words.csv 4 -y label --negative no
	csv-apply --merge p.* | same st -
	csv-describe -a st | csv-select -c hint > words
	sed 's/label/label/' now | csv-select -c hint | head -n -1 > want
	head -n -1 words | same want -
}

# ---- pieces ----

@test "pieces described apart and merged are the whole, however they were cut" {
	local k
	table 9000 > t.csv
	csv-describe -n -f whole t.csv
	for k in 1 3 9; do
		pieces t.csv "$k"
		[ "$k" = 1 ] && csv-describe -n --partial -f p.1 t.csv
		csv-apply --merge p.* | same whole -
		# shellcheck disable=SC2046
		csv-apply --merge $(printf '%s\n' p.* | tac) | same whole -
		# Of nine pieces none overflows its tables, of three one does.
		run cat p.*
		if [ "$k" = 9 ]; then
			refute_output --partial :registers,
		else
			assert_output --partial tally:0:registers,
			assert_output --partial tally:2:texts,
			assert_output --partial tally:3:text:90,NA
			assert_output --partial tally:4:leading_zeros,
		fi
	done
}

@test "options that shape cells hold for the pieces" {
	local options
	table 5000 > t.csv
	for options in '--distinct exact' '--na 1,?,null' '--na,' '-y y' '-c zip,odd,few' \
	    '--percentiles 0.1,99.9 -x id'; do
		# shellcheck disable=SC2086
		{
			[ "$options" = --na, ] && options='--na='
			csv-describe $options -n -f whole t.csv
			pieces t.csv 4 $options
		}
		csv-apply --merge p.* | same whole -
		# shellcheck disable=SC2086
		csv-describe -a whole | same - <(csv-describe $options t.csv)
	done
}

@test "a partial depends on the rows alone" {
	table 6000 > t.csv
	{ head -n 1 t.csv; tail -n +2 t.csv | sort; } > sorted.csv
	csv-describe -n --partial -f p.1 t.csv
	csv-describe -n --partial -f p.2 sorted.csv
	csv-describe -n --partial -f p.3 --block-size 999 < t.csv
	same p.1 p.2
	same p.1 p.3
	csv-describe -y y -n --partial -f p.1 t.csv
	csv-describe -y y -n --partial -f p.2 sorted.csv
	same p.1 p.2
}

@test "text wins over numbers, and gaps over nothing, from whichever piece" {
	lines a,b,c 1,,NA 2,,NA > t.csv
	lines a,b,c x,,5 NA,,6 > u.csv
	lines a,b,c ,, > v.csv
	csv-describe -n -f whole t.csv u.csv v.csv
	for f in t u v; do
		csv-describe -n --partial -f $f.p $f.csv
	done
	csv-apply --merge v.p u.p t.p | same whole -
	csv-apply --merge t.p v.p u.p | same whole -
	csv-describe -a whole > out
	run csv-select -c column..missing out
	assert_output "$(lines column,type,count,missing a,text,4,1 b,empty,0,5 c,integer,2,3)"
	# A word that would be missing among numbers is a value of the text.
	run csv-select -c distinct out
	assert_line --index 1 4
}

@test "pieces of other columns or options are not merged" {
	lines a,b 1,2 > t.csv
	lines a,c 1,2 > u.csv
	csv-describe -n --partial -f p.1 t.csv
	csv-describe -n --partial -f p.2 u.csv
	csv-describe -n --partial --na x -f p.3 t.csv
	csv-describe -n --partial --percentiles 5 -f p.4 t.csv
	for i in 2 3 4; do
		wrong "p.$i:2: this partial does not belong to that of p.1:2: they were fitted with other options, columns or header" \
		    csv-apply --merge p.1 p.$i
	done
}

# ---- what is refused ----

@test "what cannot be asked together" {
	lines a,b 1,2 > t.csv
	usage "-n without -f would do nothing" -n t.csv
	usage "-f - needs -n: report and state cannot both go to standard output" -f - t.csv
	usage "-n prints no report, so it takes no -o" -n -f st -o out t.csv
	usage "st is written twice" -f st -o ./st t.csv
	usage "--partial goes with -n -f FILE" --partial t.csv
	usage "--partial goes with -n -f FILE" --partial -f st t.csv
	usage "-f does not go with -g: a state has one row for a column (describe each group's rows by themselves)" \
	    -f st -g a t.csv
	assert_file_not_exist st
	csv-describe -f st t.csv > /dev/null
	for o in '-c a' '-x a' '-g a' '-y a' '--percentiles 5' '--distinct exact' '--na x' \
	    '-f new' '-n' '--partial'; do
		# shellcheck disable=SC2086
		usage "-a prints what was learnt: it goes with no columns, percentiles, groups, label, --na, -f or -n" \
		    -a st $o
	done
	usage "-a reads no input: t.csv is not looked at" -a st t.csv
}

@test "a state appears whole or not at all" {
	{ lines a,b; yes 1,2 | head -n 90000; lines 1; } > bad.csv
	run csv-describe -f st bad.csv
	assert_failure 3
	assert_output --partial bad.csv:90002
	assert_file_not_exist st
	run bash -c 'printf "a\n1" | csv-describe -n -f st'
	assert_failure 3
	assert_output --partial "ends without a newline"
	assert_file_not_exist st
	lines a 1 > t.csv
	run csv-describe -f t.csv t.csv
	assert_failure 2
	assert_output --partial "t.csv is input and output"
	run csv-describe -f none/st t.csv
	assert_failure 4
	run csv-describe -a none.st
	assert_failure 4
}

@test "a description is no map, and a map no description" {
	local people=$DATA/examples/people.csv
	csv-describe -n -f d.st "$people"
	csv-describe -n --partial -f p.st "$people"
	csv-scale --zscore age -n -f s.st "$people"
	cat s.st d.st > both.st
	local no='describe is no map: it cannot be applied (csv-describe -a prints it)'
	wrong "d.st:2: $no" csv-apply -a d.st "$people"
	wrong "d.st:2: $no" csv-predict -a d.st "$people"
	wrong "d.st:2: $no" csv-train -y bought -a d.st "$people"
	wrong "d.st:2: $no" csv-scale -a d.st "$people"
	wrong "both.st:$(($(wc -l < s.st) + 2)): $no" csv-apply -a both.st "$people"
	wrong "s.st:2: scale is not what csv-describe has learnt (csv-apply -a applies it)" \
	    csv-describe -a s.st
	wrong "p.st:2: a partial: merge it first (csv-apply --merge)" csv-describe -a p.st
	wrong "d.st:2: not a partial: it is settled already" csv-apply --merge d.st
	cat d.st d.st > two.st
	wrong "two.st:$(($(wc -l < d.st) + 2)): a second description (print them one by one)" \
	    csv-describe -a two.st
}

# A state with a right checksum, of a text that is not; # is the first line that is new.
forged() # SED-SCRIPT MESSAGE
{
	sed -E "$1" st | /usr/bin/python3 "$ROOT/tests/seal.py" > forged.st
	local at
	at=$(awk 'NR == FNR { line[NR] = $0; next } $0 != line[FNR] { print FNR; exit }' st forged.st)
	[ -n "$at" ]
	if grep -q ',,partial,' st; then
		wrong "forged.st:${2/\#/$at}" csv-apply --merge forged.st
	else
		wrong "forged.st:${2/\#/$at}" csv-describe -a forged.st
	fi
}

@test "facts of a settled state that do not add up" {
	lines a,b 1,x 2,x > t.csv
	csv-describe -n -f st t.csv
	forged 's/,count,2/,count,two/' '#: "two" is not a count'
	forged 's/,mean,.*/,mean,1e999/' '#: "1e999" is not a finite number'
	forged 's/,type,integer/,type,date/' '#: "date" is not a type of a column'
	forged '/a,type/d' '#: a fact of a column before its type'
	forged '/a,type/a describe,a,type,text' '#: a column that was there already'
	forged 's/b,type/a,type/' '#: a column that was there already'
	forged 's/a,p25,.*/&\ndescribe,a,p25,3/' '#: a fact that was there already'
	forged 's/a,p25,/a,p26,/' '#: not a fact of describe'
	forged 's/,,percentile,25/,,percentile,125/' '#: not a percentile, or there twice'
	forged 's/,,percentile,50/,,percentile,25/' '#: not a percentile, or there twice'
	forged 's/,,percentile,50/,,quantile,0.5/' '#: not a fact of describe'
	forged '/a,count/d' '2: column "a" without count'
	forged '/b,distinct_error/d' '2: column "b" without distinct_error'
	forged 's/b,type.*/&\ndescribe,,label,b\ndescribe,,label,a/' '30: not a fact of describe'
}

@test "facts of a partial that do not add up" {
	lines a,b 1,x ,x 2,NA > t.csv
	csv-describe -n --partial -f st t.csv
	forged 's/0:text:1,2/0:text:1,1/' '#: a cell that was there already'
	forged 's/0:text:1,2/0:text:1,/' '14: a cell that was there already'
	forged 's/0:text:1,2/0:text:3,2/' '#: more cells than rows'
	forged 's/0:text:1,2/0:text:18446744073709551615,2/' '#: more cells than rows'
	forged 's/0:text:1,2/0:text:18446744073709551616,2/' '#: not a count of a partial'
	forged 's/0:text:1,2/0:text:0,2/' '#: not a count of a partial'
	forged 's/0:text:1,2/0:text:1:0,2/' '#: not a count of a partial'
	forged 's/0:text:1,2/0:text:,2/' '#: not a count of a partial'
	forged '/0:text:1,2/d' '2: column "a" has fewer cells than rows'
	forged '/0:text:1,$/d' '2: column "a" has fewer cells than rows'
	forged 's/,rows,3/,rows,4/' '2: column "a" has fewer cells than rows'
	forged 's/,rows,3/,rows,2/' '14: more cells than rows'
	forged 's/0:text:1,2/0:value:1,2/' '#: a number of a column that has none, or cells'
	forged 's/0:text:1,2/0:texts,1/' '#: a count of texts in a column that has cells'
	forged 's/0:text:1,2/0:leading_zeros,1/' '#: a count of leading zeros that does not belong here'
	forged 's/0:text:1,2/0:registers,AAA/' '#: registers of a column that has cells'
	forged 's/a,tally:0:text:1,1/a,tally:0:registers,AAA/' '#: not the registers of an estimate'
	forged 's/0:text:1,2/0:n,2/' '#: not a fact of a partial'
	forged 's/0:text:1,2/1:text:1,2/' '#: not a fact of a partial'
	forged 's/0:text:1,2/2:text:1,2/' '#: not a fact of a partial'
	forged 's/0:text:1,2/x:text:1,2/' '#: not a fact of a partial'
	forged 's/a,learn,cells/a,learn,texts/' '#: a fact of a column before its type'
	forged 's/b,learn,cells/&\ndescribe,b,type,text/' '#: a column that was there already'
	forged 's/b,learn,cells/b,type,text/' '2: column "b" with type, in a partial'
	csv-describe -n --partial --na 2 -f st t.csv
	forged 's/0:text:1,1/0:text:1,2/' '#: a word that means missing'
}

@test "facts of a partial whose cells are not told apart, that do not add up" {
	{ lines n,t,s; seq 5000 | sed 's/.*/0&,r&,&/'; lines '1,r1,?' '1,r1,NA'; } > t.csv
	csv-describe -n --partial -f st t.csv
	forged 's/0:value:1,7$/0:value:1,6/' '#: numbers that do not rise'
	forged 's/0:value:1,7$/0:value:1,x/' '#: "x" is not a finite number'
	forged 's/0:value:1,7$/0:text:1,x/' '#: a cell of a column whose cells are not told apart'
	forged 's/0:value:1,7$/0:text:1,7/' '#: a cell of a column whose cells are not told apart'
	forged 's/1:texts,5002$/1:text:5002,x/' '#: a cell of a column whose cells are not told apart'
	forged 's/1:texts,5002$/1:texts,5003/' '#: more cells than rows'
	forged 's/1:texts,5002$/&\ndescribe,t,tally:1:text:1,x/' '#: more cells than rows'
	forged 's/1:texts,5002$/1:texts,5001\ndescribe,t,tally:1:text:1,x/' \
	    '5017: a cell of a column whose cells are not told apart'
	forged 's/1:texts,5002$/1:texts,5001/' '2: column "t" has fewer cells than rows'
	forged 's/1:texts,5002$/1:texts,x/' '#: "x" is not a count'
	forged 's/0:leading_zeros,.*/0:leading_zeros,5003/' '#: more leading zeros than numbers'
	forged 's/0:leading_zeros,.*/&\ndescribe,n,tally:0:leading_zeros,1/' \
	    '#: a count of leading zeros that does not belong here'
	forged 's/0:registers,.*/&\ndescribe,n,tally:0:registers,AAA/' \
	    '#: registers of a column that has cells'
	forged 's/0:registers,./0:registers,0/' '#: not the registers of an estimate'
	forged 's/0:registers,./0:registers,/' '#: not the registers of an estimate'
	forged '/1:registers,/d' '#: a count of texts in a column that has cells'
	# As many texts as no table holds.
	sed -E '/1:registers/d; /1:texts/d; /,end,/d' st > less
	{ cat less; seq 5000 | sed 's/.*/describe,t,tally:1:text:1,r&/'; grep ,end, st; } |
	    /usr/bin/python3 "$ROOT/tests/seal.py" > forged.st
	wrong "forged.st:$(($(wc -l < less) + 4097)): more distinct cells than are told apart" \
	    csv-apply --merge forged.st
	csv-describe -n --partial --distinct exact -f st t.csv
	forged 's/tally:1:text:3,r1$/tally:1:registers,AAA/' \
	    '#: not the registers of an estimate'
}
