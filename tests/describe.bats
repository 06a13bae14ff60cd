#!/usr/bin/env bats
#
# csv-describe: what it says of a column, its hints, what it refuses.
#
# tests/data/describe holds what Python, NumPy, SciPy and scikit-learn say
# (tests/golden/describe.py).

load helper

# The cells of a report: of FILE, or of stdin, the columns LIST.
of() # LIST [FILE]
{
	csv-select -c "$@"
}

# The hint of each column: column,hint
hints() # ARGUMENT...
{
	csv-describe "$@" | of column,hint
}

# Every value of a range on a line, behind a header.
count_to() # NAME LAST
{
	echo "$1"
	seq "$2"
}

@test "the report agrees with Python, NumPy and SciPy to the last bit" {
	csv-describe --percentiles 0,2.5,25,50,75,100 "$DATA/describe/mixed.csv" > all.csv
	csv-select -x hint all.csv > out.csv
	same "$DATA/describe/mixed.expected.csv" out.csv
}

@test "neither the order of rows nor blocks nor compression show" {
	local mixed=$DATA/describe/leak.csv

	csv-describe -y label "$mixed" > want
	{ head -n 1 "$mixed"; tail -n +2 "$mixed" | sort -R; } | csv-describe -y label > out
	same want out
	csv-describe -y label --block-size 1 "$mixed" > out
	same want out
	gzip -c "$mixed" | csv-describe -y label > out
	same want out
	csv-describe -y label -g label "$mixed" > want
	csv-describe -y label -g label --block-size 99 < "$mixed" > out
	same want out
}

@test "a row for each column, in the order of the input" {
	lines a,b,c 1,x,2.5 2,x, 4,,1 > t.csv
	csv-describe t.csv | of column..max > out
	lines column,type,count,missing,distinct,mean,sd,min,p25,p50,p75,max \
	    a,integer,3,0,3,2.3333333333333335,1.5275252316519468,1,1.5,2,3,4 \
	    b,text,2,1,1,,,,,,, \
	    c,number,2,1,2,1.75,1.0606601717798212,1,1.375,1.75,2.125,2.5 > want
	same want out
	csv-describe t.csv | of zeros..distinct_error > out
	lines zeros,negatives,skewness,kurtosis,top,top_count,top_share,distinct_error \
	    0,0,0.3818017741606059,-1.4999999999999996,1,1,0.3333333333333333,0 \
	    ,,,,x,2,1,0 0,0,0,-2,1,1,0.5,0 > want
	same want out
}

@test "-c, -x and sets say which columns" {
	lines a,b,c 1,x,2.5 2,x, 4,,1 > t.csv
	run of column <(csv-describe -c c,a t.csv)
	assert_output "column"$'\n'a$'\n'c
	run of column <(csv-describe -x c,a t.csv)
	assert_output "column"$'\n'b
	run of column <(csv-describe -c @numeric t.csv)
	assert_output "column"$'\n'a$'\n'c
	run of column <(csv-describe -x @numeric < t.csv)
	assert_output "column"$'\n'b
	run of column <(csv-describe -c @text,2 t.csv)
	assert_output "column"$'\n'b
}

@test "a set under groups asks what all groups hold together" {
	lines g,a,b p,1,1 q,x,2 > t.csv
	run of g,column,type <(csv-describe -g g -c @numeric t.csv)
	assert_output "g,column,type"$'\n'p,b,integer$'\n'q,b,integer
}

@test "-c and -x exclude each other" {
	run_split csv-describe -c a -x b /dev/null
	assert_failure 2
	stderr_has "csv-describe: -c and -x exclude each other"
}

@test "a name that is not there" {
	lines agee,b 1,2 > t.csv
	run_split csv-describe -c age t.csv
	assert_failure 3
	stderr_is 'csv-describe: t.csv: no column "age" (did you mean "agee"?)'
	run_split csv-describe -c @numeric,age t.csv
	assert_failure 3
	run_split csv-describe -y lable t.csv
	assert_failure 3
	run_split csv-describe -g h t.csv
	assert_failure 3
	assert_output ""
}

