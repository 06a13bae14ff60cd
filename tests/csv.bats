#!/usr/bin/env bats
#
# What CSV is to csvlearn (csvlearn-csv(5)): read, refused with its message, written.
# csv-select stands for all tools, which share one reader and one writer.

load helper

# What csv-select gives for the bytes that printf(1) makes of the first argument.
reads() # BYTES OPTION...
{
	# shellcheck disable=SC2059 # the bytes are a format
	printf "$1" > t.csv
	run_split csv-select "${@:2}" t.csv
}

passes() # BYTES EXPECTED OPTION...
{
	reads "$1" "${@:3}"
	# shellcheck disable=SC2154 # set by run
	assert_equal "$status: $stderr" "0: "
	# shellcheck disable=SC2059
	csv-select "${@:3}" t.csv | same - <(printf "$2")
}

# The same as a file and through a pipe, in blocks of one byte too; and nothing is
# ever said twice or on stdout.
refuses() # BYTES MESSAGE OPTION...
{
	local block

	for block in 1 262144; do
		reads "$1" --block-size "$block" "${@:3}"
		assert_equal "$status: $stderr" "3: csv-select: t.csv:$2"
		run_split csv-select --block-size "$block" "${@:3}" < <(cat t.csv)
		assert_equal "$status: $stderr" "3: csv-select: stdin:$2"
	done
}

# ---- RFC 4180, section 2 ----

@test "1: records end in CRLF, and leave with LF" {
	passes 'aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n' 'aaa,bbb,ccc\nzzz,yyy,xxx\n'
}

@test "2: the last record may lack its line end" {
	passes 'aaa,bbb,ccc\r\nzzz,yyy,xxx' 'aaa,bbb,ccc\nzzz,yyy,xxx\n'
	passes 'aaa,bbb,ccc' 'aaa,bbb,ccc\n'
}

@test "3: a header is like any record" {
	passes '"field,1","field\n2"\n1,2\n' '"field\n2","field,1"\n2,1\n' -c 2,1
}

@test "4: all records have the same number of fields, and blanks are part of them" {
	passes 'a, b ,c\n 1 ,, 3\n' 'a, b ,c\n 1 ,, 3\n'
	refuses 'a,b\n1,2\n3\n' '3: 1 field where the header has 2'
	refuses 'a,b\n1,2,3\n' '2: 3 fields where the header has 2'
	refuses 'a,b\n1,2,\n' '2: 3 fields where the header has 2'
}

@test "5: fields may be quoted; others hold no quote" {
	passes '"aaa","bbb"\n"","zzz"\n' '"aaa","bbb"\n"","zzz"\n'
	refuses 'a,b\n1,x"y\n' '2: a quote inside a cell that does not begin with one (quote the whole cell and double the quotes in it)'
	refuses 'a,b\n1, "x"\n' '2: a quote inside a cell that does not begin with one (quote the whole cell and double the quotes in it)'
}

@test "6: commas, quotes and line ends stand in quotes" {
	passes 'a,b,c\r\n"x\r\ny",",","\n"\r\n' 'a,b,c\n"x\r\ny",",","\n"\n'
}

@test "7: a quote in quotes is doubled" {
	passes 'a,b\n"b""bb",""""\n' 'b,a\n"""","b""bb"\n' -c b,a
	refuses 'a,b\n"b"bb",1\n' '2: text after a closing quote (double a quote inside a quoted cell)'
	refuses 'a,b\n"b"x,1\n' '2: text after a closing quote (double a quote inside a quoted cell)'
}

# ---- beyond the RFC ----

@test "a quote that is never closed is blamed on the line where it opened" {
	refuses 'a,b\n1,2\n"x\ny\nz,3\n' '3: a quote opens here and is never closed (was the file cut off?)'
	refuses 'a,b\n1,"' '2: a quote opens here and is never closed (was the file cut off?)'
	refuses 'a,b\n"x\n""\n",2\n1,"a\n""\n' '5: a quote opens here and is never closed (was the file cut off?)'
	refuses 'a,"b\n1,2\n' '1: a quote opens here and is never closed (was the file cut off?)'
}

