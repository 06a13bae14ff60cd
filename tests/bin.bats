#!/usr/bin/env bats
#
# csv-bin: numbers into buckets.  The data of tests/data/bin come from golden/bin.py.

load helper

column() # VALUE...: a file x.csv with a column x
{
	lines x "$@" > x.csv
}

# The buckets of x.csv, in one line.
buckets() # OPTION...
{
	csv-bin "$@" x.csv > buckets.out
	tail -n +2 buckets.out | paste -sd ' '
}

edges() # OPTION...
{
	csv-bin -q "$@" -n -f x.st x.csv
	grep ',edge,' x.st | cut -d , -f 4 | paste -sd ' '
}

forge() # SED-SCRIPT: a state, edited and sealed again
{
	column 1 2 3 4 5 6
	csv-bin --quantile x:3 -n -f x.st x.csv
	sed "$1" x.st | python3 "$ROOT/tests/seal.py" > forged.st
	run csv-bin -a forged.st x.csv
	assert_failure 3
	assert_output --partial "forged.st:"
}

# ---- what it computes ----

@test "width: as KBinsDiscretizer(strategy='uniform')" {
	csv-bin --width a:3 --width b:5 --width c:8 "$DATA/bin/numbers.csv" > out
	same out "$DATA/bin/width.csv"
}

@test "quantile without ties: as KBinsDiscretizer(strategy='quantile')" {
	csv-bin --quantile a:3 --quantile b:5 --quantile c:8 "$DATA/bin/numbers.csv" > out
	same out "$DATA/bin/quantile.csv"
}

@test "quantile with ties: as the rule worked out in rational numbers" {
	csv-bin --quantile a:3 --quantile b:5 --quantile c:8 "$DATA/bin/ties.csv" > out
	same out "$DATA/bin/ties.expected.csv"
}

@test "a value too frequent for its bucket does not starve the others" {
	column 0 0 0 0 0 1 1 1 2 3
	run buckets --quantile x:3
	assert_output "0 0 0 0 0 1 1 1 2 2"
}

@test "without ties the counts differ by one at most" {
	local n k counts values

	for n in 10 11 12 13 100; do
		mapfile -t values < <(shuf -i 1-$n --random-source=<(yes))
		column "${values[@]}"
		for k in 2 3 4 7 10; do
			counts=$(buckets --quantile "x:$k" | tr ' ' '\n' | sort | uniq -c |
			    awk '{ print $1 }' | sort -nu)
			[ "$(wc -l <<< "$counts")" -le 2 ]
			[ "$(buckets --quantile "x:$k" | tr ' ' '\n' | sort -u | wc -l)" -eq "$k" ]
		done
	done
}

@test "a tie joins the lower bucket where both are as near" {
	column 1 2 3
	run buckets --quantile x:2
	assert_output "0 0 1"
}

@test "every bucket asked for is there while there are values for it" {
	column 1 2 3 3 3 3 3 3 3 3
	run buckets --quantile x:3
	assert_output "0 1 2 2 2 2 2 2 2 2"
}

@test "a quantile edge is the smallest value of the bucket on its right" {
	column 1 2 30 40
	run edges --quantile x:2
	assert_output 30
}

@test "width: edges are rounded once" {
	column 0 1
	run edges --width x:10
	assert_output "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9"
	column -1.7e308 1.7e308
	run edges --width x:4
	assert_output "-8.5e+307 0 8.5e+307"
}

@test "width: no two edges where doubles leave no room" {
	column 1 1.0000000000000002
	run_split buckets --width x:8
	assert_output "0 1"
	stderr_is 'csv-bin: warning: column "x" has too few distinct values for 8 buckets: there are 2'
}

@test "nice: the smallest step of 1, 2 or 5 that makes no more buckets" {
	column 0.4999 15.0001
	run edges --nice x:6
	assert_output "5 10 15"
	run edges --nice x:20
	assert_output "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"
	run edges --nice x:2
	assert_output "10"
	column 0.1 0.25 0.99
	run edges --nice x:5
	assert_output "0.2 0.4 0.6 0.8"
	run edges --nice x:9
	assert_output "0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9"
	column -7 13
	run edges --nice x:5
	assert_output "-5 0 5 10"
	# An edge is a decimal rounded once, not a sum of steps.
	column 0 0.31
	run edges --nice x:32
	assert_output "0.01 0.02 0.03 0.04 0.05 0.06 0.07 0.08 0.09 0.1 0.11 0.12 0.13 0.14 0.15 0.16 0.17 0.18 0.19 0.2 0.21 0.22 0.23 0.24 0.25 0.26 0.27 0.28 0.29 0.3 0.31"
}