@test "percentiles are those asked for, under their names" {
	count_to x 5 > t.csv
	run of min..max <(csv-describe --percentiles 100,0,2.5,50.0,1e1 t.csv)
	assert_output "min,p100,p0,p2.5,p50,p10,max"$'\n'1,5,1,1.1,3,1.4,5
	run of min..max <(csv-describe --percentiles '' t.csv)
	assert_output "min,max"$'\n'1,5
}

@test "percentiles that are not, or are there twice" {
	count_to x 5 > t.csv
	for p in x 101 -1 nan 1e999; do
		run_split csv-describe --percentiles "5,$p" t.csv
		assert_failure 2
		stderr_has "csv-describe: --percentiles: \"$p\" is not a number from 0 to 100"
	done
	run_split csv-describe --percentiles 5,10,5.0 t.csv
	assert_failure 2
	stderr_has "csv-describe: --percentiles: 5.0 stands there twice"
	run_split csv-describe --percentiles 5,,10 t.csv
	assert_failure 2
	stderr_has "csv-describe: --percentiles: "
}

@test "types: whole numbers however spelt, numbers, text, nothing" {
	lines a,b,c,d,e,f 1,1.0,1.5,1e400,, 2e3,-0,2,1,NA, 0x1,,,,nan, > t.csv
	run of column,type,count,missing <(csv-describe t.csv)
	lines column,type,count,missing a,text,3,0 b,integer,2,1 c,number,2,1 d,text,2,1 \
	    e,empty,0,3 f,empty,0,3 > want
	assert_output "$(cat want)"
}

@test "words for missing count in numbers only, unless they are given" {
	lines a,b 1,x NA,NA null,null 2,NA > t.csv
	run of type..distinct,top <(csv-describe t.csv)
	assert_output "type,count,missing,distinct,top"$'\n'integer,2,2,2,1$'\n'text,4,0,3,NA
	run of type..distinct,top <(csv-describe --na NA,null t.csv)
	assert_output "type,count,missing,distinct,top"$'\n'integer,2,2,2,1$'\n'text,1,3,1,x
	run of type..distinct <(csv-describe --na 2 t.csv)
	assert_output "type,count,missing,distinct"$'\n'text,3,1,3$'\n'text,4,0,3
}

@test "text in the last row makes a column text, and early NA a value" {
	{ echo a; echo NA; seq 9999; echo x; } > t.csv
	run of type,count,missing,mean,top <(csv-describe t.csv)
	assert_output "type,count,missing,mean,top"$'\n'text,10001,0,,
}

@test "min and max of -0 are 0" {
	lines x -0 -0.0 > t.csv
	run of mean,min..max,zeros,negatives <(csv-describe t.csv)
	assert_output "mean,min,p25,p50,p75,max,zeros,negatives"$'\n'0,0,0,0,0,0,2,0
}

@test "numbers at the edge of doubles" {
	lines x 1.7e308 -1.7e308 1.7e308 > t.csv
	run of mean,sd,skewness,kurtosis <(csv-describe t.csv)
	assert_output "mean,sd,skewness,kurtosis"$'\n'5.666666666666667e+307,,,
	lines x 5e-324 0 > t.csv
	run of mean..max <(csv-describe t.csv)
	assert_success
}

@test "one value has no sd, equal values no skewness" {
	lines x 3 > t.csv
	run of mean,sd,min,p50,max,skewness,kurtosis <(csv-describe t.csv)
	assert_output "mean,sd,min,p50,max,skewness,kurtosis"$'\n'3,,3,3,3,,
	lines x 3 3 > t.csv
	run of mean,sd,skewness <(csv-describe t.csv)
	assert_output "mean,sd,skewness"$'\n'3,0,
}

@test "distinct is exact up to 4096, then an estimate that says so" {
	count_to x 4096 > t.csv
	run of distinct,top,top_count,distinct_error <(csv-describe t.csv)
	assert_output "distinct,top,top_count,distinct_error"$'\n'4096,1,1,0
	count_to x 20000 > t.csv
	csv-describe t.csv | of distinct,top,top_count,top_share,distinct_error > out
	[[ $(tail -n 1 out) =~ ^([0-9]+),,,,0.008125$ ]]
	((BASH_REMATCH[1] > 19500 && BASH_REMATCH[1] <= 20000))
	run of distinct,distinct_error,top <(csv-describe --distinct exact t.csv)
	assert_output "distinct,distinct_error,top"$'\n'20000,0,1
}

