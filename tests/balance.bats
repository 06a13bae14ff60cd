#!/usr/bin/env bats
#
# csv-balance: fewer rows of large classes, and weights to make up for it.  The data of
# tests/data/balance come from golden/balance.py.

load helper

folder=$DATA/balance
people=$DATA/examples/people.csv

usage() # MESSAGE OPTION...
{
	local message=$1

	shift
	run_split csv-balance "$@" "$people"
	assert_failure 2
	stderr_has "csv-balance: $message"
	stderr_has "usage: csv-balance"
	assert_output ""
}

fault() # MESSAGE OPTION... < CSV
{
	local message=$1

	shift
	run_split csv-balance "$@"
	assert_failure 3
	stderr_is "csv-balance: $message"
}

# "label weight-total" for each label of a file whose last two columns are these.
totals()
{
	awk -F, 'NR > 1 { t[$(NF - 1)] += $NF } END { for (y in t) print y, t[y] }' | sort
}

# ---- what it computes: as worked out in rational numbers ----

@test "1:1, equal rows together" {
	csv-balance -y y "$folder/rows.csv" > out
	same out "$folder/rows.1_1.csv"
}

@test "another ratio and seed" {
	csv-balance -y y --ratio 5:2 -s 7 "$folder/rows.csv" > out
	same out "$folder/rows.5_2.csv"
	csv-balance -y y --ratio 2.5:1 -s 7 "$folder/rows.csv" > out
	same out "$folder/rows.5_2.csv"
}

@test "a factor, in two looks or in one" {
	csv-balance -y y --factor 4 "$folder/rows.csv" > out
	same out "$folder/rows.factor4.csv"
	csv-balance -y y --factor 4 --positive 1 "$folder/rows.csv" > out
	same out "$folder/rows.factor4.csv"
	csv-balance -y y --factor 4 --negative 0 < <(cat "$folder/rows.csv") > out
	same out "$folder/rows.factor4.csv"
}

@test "weights that are there are multiplied in their place" {
	csv-balance -q -y y "$folder/weighted.csv" > out
	same out "$folder/weighted.1_1.csv"
	csv-balance -y y --weight-column weight --factor 2.5 --negative 0 "$folder/weighted.csv" > out
	same out "$folder/weighted.factor2.5.csv"
}

@test "three classes: each to twice the smallest" {
	csv-balance -y y --ratio 2:1 "$folder/three.csv" > out
	same out "$folder/three.2_1.csv"
}

# ---- what it promises ----

@test "class totals stay what they were" {
	csv-balance -y y "$folder/three.csv" | totals > kept
	awk '{ print $0 ",1" }' "$folder/three.csv" | totals > before
	same kept before
	csv-balance -y y --ratio 3:1 "$folder/three.csv" |
	    csv-balance -q -y y --weight-column weight | totals | awk '{ printf "%s %.9g\n", $1, $2 }' > kept
	same kept before
}

@test "the minority is kept whole, the majority in order, byte for byte" {
	lines 'y,t' '"1",01.0' '0,"a ""b"' '0,c' '1,"x,' '"' '0,d' '0,e' > t.csv
	csv-balance -y y t.csv > out
	[ "$(head -n 1 out)" = y,t,weight ]
	grep -qx '"1",01.0,1' out
	grep -qx '",1' out
	sed 's/,[0-9.]*$//' out | grep '^0' > kept
	[ -z "$(comm -23 <(sort kept) <(grep '^0' t.csv | sort))" ]
	same kept <(grep -xFf kept t.csv)
}