@test "blanks behind a closing quote" {
	refuses 'a,b\n"x" ,1\n' '2: a blank between a closing quote and the separator (use --trim)'
	refuses 'a,b\n1,"x"\t\r\n' '2: a blank between a closing quote and the separator (use --trim)'
	passes 'a,b\n "x" ,1\n' 'a,b\n"x",1\n' --trim
}

@test "a CR ends no line" {
	refuses 'a,b\r1,2\r' "1: a CR that no LF follows (an old Mac file? use tr '\\r' '\\n')"
	refuses 'a,b\n1,2\r' "2: a CR that no LF follows (an old Mac file? use tr '\\r' '\\n')"
	refuses 'a,b\n1,x\ry\n' "2: a CR that no LF follows (an old Mac file? use tr '\\r' '\\n')"
	refuses 'a,b\n1,2\r\r\n' "2: a CR that no LF follows (an old Mac file? use tr '\\r' '\\n')"
	passes 'a,b\n1,"x\ry"\n' 'a,b\n1,"x\ry"\n'
}

@test "mixed line ends" {
	passes 'a,b\n1,2\r\n3,4\n5,6\r\n' 'a,b\n1,2\n3,4\n5,6\n'
	passes 'a\r\n\r\n1\n\n' 'a\n\n1\n\n'
}

@test "NUL, in cells, quotes and names" {
	refuses 'a,b\n1,x\0y\n' '2: a NUL byte (is this text?)'
	refuses 'a,b\n1,2\n3,"\n\0"\n' '4: a NUL byte (is this text?)'
	refuses 'a\0,b\n1,2\n' '1: a NUL byte (is this text?)'
}

@test "much NUL and binary junk end at once" {
	head -c 50000000 /dev/zero > t.csv
	run_split -3 timeout 5 csv-select t.csv
	stderr_is 'csv-select: t.csv:1: a NUL byte (is this text?)'
	run_split -3 timeout 5 csv-select "$(command -v csv-select)"
	[ "${#stderr}" -le 512 ]
}

@test "byte order marks" {
	passes '\xef\xbb\xbfid,x\n1,2\n' 'id\n1\n' -c id
	passes '\xef\xbb\xbf"id",x\n1,2\n' '"id"\n1\n' -c id
	passes 'a\n\xef\xbb\xbf1\n' 'a\n\xef\xbb\xbf1\n'
	printf '\xff\xfea\0\n\0' > t.csv
	run_split -3 csv-select t.csv
	stderr_is 'csv-select: t.csv: UTF-16 or UTF-32 text (convert it with iconv -t UTF-8)'
	printf '\xfe\xff\0a\0\n' > t.csv
	run_split -3 csv-select t.csv
	stderr_is 'csv-select: t.csv: UTF-16 or UTF-32 text (convert it with iconv -t UTF-8)'
}

@test "text is bytes: other encodings pass unchanged" {
	passes 'na\xefve,\xff\n\xe9,\xc3\xa9\n' '\xff,na\xefve\n\xc3\xa9,\xe9\n' -c 2,1
}

@test "blank lines: missing in one column, nothing at the end, else a fault" {
	passes 'a\n\n1\n\n' 'a\n\n1\n\n'
	passes 'a,b\n1,2\n\n\r\n\n' 'a,b\n1,2\n'
	refuses 'a,b\n\n1,2\n' '2: 1 field where the header has 2 (a blank line)'
	refuses 'a,b\n1,2\n\n\n3,4\n' '3: 1 field where the header has 2 (a blank line)'
	refuses '\na,b\n' '1: column 1 has no name'
}

@test "one column of missing cells is no row of blank lines" {
	passes 'a,b\n1,\n2,""\n3,x\n' 'b\n""\n""\nx\n' -c b
	csv-select -c b t.csv | csv-select | same - <(csv-select -c b t.csv)
}

@test "names: none empty, none twice" {
	refuses 'a,,c\n' '1: column 2 has no name'
	refuses 'a,b,\n' '1: column 3 has no name'
	refuses 'a,b,"a"\n' '1: two columns are called "a": 1 and 3'
	passes 'a,A, a\n1,2,3\n' 'a,A, a\n1,2,3\n'
}

