#!/usr/bin/env bats
#
# csv-split: rows into parts.  The data of tests/data/split come from golden/split.py.

load helper

people=$DATA/examples/people.csv
rows=$DATA/split/rows.csv

numbered() # N: rows.csv in this folder, with ids 1 to N
{
	seq "$1" | awk 'BEGIN { print "id,x" } { print $1 ",v" $1 % 7 }' > rows.csv
}

body() # FILE...: without headers
{
	local file

	for file; do tail -n +2 "$file"; done
}

# Usage errors: status 2, the message, and the usage line.
usage() # MESSAGE OPTION...
{
	local message=$1

	shift
	run_split csv-split "$@" "$people"
	assert_failure 2
	stderr_has "csv-split: $message"
	stderr_has "usage: csv-split"
	assert_output ""
}

# ---- draws ----

# A key of one cell or two: not below its u, below the next double above it.
holds_draw() # SEED U CELLS
{
	local below above

	printf 'a,b\n%s\n' "$3" > key.csv
	below=$(awk -v u="$2" 'BEGIN { printf "x=%.17g,y=%.17g", u, 1 - u }')
	above=$(awk -v u="$2" 'BEGIN { u += 2 ^ -53; printf "x=%.17g,y=%.17g", u, 1 - u }')
	csv-split -q -s "$1" -k "$4" -p "$below" --tag part key.csv | tail -n 1 | grep -q ',y$' &&
	    csv-split -q -s "$1" -k "$4" -p "$above" --tag part key.csv | tail -n 1 | grep -q ',x$'
}

@test "draws: u is to the last bit what the bytes of the page give" {
	local n=0

	while IFS=, read -r a b seed _ u _ _ _ fold; do
		holds_draw "$seed" "$u" "$a,$b" a,b || fail "$a,$b seed $seed"
		run csv-split -s "$seed" -q --folds 10000 --tag fold key.csv
		assert_line --index 1 "$a,$b,$fold"
		n=$((n + 1))
	done < <(tail -n +2 "$DATA/split/vectors.csv")
	[ "$n" -eq 17 ]
}

@test "draws: the table of the page holds" {
	local n=0

	while read -r seed key _ u; do
		case $key in
		*,*) holds_draw "$seed" "$u" "$key" a,b ;;
		*) holds_draw "$seed" "$u" "$key," a ;;
		esac || fail "$key seed $seed"
		n=$((n + 1))
	done < <(grep -E '^[0-9]+ +[^ ]+ +[0-9a-f]{16} ' "$ROOT/man/csv-split.1")
	[ "$n" -eq 8 ]
}

@test "parts and folds of odd rows, by the whole record: as worked out in Python" {
	csv-split -p train=0.7,valid=0.2,test=0.1 --tag part "$rows" |
	    csv-split -q --folds 5 -k id,word,x --tag fold > out
	same out "$DATA/split/tagged.csv"
}

@test "the whole record is the key of all columns, however it is spelt" {
	lines a,b '1,"x"' '"1",x' '"1","x"' > spelt.csv
	csv-split --folds 9999 --tag fold spelt.csv | body /dev/stdin | sed 's/.*,//' > tags
	[ "$(sort -u tags | wc -l)" -eq 1 ]
	csv-split -q --folds 9999 -k a,b --tag fold spelt.csv | body /dev/stdin | sed 's/.*,//' > keyed
	same tags keyed
}

# ---- what parts promise ----

@test "the whole record is all columns, whatever they are called" {
	local how=(-q -p "a=0.5,b=0.5" --tag part)

	{ echo @all,n; for i in $(seq 40); do echo "x,$i"; done; } > t.csv
	sed 1s/@all/all/ t.csv | csv-split "${how[@]}" | tail -n +2 > want
	csv-split "${how[@]}" t.csv | tail -n +2 | same - want
	cut -d, -f3 want | sort -u > parts
	lines a b | same - parts
}