@test "the order of rows does not matter, nor do blocks, pipes and gzip" {
	csv-balance -y y "$folder/rows.csv" > want
	{ head -n 1 "$folder/rows.csv"; tail -n +2 "$folder/rows.csv" | sort -r; } > other.csv
	csv-balance -y y other.csv > out
	same <(sort out) <(sort want)
	for size in 1 10 1000; do
		same <(csv-balance -y y --block-size $size "$folder/rows.csv") want
	done
	same <(csv-balance -y y < <(cat "$folder/rows.csv")) want
	gzip -c "$folder/rows.csv" > rows.csv.gz
	same <(csv-balance -y y rows.csv.gz) want
	csv-balance -y y -o out.csv "$folder/rows.csv"
	same out.csv want
	csv-balance -q -y y "$folder/weighted.csv" > want
	tail -n +2 "$folder/weighted.csv" | sort -r > body
	same <(sort want) <(cat <(head -n 1 "$folder/weighted.csv") body | csv-balance -q -y y | sort)
}

@test "a larger ratio keeps all that a smaller one keeps" {
	csv-balance -y y --ratio 2:1 "$folder/rows.csv" | cut -d, -f 1-3 | sort > small
	csv-balance -y y --ratio 3:1 "$folder/rows.csv" | cut -d, -f 1-3 | sort > large
	[ -z "$(comm -23 small large)" ]
	[ "$(wc -l < large)" -gt "$(wc -l < small)" ]
}

@test "what is kept has nothing to do with the part a row is in" {
	seq 4000 | awk 'BEGIN { print "id,y" } { print $1 "," ($1 % 10 == 0) }' > t.csv
	csv-balance -y y --factor 2 --positive 1 t.csv |
	    csv-split -p a=0.5,b=0.5 -k id --tag part | cut -d, -f 2,4 | sort | uniq -c > out
	[ "$(awk '/0,[ab]/ && $1 > 800 && $1 < 1000' out | wc -l)" -eq 2 ]
}

@test "equal classes, and one within the ratio, stay" {
	lines y 1 0 1 0 > t.csv
	run csv-balance -y y t.csv
	assert_output "$(lines y,weight 1,1 0,1 1,1 0,1)"
	run csv-balance -y y --ratio 1:9 t.csv
	assert_output "$(lines y,weight 1,1 0,1 1,1 0,1)"
	lines y 1 0 0 > t.csv
	run csv-balance -y y --ratio 2:1 t.csv
	assert_output "$(lines y,weight 1,1 0,1 0,1)"
}

@test "equal rows stay or go together" {
	lines y 1 0 0 0 > t.csv
	run csv-balance -y y t.csv
	assert_output "$(lines y,weight 1,1 0,1 0,1 0,1)"
}

@test "labels are texts; NA is one, unless --na says otherwise" {
	lines y,x 1,1 1.0,2 NA,3 > t.csv
	run csv-balance -v -y y t.csv
	assert_line --partial 'class "1.0": 1 of 1 rows kept, weight 1'
	assert_line --partial 'class "NA": 1 of 1 rows kept, weight 1'
	run csv-balance --na NA -y y t.csv
	assert_failure 3
}

@test "a header and no rows: a header with the weight" {
	lines y,x > t.csv
	run csv-balance -y y t.csv
	assert_success
	assert_output y,x,weight
	run csv-balance -y y --factor 2 --positive 1 t.csv
	assert_output y,x,weight
	run csv-balance -y y --factor 2 t.csv
	assert_output y,x,weight
}

@test "dialects: no header, another delimiter, CRLF, a label in quotes" {
	run csv-balance -H -y 2 <(lines a,1 b,0)
	assert_output "$(lines a,1,1 b,0,1)"
	run csv-balance -H -y 2 --weight-column 1 <(lines 2.50,1 3,0)
	assert_output "$(lines 2.5,1 3,0)"
	run csv-balance -d ';' -y y <(lines 'x;y' '1;"a;b"' '2;c')
	assert_output "$(lines 'x;y;weight' '1;"a;b";1' '2;c;1')"
	run csv-balance -y 'a,b' <(printf '"a,b",x\r\n"1",2\r\n0,3\r\n')
	assert_output "$(lines '"a,b",x,weight' '"1",2,1' 0,3,1)"
}