@test "of the most frequent values the first by bytes is the top" {
	lines x b a b a B > t.csv
	run of top,top_count,top_share <(csv-describe t.csv)
	assert_output "top,top_count,top_share"$'\n'a,2,0.4
}

@test "quoted cells count as what they mean" {
	lines 'a,b' '"1","x, y"' '1,"he said ""no"""' '" 1","two' 'lines"' '"",' > t.csv
	run of type,count,missing,distinct <(csv-describe t.csv)
	assert_output "type,count,missing,distinct"$'\n'text,3,1,2$'\n'text,3,1,3
	lines a '1 ' '"1"' ' 1' > t.csv
	run of type,distinct <(csv-describe t.csv)
	assert_output "type,distinct"$'\n'text,3
	run of type,distinct <(csv-describe --trim t.csv)
	assert_output "type,distinct"$'\n'integer,1
}

@test "a header without rows, with groups too" {
	lines a,b > t.csv
	run of column..mean <(csv-describe t.csv)
	assert_output "column,type,count,missing,distinct,mean"$'\n'a,empty,0,0,0,$'\n'b,empty,0,0,0,
	run csv-describe -g a --percentiles '' t.csv
	assert_success
	assert_output --partial "a,column,type"
	assert_equal "${#lines[@]}" 1
	run csv-describe -y a t.csv
	assert_success
	run csv-describe --format json t.csv -c a --percentiles ''
	assert_line --partial '"mean": null'
	run csv-describe --format json -g a t.csv
	assert_output "["$'\n'"]"
	run csv-describe --format table -g a t.csv
	assert_success
}

@test "input without a byte, and piped input that was cut off" {
	run_split csv-describe < /dev/null
	assert_failure 3
	printf 'a\n1' > t.csv
	run_split bash -c 'printf "a\n1" | csv-describe'
	assert_failure 3
	assert_output ""
	stderr_has "ends without a newline"
	run bash -c 'printf "a\n1" | csv-describe --unterminated'
	assert_success
	run csv-describe t.csv
	assert_success
}

@test "nothing is printed when the last row is at fault" {
	{ count_to a,b 100000 | sed '2,$s/$/,1/'; echo 1,2,3; } > t.csv
	run_split csv-describe t.csv
	assert_failure 3
	assert_output ""
	stderr_has "t.csv:100002"
}

@test "-o appears whole or not at all, and is never the input" {
	lines a,b 1,2 > t.csv
	csv-describe -o out.csv t.csv
	csv-describe t.csv > want
	same want out.csv
	rm out.csv
	lines a,b 1,2 3 > bad.csv
	run csv-describe -o out.csv bad.csv
	assert_failure 3
	assert_file_not_exist out.csv
	run_split csv-describe -o t.csv t.csv
	assert_failure 2
	stderr_has "t.csv is input and output"
	run csv-describe -o none/out.csv t.csv
	assert_failure 4
	csv-describe -o out.csv.gz t.csv
	gzip -dc out.csv.gz | same want -
}

@test "other dialects: no header, a delimiter, CRLF" {
	lines '1;x' '2,5;y' > t.csv
	run csv-describe -H -d ';' --percentiles '' t.csv
	assert_line --index 0 --partial "column;type;count"
	assert_line --index 1 --partial "1;text;2;0;2;"
	assert_line --index 2 --partial "2;text;2;0;2;"
	printf 'a,b\r\n1,x\r\n2,x\r\n' > t.csv
	run of column..distinct <(csv-describe t.csv)
	assert_output "column,type,count,missing,distinct"$'\n'a,integer,2,0,2$'\n'b,text,2,0,1
}

@test "several files are one table" {
	lines a 1 2 > one.csv
	lines a 3 > two.csv
	run of count,mean <(csv-describe one.csv two.csv)
	assert_output "count,mean"$'\n'3,2
}

# ---- groups ----

@test "-g describes each group, in the order of its bytes" {
	lines g,x b,1 a,2 b,3 ,4 a,x > t.csv
	run of g,column,type,count,mean <(csv-describe -g g t.csv)
	assert_output "$(lines g,column,type,count,mean ,x,integer,1,4 a,x,text,2, b,x,integer,2,2)"
}