@test "nice: values as far apart as can be, and where no step can be read" {
	column -1e308 1.7e308
	run edges --nice x:5
	assert_output "0 1e+308"
	column 1000000000000001 1000000000000002
	run edges --nice x:5
	assert_output "$(edges --width x:5)"
	column 5e-324 1e-323
	run edges --nice x:2
	assert_output "1e-323"
}

@test "kmeans: no partition is better, and edges lie midway between the means" {
	column 1 2 3 11 12 13 50
	run buckets --kmeans x:3
	assert_output "0 0 0 1 1 1 2"
	run edges --kmeans x:3
	assert_output "7 31"
	column 0 1 9 20 21
	run buckets --kmeans x:3
	assert_output "0 0 1 2 2"
}

@test "kmeans: counts count, ties go to the left, equal values stay together" {
	column 0 1 2
	run buckets --kmeans x:2
	assert_output "0 0 1"
	column 0 1 2 2
	run buckets --kmeans x:2
	assert_output "0 0 1 1"
	column 0 0 0 1 2
	run buckets --kmeans x:2
	assert_output "0 0 0 1 1"
	column 5 5 5 7
	run buckets -q --kmeans x:4
	assert_output "0 0 0 1"
	run_split csv-bin --kmeans x:4 x.csv
	stderr_is 'csv-bin: warning: column "x" has too few distinct values for 4 buckets: there are 2'
}

@test "kmeans: a new value belongs to the nearer mean" {
	column 0 2 10
	csv-bin --kmeans x:2 -n -f k.st x.csv
	assert_equal "$(csv-bin -a k.st <<< $'x\n5.4\n5.5\n-100\n100' | tr '\n' ' ')" "x 0 1 0 1 "
}

@test "fd: as many buckets as the formula gives" {
	# Quartiles 1.75 and 5.25, the cube root of 8: a width of 3.5, twice in 7.
	column 0 1 2 3 4 5 6 7
	run edges --fd x
	assert_output "3.5"
	column 0 1 2 3 4 5 6 7.0001
	run edges --fd x
	assert_equal "$(wc -w <<< "$output")" 2
	# numpy.histogram_bin_edges(range(1000), "fd") has 11: 999 / (2 * 499.5 / 10) = 10.
	mapfile -t values < <(seq 0 999)
	column "${values[@]}"
	run edges --fd x
	assert_equal "$(wc -w <<< "$output")" 9
	run edges --width x:10
	assert_output "$(edges --fd x)"
}

@test "fd: what it cannot do" {
	column 1 1 1 1 5
	run_split csv-bin --fd x x.csv
	assert_failure 3
	stderr_is 'csv-bin: x.csv: column "x": its quartiles are equal, so --fd has no width to go by (use --quantile or --width)'
	column 0 1 2 3 1e9
	run_split csv-bin --fd x:1000 x.csv
	assert_failure 3
	stderr_is 'csv-bin: x.csv: column "x" has so long a tail that --fd makes 427493987 buckets, more than 1000 (use --quantile, or csv-scale --clip first)'
	column 3 3 3
	run_split csv-bin --fd x x.csv
	assert_success
	stderr_is 'csv-bin: warning: column "x" is constant: it has one bucket'
}

@test "edges: a value that equals one falls right of it" {
	column -1e300 9.999 10 10.0 19 20 1e300
	run buckets --edges x:10:20
	assert_output "0 0 1 1 1 2 2"
}

@test "edges: 0 and -0 are one number" {
	column -1 -0 0 1
	run buckets --edges x:-0
	assert_output "0 1 1 1"
	run edges --edges x:-0
	assert_output 0
}

@test "many edges are searched, few are counted: both right" {
	local n

	column $(seq -2 203)
	for n in 1 2 15 16 17 18 31 32 33 100 199 200; do
		buckets --edges "x:$(seq -s : 1 $n)" > got
		awk -v n=$n 'BEGIN {
			for (x = -2; x <= 203; x++)
				printf("%d%s", x < 0 ? 0 : x > n ? n : x, x < 203 ? " " : "\n")
		}' > want
		same got want
	done
}