@test "verbose: what became of each class" {
	run_split csv-balance -v -y city --negative Leeds,Oslo "$DATA/examples/train.csv"
	stderr_has 'csv-balance: class "negative": 5 of 11 rows kept, weight 2.2'
	stderr_has 'csv-balance: class "positive": 5 of 5 rows kept, weight 1'
	run_split csv-balance -y city --negative Leeds,Oslo "$DATA/examples/train.csv"
	stderr_is ""
}

@test "a missing last newline is passed on, a fault poisons what went out" {
	printf 'y\n1\n0' | csv-balance -y y > out
	same out <(printf 'y,weight\n1,1\n0,1')
	{ echo y,x; yes 1,a | head -n 100000; echo ,b; } > t.csv
	run_split csv-balance -y y --positive 1 --factor 1 t.csv
	assert_failure 3
	[ "${#lines[@]}" -eq 100002 ]
	[ "${lines[100000]}" = 1,a,1 ]
	[[ ${lines[-1]} == '"csv-balance failed: '* ]]
	run_split csv-balance -y y <(lines y,x 1,a ,b)
	assert_failure 3
	assert_output ""
}

# ---- messages ----

@test "warnings: a column called weight, nothing kept, the smaller class thinned" {
	run_split csv-balance -y y <(lines y,weight 1,2 0,3)
	stderr_is 'csv-balance: warning: column "weight" is there and taken for weights (--weight-column names another)'
	assert_output "$(lines y,weight 1,2 0,3)"
	run_split csv-balance -y y --weight-column weight <(lines y,weight 1,2 0,3)
	stderr_is ""
	run_split csv-balance -y y --factor 1000000 <(lines y 1 0 0)
	stderr_is 'csv-balance: warning: class "0": no row was kept (use a smaller --factor)'
	assert_output "$(lines y,weight 1,1)"
	run_split csv-balance -y y --factor 1 --negative 1 <(lines y 1 0 0)
	stderr_is 'csv-balance: warning: the negative class, which was thinned, is the smaller one'
}

@test "a label that is missing, and a label without another" {
	lines y,x 1,2 ,3 > t.csv
	fault 'stdin:3: column "y": the label is missing (csv-scrub --drop-missing drops such rows)' -y y < t.csv
	fault 't.csv:3: column "y": the label is missing (csv-scrub --drop-missing drops such rows)' -y y t.csv
	lines y 1 1 > t.csv
	fault 't.csv: column "y": all rows are of one class, "1": there is nothing to balance' -y y t.csv
	fault 't.csv: column "y": all rows are of one class, "negative": there is nothing to balance' -y y --positive 2 t.csv
	fault 't.csv: column "y": all rows are of one class, "positive": there is nothing to balance' -y y --factor 3 --positive 1 t.csv
	run csv-balance -y z t.csv
	assert_failure 3
	assert_output --partial 't.csv: no column "z"'
	: > t.csv
	run csv-balance -y y t.csv
	assert_failure 3
}

@test "weights that are none, by line, the first fault first" {
	weights() { fault "$1" -y y --weight-column w "${@:2}" t.csv; }
	lines y,w 1,2 0, > t.csv
	weights 't.csv:3: column "w": a weight is missing'
	lines y,w 1,2 0,NA > t.csv
	weights 't.csv:3: column "w": a weight is missing'
	lines y,w 1,2 0,-1 > t.csv
	weights 't.csv:3: column "w": a weight is negative'
	lines y,w 1,2 0,x ,1 > t.csv
	weights 't.csv:3: column "w": "x" is not a number, and so no weight'
	weights 't.csv:3: column "w": "x" is not a number, and so no weight' --factor 2 --positive 1
	# Some of ten such rows is kept, whatever the draws.
	{ lines y,w 1,2; seq 10 | sed 's/.*/0,1.&e308/'; } > t.csv
	run csv-balance -y y --weight-column w --factor 1.9 --positive 1 t.csv
	assert_failure 3
	assert_output --regexp '^csv-balance: t.csv:[0-9]+: column "w": the weight grows too large$'
}