@test "parts are whole: every row in one of them, in order, byte for byte" {
	csv-split -p a=0.5,b=0.3,c=0.2 --out '{}.csv' "$rows"
	csv-split -p a=0.5,b=0.3,c=0.2 --tag part "$rows" > tagged
	for part in a b c; do
		head -n 1 "$rows" > want
		# Records with line ends inside: cut by the tool's own --only.
		csv-split -p a=0.5,b=0.3,c=0.2 --only $part "$rows" > only
		same only $part.csv
		[ "$(wc -l < $part.csv)" -gt 20 ]
	done
	same <(body a.csv b.csv c.csv | sort) <(body "$rows" | sort)
}

@test "a part does not change when rows are added, removed or reordered" {
	numbered 1000
	csv-split -q -p a=0.6,b=0.4 -k id --only a rows.csv > all
	sed '100,300d' rows.csv | csv-split -q -p a=0.6,b=0.4 -k id --only a > fewer
	same fewer <(csv-split -q -p a=0.6,b=0.4 -k id --only a <(sed '100,300d' rows.csv))
	[ -z "$(comm -13 <(sort all) <(sort fewer))" ]
	{ head -n 1 rows.csv; body rows.csv | sort -r; } > reversed.csv
	csv-split -q -p a=0.6,b=0.4 -k id --only a reversed.csv > other
	same <(sort all) <(sort other)
}

@test "a larger first share holds all of a smaller" {
	numbered 1000
	csv-split -p a=0.1,b=0.9 --only a rows.csv | sort > small
	csv-split -p a=0.15,b=0.2,c=0.65 --only a rows.csv | sort > large
	[ -z "$(comm -23 small large)" ]
	[ "$(wc -l < large)" -gt "$(wc -l < small)" ]
}

@test "shares come out, another seed is another choice, keys stay together" {
	numbered 4000
	run csv-split -p a=0.25,b=0.75 --only a rows.csv
	[ "${#lines[@]}" -gt 900 ] && [ "${#lines[@]}" -lt 1100 ]
	csv-split -p a=0.25,b=0.75 --only a -s 2 rows.csv > second
	[ "$(body second | wc -l)" -gt 900 ]
	run ! cmp -s second <(printf '%s\n' "$output")
	csv-split -q -p a=0.5,b=0.5 -k x --tag part rows.csv | body /dev/stdin | cut -d, -f 2,3 |
	    sort -u > pairs
	[ "$(wc -l < pairs)" -eq 7 ]
}

@test "a fold is independent of a part" {
	numbered 4000
	csv-split -p a=0.5,b=0.5 --only a rows.csv | csv-split --folds 2 --tag fold > out
	[ "$(grep -c ',0$' out)" -gt 850 ] && [ "$(grep -c ',1$' out)" -gt 850 ]
}

# ---- folds ----

@test "folds: K parts by name, and one against the others" {
	numbered 500
	csv-split --folds 5 --tag fold rows.csv > tagged
	[ "$(body tagged | cut -d, -f 3 | sort -u | tr -d '\n')" = 01234 ]
	csv-split --folds 5 --fold 3 --out '{}.csv' rows.csv
	same <(body test.csv) <(sed -n 's/,3$//p' tagged)
	same <(body train.csv) <(body tagged | sed -n 's/,[0124]$//p')
	csv-split --folds 5 --out 'fold{}' rows.csv
	same fold3 test.csv
	run csv-split --folds 5 --only 4 rows.csv
	[ "${#lines[@]}" -gt 50 ]
}

# ---- time ----

@test "time: numbers as numbers" {
	lines t 9 10 11 '"10"' -1 1e1 > t.csv
	csv-split --time t:10 --only train t.csv > out
	same out <(lines t 9 -1)
}

@test "time: anything else byte by byte" {
	lines t 2024-12-31 2025-01-01 2025 x > t.csv
	run csv-split --time t:2025-01-01 --tag part t.csv
	assert_output "$(lines t,part 2024-12-31,train 2025-01-01,test 2025,train x,test)"
}

@test "time: the cut may hold colons, the column's name too if it is quoted" {
	lines 'a:b,x' '10:30,1' '10:31,2' > t.csv
	csv-split --time '"a:b":10:31' --out '{}.csv' t.csv
	same train.csv <(lines 'a:b,x' '10:30,1')
	same test.csv <(lines 'a:b,x' '10:31,2')
}