@test "a group is described as its rows alone would be" {
	local group

	csv-describe -g town "$DATA/describe/mixed.csv" > all.csv
	for group in Leeds York; do
		head -n 1 all.csv | cut -d , -f 2- > out.csv
		grep "^$group," all.csv | cut -d , -f 2- >> out.csv
		/usr/bin/python3 - "$group" "$DATA/describe/mixed.csv" > part.csv <<-'P'
			import csv, sys
			rows = list(csv.DictReader(open(sys.argv[2], newline="")))
			w = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
			w.writeheader()
			w.writerows(r for r in rows if r["town"] == sys.argv[1])
		P
		csv-describe -x town part.csv > want.csv
		same want.csv out.csv
	done
}

@test "groups of several columns, kept apart where they join alike" {
	lines g,h,x ab,c,1 a,bc,2 ab,c,3 > t.csv
	run of g,h,column,count <(csv-describe -g g,h t.csv)
	assert_output "g,h,column,count"$'\n'a,bc,x,1$'\n'ab,c,x,2
	run of g,column <(csv-describe -g g -c h t.csv)
	assert_output "g,column"$'\n'a,h$'\n'ab,h
}

@test "groups that cannot be" {
	count_to id 10001 | sed 's/$/,1/' > t.csv
	run_split csv-describe -g id t.csv
	assert_failure 3
	stderr_is 'csv-describe: t.csv:10002: column "id": more than 10000 groups, and all must fit into memory (use -g with columns of fewer values)'
	lines type,p50 1,2 > t.csv
	run_split csv-describe -g type t.csv
	assert_failure 2
	stderr_has 'csv-describe: -g: "type" is a column of the report too (rename it first: csv-select --rename)'
	run_split csv-describe -g p50 t.csv
	assert_failure 2
	run csv-describe -g p50 --percentiles 5 t.csv
	assert_success
	run_split csv-describe -g @text t.csv
	assert_failure 2
	stderr_has "csv-describe: -g: @numeric and @text are not known before all is read"
}

# ---- hints ----

@test "hint: constant" {
	lines a,b 1,x 1, 1,x > t.csv
	run hints t.csv
	assert_output "$(lines column,hint a,constant "b,constant where it is not missing")"
}

@test "hint: id-like" {
	count_to id,x 19 | sed '2,$s/$/,1.5/' > t.csv
	run hints -c id t.csv
	assert_output "$(lines column,hint id,)"
	count_to id 20 > t.csv
	run hints t.csv
	assert_output "$(lines column,hint "id,id-like: all values differ")"
	count_to id 20 | sed '2,$s/$/.5/' > t.csv
	run hints t.csv
	assert_output "$(lines column,hint id,)"
	count_to id 10000 > t.csv
	run hints t.csv
	assert_output "$(lines column,hint "id,id-like: all values differ")"
	echo 77 >> t.csv
	run hints t.csv
	assert_output "$(lines column,hint id,)"
	count_to id 10000 | sed '2,$s/^/r/' > t.csv
	run hints t.csv
	assert_output "$(lines column,hint "id,id-like: about all values differ")"
}

@test "hint: leading zeros" {
	lines zip,x 01234,0.5 12345,0 00501,0 > t.csv
	run hints t.csv
	assert_output "$(lines column,hint "zip,\"a code, not a number? leading zeros in 2 rows\"" x,)"
}

@test "hint: words that may mean missing" {
	lines a,b,c 1,x,None '?,?,1' '2,y,2' > t.csv
	run hints t.csv
	assert_line --index 1 "a,\"\"\"?\"\" in 1 row may mean missing: --na '?'\""
	assert_line --index 2 "b,\"\"\"?\"\" in 1 row may mean missing: --na '?'\""
	assert_line --index 3 "c,\"\"\"None\"\" in 1 row may mean missing: --na 'None'\""
	lines a None 1 2 unknown 'x y' > t.csv
	run hints t.csv
	assert_line --index 1 "a,\"\"\"unknown\"\" in 1 row may mean missing: --na 'unknown'\""
	{ count_to a 9999; seq 9999; lines '?' NA '?'; } > t.csv
	run hints t.csv
	assert_line --index 1 \
	    "a,\"\"\"?\"\" in 2 rows, \"\"NA\"\" in 1 row may mean missing: --na '?,NA'\""
	run of type,missing <(csv-describe --na '?,NA' t.csv)
	assert_output "type,missing"$'\n'integer,3
}