@test "weights of 0: no factor makes up for what is lost, or none is needed" {
	# Of each two rows of class 0 one stays; only one of the classes' rows weighs.
	lines y,x,w 1,0,1 0,a,0 0,b,5 > t.csv
	lines y,x,w 1,0,1 0,a,5 0,b,0 > u.csv
	run csv-balance -y y --weight-column w t.csv
	first=$status
	[ "$first" -eq 0 ] || assert_output 'csv-balance: class "0": the rows to keep weigh nothing, so no factor makes up for the others (another --seed or --ratio keeps other rows)'
	# The hash is over the weight too, so try seeds until one keeps the other row.
	refused=0
	for seed in 1 2 3 4 5 6 7 8; do
		run csv-balance -y y --weight-column w -s $seed t.csv
		[ "$status" -eq 0 ] || refused=$((refused + 1))
		[ "$status" -eq 0 ] || assert_failure 3
	done
	[ "$refused" -gt 0 ] && [ "$refused" -lt 8 ]
	lines y,x,w 1,0,1 0,a,0 0,b,0 > t.csv
	run csv-balance -y y --weight-column w t.csv
	assert_success
	assert_line --regexp '^0,.,0$'
}

@test "options that say too little or too much" {
	usage "-y says which column names the class"
	usage "--ratio, --factor, --class-weight and --reweigh exclude each other" -y bought --ratio 1:1 --factor 2
	usage "--positive and --negative exclude each other" -y bought --positive 1 --negative 0
	for ratio in 1 1: :1 0:1 1:0 -1:1 a:b 1:1:1 1e300:1e-300 nan:1; do
		usage "--ratio $ratio: write A:B, two numbers above 0" -y bought --ratio $ratio
	done
	usage "--factor 0.5: not a number of at least 1" -y bought --factor 0.5
	usage "--weight-column: the column needs a name" -y bought --weight-column ''
	usage 'column "bought" cannot hold both labels and weights' -y bought --weight-column bought
}

@test "input is not output, a full disk is no success" {
	cp "$people" t.csv
	run csv-balance -y bought -o t.csv t.csv
	assert_failure 2
	same t.csv "$people"
	[ -w /dev/full ] || skip "no /dev/full"
	run csv-balance -y bought -o /dev/full t.csv
	assert_failure 4
}

# ---- weights alone ----

@test "--class-weight and --reweigh: as worked out in rational numbers" {
	csv-balance -y y --class-weight --weight-column w "$folder/weigh.csv" > out
	close_to "$folder/weigh.class.csv" < out > wrong
	assert_equal "$(cat wrong)" ""
	csv-balance -y y --reweigh s,t --weight-column w "$folder/weigh.csv" > out
	close_to "$folder/weigh.groups.csv" < out > wrong
	assert_equal "$(cat wrong)" ""
}

@test "--class-weight: classes weigh the same, and all rows what they did" {
	csv-balance -y y --class-weight <<< $'y\na\na\na\nb\nb\nc' > out
	assert_equal "$(totals < out)" "$(lines 'a 2' 'b 2' 'c 2')"
	assert_equal "$(cut -d, -f1 out | paste -sd '')" yaaabbc
	csv-balance -y y --class-weight --positive a <<< $'y\na\na\na\nb\nb\nc' > out
	assert_equal "$(awk -F, 'NR > 1 { t[$1 == "a"] += $2 } END { print t[0], t[1] }' out)" "3 3"
}