@test "zero bytes is what a dead command leaves" {
	run_split -3 csv-select < <(:)
	stderr_is 'csv-select: stdin: empty input, not even a header (did the command before fail?)'
	: > t.csv
	run_split -3 csv-select t.csv
	stderr_is 'csv-select: t.csv: empty input, not even a header (did the command before fail?)'
	gzip < t.csv > t.csv.gz
	run_split -3 csv-select t.csv.gz
	stderr_is 'csv-select: t.csv.gz: empty input, not even a header (did the command before fail?)'
}

@test "a header and no rows" {
	passes 'a,b\n' 'b\n' -c b
	passes 'a,b\r\n' 'a,b\n'
}

# ---- the dialect ----

@test "-d: any one byte that no number holds" {
	passes 'a;b\n"x;y";1,5\n' 'b;a\n1,5;"x;y"\n' -d ';' -c b,a
	passes 'a\tb\n1\t2\n' 'b\n2\n' -d tab -c b
	passes 'a|b\n|\n' 'a|b\n|\n' -d '|'
	run_split -2 csv-select -d . t.csv
	stderr_has 'csv-select: --delimiter .: cannot separate cells, as numbers hold it'
	run_split -2 csv-select -d ab t.csv
	stderr_has 'csv-select: --delimiter ab: not one character, nor the word tab'
}

@test "a file called .tsv is separated by tabs" {
	printf 'a\tb\n1,5\t2\n' > t.tsv
	run_split csv-select -c b,a t.tsv
	assert_output $'b\ta\n2\t1,5'
	gzip t.tsv
	run_split csv-select -c a t.tsv.gz
	assert_output $'a\n1,5'
	run_split -3 csv-select -d , t.tsv.gz
	stderr_has 'csv-select: t.tsv.gz:2: 2 fields where the header has 1'
}

@test "a wrong delimiter is hinted at" {
	reads 'a;b\n1;2\n'
	stderr_is "csv-select: warning: t.csv: one column only, and its name holds ';': use -d ';'?"
	reads 'a\tb\n1\t2\n'
	stderr_is 'csv-select: warning: t.csv: one column only, and its name holds tabs: use -d tab?'
}

@test "-H: columns are called 1, 2, and so on" {
	passes '1,a\n2,b\n' 'a,1\nb,2\n' -H -c 2,1
	passes '\n1\n' '\n1\n' -H
	refuses '1,2\n3\n' '2: 1 field where the first record has 2' -H
	passes 'x,x\n' 'x,x\n' -H
}

@test "--trim: blanks around cells, not in quotes" {
	passes ' a ,\t"b"\n 1 2 , " x "\r\n  ,\n' 'a,"b"\n1 2," x "\n,\n' --trim
	passes 'a\n \n1 \n' 'a\n\n1\n' --trim
	refuses 'a,b\n1,"x" y\n' '2: text after a closing quote (double a quote inside a quoted cell)' --trim
}

@test "--max-record" {
	refuses 'a,b\n1,2\n12345,67890\n' \
	    '3: a record longer than 11 bytes (is a quote open? otherwise use --max-record)' \
	    --max-record 11
	passes 'a,b\n12345,67890\n' 'a,b\n12345,67890\n' --max-record 12
	run_split -2 csv-select --max-record 1073741825 t.csv
	stderr_has 'csv-select: --max-record 1073741825: more than 1 GiB'
}

@test "a cell of 17 MiB needs --max-record" {
	{ lines a,b; printf '1,"'; head -c 17825792 /dev/zero | tr '\0' x; lines '"' 2,y; } > t.csv
	run_split -3 csv-select t.csv
	stderr_is 'csv-select: t.csv:2: a record longer than 16777216 bytes (is a quote open? otherwise use --max-record)'
	csv-select --max-record 33554432 t.csv | same - t.csv
	csv-select --max-record 33554432 -c b,a < <(cat t.csv) |
	    csv-select --max-record 33554432 -c a,b | same - t.csv
}