@test "hint: numbers that may mean missing" {
	{ count_to a 25; lines 999 999; } > t.csv
	run hints t.csv
	assert_line --partial '999 in 2 rows, far from 1 .. 25, may mean missing: --na 999'
	{ count_to a 25; lines 999; } > t.csv
	run hints t.csv
	refute_line --partial "may mean missing"
	{ count_to a 25; lines 998 998; } > t.csv
	run hints t.csv
	refute_line --partial "may mean missing"
	{ count_to a 98; lines 99 99; } > t.csv
	run hints t.csv
	refute_line --partial "may mean missing"
	{ count_to a 25; lines -1 -1; } > t.csv
	run hints t.csv
	assert_line --partial '-1 in 2 rows, far from 1 .. 25, may mean missing: --na -1'
	lines a -1 1 -1 1 -1 > t.csv
	run hints t.csv
	assert_output "$(lines column,hint a,)"
}

@test "hint: imbalanced" {
	{ lines a 1 1; yes 0 | head -n 8; } > t.csv
	run hints t.csv
	assert_output "$(lines column,hint a,)"
	echo 0 >> t.csv
	run hints t.csv
	assert_output "$(lines column,hint 'a,"imbalanced: ""1"" in 18.2 % of the values"')"
}

@test "hint: heavy tail" {
	lines a 1 2 3 4 5 6 7 1000 > t.csv
	run hints t.csv
	assert_output "$(lines column,hint "a,\"heavy tail: log, clip or quantile bins\"")"
}

@test "hint: the three costs of the bird strikes leak the damage" {
	local file

	for file in "$ROOT"/examples/birdstrikes/birdstrikes*.csv*; do
		[ -e "$file" ] || skip "the data of the demo is not here"
		break
	done
	hints -y 'Effect Amount of damage' --negative None "$file" | grep leak > out
	run cut -d , -f 1 out
	assert_output "$(lines 'Cost Other' 'Cost Repair' 'Cost Total $')"
	run hints "$file"
	refute_output --partial leak
}

@test "hint: columns that leak a label, and how much" {
	csv-describe -y label "$DATA/describe/leak.csv" | of column,hint |
	    sed -n 's/,.*leak? /: /p' | tr -d '"' > out
	lines 'ranks: alone it ranks the label with auc 0.9988' \
	    'falls: alone it ranks the label with auc 0.9988' \
	    'cost: 100 % of the 70 rows where it is not 0 are positive, 18 % of the others' \
	    'closed: 100 % of the 128 rows where it is not missing are positive, 15.4 % of the others' \
	    'told: alone it ranks the label with auc 0.9956' \
	    'hole: 100 % of the 294 rows where it is missing are positive, 7.2 % of the others' > want
	same want out
	run grep -E '^(ranks|falls),0.9988|^told,0.9956' "$DATA/describe/leak.expected.csv"
	assert_equal "${#lines[@]}" 3
}

@test "a label as words, and the label itself is no suspect" {
	sed 's/,1$/,bad/; s/,0$/,good/' "$DATA/describe/leak.csv" > words.csv
	csv-describe -y label "$DATA/describe/leak.csv" -x label > want
	csv-describe -y label --positive bad words.csv -x label > out
	same want out
	csv-describe -y label --negative good words.csv -x label > out
	same want out
	run hints -y label --positive bad words.csv -c label
	refute_output --partial leak
}

@test "labels that are none" {
	lines a,y 1,no 2,1 > t.csv
	run_split csv-describe -y y t.csv
	assert_failure 3
	stderr_is 'csv-describe: t.csv:2: column "y": "no" is neither 0 nor 1 (use --positive or --negative)'
	lines a,y 1,0 2, > t.csv
	run_split csv-describe -y y t.csv
	assert_failure 3
	stderr_has 't.csv:3: column "y": the label is missing'
	run_split csv-describe --positive 1 t.csv
	assert_failure 2
	stderr_has "csv-describe: --positive and --negative need the label (-y)"
	run_split csv-describe -y y --positive 1 --negative 0 t.csv
	assert_failure 2
	stderr_has "csv-describe: --positive and --negative exclude each other"
	run_split csv-describe -y a,y t.csv
	assert_failure 2
	stderr_has "csv-describe: -y: one column is the label"
}