@test "--reweigh: the label does not depend on the group any more" {
	lines s,y a,1 a,1 a,0 b,0 b,0 b,1 b,0 b,0 > t.csv
	csv-balance -y y --reweigh s t.csv > out
	awk -F, 'NR > 1 { all[$1] += $3; if ($2 == 1) one[$1] += $3 }
		END { d = one["a"] / all["a"] - one["b"] / all["b"]; exit !(d * d < 1e-30) }' out
	# Their totals stay.
	awk -F, 'NR > 1 { s[$1] += $3; y[$2] += $3 }
		END { exit !(s["a"] == 3 && s["b"] == 5 && y[1] == 3 && y[0] == 5) }' out
}

@test "weights alone: pipe, file, order, blocks and threads do not show" {
	local file=$folder/weigh.csv
	csv-balance -y y --reweigh s,t --weight-column w "$file" > want
	csv-balance -y y --reweigh s,t --weight-column w -j 3 --block-size 60 < "$file" > out
	same want out
	{ head -n 1 "$file"; tail -n +2 "$file" | sort; } |
	    csv-balance -y y --reweigh s,t --weight-column w | sort > out
	sort want > sorted
	same sorted out
}

@test "weights alone: a pair that weighs nothing keeps doing so" {
	csv-balance -y y --reweigh s <<< $'y,s,weight\n1,a,0\n0,a,1\n1,b,1\n0,b,1' 2> said > out
	assert_equal "$(sed -n 2p out)" 1,a,0
	run cat said
	assert_output --partial 'column "weight" is there'
}

@test "--reweigh: a group that has no row of a class" {
	run_split csv-balance -y y --reweigh s <<< $'y,s\n1,a\n0,b\n1,b\n1,b'
	assert_success
	stderr_is "csv-balance: warning: 1 of 4 pairs of class and group have no row, so the label still depends on the group"
	assert_equal "$(sed -n 2p <<< "$output")" 1,a,0.75
}

@test "usage: one way of balancing at a time" {
	usage "--ratio, --factor, --class-weight and --reweigh exclude each other" \
	    -y bought --class-weight --ratio 2:1
	usage "--ratio, --factor, --class-weight and --reweigh exclude each other" \
	    -y bought --reweigh city --factor 2
}

# ---- more rows ----

@test "oversample: copies of the rows of small classes" {
	{ echo y,x; seq 100 | sed 's/^/a,/'; seq 30 | sed 's/^/b,/'; seq 10 | sed 's/^/c,/'; } > t.csv
	run_split csv-balance -y y --oversample -v t.csv
	assert_line --index 0 y,x
	stderr_has 'class "a": 100 rows become 100'
	stderr_has 'class "c": 10 rows become 100'
	csv-balance -y y --oversample t.csv > out.csv
	# Each row of c ten times, each of b three or four, in place.
	assert_equal "$(grep ^c out.csv | uniq -c | awk '{ print $1 }' | sort -u)" 10
	assert_equal "$(grep ^b out.csv | uniq -c | awk '{ print $1 }' | sort -u | paste -s -d ' ')" "3 4"
	local n
	n=$(grep -c ^b out.csv)
	[ "$n" -gt 90 ] && [ "$n" -lt 110 ]
	csv-balance -y y --oversample -j 3 --block-size 20 < t.csv > again.csv
	same out.csv again.csv
	# Two of the largest for each row is enough.
	csv-balance -y y --oversample --ratio 2:1 t.csv > out.csv
	assert_equal "$(grep -c ^c out.csv)" 50
	# No class gets smaller.
	csv-balance -y y --oversample --ratio 20:1 t.csv > out.csv
	same t.csv out.csv
}

@test "oversample: what it does not go with" {
	local option
	lines y a b > t.csv
	for option in '--factor 2' --class-weight '--reweigh y' '--weight-column w'; do
		# shellcheck disable=SC2086
		run_split csv-balance -y y --oversample $option t.csv
		assert_failure 2
	done
	run_split csv-balance -y y --oversample --factor 2 t.csv
	stderr_has '--oversample repeats rows and weighs none: it goes with --ratio alone'
}