@test "time: a row without one is a fault, and what that is depends on the cut" {
	lines t 5 NA > t.csv
	run_split csv-split --time t:4 --only test t.csv
	assert_failure 3
	stderr_is 'csv-split: t.csv:3: column "t": missing, so this row is neither before nor after the cut (csv-scrub --drop-missing drops such rows)'
	assert_output ""
	run csv-split --time t:M --tag part t.csv
	assert_line NA,test
	run csv-split --na NA --time t:M --tag part t.csv
	assert_failure 3
	lines t,x 5,1 ,2 > t.csv
	run csv-split --time t:M --out '{}.csv' t.csv
	assert_failure 3
	assert_not_exist train.csv
}

# ---- how rows come and go ----

@test "neither blocks nor pipes nor gzip show" {
	local o=(-p 'a=0.5,b=0.5')

	csv-split "${o[@]}" --only a "$rows" > whole
	gzip -c "$rows" > rows.csv.gz
	for size in 1 7 100; do
		same <(csv-split "${o[@]}" --block-size $size --only a "$rows") whole
	done
	same <(csv-split "${o[@]}" --only a < "$rows") whole
	same <(csv-split "${o[@]}" --only a < <(cat "$rows")) whole
	same <(csv-split "${o[@]}" --only a rows.csv.gz) whole
	csv-split "${o[@]}" --out '{}.csv.gz' "$rows"
	same <(gzip -dc a.csv.gz) whole
	head -n 1 "$rows" > header
	same <(csv-split "${o[@]}" --only a header "$rows") whole
}

@test "dialects: no header, another delimiter, CRLF, blanks" {
	csv-split -q -H --folds 2 --tag fold <(lines 1,a 2,b) > out
	[ "$(wc -l < out)" -eq 2 ]
	csv-split -q -d ';' --folds 2 --out '{}.csv' <(lines 'a;b' '1;"x;y"' '2;,')
	same <(cat 0.csv 1.csv | sort -u) <(lines 'a;b' '1;"x;y"' '2;,' | sort)
	printf 'a,b\r\n1,2\r\n' | csv-split --folds 2 --tag fold > out
	same <(cut -d, -f 1,2 out) <(lines a,b 1,2)
	csv-split -q -k 2 -H --time 2:b --only train <(lines 1,a 2,b) 2>&1 | grep -q 'takes no -k'
	csv-split -H --time 2:b --only train <(lines 1,a 2,b) > out
	same out <(lines 1,a)
	csv-split --trim --folds 9999 --tag f <(lines a ' x ') > trimmed
	csv-split --folds 9999 --tag f <(lines a x) > plain
	same trimmed plain
}

@test "a header and no rows: empty parts, and a warning for each" {
	lines a,b > t.csv
	run_split csv-split -p x=0.5,y=0.5 --out '{}.csv' t.csv
	assert_success
	stderr_is "$(lines 'csv-split: warning: part "x" has no rows' \
	    'csv-split: warning: part "y" has no rows')"
	same x.csv t.csv
	same y.csv t.csv
	run_split csv-split -p x=0.5,y=0.5 --only y -q t.csv
	assert_output a,b
	stderr_is ""
}

@test "few different keys are worth a warning, unless it is quiet" {
	run_split csv-split -p a=0.5,b=0.5 -k city --tag p "$people"
	stderr_has "csv-split: warning: -k city: only 4 different keys: the shares can be far off"
	run_split csv-split -q -p a=0.5,b=0.5 -k city --tag p "$people"
	stderr_is ""
	numbered 100
	run_split csv-split -p a=0.5,b=0.5 -k id --tag p rows.csv
	stderr_is ""
	run_split csv-split -p a=0.5,b=0.5 -k 1 --tag p <(head -n 2 rows.csv)
	stderr_has "only 1 different key:"
}