@test "new data: the outer buckets are open-ended" {
	column 1 2 3 4 5 6
	csv-bin --width x:3 -n -f x.st x.csv
	lines x -100 0.5 3 99 > new.csv
	run csv-bin -a x.st new.csv
	assert_output "$(lines x 0 0 1 2)"
}

@test "labels" {
	column 17 30 45 62
	csv-bin --width x:3 --labels x.csv > out
	lines x '"[17,32)"' '"[17,32)"' '"[32,47)"' '"[47,62]"' > want
	same out want
	csv-bin --quantile x:4 --labels x.csv > out
	lines x '"[17,30)"' '"[30,45)"' '"[45,62)"' '"[62,62]"' > want
	same out want
	csv-bin --edges x:0.5:30:1e21 --labels x.csv > out
	lines x '"[0.5,30)"' '"[30,1e+21)"' '"[30,1e+21)"' '"[30,1e+21)"' > want
	same out want
	run csv-bin --edges x:30 --labels x.csv
	assert_output "$(lines x '<30' '>=30' '>=30' '>=30')"
}

@test "labels: new values outside get the outer label, missing stays missing" {
	column 10 20 30 40
	csv-bin --width x:2 --labels -n -f x.st x.csv
	lines n,x 1, 2,-5 3,NA 4,500 > new.csv
	run csv-bin -a x.st new.csv
	assert_output "$(lines n,x 1, '2,"[10,25)"' 3, '4,"[25,40]"')"
}

@test "two methods on one column: the second bins the buckets of the first" {
	column 1 2 3 4 5 6 7 8 9 100
	csv-bin --width x:50 x.csv | csv-bin --quantile x:2 > piped
	csv-bin --width x:50 --quantile x:2 -f x.st x.csv > fused
	same fused piped
	csv-bin -a x.st x.csv > applied
	same applied piped
	[ "$(grep -c ',,begin,' x.st)" -eq 2 ]
}

# ---- columns and cells ----

@test "other columns leave as they came, missing stays missing" {
	printf 'id,"x",note\r\n007,"3","a, b"\r\n08,,"say ""hi"""\r\n9,NA,"two\nlines"\r\n' > t.csv
	csv-bin --edges x:2 t.csv > out
	printf 'id,"x",note\n007,1,"a, b"\n08,,"say ""hi"""\n9,,"two\nlines"\n' > want
	same out want
}

@test "-H, -d, --na, --trim, tsv and gzip" {
	printf '1;5\n2; 9 \n3;-\n' > t.csv
	run csv-bin -H -d ';' --trim --na - --edges '#2:7' t.csv
	assert_output "$(lines '1;0' '2;1' '3;')"
	printf 'x\ty\n1\t2\n' > t.tsv
	run csv-bin --edges y:1 t.tsv
	assert_output "$(printf 'x\ty\n1\t1\n')"
	gzip t.tsv
	run csv-bin --edges y:1 t.tsv.gz
	assert_output "$(printf 'x\ty\n1\t1\n')"
}

@test "a name that holds a colon or a comma is quoted" {
	lines '"Cost: total","a,b"' 1,2 > t.csv
	run csv-bin --edges '"Cost: total","a,b":2' t.csv
	assert_output "$(lines '"Cost: total","a,b"' 0,1)"
}

@test "@numeric and @text, ranges and patterns" {
	lines a,b,c 1,x,5 2,y,6 > t.csv
	run csv-bin --quantile @numeric:2 t.csv
	assert_output "$(lines a,b,c 0,x,0 1,y,1)"
	run csv-bin --width '/^[ac]/:2' t.csv
	assert_output "$(lines a,b,c 0,x,0 1,y,1)"
}

# ---- learning and applying ----

@test "fit and transform, -f then -a, and -n -f: all the same" {
	local t=$DATA/bin/ties.csv

	csv-bin --quantile a:3 --width b:5 --edges c:4:9 -f one.st "$t" > one
	csv-bin --quantile a:3 --width b:5 --edges c:4:9 -n -f two.st "$t"
	csv-bin --quantile a:3 --width b:5 --edges c:4:9 -n -f - < "$t" > three.st
	same one.st two.st
	same one.st three.st
	csv-bin -a one.st "$t" > applied
	same applied one
	csv-bin --quantile a:3 --width b:5 --edges c:4:9 < "$t" > piped
	same piped one
}

