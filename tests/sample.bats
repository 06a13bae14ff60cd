#!/usr/bin/env bats
#
# csv-sample: some of the rows, drawn by hash.

load helper

people=$DATA/examples/people.csv

setup()
{
	scratch
	awk 'BEGIN {
		print "id,g,w"
		for (i = 1; i <= 20000; i++)
			print i "," i % 10 "," (i % 2 ? 3 : 1)
	}' > t.csv
}

usage() # MESSAGE OPTION...
{
	local message=$1

	shift
	run_split csv-sample "$@" "$people"
	assert_failure 2
	stderr_has "csv-sample: $message"
	stderr_has "usage: csv-sample"
	assert_output ""
}

fault() # MESSAGE OPTION... < CSV
{
	local message=$1

	shift
	run_split csv-sample "$@"
	assert_failure 3
	stderr_is "csv-sample: $message"
}

count()
{
	tail -n +2 "$1" | wc -l
}

@test "a share: about as many rows, in their order, as they came" {
	csv-sample --share 0.1 t.csv > s.csv
	(($(count s.csv) > 1850 && $(count s.csv) < 2150))
	assert_equal "$(tail -n +2 s.csv | sort -n)" "$(tail -n +2 s.csv)"
	assert_equal "$(tail -n +2 s.csv | grep -cvxFf t.csv)" 0
	csv-sample --share 1 t.csv > all.csv
	same t.csv all.csv
}

@test "a larger sample holds a smaller one, by share and by number" {
	csv-sample --share 0.1 t.csv | sort > a
	csv-sample --share 0.3 t.csv | sort > b
	assert_equal "$(comm -23 a b)" ""
	csv-sample --count 50 t.csv | sort > a
	csv-sample --count 200 t.csv | sort > b
	assert_equal "$(comm -23 a b)" ""
}

@test "a number: exactly so many, whatever the order of the rows" {
	csv-sample --count 137 t.csv > s.csv
	assert_equal "$(count s.csv)" 137
	{ head -n 1 t.csv; tail -n +2 t.csv | sort -R --random-source=<(yes); } > r.csv
	csv-sample --count 137 r.csv | sort > a
	sort s.csv > b
	same a b
	csv-sample --count 137 -s 2 t.csv > other.csv
	assert_equal "$(count other.csv)" 137
	run cmp -s s.csv other.csv
	assert_failure
}

@test "fewer rows than are asked for: all, and a warning" {
	run_split csv-sample --count 9 <<< $'x\n1\n2'
	assert_success
	assert_output $'x\n1\n2'
	stderr_is "csv-sample: warning: there are only 2 rows to draw from"
}

@test "groups: so many of each, or exactly the share of each" {
	csv-sample --count 7 -g g t.csv | tail -n +2 | cut -d, -f2 | sort | uniq -c > c
	assert_equal "$(awk '{ print $1 }' c | sort -u)" 7
	assert_equal "$(wc -l < c)" 10
	csv-sample --share 0.125 -g g t.csv | tail -n +2 | cut -d, -f2 | sort | uniq -c > c
	assert_equal "$(awk '{ print $1 }' c | sort -u)" 250
	# To the nearest row, halves up; a group may be left without.
	csv-sample --share 0.25 -g g <<< $'g\na\na\nb\nb\nb\nb\nb\nb\n' > s.csv
	assert_equal "$(sort s.csv | uniq -c | awk '{ print $1 $2 }' | paste -sd ' ')" "2a 6b 1g"
}

@test "keys: all rows of one, or none" {
	awk 'BEGIN { print "k,v"; for (i = 0; i < 3000; i++) print i % 300 "," i }' > k.csv
	csv-sample --share 0.2 -k k k.csv | tail -n +2 | cut -d, -f1 | sort | uniq -c > c
	assert_equal "$(awk '{ print $1 }' c | sort -u)" 10
	csv-sample --count 25 -k k k.csv | tail -n +2 | cut -d, -f1 | sort | uniq -c > c
	assert_equal "$(awk '{ print $1 }' c | sort -u)" 10
	assert_equal "$(wc -l < c)" 25
}