@test "a filter passes a missing last newline on, and dead input" {
	printf %s "$(cat "$people")" > want
	csv-split -p a=1 --only a < <(cat want) > out
	same want out
	printf 'a,b\n1,2\n3\n' > bad.csv
	run_split csv-split -p a=1 --tag p bad.csv
	assert_failure 3
	stderr_is "csv-split: bad.csv:3: 1 field where the header has 2"
	assert_output ""
	numbered 100000
	echo 3 >> rows.csv
	run_split csv-split -p a=1 --tag p rows.csv
	assert_failure 3
	[ "${#lines[@]}" -eq 100002 ]
	[[ ${lines[-1]} == '"csv-split failed: '* ]]
}

# ---- all parts or none ----

@test "piped input without its last newline makes no parts" {
	printf %s "$(cat "$people")" > cut.csv
	run csv-split -p a=0.5,b=0.5 --out '{}.csv' < <(cat cut.csv)
	assert_failure 3
	assert_output "csv-split: stdin: input ends without a newline: did the command before fail? (--unterminated accepts it)"
	assert_not_exist a.csv
	assert_not_exist b.csv
	csv-split -p a=0.5,b=0.5 --out '{}.csv' cut.csv
	mv a.csv want.csv
	csv-split -p a=0.5,b=0.5 --out '{}.csv' --unterminated < <(cat cut.csv)
	same a.csv want.csv
}

@test "a fault in the input leaves old parts alone and no temporaries" {
	echo old > a.csv
	printf 'x\n1\n2\n"3\n' > bad
	run csv-split -p a=0.5,b=0.5 --out '{}.csv' bad
	assert_failure 3
	[ "$(cat a.csv)" = old ]
	[ "$(find . -type f | wc -l)" -eq 2 ]
}

@test "a folder that is not there is noticed before any part is made" {
	mkdir a
	run csv-split -p a=0.5,b=0.5 --out '{}/x.csv' "$people"
	assert_failure 4
	assert_output --partial "b/x.csv"
	assert_not_exist a/x.csv
}

@test "input is not output" {
	cp "$people" a.csv
	run csv-split -p b=0.5,a=0.5 --out '{}.csv' a.csv
	assert_failure 2
	assert_output "csv-split: a.csv is input and output"
	same a.csv "$people"
	assert_not_exist b.csv
	run csv-split -p a=1 --only a -o a.csv a.csv
	assert_failure 2
}

@test "at most 64 parts in files" {
	run csv-split --folds 65 --out '{}.csv' "$people"
	assert_failure 2
	assert_output "csv-split: more than 64 outputs"
	[ -z "$(ls)" ]
}

# ---- --check ----

check() # STATUS FILE...
{
	local want=$1

	shift
	run "-$want" csv-split --check "$@"
}

@test "check: no record in two files is silence and status 0" {
	numbered 3000
	csv-split -p a=0.5,b=0.3,c=0.2 --out '{}.csv' rows.csv
	check 0 a.csv b.csv c.csv
	assert_output ""
	check 0 -k id a.csv b.csv c.csv
	csv-split -q -p a=0.5,b=0.5 -k x --out '{}.csv' rows.csv
	check 0 -k x a.csv b.csv
	assert_output ""
}

@test "check: the first record shared, with both places" {
	lines a,b 1,x '2,"y
z"' 3,w > one.csv
	lines a,b 4,x 3,'"w"' '2,"y
z"' > two.csv
	check 1 one.csv two.csv
	assert_output 'one.csv:5 and two.csv:3: the same record "3,w"'
	check 1 two.csv one.csv
	assert_output 'two.csv:4 and one.csv:3: the same record "2,y\x0az"'
	check 1 -k b one.csv two.csv
	assert_output 'one.csv:2 and two.csv:2: the same key "x"'
	check 1 one.csv one.csv
	assert_output --partial 'one.csv:2 and one.csv:2'
}

@test "check: three files, the last against both" {
	lines a 1 > one.csv
	lines a 2 > two.csv
	lines a 3 2 1 > three.csv
	check 1 one.csv two.csv three.csv
	assert_output 'two.csv:2 and three.csv:3: the same record "2"'
	gzip two.csv
	check 1 one.csv two.csv.gz - < <(cat three.csv)
	assert_output 'two.csv.gz:2 and stdin:3: the same record "2"'
	check 1 --block-size 1 one.csv two.csv.gz - < <(cat three.csv)
	assert_output 'two.csv.gz:2 and stdin:3: the same record "2"'
}