@test "what a state holds" {
	column 1 2 3 4
	csv-bin --quantile x:2 --labels -n -f x.st x.csv
	run sed '/,,begin,/d; /,,end,/d; /,,columns,/d' x.st
	assert_output "$(lines op,item,key,value 'bin,,options,--quantile x:2 --labels' \
	    bin,,rows,4 bin,,labels,1 bin,x,method,quantile bin,x,args,2 bin,x,min,1 \
	    bin,x,max,4 bin,x,edge,3)"
	csv-bin --edges x:2:3 -n -f x.st x.csv
	run sed '/,,begin,/d; /,,end,/d; /,,columns,/d' x.st
	assert_output "$(lines op,item,key,value 'bin,,options,--edges x:2:3' bin,,rows,4 \
	    bin,x,method,edges bin,x,edge,2 bin,x,edge,3)"
}

@test "neither the order of rows nor the size of blocks shows" {
	local size

	csv-bin --quantile a:3 --width b:5 -n -f want.st "$DATA/bin/ties.csv"
	{
		head -n 1 "$DATA/bin/ties.csv"
		tail -n +2 "$DATA/bin/ties.csv" | tac
	} > back.csv
	csv-bin --quantile a:3 --width b:5 -n -f got.st back.csv
	same got.st want.st
	csv-bin --quantile a:3 --width b:5 --labels "$DATA/bin/ties.csv" > want
	for size in 1 17 1000; do
		csv-bin --quantile a:3 --width b:5 --labels --block-size $size \
		    -f got.st "$DATA/bin/ties.csv" > got
		same got want
	done
}

@test "piped equals fused" {
	csv-bin --quantile a:3 -n -f a.st "$DATA/bin/ties.csv"
	csv-bin --width b:4 --labels -n -f b.st "$DATA/bin/ties.csv"
	csv-bin -a a.st "$DATA/bin/ties.csv" | csv-bin -a b.st > piped
	cat a.st b.st > both.st
	csv-bin -a both.st "$DATA/bin/ties.csv" > fused
	same fused piped
}

@test "partials merge to what fitting the whole gives, and -a refuses them" {
	local t=$DATA/bin/ties.csv

	csv-bin --quantile a:3 --width b:5 --edges c:4 -n -f whole.st "$t"
	head -n 101 "$t" > 1.csv
	{ head -n 1 "$t"; tail -n +102 "$t"; } > 2.csv
	for i in 1 2; do
		csv-bin --quantile a:3 --width b:5 --edges c:4 -n --partial -f $i.st $i.csv
	done
	csv-apply --merge 2.st 1.st > merged.st
	same merged.st whole.st
	run csv-bin -a 1.st "$t"
	assert_failure 3
	assert_output "csv-bin: 1.st:2: a partial: merge it first (csv-apply --merge)"
}

@test "a header and no rows" {
	column 1 2 3
	csv-bin --width x:2 -n -f x.st x.csv
	lines a,x > head.csv
	run csv-bin -a x.st head.csv
	assert_success
	assert_output a,x
	run csv-bin --edges x:2 head.csv
	assert_success
	assert_output a,x
	run csv-bin --width x:2 head.csv
	assert_failure 3
	assert_output "csv-bin: head.csv: a header and no rows: there is nothing to learn from"
}

@test "nothing at all is an error" {
	: > x.csv
	run csv-bin --edges x:2 x.csv
	assert_failure 3
	assert_output --partial "csv-bin: x.csv: "
}

# ---- warnings and errors ----

@test "fewer distinct values than buckets" {
	column 1 2 2 NA
	run_split buckets --quantile x:4
	assert_output '0 1 1 ""'
	stderr_is 'csv-bin: warning: column "x" has too few distinct values for 4 buckets: there are 2'
	run_split buckets -q --quantile x:4
	stderr_is ""
}

@test "a constant column has one bucket" {
	column 7 7 ""
	for method in quantile width; do
		run_split buckets --$method x:4
		assert_output '0 0 ""'
		stderr_is 'csv-bin: warning: column "x" is constant: it has one bucket'
	done
	csv-bin -q --width x:4 --labels x.csv > out
	lines x '"[7,7]"' '"[7,7]"' '""' > want
	same out want
}

@test "a column without values" {
	lines n,x 1, 2,NA > t.csv
	for method in quantile width; do
		run csv-bin --$method x:4 t.csv
		assert_failure 3
		assert_output 'csv-bin: t.csv: column "x" has no values: all 2 are missing'
	done
}