@test "weights: rows that weigh three times as much are drawn three times as often" {
	csv-sample --count 400 -w w t.csv | tail -n +2 | cut -d, -f3 | sort | uniq -c > c
	# 300 of 400, give or take four standard deviations.
	awk '$2 == 3 { exit !($1 > 265 && $1 < 335) }' c
	# A weight of 0 is never drawn, not even when rows are short.
	run_split csv-sample --count 3 -w w <<< $'x,w\n1,0\n2,1\n3,5'
	assert_output $'x,w\n2,1\n3,5'
	stderr_is "csv-sample: warning: there are only 2 rows to draw from"
}

@test "equal rows are drawn or left together" {
	awk 'BEGIN { print "x"; for (i = 0; i < 500; i++) print i % 50 }' > e.csv
	csv-sample --count 20 e.csv | tail -n +2 | sort | uniq -c > c
	assert_equal "$(cat c)" "$(awk '{ print $1, $2 }' c | grep '^10 ' | sed 's/^/     /')"
}

@test "a sample has nothing to do with a part of a split" {
	csv-split -p a=0.5,b=0.5 --only a t.csv > a.csv
	csv-sample --share 0.5 a.csv > s.csv
	(($(count s.csv) * 2 > $(count a.csv) * 9 / 10))
	(($(count s.csv) * 2 < $(count a.csv) * 11 / 10))
}

@test "pipe, file and gzip, any block and any number of threads: the same" {
	one()
	{
		csv-sample "$@" t.csv > want.csv
		csv-sample "$@" < t.csv > out.csv
		same want.csv out.csv
		gzip -c t.csv | csv-sample "$@" -j 1 > out.csv
		same want.csv out.csv
		csv-sample "$@" --block-size 100 -j 3 t.csv > out.csv
		same want.csv out.csv
	}
	one --share 0.2
	one --count 99
	one --count 3 -g g
	one --count 99 -w w
	one --share 0.3 -g g
}

@test "-v says how many were drawn" {
	run_split csv-sample -v --count 2 <<< $'x\n1\n2\n3'
	assert_line --index 0 x
	stderr_has "csv-sample: 2 of 3 rows drawn"
}

@test "a header alone" {
	run_split csv-sample --share 0.5 <<< x
	assert_success
	assert_output x
}

@test "faults" {
	fault 'stdin:3: column "w": "heavy" is not a number, and so no weight' \
	    --count 1 -w w <<< $'x,w\n1,2\n2,heavy'
	fault 'stdin:2: column "w": a weight is missing' --count 1 -w w <<< $'x,w\n1,\n2,1'
	fault 'stdin:2: column "w": a weight is negative' --count 1 -w w <<< $'x,w\n1,-2\n2,1'
	fault 'stdin: no column "wt"' --count 1 -w wt <<< $'x,w\n1,2'
	fault 'stdin: no column "y"' --count 1 -g y <<< $'x,w\n1,2'
}

@test "usage" {
	usage "say how much: --share P or --count N"
	usage "say how much: --share P or --count N" --share 0.1 --count 3
	usage "--share 1.5 is more than all: write a number up to 1" --share 1.5
	usage "-w goes with --count" --share 0.1 -w age
	usage "-w weighs rows, so it does not go with -k" --count 3 -w age -k id
}

@test "shuffle: an order that rows and seed give, and nothing else" {
	{ echo a,b; seq 500 | awk '{ print $1 "," $1 % 7 }'; echo '"two, three","quo""ted"'; } > t.csv
	csv-sample --shuffle t.csv > a.csv
	csv-sample --shuffle -j 3 --block-size 30 < t.csv > b.csv
	same a.csv b.csv
	{ head -n 1 t.csv; tail -n +2 t.csv | sort -r; } | csv-sample --shuffle > c.csv
	same a.csv c.csv
	run cmp -s t.csv a.csv
	assert_failure
	same <(sort t.csv) <(sort a.csv)
	csv-sample --shuffle -s 2 t.csv > d.csv
	run cmp -s a.csv d.csv
	assert_failure
	# Places are as good as drawn: of the first half about half were in it.
	awk -F, 'NR > 1 && NR <= 251 && $1 <= 250 { n++ } END { exit !(n > 100 && n < 150) }' a.csv
	head -n 1 t.csv | csv-sample --shuffle > e.csv
	same <(head -n 1 t.csv) e.csv
	run_split csv-sample --shuffle --count 3 t.csv
	assert_failure 2
	stderr_has '--shuffle draws nothing: it goes with -s alone'
}