@test "check: a record in one file twice is no fault" {
	lines a 1 1 > one.csv
	lines a 2 2 > two.csv
	check 0 one.csv two.csv
}

# XXH3 of these two cells is the same: where 8 bytes of the key cancel 8 of the secret,
# the next 8 do not count.
@test "check: equal hashes are not equal keys" {
	local head

	head=$(printf 'aa\xdf\xd4\x6d\xe9\x83\x90\x97\xdb')
	lines a "${head}11111111" > one.csv
	lines a "${head}22222222" 3 > two.csv
	same <(csv-split --folds 9999 --tag f one.csv | sed 's/.*,//') \
	    <(csv-split --folds 9999 --tag f two.csv | sed 's/.*,//' | head -n 2)
	check 0 one.csv two.csv
	assert_output ""
	lines a 4 "${head}22222222" > three.csv
	check 1 one.csv two.csv three.csv
	assert_output --partial 'two.csv:2 and three.csv:3: the same record'
}

@test "check: with a key columns may stand elsewhere, without one not" {
	lines a,b 1,x > one.csv
	lines b,a x,2 y,1 > two.csv
	check 1 -k a one.csv two.csv
	assert_output 'one.csv:2 and two.csv:3: the same key "1"'
	check 3 one.csv two.csv
	assert_output "csv-split: two.csv: other columns than in one.csv (-k names those that identify a row)"
	check 3 -k 1 one.csv two.csv
	assert_output "csv-split: two.csv: -k 1 names other columns than in one.csv"
	check 3 -k c one.csv two.csv
	assert_output --partial 'one.csv: no column "c"'
	check 1 -H -k 2 one.csv one.csv
	lines a > three.csv
	check 3 -H one.csv three.csv
}

@test "check: bad input is no proof" {
	lines a 1 > one.csv
	check 3 one.csv - < <(printf 'a\n2')
	assert_output --partial "stdin: input ends without a newline"
	check 0 --unterminated one.csv - < <(printf 'a\n2')
	check 3 one.csv - < <(printf 'a\n2\n"')
	check 3 one.csv - < /dev/null
	check 4 one.csv missing.csv
	check 0 one.csv <(lines a)
}

@test "check: goes with -k only, and two files" {
	usage "--check compares two files or more" --check
	for option in "-p a=1" "--folds 2" "--fold 1" "--time id:2" "--out {}" "--only a" "--tag t" "-o x"; do
		# shellcheck disable=SC2086
		usage "--check looks at parts made earlier: it goes with -k only" --check $option
	done
}

# ---- messages ----

@test "shares and names that make no parts" {
	usage '-p: "a" is not NAME=SHARE' -p a --tag t
	usage '-p: "=1": a part has no name' -p =1 --tag t
	usage '-p: "a/b=1": a name of a part cannot hold a slash (--out says where it goes)' -p a/b=1 --tag t
	usage '-p: "a=x": a share is a number above 0' -p a=x --tag t
	usage '-p: "a=0": a share is a number above 0' -p a=0,b=1 --tag t
	usage '-p: part "a" is named twice' -p a=0.5,a=0.5 --tag t
	usage '-p: the shares add up to 0.9, not to 1' -p a=0.5,b=0.4 --tag t
	usage '-p: the shares add up to 1.0000000020000002, not to 1' -p a=0.5,b=0.500000002 --tag t
	usage 'list "a=1,": an item is empty' -p a=1, --tag t
	run csv-split -p a=0.5,b=0.5000000001 --tag t "$people"
	assert_success
	run csv-split -p 'x=y=1' --tag t <(lines a 1)
	assert_output "$(lines a,t 1,x=y)"
}