@test "100000 columns" {
	{ seq -s , 100000; for i in 1 2 3; do yes "$i" | head -n 100000 | paste -sd ,; done; } |
	    sed '1s/[0-9]*/c&/g' > t.csv
	timeout 10 csv-select t.csv | same - t.csv
	timeout 10 csv-select < <(cat t.csv) | same - t.csv
	timeout 10 csv-select -c c100000,c1,50000 t.csv | same - <(lines c100000,c1,c50000 1,1,1 2,2,2 3,3,3)
	timeout 10 csv-select -x /9/ t.csv > out.csv
	assert_equal "$(head -n 1 out.csv | tr , '\n' | wc -l)" 59049
}

# ---- files and pipes ----

@test "gzip, also of many members, also from a pipe" {
	lines a,b 1,2 '3,"x' 'y"' > t.csv
	gzip -k t.csv
	csv-select t.csv.gz | same - t.csv
	csv-select < <(cat t.csv.gz) | same - t.csv
	{ head -c 5 t.csv | gzip; : | gzip; tail -c +6 t.csv | gzip; } > members.gz
	csv-select members.gz | same - t.csv
	head -c 30 t.csv.gz > cut.gz
	run_split -3 csv-select cut.gz
	stderr_has 'csv-select: cut.gz: gzip data ends early'
}

@test "several files are one table" {
	lines a,b 1,2 > 1.csv
	printf '\xef\xbb\xbf"a",b\r\n3,"4\r\n"' > 2.csv
	lines a,b '' > 3.csv
	gzip < 1.csv > 4.csv.gz
	csv-select 1.csv 2.csv 3.csv 4.csv.gz |
	    same - <(printf 'a,b\n1,2\n3,"4\r\n"\n1,2\n')
	csv-select -H 1.csv 1.csv | same - <(cat 1.csv 1.csv)
	csv-select 1.csv - 1.csv < <(lines a,b 5,6) | same - <(lines a,b 1,2 5,6 1,2)
}

@test "headers that do not agree" {
	lines a,b 1,2 > 1.csv
	lines a,c 1,2 > 2.csv
	lines a,b,c 1,2,3 > 3.csv
	lines a 1 > 4.csv
	run_split -3 csv-select 1.csv 2.csv
	stderr_is 'csv-select: 2.csv:1: column 2 is "c", but in the first file it is "b"'
	run_split -3 csv-select 1.csv 3.csv
	stderr_is 'csv-select: 3.csv:1: 3 columns, but the first file has 2'
	run_split -3 csv-select 1.csv 4.csv
	stderr_is 'csv-select: 4.csv:1: 1 column, but the first file has 2'
}

@test "lines are counted in each file, in cells and in headers" {
	printf '"a\nb",c\n"1\n\n",2\n3,x\n' > 1.csv
	printf '"a\nb",c\n"1\n",2\n3\n' > 2.csv
	run_split -3 csv-select 1.csv 2.csv
	stderr_is 'csv-select: 2.csv:5: 1 field where the header has 2'
	run_split -3 csv-select -f s -n --na x 1.csv 2.csv
	stderr_is 'csv-select: 2.csv:5: 1 field where the header has 2'
	assert_not_exist s
}

@test "any block size gives the same bytes" {
	printf 'a,"b\nc",d\r\n1,"x""\n\n,y",3\n,,\r\n4,"",6\n\n\n' > t.csv
	csv-select -c 3,2 t.csv > whole
	for block in 1 2 3 5 7 11 13 17 31 32 33 63 64 65; do
		csv-select -c 3,2 --block-size "$block" t.csv | same - whole
		csv-select -c 3,2 --block-size "$block" < <(cat t.csv) | same - whole
	done
}

@test "a byte at a time" {
	printf 'a,b\r\n1,"x\r\n"\r\n3,4\r\n' > t.csv
	for i in $(seq 1 "$(wc -c < t.csv)"); do
		head -c "$i" t.csv | tail -c 1
	done | csv-select | same - <(printf 'a,b\n1,"x\r\n"\n3,4\n')
}