@test "a cell that is not a number" {
	column 1 2 3O
	run csv-bin --edges x:2 -o out x.csv
	assert_failure 3
	assert_output "csv-bin: x.csv:4: column \"x\": \"3O\" is not a number (use --na '3O' or csv-scrub)"
	assert_not_exists out
	run csv-bin --quantile x:2 x.csv
	assert_failure 3
	assert_output --partial 'x.csv:4: column "x": "3O"'
}

@test "a missing column" {
	column 1 2
	csv-bin --edges x:2 -n -f x.st x.csv
	lines y,xx 1,2 > t.csv
	run csv-bin -a x.st t.csv
	assert_failure 3
	assert_output 'csv-bin: t.csv: no column "x" (did you mean "xx"?)'
	run csv-bin --width x:2 t.csv
	assert_failure 3
	assert_output --partial 'no column "x"'
}

@test "usage: a number of buckets" {
	local n method

	column 1 2
	for method in quantile width; do
		for n in "" :1 :65537 :2.5 :x : :2:3; do
			run csv-bin --$method "x$n" x.csv
			assert_failure 2
			assert_line --index 0 \
			    "csv-bin: --$method LIST:N wants a whole number of buckets, 2 to 65536"
		done
	done
	run csv-bin -q --quantile x:65536 x.csv
	assert_success
}

@test "usage: edges" {
	column 1 2
	run csv-bin --edges x x.csv
	assert_failure 2
	assert_line --index 0 \
	    "csv-bin: --edges LIST:E1:E2:... wants the numbers between the buckets"
	run csv-bin --edges x:1:b x.csv
	assert_failure 2
	assert_line --index 0 'csv-bin: --edges: "b" is not a number'
	for e in 2:1 1:1 0:-0; do
		run csv-bin --edges "x:$e" x.csv
		assert_failure 2
		assert_line --index 0 "csv-bin: --edges: ${e#*:} does not lie above the edge \
before it (write them in rising order)"
	done
}

@test "usage: nothing asked for, or too much" {
	column 1 2
	run csv-bin x.csv
	assert_failure 2
	assert_line --index 0 "csv-bin: no method is asked for"
	csv-bin --edges x:2 -n -f x.st x.csv
	run csv-bin -a x.st --edges x:2 x.csv
	assert_failure 2
	run csv-bin -a x.st --labels x.csv
	assert_failure 2
}

@test "states that do not add up are refused" {
	forge '/,edge,3/s/3$/6/'
	assert_output --partial "edges do not rise"
	forge '/,edge,3/s/3$/x/'
	assert_output --partial '"x" is not a finite number'
	forge '/,edge,3/s/3$/1/'
	assert_output --partial 'column "x" has edges outside its min and max'
	forge '/,edge,5/s/5$/7/'
	assert_output --partial 'column "x" has edges outside its min and max'
	forge '/,args,/s/3$/2/'
	assert_output --partial 'column "x" has more edges than its buckets have'
	forge '/,args,/s/3$/1/'
	assert_output --partial "not a number of buckets"
	forge '/,args,/d'
	assert_output --partial 'column "x" has no "args"'
	forge '/,min,/d'
	assert_output --partial 'column "x" has no "min"'
	forge '/,max,/d'
	assert_output --partial 'column "x" has no "max"'
	forge '/,edge,/d; /,min,/s/1$/7/'
	assert_output --partial 'column "x" has its min above its max'
	forge '/,min,/d; /,max,/d; /,args,/d; /,edge,/d; s/quantile$/edges/'
	assert_output --partial 'column "x" has no "edge"'
	forge '/,method,/s/quantile$/quantiles/'
	assert_output --partial 'bin has no method "quantiles"'
	forge '/,method,/d'
	assert_output --partial "a fact of a column before its method"
	forge 's/x,edge,3/x,edges,3/'
	assert_output --partial "not a fact of bin"
	forge '/,method,/i bin,,labels,2'
	assert_output --partial "neither 1 nor left out"
}

@test "a partial that holds edges already is refused" {
	column 1 2 3
	csv-bin --quantile x:2 -n --partial -f x.st x.csv
	sed '/,args,/a bin,x,edge,2' x.st | python3 "$ROOT/tests/seal.py" > forged.st
	run csv-apply --merge forged.st
	assert_failure 3
	assert_output --partial 'column "x" has edges before they are learnt'
}

@test "a state that was edited without its checksum is refused" {
	column 1 2 3 4
	csv-bin --width x:2 -n -f x.st x.csv
	sed -i '/edge/s/2.5/2.4/' x.st
	run csv-bin -a x.st x.csv
	assert_failure 3
}