@test "ways to divide exclude each other, and so do places to go to" {
	usage "one of -p, --folds and --time says how to divide" --tag t
	usage "one of -p, --folds and --time says how to divide" -p a=1 --folds 2 --tag t
	usage "--time goes by its column: it takes no -k" --time id:3 -k id --tag t
	usage "--fold goes with --folds" -p a=1 --fold 0 --tag t
	usage "--fold 2: folds are called 0 to 1" --folds 2 --fold 2 --tag t
	usage "--folds 1: not a whole number of at least 2" --folds 1 --tag t
	usage "--folds 10001: from 2 to 10000" --folds 10001 --tag t
	usage "--time id: write COL:CUT, a column and a value" --time id --tag t
	usage "--time id:: write COL:CUT, a column and a value" --time id: --tag t
	usage "--time id,age:3: one column, not 2" --time id,age:3 --tag t
	usage "one of --out, --only and --tag says where parts go" -p a=1
	usage "one of --out, --only and --tag says where parts go" -p a=1 --only a --tag t
	usage "--out x.csv: {} must stand in it once, for the part's name" -p a=1 --out x.csv
	usage "--out {}{}: {} must stand in it once, for the part's name" -p a=1 --out '{}{}'
	usage "--out names the files: it takes no -o" -p a=1 --out '{}' -o x
	usage '--only: no part "c": there are a, b' -p a=0.5,b=0.5 --only c
	usage "--tag: the column needs a name" -p a=1 --tag ''
	usage '"@text": a key cannot be a set that depends on all rows (name its columns)' -p a=1 -k @text --tag t
}

@test "columns that are not there, or there already" {
	run csv-split -p a=1 -k cit --tag t "$people"
	assert_failure 3
	assert_output --partial 'no column "cit" (did you mean "city"?)'
	run csv-split --time agee:3 --tag t "$people"
	assert_failure 3
	assert_output --partial 'no column "agee" (did you mean "age"?)'
	run csv-split -p a=1 --tag city "$people"
	assert_failure 3
	assert_output --partial 'column "city" exists already'
}

@test "a full disk is never success" {
	[ -w /dev/full ] || skip "no /dev/full"
	run csv-split -p a=1 --only a -o /dev/full "$people"
	assert_failure 4
	run csv-split -p full=0.5,null=0.5 --out '/dev/{}' "$people"
	assert_failure 4
	assert_output --partial "/dev/full: "
	# shellcheck disable=SC2016
	run sh -c 'csv-split --check "$0" "$0" > /dev/full' "$people"
	assert_failure 4
	assert_output "csv-split: stdout: cannot write"
}

# ---- groups ----

groups_table()
{
	awk 'BEGIN {
		print "id,y"
		for (i = 1; i <= 1000; i++)
			print i "," (i % 10 == 0 ? "rare" : i % 3 ? "often" : "some")
	}'
}

@test "--stratify: every part has its share of every group, to the nearest row" {
	groups_table > g.csv
	csv-split -p train=0.8,valid=0.1,test=0.1 --stratify y --tag part g.csv |
	    tail -n +2 | cut -d, -f2,3 | sort | uniq -c | awk '{ print $1, $2 }' > got
	lines '60 often,test' '480 often,train' '60 often,valid' '10 rare,test' \
	    '80 rare,train' '10 rare,valid' '30 some,test' '240 some,train' \
	    '30 some,valid' > want
	same want got
	csv-split --folds 5 --stratify y --tag part g.csv | tail -n +2 | cut -d, -f2,3 |
	    sort | uniq -c | awk '{ print $1 }' | sort -un | paste -sd ' ' > got
	assert_equal "$(cat got)" "20 60 120"
	# Files and one part alone are the same rows.
	csv-split -p train=0.8,test=0.2 --stratify y --out '{}.csv' g.csv
	csv-split -p train=0.8,test=0.2 --stratify y --only test g.csv > only.csv
	same test.csv only.csv
	csv-split --check train.csv test.csv
}

@test "--stratify: neither order, blocks nor threads show, and a larger share holds a smaller" {
	groups_table > g.csv
	csv-split -p a=0.3,b=0.7 --stratify y --only a g.csv | sort > want
	{ head -n 1 g.csv; tail -n +2 g.csv | sort -R --random-source=<(yes); } |
	    csv-split -p a=0.3,b=0.7 --stratify y --only a -j 3 --block-size 50 | sort > got
	same want got
	csv-split -p a=0.4,b=0.6 --stratify y --only a g.csv | sort > larger
	assert_equal "$(comm -23 want larger)" ""
	csv-split -p a=0.3,b=0.7 --stratify y --only a -s 2 g.csv | sort > other
	run cmp -s want other
	assert_failure
}