@test "a pipe that ends in the middle of a line leaves one that does" {
	printf 'a,b\n1,2' | csv-select | same - <(printf 'a,b\n1,2')
	printf 'a,b\n1,2\n' | csv-select | same - <(printf 'a,b\n1,2\n')
	printf 'a,b' | csv-select | same - <(printf 'a,b')
	printf 'a,b\n1,2\n ' | csv-select --trim | same - <(printf 'a,b\n1,2')
	printf 'a,b\n1,2' | csv-select --unterminated | same - <(printf 'a,b\n1,2\n')
	printf 'a,b\n1,2' | gzip | csv-select | same - <(printf 'a,b\n1,2')
	printf 'a,b\n1,2' > t.csv
	csv-select t.csv | same - <(printf 'a,b\n1,2\n')
	csv-select < t.csv | same - <(printf 'a,b\n1,2\n')
}

@test "what must be whole is refused from such a pipe" {
	run_split -3 csv-select -n -f s < <(printf 'a,b\n1,2')
	stderr_is 'csv-select: stdin: input ends without a newline: did the command before fail? (--unterminated accepts it)'
	assert_not_exist s
	printf 'a,b\n1,2' | csv-select -n -f s --unterminated
	assert_exist s
}

@test "a stage that fails poisons its stream, and the next refuses it" {
	{ lines a,b; yes 1,2 | head -n 300000; lines 3; } > t.csv
	csv-select t.csv > out 2> err || status=$?
	assert_equal "$status" 3
	assert_equal "$(tail -n 1 out)" "\"csv-select failed: t.csv:300002: 1 field where the header has 2"
	run_split -3 csv-select < <(cat out)
	stderr_is 'csv-select: stdin:300002: a quote opens here and is never closed (was the file cut off?)'
	run_split -3 csv-select -n -f s out
	assert_not_exist s
}

@test "a stage that is killed leaves no last newline" {
	{ lines a,b; yes 1,2; } | timeout -s KILL 0.2 csv-select | cat > out || true
	[ -s out ]
	[ -n "$(tail -c 1 out)" ]
	run_split -3 csv-select -n -f s < <(cat out)
}

# ---- data as it comes ----

# A few lines of the UCI files as they are; the whole files where $CSVLEARN_DATA names
# a folder that has them.

data() # FILE
{
	data=${CSVLEARN_DATA-$ROOT/../shared/data}/$1
	[ -e "$data" ] || skip "\$CSVLEARN_DATA names no folder with $1"
}

@test "Adult: no header, blanks behind the commas, a blank line at the end" {
	lines '39, State-gov, 77516, Bachelors, 13, <=50K' \
	    '54, ?, 180211, Some-college, 10, >50K' '' > t.csv
	csv-select -H --trim t.csv | same - <(lines '39,State-gov,77516,Bachelors,13,<=50K' \
	    '54,?,180211,Some-college,10,>50K')
	csv-select -H -c 2 t.csv | same - <(lines ' State-gov' ' ?')
}

@test "Adult, whole" {
	data adult.data.csv.gz
	csv-select -H --trim "$data" | same - <(zcat "$data" | sed 's/, */,/g; /^$/d')
	assert_equal "$(csv-select -H -c 1 "$data" | wc -l)" 32561
}

@test "Bank: semicolons, and quotes around all text" {
	lines '"age";"job";"y"' '56;"admin.";"no"' '57;"blue-collar";"no"' > t.csv
	csv-select -d ';' -c y,age t.csv | same - <(lines '"y";"age"' '"no";56' '"no";57')
}

@test "Bank, whole" {
	data bank-additional-full.csv.gz
	csv-select -d ';' "$data" | same - <(zcat "$data" | tr -d '\r')
	csv-select -d ';' -c y,age "$data" |
	    same - <(zcat "$data" | tr -d '\r' | awk -F ';' -v OFS=';' '{ print $NF, $1 }')
}

@test "a quoted file with another separator is given the hint" {
	lines '"a";"b"' '1;"x"' > t.csv
	run_split -3 csv-select t.csv
	stderr_is "csv-select: t.csv:1: a ';' after a closing quote (if it separates cells, use -d ';')"
	run -0 csv-select -d ';' t.csv
}
