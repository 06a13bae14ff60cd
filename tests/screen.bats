#!/usr/bin/env bats
#
# csv-screen: what each column alone tells of the label.

load helper

@test "auc, rho and bits are scikit-learn's and scipy's" {
	local label
	for label in yes kind amount; do
		(head -n 1 "$DATA/screen/$label.csv" && tail -n +2 "$DATA/screen/$label.csv" | sort) > want
		csv-screen -q -y $label "$DATA/screen/table.csv" > got
		(head -n 1 got && tail -n +2 got | sort) | close_to want
		# Those that tell most stand first.
		tail -n +2 got | cut -d , -f 8 > shares
		sort -gr shares | cmp shares -
	done
}

@test "neither order, threads, blocks nor how the input comes show" {
	local table=$DATA/screen/table.csv
	csv-screen -q -y yes "$table" > want
	(head -n 1 "$table" && tail -n +2 "$table" | sort) > sorted.csv
	csv-screen -q -y yes sorted.csv | cmp want -
	csv-screen -q -j 3 --block-size 64 -y yes "$table" | cmp want -
	csv-screen -q -y yes < "$table" | cmp want -
	gzip -c "$table" | csv-screen -q -y yes | cmp want -
	sed '1!s/^1,/ja,/; 1!s/^0,/nein,/' "$table" > words.csv
	csv-screen -q -y yes --positive ja words.csv | cmp want -
	csv-screen -q -y yes --negative nein words.csv | cmp want -
	# Words without a rule are classes: the same bits, no ranks.
	csv-screen -q -y yes words.csv | cut -d , -f 1,6 | close_to <(cut -d , -f 1,6 want)
	csv-screen -q -y yes -c x,color "$table" | tail -n +2 | cut -d , -f 1 | paste -sd ' ' > got
	echo 'x color' | cmp got -
	csv-screen -q -y yes -x x,@text "$table" | grep -cE '^(x|kind|color),' | grep -qx 0
}

@test "columns that tell too much are named, and texts too rare to tell" {
	csv-screen -y yes "$DATA/screen/table.csv" 2> told > /dev/null
	echo 'csv-screen: warning: column "leak" alone nearly tells the label: was it known before the label was? if not, leave it out (csv-select -x)' | cmp told -
	# Falling as well as rising; a copy in words; one that is filled in only for some.
	awk -F, -v OFS=, 'NR == 1 { print "y,down,words,cost,id"; next } { print $1, -$8, ($1 == 1 ? "gone" : "here"), ($1 == 1 ? NR : ""), "n" NR }' "$DATA/screen/table.csv" > t.csv
	csv-screen -y y t.csv 2> told > got
	grep -o 'column "[a-z]*" alone nearly' told | sort > names
	lines 'column "cost" alone nearly' 'column "down" alone nearly' 'column "words" alone nearly' | cmp names -
	grep -q 'column "id" has too many different texts to say what it tells (csv-onehot --min-count, or csv-target)' told
	grep -qx 'id,text,0,,,,,' got
	awk -F, -v OFS=, 'NR == 1 { print "y,twice"; next } { print $4, 2 * $4 }' "$DATA/screen/table.csv" > t.csv
	csv-screen -y y t.csv 2>&1 > /dev/null | grep -q 'column "twice" alone nearly tells'
}

@test "what is refused" {
	local table=$DATA/screen/table.csv
	run_split csv-screen "$table"
	assert_failure 2
	stderr_has 'csv-screen: -y says which column is to be told'
	run_split csv-screen -y yes -c x -x gap "$table"
	assert_failure 2
	stderr_has 'csv-screen: -c and -x exclude each other'
	run_split csv-screen -y yes --positive a --negative b "$table"
	assert_failure 2
	run_split csv-screen -y no "$table"
	assert_failure 3
	stderr_has 'no column "no"'
	lines a,y 1,1 2, > t.csv
	run_split csv-screen -y y t.csv
	assert_failure 3
	stderr_is 'csv-screen: t.csv:3: column "y": the label is missing (csv-scrub --drop-missing drops such rows)'
	lines a,y 1,1 2,1 > t.csv
	run_split csv-screen -y y t.csv
	assert_failure 3
	stderr_is 'csv-screen: t.csv: column "y": every label is the same: nothing to tell'
	lines a,y > t.csv
	run_split csv-screen -y y t.csv
	assert_failure 3
	stderr_is 'csv-screen: t.csv: a header and no rows: there is nothing to look at'
	run_split csv-screen -y yes -x 1.. "$table"
	assert_failure 3
	stderr_is "csv-screen: $table: no column is left to look at"
}