@test "--stratify: equal rows are never parted, several columns make a group" {
	lines y,z a,1 a,1 a,1 a,1 b,1 b,2 b,3 b,4 > e.csv
	csv-split -p s=0.5,t=0.5 --stratify y --tag part e.csv | tail -n +2 | sort -u > got
	assert_equal "$(grep -c '^a' got)" 1
	assert_equal "$(grep -c '^b.*s$' got)" 2
	csv-split -p s=0.5,t=0.5 --stratify y,z --tag part <<< $'y,z,i\na,1,1\na,1,2\na,2,3\na,2,4' |
	    tail -n +2 | cut -d, -f1,2,4 | sort > got
	assert_equal "$(cat got)" "$(lines a,1,s a,1,t a,2,s a,2,t)"
}

@test "--stratify: what it does not go with" {
	lines y,z a,1 > e.csv
	local option
	for option in "-k z -p a=0.5,b=0.5" "--time z:1"; do
		read -ra words <<< "$option"
		run_split csv-split "${words[@]}" --stratify y --only a e.csv
		assert_failure 2
		stderr_has "csv-split: --stratify divides rows one by one: it goes with -p or --folds, and with no -k"
	done
	run_split csv-split --check --stratify y e.csv
	assert_failure 2
	stderr_has "--check looks at parts made earlier"
	run_split csv-split -p a=0.5,b=0.5 --stratify w --only a e.csv
	assert_failure 3
	stderr_is 'csv-split: e.csv: no column "w"'
}

# ---- in the order of the rows ----

@test "sequential: stretches of the input, whatever blocks, threads and pipes" {
	{ echo x; seq 1000; } > t.csv
	csv-split -p a=0.5,b=0.3,c=0.2 --sequential --tag part t.csv > a.csv
	awk 'BEGIN { print "x,part" } NR > 1 { print $1 "," ($1 <= 500 ? "a" : $1 <= 800 ? "b" : "c") }' t.csv > want.csv
	same want.csv a.csv
	csv-split -p a=0.5,b=0.3,c=0.2 --sequential --tag part -j 3 --block-size 40 < t.csv > b.csv
	same want.csv b.csv
	csv-split --folds 3 --sequential --fold 0 --only test t.csv > c.csv
	assert_equal "$(wc -l < c.csv) $(tail -n 1 c.csv)" "334 333"
	local how
	for how in '-k x' '--stratify x'; do
		# shellcheck disable=SC2086
		run_split csv-split -p a=0.5,b=0.5 --sequential $how --tag p t.csv
		assert_failure 2
		stderr_has '--sequential goes by the order of the rows: it goes with -p or --folds, and with no -k or --stratify'
	done
	run_split csv-split --time x:3 --sequential --tag p t.csv
	assert_failure 2
	run_split csv-split --check --sequential t.csv t.csv
	assert_failure 2
}

@test "time: two cuts, numbers or texts" {
	lines d,x 2024-01-05,1 2024-03-01,10 2024-02-01,9 2024-06-30,100 > t.csv
	csv-split --time d:2024-02-01,2024-06-01 --tag part t.csv > out.csv
	lines d,x,part 2024-01-05,1,train 2024-03-01,10,validation 2024-02-01,9,validation 2024-06-30,100,test > want.csv
	same want.csv out.csv
	csv-split --time x:9,50 --out '{}.csv' t.csv
	run cat validation.csv
	assert_output "$(lines d,x 2024-03-01,10 2024-02-01,9)"
	local cuts
	for cuts in 9,9 10,9 a,1 b,a; do
		run_split csv-split --time "x:$cuts" --tag p t.csv
		assert_failure 2
		stderr_has "--time x:$cuts: the second cut does not lie after the first"
	done
	run_split csv-split --time x:1,2,3 --tag p t.csv
	assert_failure 2
	stderr_has '--time x:1,2,3: write COL:CUT, a column and a value, or two'
}
